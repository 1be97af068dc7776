package org.geocrop.maps.stac;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;

/** Searches by parameters as the body of a POST would have them, and back. */
final class StacParameters {

    private StacParameters() {}

    static ForeignJson read(HttpServletRequest http) {
        Map<String, Object> search = new LinkedHashMap<>();
        for (String list : List.of("collections", "ids")) {
            String text = http.getParameter(list);
            if (text != null && !text.isBlank()) {
                search.put(list, List.of(text.split(",")));
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
            search.put("fields", Fields.parse(fields));
        }
        String order = http.getParameter("sortby");
        if (order != null && !order.isBlank()) {
            search.put("sortby", Sorting.parse(order));
        }
        try {
            readNumbers(http, search);
            readJson(http, search);
        } catch (NumberFormatException | Json.MalformedException e) {
            throw new InvalidRequestException("bbox, limit, intersects and filter: numbers and JSON", e);
        }
        return ForeignJson.of(search);
    }

    private static void readNumbers(HttpServletRequest http, Map<String, Object> search) {
        String bbox = http.getParameter("bbox");
        if (bbox != null && !bbox.isBlank()) {
            search.put(
                    "bbox",
                    Arrays.stream(bbox.split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray());
        }
        String limit = http.getParameter("limit");
        if (limit != null) {
            search.put("limit", Integer.parseInt(limit));
        }
    }

    private static void readJson(HttpServletRequest http, Map<String, Object> search) throws Json.MalformedException {
        String intersects = http.getParameter("intersects");
        if (intersects != null) {
            search.put("intersects", ForeignJson.read(intersects.getBytes(StandardCharsets.UTF_8)));
        }
        String filter = http.getParameter("filter");
        if (filter != null && "cql2-json".equals(http.getParameter("filter-lang"))) {
            search.put("filter", ForeignJson.read(filter.getBytes(StandardCharsets.UTF_8)));
        } else if (filter != null) {
            search.put("filter", filter);
        }
    }

    /** The query of a search, with the question mark; empty where it has none. */
    static String write(ForeignJson search, boolean ofCollection) {
        String query = search.members().entrySet().stream()
                .filter(entry -> !ofCollection || !entry.getKey().equals("collections"))
                .map(entry -> entry.getKey() + "="
                        + URLEncoder.encode(text(entry.getKey(), entry.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    private static String text(String name, ForeignJson value) {
        return switch (name) {
            case "fields" ->
                Stream.concat(
                                value.get("include").texts().stream(),
                                value.get("exclude").texts().stream().map(one -> "-" + one))
                        .collect(Collectors.joining(","));
            case "sortby" ->
                value.stream()
                        .map(one -> (one.text("direction").equals("desc") ? "-" : "+") + one.text("field"))
                        .collect(Collectors.joining(","));
            default ->
                value.isList() ? String.join(",", value.texts()) : value.isObject() ? value.toString() : value.text();
        };
    }
}
