package org.geocrop.maps.stac;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.access.Access;
import org.geocrop.bodies.JsonBody;
import org.geocrop.catalogue.Result;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.http.ApiPart;
import org.geocrop.http.Conformance;
import org.geocrop.http.Links;
import org.geocrop.http.Page;
import org.geocrop.http.Replies;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.store.ObjectStore;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * STAC API 1.0: the results that the caller may read, a collection for each process. It is an API of its own, with its own
 * landing page, conformance and definition, and OGC API Features beside.
 */
@RestController
class StacController implements ApiPart {

    private static final String JSON = StacItems.JSON;
    private static final String GEOJSON = StacItems.GEOJSON;
    private static final String OPENAPI = "application/vnd.oai.openapi+json;version=3.0";
    private static final String SCHEMA = "application/schema+json";
    private static final String QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables";
    private static final String STAC = "https://api.stacspec.org/v1.0.0/";
    private static final String FEATURES = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/";
    private static final String FILTER = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/";
    private static final String CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf/";

    private final LayerCatalogue catalogue;
    private final Links links;
    private final JsonBody bodies;
    private final StacItems items;
    private final StacCollections documents;

    StacController(LayerCatalogue catalogue, ObjectStore store, Links links, JsonBody bodies) {
        this.catalogue = catalogue;
        this.links = links;
        this.bodies = bodies;
        this.items = new StacItems(store, links);
        this.documents = new StacCollections(links);
    }

    /** Of the STAC API; the API around it declares none of these. */
    private static List<String> classes() {
        List<String> classes = new ArrayList<>();
        for (String name : List.of("core", "collections", "item-search", "ogcapi-features")) {
            classes.add(STAC + name);
        }
        for (String extension : List.of("fields", "sort", "filter")) {
            classes.add(STAC + "item-search#" + extension);
            classes.add(STAC + "ogcapi-features#" + extension);
        }
        for (String name : List.of("core", "geojson", "oas30", "html")) {
            classes.add(FEATURES + name);
        }
        for (String name : List.of("queryables", "filter", "features-filter")) {
            classes.add(FILTER + name);
        }
        for (String name : List.of(
                "basic-cql2",
                "cql2-text",
                "cql2-json",
                "advanced-comparison-operators",
                "case-insensitive-comparison",
                "basic-spatial-functions",
                "spatial-functions",
                "temporal-functions",
                "property-property")) {
            classes.add(CQL2 + name);
        }
        return classes;
    }

    @Override
    public List<Links.Link> links() {
        return List.of(links.link("related", JSON, "/stac", "Results as a STAC API"));
    }

    @Page
    @GetMapping({"/stac", "/stac/"})
    ResponseEntity<byte[]> root() {
        List<StacLink> all = new ArrayList<>();
        all.add(link("self", JSON, "/stac", "This document"));
        all.add(link("alternate", "text/html", "/stac?f=html", "This document as a page"));
        all.add(link("root", JSON, "/stac", "Root"));
        all.add(link("conformance", JSON, "/stac/conformance", "Conformance"));
        all.add(link("data", JSON, "/stac/collections", "Collections"));
        all.add(StacLink.of(links.link("search", GEOJSON, "/stac/search", "Search"), "GET", null));
        all.add(StacLink.of(links.link("search", GEOJSON, "/stac/search", "Search"), "POST", null));
        all.add(link(QUERYABLES, SCHEMA, "/stac/queryables", "Queryables"));
        all.add(link("service-desc", OPENAPI, "/stac/api?f=json", "API definition"));
        all.add(link("service-doc", "text/html", "/stac/api?f=html", "API documentation"));
        collections().forEach((id, results) -> all.add(link("child", JSON, "/stac/collections/" + id, id)));
        return Replies.json(StacCollections.root(classes(), all));
    }

    private StacLink link(String rel, String type, String path, String title) {
        return StacLink.of(links.link(rel, type, path, title));
    }

    @Page
    @GetMapping("/stac/conformance")
    ResponseEntity<byte[]> conformanceDocument() {
        return Replies.json(new Conformance(classes()));
    }

    @Page
    @GetMapping("/stac/collections")
    ResponseEntity<byte[]> allCollections() {
        List<StacCollections.Collection> all = new ArrayList<>();
        collections().forEach((id, results) -> all.add(documents.collection(id, results)));
        return Replies.json(new CollectionList(
                all,
                List.of(
                        links.link("self", JSON, "/stac/collections", "This document"),
                        links.link("alternate", "text/html", "/stac/collections?f=html", "This document as a page"),
                        links.link("root", JSON, "/stac", "Root"))));
    }

