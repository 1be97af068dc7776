package org.geocrop.maps.stac;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Searches by parameters as the body of a POST would have them, and back. */
final class StacParameters {

    private StacParameters() {}

    static ObjectNode read(HttpServletRequest http) {
        ObjectNode search = Json.object();
        for (String list : List.of("collections", "ids")) {
            String text = http.getParameter(list);
            if (text != null && !text.isBlank()) {
                search.set(list, Json.of(text.split(",")));
            }
        }
        for (String name : List.of("datetime", "token", "filter-lang", "filter-crs")) {
            String text = http.getParameter(name);
            if (text != null) {
                search.put(name, text);
            }
        }
        String fields = http.getParameter("fields");
        if (fields != null) {
            Fields.write(fields, search);
        }
        String order = http.getParameter("sortby");
        if (order != null && !order.isBlank()) {
            Sorting.write(order, search);
        }
        try {
            readNumbers(http, search);
            readJson(http, search);
        } catch (NumberFormatException | Json.MalformedException e) {
            throw new InvalidRequestException("bbox, limit, intersects and filter: numbers and JSON", e);
        }
        return search;
    }

    private static void readNumbers(HttpServletRequest http, ObjectNode search) {
        String bbox = http.getParameter("bbox");
        if (bbox != null && !bbox.isBlank()) {
            search.set(
                    "bbox",
                    Json.of(Arrays.stream(bbox.split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray()));
        }
        String limit = http.getParameter("limit");
        if (limit != null) {
            search.put("limit", Integer.parseInt(limit));
        }
    }

    private static void readJson(HttpServletRequest http, ObjectNode search) throws Json.MalformedException {
        String intersects = http.getParameter("intersects");
        if (intersects != null) {
            search.set("intersects", Json.read(intersects.getBytes(StandardCharsets.UTF_8)));
        }
        String filter = http.getParameter("filter");
        if (filter != null && "cql2-json".equals(http.getParameter("filter-lang"))) {
            search.set("filter", Json.read(filter.getBytes(StandardCharsets.UTF_8)));
        } else if (filter != null) {
            search.put("filter", filter);
        }
    }

    /** The query of a search, with the question mark; empty where it has none. */
    static String write(ObjectNode search, boolean ofCollection) {
        String query = search.properties().stream()
                .filter(entry -> !ofCollection || !entry.getKey().equals("collections"))
                .map(entry -> entry.getKey() + "="
                        + URLEncoder.encode(text(entry.getKey(), entry.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    private static String text(String name, JsonNode value) {
        return switch (name) {
            case "fields" ->
                Stream.concat(
                                value.path("include").valueStream().map(JsonNode::asString),
                                value.path("exclude").valueStream().map(one -> "-" + one.asString()))
                        .collect(Collectors.joining(","));
            case "sortby" ->
                value.valueStream()
                        .map(one -> (one.path("direction").asString("").equals("desc") ? "-" : "+")
                                + one.path("field").asString())
                        .collect(Collectors.joining(","));
            default ->
                value.isArray()
                        ? value.valueStream().map(one -> one.asString("")).collect(Collectors.joining(","))
                        : value.isObject() ? value.toString() : value.asString("");
        };
    }
}
