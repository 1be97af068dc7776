package org.geocrop.geojson;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.geocrop.json.ForeignJson;
import org.jspecify.annotations.Nullable;

/**
 * A GeoJSON feature with all members and properties that it came with; only its geometry and its own id mean something
 * here, and those properties that a process is told the names of.
 *
 * @param json an object with the type {@code Feature}
 */
public record Feature(@JsonValue ForeignJson json) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Feature {
        if (!json.text("type").equals("Feature")) {
            throw json.fault("is no GeoJSON Feature");
        }
    }

    /** A feature of our own; null lies nowhere. */
    public static Feature of(@Nullable Object geometry, Map<String, ?> properties) {
        return of(null, geometry, properties);
    }

    /** Likewise, with an id where it has one. */
    public static Feature of(@Nullable String id, @Nullable Object geometry, Map<String, ?> properties) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("type", "Feature");
        if (id != null) {
            members.put("id", id);
        }
        members.put("properties", properties);
        members.put("geometry", geometry);
        return new Feature(ForeignJson.of(members));
    }

    public String id(String otherwise) {
        return json.text("id", otherwise);
    }

    /** Whether it lies anywhere; RFC 7946 and tables allow features that don't. */
    public boolean hasGeometry() {
        return geometry().isObject();
    }

    public ForeignJson geometry() {
        return json.get("geometry");
    }

    /** An object, or null or missing. */
    public ForeignJson properties() {
        return json.get("properties");
    }

    /** A property as a text; empty where it has none. */
    public String text(String property) {
        return properties().text(property);
    }

    /** The same with more properties, or others in the place of those of their names. */
    public Feature with(Map<String, ?> more) {
        ForeignJson all = properties().isObject() ? properties() : ForeignJson.empty();
        return new Feature(json.with("properties", all.withAll(ForeignJson.of(more))));
    }
}
