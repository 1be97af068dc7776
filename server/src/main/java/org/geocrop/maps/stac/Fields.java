package org.geocrop.maps.stac;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.ForeignJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
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
    static @Nullable Fields read(ForeignJson search) {
        if (!search.has("fields")) {
            return null;
        }
        ForeignJson fields = search.get("fields");
        if (!fields.isObject()) {
            throw new InvalidRequestException("`fields` must be an object with `include` and `exclude`");
        }
        List<String> include = names(fields.get("include"));
        List<String> exclude = names(fields.get("exclude"));
        // Who only excludes gets all the rest; who includes an empty list, the rest of the least.
        boolean least = include.isEmpty() && (exclude.isEmpty() || fields.has("include"));
        return least
                ? new Fields(
                        DEFAULT.stream().filter(name -> !exclude.contains(name)).toList(), exclude)
                : new Fields(include, exclude);
    }

    /** The parameter of a GET as a POST would have it: {@code id,-geometry}. */
    static Map<String, List<String>> parse(String text) {
        List<String> include = new ArrayList<>();
        List<String> exclude = new ArrayList<>();
        for (String name : text.split(",")) {
            String bare = name.strip();
            if (bare.startsWith("-")) {
                exclude.add(bare.substring(1));
            } else if (!bare.isEmpty()) {
                include.add(bare.startsWith("+") ? bare.substring(1) : bare);
            }
        }
        return include.isEmpty() ? Map.of("exclude", exclude) : Map.of("exclude", exclude, "include", include);
    }

    private static List<String> names(ForeignJson list) {
        if (!list.isAbsent() && !list.isList()) {
            throw new InvalidRequestException("`fields`: `include` and `exclude` must be lists of names");
        }
        return list.texts();
    }

    /** The item without the rest; what is included is left out only where a narrower name excludes it. */
    ForeignJson of(ForeignJson whole) {
        ObjectNode item = (ObjectNode) whole.node().deepCopy();
        if (include.isEmpty()) {
            exclude.forEach(name -> remove(item, name));
            return ForeignJson.of(item);
        }
        ObjectNode picked = item.objectNode();
        include.forEach(name -> copy(item, picked, name));
        exclude.stream()
                .filter(name -> include.stream().anyMatch(wider -> name.startsWith(wider + ".")))
                .forEach(name -> remove(picked, name));
        return ForeignJson.of(picked);
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
