package org.geocrop.maps;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.model.CropClass;
import org.geocrop.raster.Cog;
import org.geocrop.render.Filter;
import org.geocrop.render.Style;
import org.geocrop.store.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What layers say of a place: class with its name and area, confidence, season, or the values of the bands. */
public final class FeatureInfo {

    /** Forms of the answer. */
    public enum Format {
        TEXT("text/plain"),
        HTML("text/html"),
        JSON("application/json"),
        GEOJSON("application/geo+json");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }

        public static Optional<Format> of(String text) {
            for (Format format : values()) {
                if (format.mediaType.equalsIgnoreCase(text.trim())) {
                    return Optional.of(format);
                }
            }
            return Optional.empty();
        }
    }

    private record Found(String layer, Map<String, Object> values) {}

    private final ClassAreas areas;

    public FeatureInfo(ClassAreas areas) {
        this.areas = areas;
    }

    /**
     * The answer.
     *
     * @param x in the CRS {@code epsg}, east
     * @param y north
     * @param most features of a layer
     */
    public byte[] at(List<LayerView> views, int epsg, double x, double y, int most, Format format) {
        double[] lonLat = Crs.lenient(epsg, Crs.WGS84).apply(x, y);
        List<Found> found = new ArrayList<>();
        for (LayerView view : views) {
            for (MapLayer layer : view.layer().members()) {
                view.filter().check(layer);
                double[] place = {lonLat[0], lonLat[1], lonLat[0], lonLat[1]};
                int count = 0;
                for (Granule granule : layer.granules(place, view.times())) {
                    Map<String, Object> values = values(view, layer, granule, epsg, x, y);
                    if (!values.isEmpty() && count++ < most) {
                        found.add(new Found(layer.name(), values));
                    }
                }
            }
        }
        return switch (format) {
            case TEXT -> text(found);
            case HTML -> html(found);
            case JSON, GEOJSON -> Json.write(json(found, lonLat));
        };
    }

    private Map<String, Object> values(LayerView view, MapLayer layer, Granule granule, int epsg, double x, double y) {
        Optional<Window> found = pixel(granule.grid(), epsg, x, y);
        if (found.isEmpty()) {
            return Map.of();
        }
        Window pixel = found.get();
        Style style = MapDrawer.look(view, layer, granule).style();
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
        Integer sure = granule.confidence() == null
                ? null
                : Integer.valueOf(sample(granule.confidence().get(), pixel));
        boolean shown = (filter.classes().isEmpty() || filter.classes().contains(id))
                && (sure == null || filter.minConfidence() == 0 || sure >= filter.minConfidence());
        Optional<CropClass> known =
                style.classes().stream().filter(c -> c.id() == id).findFirst();
        if (!shown || known.isEmpty()) {
            return;
        }
        values.put("class", known.get().name());
        values.put("class_id", id);
        if (sure != null) {
            values.put(ResultFiles.CONFIDENCE, sure);
        }
        if (granule.result() != null) {
            values.put("hectares", areas.hectares(granule, filter).getOrDefault(id, 0.0));
        }
    }

    private static void addBands(Map<String, Object> values, Cog raster, Style style, Window pixel) {
        double scale = style instanceof Style.ColorMap map ? map.scale() : Style.UNSCALED;
        double styleNodata = style instanceof Style.ColorMap map ? map.nodata() : Double.NaN;
        double[] sample = new double[1];
        boolean any = false;
        for (int band = 0; band < raster.bands(); band++) {
            raster.data().read(0, band, pixel, sample);
            boolean none = Double.isNaN(sample[0]) || sample[0] == styleNodata;
            any |= !none;
            String name = raster.bands() == 1 ? "value" : "band_" + (band + 1);
            if (!none) {
                values.put(name, number(sample[0] * scale));
            }
        }
        if (any && style instanceof Style.ColorMap map && map.kind() != Style.ColorMap.Kind.RAMP) {
            label(map, sample[0] * scale).ifPresent(label -> values.put("label", label));
        }
    }

    private static Optional<String> label(Style.ColorMap map, double value) {
        boolean intervals = map.kind() == Style.ColorMap.Kind.INTERVALS;
        return map.stops().stream()
                .filter(stop -> intervals ? value < stop.value() : value == stop.value())
                .map(Style.ColorMap.Stop::label)
                .findFirst();
    }

    private static Number number(double value) {
        double rounded = Math.round(value * 1e6) / 1e6;
        if (rounded == Math.rint(rounded) && Math.abs(rounded) < 1e9) {
            return (int) rounded;
        }
        return Math.abs(value) < 1e9 ? rounded : value;
    }

    private static int sample(Cog raster, Window pixel) {
        int[] sample = new int[1];
        raster.read(0, 0, pixel, sample);
        return sample[0];
    }

    private static ObjectNode json(List<Found> found, double @Nullable [] lonLat) {
        ObjectNode collection = Json.object().put("type", "FeatureCollection");
        ArrayNode features = collection.putArray("features");
        for (Found one : found) {
            ObjectNode feature = features.addObject().put("type", "Feature").put("id", one.layer);
            if (lonLat != null && Double.isFinite(lonLat[0]) && Double.isFinite(lonLat[1])) {
                feature.putObject("geometry").put("type", "Point").set("coordinates", Json.of(lonLat));
            } else {
                feature.putNull("geometry");
            }
            ObjectNode properties = feature.putObject("properties");
            properties.put("layer", one.layer);
            one.values.forEach((name, value) -> properties.set(name, Json.of(value)));
        }
        return collection;
    }

    private static byte[] text(List<Found> found) {
        StringBuilder text = new StringBuilder();
        for (Found one : found) {
            text.append("Layer '").append(one.layer).append("'\n");
            one.values.forEach((name, value) ->
                    text.append("  ").append(name).append(" = ").append(value).append('\n'));
        }
        return (found.isEmpty() ? "no features were found\n" : text.toString()).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] html(List<Found> found) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<title>Feature info</title></head><body>\n");
        for (Found one : found) {
            html.append("<table><caption>")
                    .append(XmlTemplates.escape(one.layer))
                    .append("</caption>\n");
            one.values.forEach((name, value) -> html.append("<tr><th>")
                    .append(XmlTemplates.escape(name))
                    .append("</th><td>")
                    .append(XmlTemplates.escape(String.valueOf(value)))
                    .append("</td></tr>\n"));
            html.append("</table>\n");
        }
        return html.append("</body></html>\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
