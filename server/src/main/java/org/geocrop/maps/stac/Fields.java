package org.geocrop.maps.stac;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which members of items are wanted (STAC API Fields 1.0).
 *
 * @param include names with dots between objects; empty for all
 * @param exclude which of those are not; what stands in both is included
 */
record Fields(List<String> include, List<String> exclude) {

    private static final List<String> DEFAULT = List.of(
            "type",
            "stac_version",
            "id",
            "geometry",
            "bbox",
            "links",
            "assets",
            "collection",
            "properties.datetime",
            "properties.start_datetime",
            "properties.end_datetime");

    /** Of {@code {"include": [], "exclude": []}}; null where no fields are asked for. */
    static @Nullable Fields read(JsonNode search) {
        if (!search.has("fields")) {
            return null;
        }
        JsonNode fields = search.path("fields");
        if (!fields.isObject()) {
            throw new InvalidRequestException("`fields` must be an object with `include` and `exclude`");
        }
        List<String> include = names(fields.path("include"));
        List<String> exclude = names(fields.path("exclude"));
        // Who only excludes gets all the rest; who includes an empty list, the rest of the least.
        boolean least = include.isEmpty() && (exclude.isEmpty() || fields.has("include"));
        return least
                ? new Fields(
                        DEFAULT.stream().filter(name -> !exclude.contains(name)).toList(), exclude)
                : new Fields(include, exclude);
    }

    /** The parameter of a GET as a POST would have it: {@code id,-geometry}. */
    static void write(String text, ObjectNode search) {
        ObjectNode fields = search.putObject("fields");
        ArrayNode include = fields.arrayNode();
        ArrayNode exclude = fields.putArray("exclude");
        for (String name : text.split(",")) {
            String bare = name.strip();
            if (bare.startsWith("-")) {
                exclude.add(bare.substring(1));
            } else if (!bare.isEmpty()) {
                include.add(bare.startsWith("+") ? bare.substring(1) : bare);
            }
        }
        if (!include.isEmpty()) {
            fields.set("include", include);
        }
    }

    private static List<String> names(JsonNode list) {
        if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
            throw new InvalidRequestException("`fields`: `include` and `exclude` must be lists of names");
        }
        List<String> names = new ArrayList<>();
        list.forEach(name -> names.add(name.asString("")));
        return names;
    }

    /** The item without the rest; what is included is left out only where a narrower name excludes it. */
    ObjectNode of(ObjectNode item) {
        if (include.isEmpty()) {
            exclude.forEach(name -> remove(item, name));
            return item;
        }
        ObjectNode picked = item.objectNode();
        include.forEach(name -> copy(item, picked, name));
        exclude.stream()
                .filter(name -> include.stream().anyMatch(wider -> name.startsWith(wider + ".")))
                .forEach(name -> remove(picked, name));
        return picked;
    }

    private static void copy(JsonNode from, ObjectNode to, String name) {
        int dot = name.indexOf('.');
        JsonNode value = from.path(dot < 0 ? name : name.substring(0, dot));
        if (value.isMissingNode()) {
            return;
        }
        if (dot < 0) {
            if (!to.path(name).isObject() || !value.isObject()) {
                to.set(name, value);
            } else {
                ((ObjectNode) to.path(name)).setAll((ObjectNode) value);
            }
        } else if (value.isObject()) {
            String first = name.substring(0, dot);
            ObjectNode inner = to.path(first) instanceof ObjectNode there ? there : to.putObject(first);
            copy(value, inner, name.substring(dot + 1));
        }
    }

    private static void remove(JsonNode from, String name) {
        int dot = name.indexOf('.');
        if (from instanceof ObjectNode object) {
            if (dot < 0) {
                object.remove(name);
            } else {
                remove(object.path(name.substring(0, dot)), name.substring(dot + 1));
            }
        }
    }
}
