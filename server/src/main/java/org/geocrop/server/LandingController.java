package org.geocrop.server;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.geocrop.store.Json;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Landing page, conformance and API definition (OGC API Common). Browsers get the web map. */
@RestController
class LandingController {

    private static final String PROCESSES = "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/";
    private static final List<String> CONFORMANCE = List.of(
            "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
            "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/json",
            "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/oas30",
            PROCESSES + "core",
            PROCESSES + "ogc-process-description",
            PROCESSES + "json",
            PROCESSES + "oas30",
            PROCESSES + "job-list",
            PROCESSES + "dismiss");
    private static final String OPENAPI = "application/vnd.oai.openapi+json;version=3.0";

    private final Links links;
    private final ObjectNode api;

    LandingController(Links links) throws IOException {
        this.links = links;
        try (InputStream yaml = Objects.requireNonNull(getClass().getResourceAsStream("openapi.yaml"))) {
            this.api = (ObjectNode) new YAMLMapper().readTree(yaml);
        }
    }

    @GetMapping("/")
    ResponseEntity<?> landing(HttpServletRequest request, @RequestParam(required = false, defaultValue = "") String f) {
        String accept = Objects.requireNonNullElse(request.getHeader("Accept"), "");
        Resource page = new ClassPathResource("static/index.html");
        if (!f.equals("json") && (f.equals("html") || accept.contains("text/html")) && page.exists()) {
            return ResponseEntity.ok()
                    .contentType(MediaType.TEXT_HTML)
                    .header("Cache-Control", "no-cache")
                    .header("Vary", "Accept")
                    .header(
                            "Content-Security-Policy",
                            "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'")
                    .body(page);
        }
        ObjectNode landing = Json.object();
        landing.put("title", "GeoCrop");
        landing.put("description", "Crop-type maps from Sentinel-2 time series, by OGC API Processes.");
        landing.putArray("links")
                .add(links.link("self", "application/json", "/?f=json", "This document"))
                .add(links.link("alternate", "text/html", "/?f=html", "The web map"))
                .add(links.link("service-desc", OPENAPI, "/api", "API definition"))
                .add(links.link("conformance", "application/json", "/conformance", "Conformance"))
                .add(links.link(
                        "http://www.opengis.net/def/rel/ogc/1.0/conformance",
                        "application/json",
                        "/conformance",
                        "Conformance"))
                .add(links.link(
                        "http://www.opengis.net/def/rel/ogc/1.0/processes",
                        "application/json",
                        "/processes",
                        "Processes"))
                .add(links.link(
                        "http://www.opengis.net/def/rel/ogc/1.0/job-list", "application/json", "/jobs", "Jobs"));
        return Replies.json(landing, "Vary", "Accept");
    }

    @GetMapping("/conformance")
    ResponseEntity<byte[]> conformance() {
        ObjectNode conformance = Json.object();
        conformance.set("conformsTo", Json.of(CONFORMANCE));
        return Replies.json(conformance);
    }

    @GetMapping("/api")
    ResponseEntity<byte[]> api() {
        ObjectNode document = api.deepCopy();
        document.putArray("servers").addObject().put("url", links.to(""));
        return ResponseEntity.ok().header("Content-Type", OPENAPI).body(Json.write(document));
    }
}
