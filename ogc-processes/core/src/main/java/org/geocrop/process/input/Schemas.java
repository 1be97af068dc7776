package org.geocrop.process.input;

import java.util.List;
import java.util.Map;
import org.geocrop.json.Json;
import org.geocrop.json.JsonSchema;

/** Schemas of inputs, in the words that JSON Schema and OpenAPI 3.0 share. */
public final class Schemas {

    private static final String CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

    private Schemas() {}

    public static JsonSchema text() {
        return JsonSchema.text().maxLength(200);
    }

    public static JsonSchema text(String otherwise) {
        return text().otherwise(otherwise);
    }

    public static JsonSchema oneOf(List<String> values, String otherwise) {
        return JsonSchema.text(values).otherwise(otherwise);
    }

    public static JsonSchema date() {
        return JsonSchema.text().format("date").maxLength(10);
    }

    public static JsonSchema whole(int min, int max) {
        return JsonSchema.of("integer").between(min, max);
    }

    public static JsonSchema number(double min, double max) {
        return JsonSchema.of("number").between(min, max);
    }

    public static JsonSchema flag(boolean otherwise) {
        return JsonSchema.of("boolean").otherwise(otherwise);
    }

    /** {@code [lon, lat, radius_m]}, a GeoJSON polygon (also as a feature), or a bbox; CRS84. GeoJSON may have a bbox, too. */
    public static JsonSchema aoi() {
        return JsonSchema.anyOf(List.of(
                JsonSchema.numbers(3, 3).title("[lon, lat, radius_m]"),
                geoJson("a GeoJSON Polygon or MultiPolygon", "geojson-geometry"),
                bbox()));
    }

    /** Any GeoJSON object of a kind. */
    public static JsonSchema geoJson(String title, String format) {
        return JsonSchema.of("object")
                .title(title)
                .format(format)
                .require(List.of("type"))
                .with("properties", Map.of("type", JsonSchema.text()));
    }

    private static JsonSchema bbox() {
        JsonSchema crs = JsonSchema.text().otherwise(CRS84);
        return JsonSchema.of("object")
                .title("a bbox")
                .format("ogc-bbox")
                .require(List.of("bbox"))
                .with("properties", Json.members("bbox", JsonSchema.numbers(4, 6), "crs", crs));
    }
}