    private record CollectionList(List<StacCollections.Collection> collections, List<Links.Link> links) {}

    @Page
    @GetMapping("/stac/collections/{id}")
    ResponseEntity<byte[]> oneCollection(@PathVariable String id) {
        return Replies.json(documents.collection(id, resultsOf(id)));
    }

    @Page
    @GetMapping("/stac/queryables")
    ResponseEntity<byte[]> queryables() {
        return queryablesAt("/stac/queryables");
    }

    @Page
    @GetMapping("/stac/collections/{id}/queryables")
    ResponseEntity<byte[]> queryablesOf(@PathVariable String id) {
        resultsOf(id);
        return queryablesAt("/stac/collections/" + id + "/queryables");
    }

    private ResponseEntity<byte[]> queryablesAt(String path) {
        return ResponseEntity.ok()
                .header("Content-Type", SCHEMA)
                .header("Cache-Control", "no-cache")
                .body(Json.write(Queryables.document(links.to(path))));
    }

    @Page
    @GetMapping("/stac/collections/{id}/items")
    ResponseEntity<byte[]> items(HttpServletRequest http, @PathVariable String id) {
        resultsOf(id);
        ForeignJson search = StacParameters.read(http).with("collections", List.of(id));
        return page(search, "/stac/collections/" + id + "/items", false);
    }

    @Page
    @GetMapping("/stac/collections/{id}/items/{item}")
    ResponseEntity<byte[]> item(@PathVariable String id, @PathVariable String item) {
        Result result = resultsOf(id).stream()
                .filter(one -> one.jobId().equals(item))
                .findFirst()
                .orElseThrow(() -> Access.nothing("The collection has no such item"));
        return geoJson(items.item(result));
    }

    @Page
    @GetMapping("/stac/search")
    ResponseEntity<byte[]> search(HttpServletRequest http) {
        return page(StacParameters.read(http), "/stac/search", false);
    }

    @PostMapping("/stac/search")
    ResponseEntity<byte[]> searchByPost(HttpServletRequest http) {
        return page(bodies.object(http, "A search"), "/stac/search", true);
    }

    private ResponseEntity<byte[]> page(ForeignJson search, String path, boolean isPost) {
        ItemQuery query = ItemQuery.read(search);
        List<Result> matched = query.order()
                .sort(
                        catalogue.readable().stream()
                                .filter(result -> query.matches(result, items))
                                .toList(),
                        items);
        int start = 0;
        if (query.after() != null) {
            List<String> ids = matched.stream().map(Result::jobId).toList();
            start = ids.indexOf(query.after()) + 1;
            if (start == 0) {
                throw new InvalidRequestException("token: is not one of this search");
            }
        }
        List<Result> page = matched.subList(start, Math.min(matched.size(), start + query.limit()));
        List<ForeignJson> features = page.stream()
                .map(items::item)
                .map(item -> query.fields() == null ? item : query.fields().of(item))
                .toList();
        String self = path + (isPost ? "" : StacParameters.write(search, path.endsWith("/items")));
        String asPage = self + (self.contains("?") ? "&" : "?") + "f=html";
        List<StacLink> all = new ArrayList<>();
        all.add(link("self", GEOJSON, self, "This page"));
        all.add(link("alternate", "text/html", asPage, "This page for people"));
        all.add(link("root", JSON, "/stac", "Root"));
        if (start + page.size() < matched.size()) {
            all.add(next(search, path, page.get(page.size() - 1).jobId(), isPost));
        }
        return geoJson(new ItemPage(
                "FeatureCollection",
                features,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                matched.size(),
                page.size(),
                all));
    }

    private record ItemPage(
            String type,
            List<ForeignJson> features,
            String timeStamp,
            int numberMatched,
            int numberReturned,
            List<StacLink> links) {}

    private StacLink next(ForeignJson search, String path, String last, boolean isPost) {
        ForeignJson body = search.with("token", last);
        return isPost
                ? StacLink.of(links.link("next", GEOJSON, path, "Next page"), "POST", body)
                : StacLink.of(
                        links.link(
                                "next",
                                GEOJSON,
                                path + StacParameters.write(body, path.endsWith("/items")),
                                "Next page"),
                        "GET",
                        null);
    }

    private static ResponseEntity<byte[]> geoJson(Object document) {
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
}
