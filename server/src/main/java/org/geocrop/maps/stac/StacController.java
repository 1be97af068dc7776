package org.geocrop.maps.stac;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.access.Access;
import org.geocrop.bodies.JsonBody;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.StoreException;
import org.geocrop.grid.Season;
import org.geocrop.http.ApiPart;
import org.geocrop.http.Links;
import org.geocrop.http.Replies;
import org.geocrop.json.Json;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.store.ObjectStore;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** STAC API 1.0: the results that the caller may read, a collection for each process. */
@RestController
class StacController implements ApiPart {

    private static final String JSON = "application/json";
    private static final String GEOJSON = "application/geo+json";
    private static final String STAC = "https://api.stacspec.org/v1.0.0/";
    private static final String FEATURES = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/";
    private static final String VERSION = "1.0.0";
    private static final int MAX_ITEM = 16 << 20;

    private final LayerCatalogue catalogue;
    private final ObjectStore store;
    private final Links links;
    private final JsonBody bodies;

    StacController(LayerCatalogue catalogue, ObjectStore store, Links links, JsonBody bodies) {
        this.catalogue = catalogue;
        this.store = store;
        this.links = links;
        this.bodies = bodies;
    }

    @Override
    public List<String> conformance() {
        return List.of(
                STAC + "core",
                STAC + "collections",
                STAC + "item-search",
                STAC + "ogcapi-features",
                FEATURES + "core",
                FEATURES + "geojson");
    }

    @Override
    public List<ObjectNode> links() {
        return List.of(links.link("child", JSON, "/stac", "Results as a STAC API"));
    }

    @GetMapping("/stac")
    ResponseEntity<byte[]> root() {
        ObjectNode root = Json.object();
        root.put("type", "Catalog").put("stac_version", VERSION).put("id", "geocrop");
        root.put("title", "GeoCrop").put("description", "Crop-type maps and what they were made from.");
        root.set("conformsTo", Json.of(conformance()));
        ArrayNode array = root.putArray("links");
        array.add(links.link("self", JSON, "/stac", "This document"));
        array.add(links.link("root", JSON, "/stac", "Root"));
        array.add(links.link("conformance", JSON, "/stac/conformance", "Conformance"));
        array.add(links.link("data", JSON, "/stac/collections", "Collections"));
        array.add(links.link("search", GEOJSON, "/stac/search", "Search").put("method", "GET"));
        array.add(links.link("search", GEOJSON, "/stac/search", "Search").put("method", "POST"));
        array.add(links.link("service-desc", "application/vnd.oai.openapi+json;version=3.0", "/api", "API definition"));
        array.add(links.link("service-doc", "text/html", "/api?f=html", "API documentation"));
        collections().forEach((id, results) -> array.add(links.link("child", JSON, "/stac/collections/" + id, id)));
        return Replies.json(root);
    }

    @GetMapping("/stac/conformance")
    ResponseEntity<byte[]> conformanceDocument() {
        ObjectNode document = Json.object();
        document.set("conformsTo", Json.of(conformance()));
        return Replies.json(document);
    }

    @GetMapping("/stac/collections")
    ResponseEntity<byte[]> allCollections() {
        ObjectNode document = Json.object();
        ArrayNode array = document.putArray("collections");
        collections().forEach((id, results) -> array.add(collection(id, results)));
        document.putArray("links")
                .add(links.link("self", JSON, "/stac/collections", "This document"))
                .add(links.link("root", JSON, "/stac", "Root"));
        return Replies.json(document);
    }

    @GetMapping("/stac/collections/{id}")
    ResponseEntity<byte[]> oneCollection(@PathVariable String id) {
        return Replies.json(collection(id, resultsOf(id)));
    }

    @GetMapping("/stac/collections/{id}/items")
    ResponseEntity<byte[]> items(HttpServletRequest http, @PathVariable String id) {
        resultsOf(id);
        ObjectNode search = parameters(http);
        search.putArray("collections").add(id);
        return page(search, "/stac/collections/" + id + "/items", false);
    }

