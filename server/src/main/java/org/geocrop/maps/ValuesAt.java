package org.geocrop.maps;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.json.Json;
import org.geocrop.maps.layers.ClassAreas;
import org.geocrop.maps.layers.Granule;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.model.CropClass;
import org.geocrop.raster.Cog;
import org.geocrop.raster.NoData;
import org.geocrop.raster.SampleType;
import org.geocrop.render.Filter;
import org.geocrop.render.Style;
import org.jspecify.annotations.Nullable;

/** What is at a place: the one answer of WMS, WMTS and XYZ. */
public final class ValuesAt {

    private static final double WHOLE = 1e15;

    private final @Nullable ClassAreas areas;

    /** With the area of the class that is found, where {@code areas} is given. */
    public ValuesAt(@Nullable ClassAreas areas) {
        this.areas = areas;
    }

    /**
     * A granule that a place lies in.
     *
     * @param pixel that the place lies in
     * @param values what the granule says there, in order; empty if it has no data there, or a filter hides it
     */
    public record Here(Granule granule, Window pixel, Style style, Map<String, Object> values) {}

    /**
     * All granules of a layer that a place lies in, of the times that a view wants, newest first.
     *
     * @param x in the CRS {@code epsg}, east
     * @param y north
     */
    public List<Here> at(LayerView view, MapLayer layer, int epsg, double x, double y) {
        view.filter().check(layer);
        double[] lonLat = Crs.lenient(epsg, Crs.WGS84).apply(x, y);
        double[] place = {lonLat[0], lonLat[1], lonLat[0], lonLat[1]};
        List<Here> all = new ArrayList<>();
        for (Granule granule : layer.granules(place, view.times())) {
            pixel(granule.grid(), epsg, x, y).ifPresent(pixel -> {
                Style style = MapDrawer.look(view, layer, granule).style();
                all.add(new Here(granule, pixel, style, values(view, granule, style, pixel, epsg, x, y)));
            });
        }
        return all;
    }

    private Map<String, Object> values(
            LayerView view, Granule granule, Style style, Window pixel, int epsg, double x, double y) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (style instanceof Style.Classes classes) {
            Filter filter = view.filter().of(granule.classes());
            addClass(values, granule, classes, filter, pixel);
            if (granule.earlier() != null) {
                String before = before(granule.earlier(), epsg, x, y);
                if (values.isEmpty() || before == null || before.equals(values.get("class"))) {
                    return Map.of();
                }
                values.put("class_before", before);
            }
        } else {
            addBands(values, granule.raster().get(), style, pixel);
        }
        if (!values.isEmpty() && granule.season() != null) {
            values.put(
                    "season", granule.season().start() + "/" + granule.season().end());
        }
        if (!values.isEmpty() && granule.result() != null) {
            values.put("job", granule.result().jobId());
        }
        return values;
    }

    /** The class of a position in an earlier map; null where it has none. */
    private static @Nullable String before(Granule.Earlier earlier, int epsg, double x, double y) {
        Cog raster = earlier.raster().get();
        return pixel(raster.grid(), epsg, x, y)
                .map(pixel -> sample(raster, pixel))
                .flatMap(id ->
                        earlier.classes().stream().filter(c -> c.id() == id).findFirst())
                .map(CropClass::name)
                .orElse(null);
    }

    private static Optional<Window> pixel(PixelGrid grid, int epsg, double x, double y) {
        double[] xy = Crs.lenient(epsg, grid.epsg()).apply(x, y);
        return grid.pixel(xy[0], xy[1]);
    }

    private void addClass(
            Map<String, Object> values, Granule granule, Style.Classes style, Filter filter, Window pixel) {
        int id = sample(granule.raster().get(), pixel);
        int sure = granule.confidence() == null
                ? NoData.NONE
                : sample(granule.confidence().get(), pixel);
        boolean shown = (filter.classes().isEmpty() || filter.classes().contains(id))
                && (granule.confidence() == null || filter.minConfidence() == 0 || sure >= filter.minConfidence());
        Optional<CropClass> known =
                style.classes().stream().filter(c -> c.id() == id).findFirst();
        if (!shown || known.isEmpty()) {
            return;
        }
        values.put("class", known.get().name());
        values.put("class_id", id);
        if (sure != NoData.NONE) {
            values.put(ResultFiles.CONFIDENCE, sure);
        }
        if (granule.result() != null && areas != null) {
            values.put("hectares", areas.hectares(granule, filter).getOrDefault(id, 0.0));
        }
    }

    private static void addBands(Map<String, Object> values, Cog raster, Style style, Window pixel) {
        double last = Double.NaN;
        for (Map.Entry<String, Optional<Number>> band :
                bands(raster, style, pixel).entrySet()) {
            band.getValue().ifPresent(value -> values.put(band.getKey(), value));
            last = band.getValue().map(Number::doubleValue).orElse(Double.NaN);
        }
        if (!Double.isNaN(last) && style instanceof Style.ColorMap map && map.kind() != Style.ColorMap.Kind.RAMP) {
            label(map, last).ifPresent(label -> values.put("label", label));
        }
    }

    /**
     * Values of all bands, in the style's unit; empty where there is no data. One band is {@code value}, several are
     * {@code band_1} and so on.
     */
    public static Map<String, Optional<Number>> bands(Cog raster, Style style, Window pixel) {
        double scale = style instanceof Style.ColorMap map ? map.scale() : Style.UNSCALED;
        double styleNodata = style instanceof Style.ColorMap map ? raster.data().inType(map.nodata()) : Double.NaN;
        double[] sample = new double[1];
        Map<String, Optional<Number>> values = new LinkedHashMap<>();
        for (int band = 0; band < raster.bands(); band++) {
            raster.data().read(0, band, pixel, sample);
            boolean none = !Double.isFinite(sample[0]) || sample[0] == styleNodata;
            values.put(
                    raster.bands() == 1 ? "value" : "band_" + (band + 1),
                    none ? Optional.empty() : Optional.of(number(sample[0], raster.type(), scale)));
        }
        return values;
    }

    private static Optional<String> label(Style.ColorMap map, double value) {
        boolean intervals = map.kind() == Style.ColorMap.Kind.INTERVALS;
        return map.stops().stream()
                .filter(stop -> intervals ? value < stop.value() : value == stop.value())
                .map(Style.ColorMap.Stop::label)
                .findFirst();
    }

    /** A value with the digits that its type has, whole numbers without a point. */
    private static Number number(double sample, SampleType type, double scale) {
        double value = type == SampleType.F32 && scale == 1
                ? Double.parseDouble(Float.toString((float) sample))
                : Json.rounded(sample * scale);
        if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
            return (long) value;
        }
        return value;
    }

    /** A whole number; {@link NoData#NONE} where there is no data. */
    private static int sample(Cog raster, Window pixel) {
        int[] sample = new int[1];
        raster.data().read(0, 0, pixel, sample, NoData.NONE);
        return sample[0];
    }
}
