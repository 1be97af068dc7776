package org.geocrop.process.input;

import java.util.List;
import org.geocrop.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Schemas of inputs, in the words that JSON Schema and OpenAPI 3.0 share. */
public final class Schemas {

    private static final String CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

    private Schemas() {}

    public static ObjectNode text() {
        return Json.object().put("type", "string").put("maxLength", 200);
    }

    public static ObjectNode text(String otherwise) {
        return text().put("default", otherwise);
    }

    public static ObjectNode oneOf(List<String> values, String otherwise) {
        ObjectNode schema = Json.object().put("type", "string");
        schema.set("enum", Json.of(values));
        return schema.put("default", otherwise);
    }

    public static ObjectNode date() {
        return Json.object().put("type", "string").put("format", "date").put("maxLength", 10);
    }

    public static ObjectNode whole(int min, int max) {
        return Json.object().put("type", "integer").put("minimum", min).put("maximum", max);
    }

    public static ObjectNode number(double min, double max) {
        return Json.object().put("type", "number").put("minimum", min).put("maximum", max);
    }

    public static ObjectNode flag(boolean otherwise) {
        return Json.object().put("type", "boolean").put("default", otherwise);
    }

    public static ObjectNode any(String keyword, ObjectNode... alternatives) {
        ObjectNode schema = Json.object();
        var list = schema.putArray(keyword);
        for (ObjectNode alternative : alternatives) {
            list.add(alternative);
        }
        return schema;
    }

    /** {@code [lon, lat, radius_m]}, a GeoJSON polygon (also as a feature), or a bbox; CRS84. GeoJSON may have a bbox, too. */
    public static ObjectNode aoi() {
        return any("anyOf", circle(), geoJson("a GeoJSON Polygon or MultiPolygon", "geojson-geometry"), bbox());
    }

    private static ObjectNode circle() {
        ObjectNode circle = Json.object().put("title", "[lon, lat, radius_m]").put("type", "array");
        circle.put("minItems", 3).put("maxItems", 3);
        circle.putObject("items").put("type", "number");
        return circle;
    }

    /** Any GeoJSON object of a kind. */
    public static ObjectNode geoJson(String title, String format) {
        ObjectNode schema = Json.object().put("title", title).put("type", "object");
        schema.put("format", format).putArray("required").add("type");
        schema.putObject("properties").putObject("type").put("type", "string");
        return schema;
    }

    private static ObjectNode bbox() {
        ObjectNode bbox =
                Json.object().put("title", "a bbox").put("type", "object").put("format", "ogc-bbox");
        bbox.putArray("required").add("bbox");
        ObjectNode properties = bbox.putObject("properties");
        ObjectNode numbers = properties.putObject("bbox").put("type", "array");
        numbers.put("minItems", 4).put("maxItems", 6).putObject("items").put("type", "number");
        properties.putObject("crs").put("type", "string").put("default", CRS84);
        return bbox;
    }
}