    @GetMapping("/stac/collections/{id}/items/{item}")
    ResponseEntity<byte[]> item(@PathVariable String id, @PathVariable String item) {
        Result result = resultsOf(id).stream()
                .filter(one -> one.jobId().equals(item))
                .findFirst()
                .orElseThrow(() -> Access.nothing("The collection has no such item"));
        return geoJson(item(result));
    }

    @GetMapping("/stac/search")
    ResponseEntity<byte[]> search(HttpServletRequest http) {
        return page(parameters(http), "/stac/search", false);
    }

    @PostMapping("/stac/search")
    ResponseEntity<byte[]> searchByPost(HttpServletRequest http) {
        return page(bodies.object(http, "A search"), "/stac/search", true);
    }

    /** The parameters of a GET as the body of a POST would have them. */
    private static ObjectNode parameters(HttpServletRequest http) {
        ObjectNode search = Json.object();
        for (String list : List.of("collections", "ids")) {
            String text = http.getParameter(list);
            if (text != null && !text.isBlank()) {
                search.set(list, Json.of(text.split(",")));
            }
        }
        for (String name : List.of("datetime", "token")) {
            String text = http.getParameter(name);
            if (text != null) {
                search.put(name, text);
            }
        }
        try {
            String bbox = http.getParameter("bbox");
            if (bbox != null && !bbox.isBlank()) {
                search.set(
                        "bbox",
                        Json.of(java.util.Arrays.stream(bbox.split(","))
                                .mapToDouble(Double::parseDouble)
                                .toArray()));
            }
            String limit = http.getParameter("limit");
            if (limit != null) {
                search.put("limit", Integer.parseInt(limit));
            }
            String intersects = http.getParameter("intersects");
            if (intersects != null) {
                search.set("intersects", Json.read(intersects.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            }
        } catch (NumberFormatException | Json.MalformedException e) {
            throw new InvalidRequestException("bbox, limit and intersects: numbers and GeoJSON", e);
        }
        return search;
    }

    private ResponseEntity<byte[]> page(ObjectNode search, String path, boolean isPost) {
        ItemQuery query = ItemQuery.read(search);
        List<Result> matched =
                catalogue.readable().stream().filter(query::matches).toList();
        int start = 0;
        if (query.after() != null) {
            List<String> ids = matched.stream().map(Result::jobId).toList();
            start = ids.indexOf(query.after()) + 1;
            if (start == 0) {
                throw new InvalidRequestException("token: is not one of this search");
            }
        }
        List<Result> page = matched.subList(start, Math.min(matched.size(), start + query.limit()));
        ObjectNode collection = Json.object().put("type", "FeatureCollection");
        ArrayNode features = collection.putArray("features");
        page.forEach(result -> features.add(item(result)));
        collection.put("numberMatched", matched.size()).put("numberReturned", page.size());
        ArrayNode array = collection.putArray("links");
        array.add(links.link("self", GEOJSON, path, "This page"));
        array.add(links.link("root", JSON, "/stac", "Root"));
        if (start + page.size() < matched.size()) {
            array.add(next(search, path, page.get(page.size() - 1).jobId(), isPost));
        }
        return geoJson(collection);
    }

    private ObjectNode next(ObjectNode search, String path, String last, boolean isPost) {
        ObjectNode body = search.deepCopy().put("token", last);
        if (isPost) {
            ObjectNode link = links.link("next", GEOJSON, path, "Next page").put("method", "POST");
            link.set("body", body);
            return link;
        }
        StringBuilder query = new StringBuilder();
        body.properties().forEach(entry -> {
            if (path.endsWith("/items") && entry.getKey().equals("collections")) {
                return;
            }
            query.append(query.isEmpty() ? "?" : "&")
                    .append(entry.getKey())
                    .append('=')
                    .append(text(entry.getValue()));
        });
        return links.link("next", GEOJSON, path + query, "Next page").put("method", "GET");
    }

    private static String text(JsonNode value) {
        String text = value.isArray()
                ? value.valueStream().map(one -> one.asString("")).collect(java.util.stream.Collectors.joining(","))
                : value.isObject() ? value.toString() : value.asString("");
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static ResponseEntity<byte[]> geoJson(ObjectNode document) {
        return ResponseEntity.ok()
                .header("Content-Type", GEOJSON)
                .header("Cache-Control", "no-cache")
                .body(Json.write(document));
    }

    private Map<String, List<Result>> collections() {
        Map<String, List<Result>> collections = new LinkedHashMap<>();
        for (Result result : catalogue.readable()) {
            collections
                    .computeIfAbsent(result.processId(), id -> new ArrayList<>())
                    .add(result);
        }
        return collections;
    }

    private List<Result> resultsOf(String id) {
        List<Result> results = collections().get(id);
        if (results == null) {
            throw Access.nothing("There is no collection of that name");
        }
        return results;
    }

    private ObjectNode collection(String id, List<Result> results) {
        ObjectNode collection = Json.object();
        collection.put("type", "Collection").put("stac_version", VERSION).put("id", id);
        collection.put("title", "Results of " + id);
        collection.put("description", "Finished jobs of the process " + id + ", newest first.");
        collection.put("license", "proprietary");
        double[] all = {180, 90, -180, -90};
        Season first = null;
        Season last = null;
        for (Result result : results) {
            Coverage coverage = result.requireCoverage();
            double[] b = coverage.bounds();
            all = new double[] {
                Math.min(all[0], b[0]), Math.min(all[1], b[1]), Math.max(all[2], b[2]), Math.max(all[3], b[3])
            };
            Season season = coverage.season();
            if (season != null) {
                first = first == null || season.start().isBefore(first.start()) ? season : first;
                last = last == null || season.end().isAfter(last.end()) ? season : last;
            }
        }
        ObjectNode extent = collection.putObject("extent");
        extent.putObject("spatial").putArray("bbox").add(Json.of(all));
        ArrayNode interval = extent.putObject("temporal").putArray("interval").addArray();
        interval.add(first == null ? null : first.start() + "T00:00:00Z");
        interval.add(last == null ? null : last.end() + "T23:59:59Z");
        String path = "/stac/collections/" + id;
        collection
                .putArray("links")
                .add(links.link("self", JSON, path, "This document"))
                .add(links.link("root", JSON, "/stac", "Root"))
                .add(links.link("parent", JSON, "/stac", "Root"))
                .add(links.link("items", GEOJSON, path + "/items", "Items"));
        return collection;
    }

    /** The item as its job wrote it, with absolute links, and a preview. */
    private ObjectNode item(Result result) {
        String job = result.jobId();
        ObjectNode item;
        try {
            item = (ObjectNode) Json.read(store.get(ResultFiles.key(job, ResultFiles.ITEM), MAX_ITEM));
        } catch (Json.MalformedException e) {
            throw new StoreException("The item of " + job + " is damaged", e);
        }
        item.put("collection", result.processId());
        item.path("assets").forEach(asset -> {
            if (asset instanceof ObjectNode one) {
                String file = one.path("href").asString("").replaceFirst("^\\./", "");
                one.put("href", links.to("/results/" + job + "/" + file));
            }
        });
        String path = "/stac/collections/" + result.processId();
        ArrayNode array = item.putArray("links");
        array.add(links.link("self", GEOJSON, path + "/items/" + job, "This item"));
        array.add(links.link("root", JSON, "/stac", "Root"));
        array.add(links.link("parent", JSON, path, "Collection"));
        array.add(links.link("collection", JSON, path, "Collection"));
        if (result.rasters().contains(ResultFiles.CROP_TYPE)) {
            array.add(links.link("preview", "image/png", "/collections/" + job + "/map?width=512", "Preview"));
            array.add(links.link("tilejson", JSON, "/xyz/" + job + "/tilejson.json", "TileJSON"));
        }
        return item;
    }
}
