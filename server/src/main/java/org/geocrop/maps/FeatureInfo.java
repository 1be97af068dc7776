package org.geocrop.maps;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geocrop.geojson.Shape;
import org.geocrop.grid.Crs;
import org.geocrop.json.Json;
import org.geocrop.maps.layers.ClassAreas;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.markup.Markup;
import org.jspecify.annotations.Nullable;

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

    private final ValuesAt places;

    public FeatureInfo(ClassAreas areas) {
        this.places = new ValuesAt(areas);
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
                places.at(view, layer, epsg, x, y).stream()
                        .filter(here -> !here.values().isEmpty())
                        .limit(most)
                        .forEach(here -> found.add(new Found(layer.name(), here.values())));
            }
        }
        return switch (format) {
            case TEXT -> text(found);
            case HTML -> html(found);
            case JSON, GEOJSON -> Json.write(json(found, lonLat));
        };
    }

    private record Answer(String type, List<LayerFeature> features) {}

    private record LayerFeature(
            String type, String id, @Nullable Shape geometry, Map<String, Object> properties) {}

    private static Answer json(List<Found> found, double @Nullable [] lonLat) {
        Shape point = lonLat != null && Double.isFinite(lonLat[0]) && Double.isFinite(lonLat[1])
                ? Shape.point(lonLat[0], lonLat[1])
                : null;
        List<LayerFeature> features = new ArrayList<>();
        for (Found one : found) {
            Map<String, Object> properties = Json.members("layer", one.layer);
            properties.putAll(one.values);
            features.add(new LayerFeature("Feature", one.layer, point, properties));
        }
        return new Answer("FeatureCollection", features);
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
            html.append("<table><caption>").append(Markup.escape(one.layer)).append("</caption>\n");
            one.values.forEach((name, value) -> html.append("<tr><th>")
                    .append(Markup.escape(name))
                    .append("</th><td>")
                    .append(Markup.escape(String.valueOf(value)))
                    .append("</td></tr>\n"));
            html.append("</table>\n");
        }
        return html.append("</body></html>\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
