package org.geocrop.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.geocrop.http.ApiPart;
import org.geocrop.http.Conformance;
import org.geocrop.http.HtmlPages;
import org.geocrop.http.Links;
import org.geocrop.http.Replies;
import org.geocrop.http.WebHeaders;
import org.geocrop.http.request.ContentNegotiation;
import org.geocrop.json.Json;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Landing page, conformance and API definition (OGC API Processes 1.0, clauses 7.2 to 7.5). */
@RestController
class LandingController {

    private static final String PROCESSES = "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/";
    private static final String DRAFT = "http://www.opengis.net/spec/ogcapi-processes-1/2.0/conf/";
    private static final String COMMON = "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/";
    private static final String OPENAPI = "application/vnd.oai.openapi+json;version=3.0";
    private static final String REL = "http://www.opengis.net/def/rel/ogc/1.0/";
    private static final String JSON = "application/json";
    private static final String HTML = "text/html";

    private final Links links;
    private final OpenApi api;
    private final HtmlPages pages;
    private final List<ApiPart> parts;

    LandingController(Links links, OpenApi api, HtmlPages pages, List<ApiPart> parts) {
        this.parts = parts;
        this.links = links;
        this.api = api;
        this.pages = pages;
    }

    @GetMapping("/")
    ResponseEntity<?> landing(HttpServletRequest http) {
        Resource page = new ClassPathResource("static/index.html");
        if (ContentNegotiation.by(http) == ContentNegotiation.HTML && page.exists()) {
            return ResponseEntity.ok()
                    .contentType(MediaType.TEXT_HTML)
                    .header("Cache-Control", "no-cache")
                    .header("Vary", "Accept")
                    .header(
                            "Content-Security-Policy",
                            "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'"
                                    + WebHeaders.OF_PAGES)
                    .body(page);
        }
        List<Links.Link> all = new ArrayList<>(List.of(
                links.link("self", JSON, "/?f=json", "This document"),
                links.link("alternate", HTML, "/?f=html", "The web map"),
                links.link("service-desc", OPENAPI, "/api?f=json", "API definition"),
                links.link("service-doc", HTML, "/api?f=html", "API documentation"),
                links.link("conformance", JSON, "/conformance", "Conformance"),
                links.link(REL + "conformance", JSON, "/conformance", "Conformance"),
                links.link(REL + "processes", JSON, "/processes", "Processes"),
                links.link(REL + "job-list", JSON, "/jobs", "Jobs")));
        parts.forEach(part -> all.addAll(part.links()));
        ApiPart.DataSet data = parts.stream()
                .flatMap(part -> part.dataSet().stream())
                .findFirst()
                .orElse(null);
        Landing landing = new Landing(
                "GeoCrop",
                "Crop-type maps from Sentinel-2 time series, by OGC API Processes; as maps, tiles and STAC items.",
                all,
                data == null ? null : data.extent(),
                data == null ? null : data.crs());
        return Replies.json(landing, "Vary", "Accept");
    }

    /** The landing page; extent and CRSs are those of the data set's map. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Landing(
            String title,
            String description,
            List<Links.Link> links,
            ApiPart.@Nullable Extent extent,
            @Nullable List<String> crs) {}

    @GetMapping("/conformance")
    ResponseEntity<byte[]> conformance(HttpServletRequest http) {
        List<String> classes = classes();
        parts.forEach(part -> classes.addAll(part.conformance()));
        Conformance conformance = new Conformance(classes);
        return ContentNegotiation.by(http) == ContentNegotiation.HTML
                ? pages.page("conformance", conformance, links.base())
                : Replies.json(conformance, "Vary", "Accept");
    }

    private static List<String> classes() {
        List<String> classes = new ArrayList<>();
        for (String name : List.of("core", "landing-page", "json", "html", "oas30")) {
            classes.add(COMMON + name);
        }
        classes.add(PROCESSES + "core");
        // Of the draft of 2.0 without its core, which knows no "response" and negotiates raw results otherwise.
        for (String name :
                List.of("ogc-process-description", "json", "html", "oas30", "job-list", "callback", "dismiss")) {
            classes.add(PROCESSES + name);
            classes.add(DRAFT + name);
        }
        return classes;
    }

    @GetMapping("/api")
    ResponseEntity<byte[]> api(HttpServletRequest http) {
        return definition(http, api.document(links.base()));
    }

    /** Of the STAC API, whose root is a landing page of its own. */
    @GetMapping("/stac/api")
    ResponseEntity<byte[]> stacApi(HttpServletRequest http) {
        return definition(http, api.document(links.base(), "/stac"));
    }

    private ResponseEntity<byte[]> definition(HttpServletRequest http, Object document) {
        return ContentNegotiation.by(http) == ContentNegotiation.HTML
                ? pages.page("api", document, links.base())
                : ResponseEntity.ok()
                        .header("Content-Type", OPENAPI)
                        .header("Vary", "Accept")
                        .body(Json.write(document));
    }
}
