package org.geocrop.process.input;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Set;
import org.geocrop.catalogue.Rights;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.geojson.GeoJson;
import org.geocrop.grid.Aoi;
import org.geocrop.json.ForeignJson;
import org.geocrop.process.Execution;
import org.jspecify.annotations.Nullable;

/** Reads the values of inputs whose schemas were checked; each further fault names the input. */
public final class Inputs {

    private static final Set<String> CRS84 =
            Set.of("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "https://www.opengis.net/def/crs/OGC/1.3/CRS84");

    private final ForeignJson inputs;
    private final Rights rights;

    /** Inputs of one who was asked already what they may see. */
    public Inputs(ForeignJson inputs) {
        this(inputs, Rights.ALL);
    }

    public Inputs(Execution execution) {
        this(execution.inputs(), execution.rights());
    }

    private Inputs(ForeignJson inputs, Rights rights) {
        this.inputs = inputs;
        this.rights = rights;
    }

    /** What the one who gave them may see. */
    public Rights rights() {
        return rights;
    }

    public boolean has(String name) {
        return !inputs.get(name).isAbsent();
    }

    public ForeignJson value(String name) {
        return inputs.get(name);
    }

    public @Nullable String text(String name) {
        return has(name) ? inputs.text(name) : null;
    }

    public int integer(String name, int otherwise) {
        return inputs.whole(name, otherwise);
    }

    public double number(String name, double otherwise) {
        return inputs.number(name, otherwise);
    }

    public boolean flag(String name) {
        return inputs.flag(name);
    }

    public @Nullable LocalDate date(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidRequestException("inputs/" + name + ": is a day such as 2022-09-01, not " + text, e);
        }
    }

    /** {@code [lon, lat, radius_m]}, a GeoJSON polygon or an OGC bbox object. */
    public Aoi aoi(String name) {
        ForeignJson value = inputs.get(name);
        try {
            if (value.isList()) {
                return Aoi.circle(
                        value.get(0).number(),
                        value.get(1).number(),
                        value.get(2).number());
            }
            if (value.has("bbox") && !value.has("type")) {
                return bbox(value);
            }
            return Aoi.of(GeoJson.polygon(value));
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException("inputs/" + name + ": " + e.getMessage(), e);
        }
    }

    private static Aoi bbox(ForeignJson value) {
        String crs = value.text("crs", "http://www.opengis.net/def/crs/OGC/1.3/CRS84");
        if (!CRS84.contains(crs)) {
            throw new InvalidRequestException("a bbox is in CRS84 (longitude first), not in " + crs);
        }
        ForeignJson n = value.get("bbox");
        if (n.size() == 5) {
            throw new InvalidRequestException("a bbox has four numbers, or six with heights, not five");
        }
        int north = n.size() / 2;
        return Aoi.bbox(
                n.get(0).number(),
                n.get(1).number(),
                n.get(north).number(),
                n.get(north + 1).number());
    }
}
