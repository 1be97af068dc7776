package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the API as a whole declares: pages, its definition, and that nothing is ignored in silence. */
class DeclaredApiIT {

    private static MapServer maps;

    @BeforeAll
    static void start() throws Exception {
        maps = MapServer.shared();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?f=json&nope=1",
                "/conformance?nope=1",
                "/api?nope=1",
                "/processes?nope=1",
                "/processes/echo?nope=1",
                "/models?nope=1",
                "/jobs?nope=1",
                "/collections?nope=1",
                "/collections/quarters?nope=1",
                "/collections/quarters/map?widht=100",
                "/collections/quarters/styles?nope=1",
                "/collections/quarters/map/tiles?nope=1",
                "/collections/quarters/map/tiles/WebMercatorQuad/6/35/37?nope=1",
                "/map?nope=1",
                "/map/tiles?nope=1",
                "/tileMatrixSets?nope=1",
                "/stac?nope=1",
                "/stac/search?nope=1",
                "/stac/collections?nope=1",
                "/collections?f=xml",
                "/stac?f=xml",
                "/collections/quarters/map?f=gif",
                "/collections/quarters/map?resampling=cubic",
                "/collections/quarters/map?width=10&width=20",
                "/collections/quarters/map?width=10&WIDTH=20",
                "/stac/search?limit=1&limit=2"
            })
    @Conforms({Conforms.COMMON + "core", Conforms.FEATURES + "core", Conforms.COMMON + "oas30"})
    void whatIsNotKnownIsRefused(String path) throws Exception {
        HttpResponse<byte[]> answer = maps.get(path);

        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(400);
        assertThat(TestServer.json(answer).path("detail").asString())
                .containsAnyOf("nope", "widht", "`f`", "f:", "resampling", "twice");
    }

    /** Standards and clients of these want it so; a header tells. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/wms?SERVICE=WMS&REQUEST=GetCapabilities&nope=1",
                "/wmts?SERVICE=WMTS&REQUEST=GetCapabilities&nope=1",
                "/xyz/quarters/6/37/35.png?nope=1"
            })
    void whatIsIgnoredIsTold(String path) throws Exception {
        HttpResponse<byte[]> answer = maps.get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Warning")).contains("299 geocrop \"Ignored: nope\"");
        assertThat(maps.get(path.replace("&nope=1", "").replace("?nope=1", ""))
                        .headers()
                        .firstValue("Warning"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/conformance",
                "/api",
                "/processes",
                "/processes/echo",
                "/jobs",
                "/jobs/{job}",
                "/jobs/{job}/log",
                "/models",
                "/models/zimbabwe-sample@1",
                "/model-comparison?a=zimbabwe-sample&b=zimbabwe-sample",
                "/collections",
                "/collections/quarters",
                "/collections/quarters/styles",
                "/collections/quarters/map/tiles",
                "/collections/quarters/map/tiles/WebMercatorQuad",
                "/map/tiles",
                "/map/tiles/WebMercatorQuad",
                "/tileMatrixSets",
                "/tileMatrixSets/WebMercatorQuad",
                "/stac",
                "/stac/api",
                "/stac/conformance",
                "/stac/collections",
                "/stac/collections/classify-crops",
                "/stac/collections/classify-crops/items",
                "/stac/collections/classify-crops/items/{job}",
                "/stac/search",
                "/stac/queryables",
                "/collections/quarters/schema"
            })
    @Conforms({
        Conforms.COMMON + "html",
        Conforms.PROCESSES + "html",
        Conforms.PROCESSES_2 + "html",
        Conforms.FEATURES + "html"
    })
    void everyResourceIsAPage(String template) throws Exception {
        String path = template.replace("{job}", maps.job);
        HttpResponse<byte[]> byHeader = maps.get(path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        String page = TestServer.text(byHeader);

        assertThat(byHeader.statusCode()).as(page).isEqualTo(200);
        assertThat(byHeader.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(byHeader.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'");
        assertThat(byHeader.headers().allValues("Vary").toString()).containsPattern("(?i)\\baccept\\b(?!-)");
        assertThat(page).contains("<h1>").contains("</html>").doesNotContain("<corners>");
        HttpResponse<byte[]> byName = maps.get(path + (path.contains("?") ? "&" : "?") + "f=html");
        assertThat(byName.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(maps.get(path).headers().firstValue("Content-Type").orElse(""))
                .contains("json");
    }

    /** Parameters, references and schemas of the definition are whole, and it has nothing that OpenAPI 3.0 has not. */
    @ParameterizedTest
    @ValueSource(strings = {"/api?f=json", "/stac/api?f=json"})
    @Conforms({Conforms.COMMON + "oas30", Conforms.PROCESSES + "oas30", Conforms.PROCESSES_2 + "oas30"})
    void theDefinitionIsWhole(String path) throws Exception {
        JsonNode api = maps.server.json(path);
        Set<String> operations = new TreeSet<>();

        // Null is what YAML makes of a text with a comma that lacks its quotes.
        assertThat(api.toString()).doesNotContain("\"contentMediaType\"", "\"contentEncoding\"", "\"#/x-", ":null");
        for (JsonNode reference : api.findValues("$ref")) {
            String pointer = reference.asString();
            assertThat(pointer.startsWith("#/")).as(pointer).isTrue();
            assertThat(api.at(pointer.substring(1)).isMissingNode()).as(pointer).isFalse();
        }
        api.path("paths").properties().forEach(one -> {
            for (JsonNode operation : one.getValue()) {
                if (operation.has("operationId")) {
                    assertThat(operations.add(operation.path("operationId").asString()))
                            .as(operation.path("operationId").asString())
                            .isTrue();
                    assertThat(operation.path("responses").isEmpty()).isFalse();
                    // Any operation may be asked with parameters that it has not.
                    assertThat(operation.path("responses").has("400")
                                    || one.getKey().startsWith("/actuator"))
                            .as(one.getKey() + " says what comes of a wrong request")
                            .isTrue();
                }
            }
            for (String variable :
                    one.getKey().replaceAll("[^{}]*\\{([^}]*)}[^{]*", "$1,").split(",")) {
                boolean named = variable.isEmpty()
                        || !one.getKey().contains("{")
                        || one.getValue().path("parameters").toString().contains(variable)
                        || List.of("get", "post").stream()
                                .anyMatch(it -> one.getValue()
                                        .path(it)
                                        .path("parameters")
                                        .toString()
                                        .contains(variable));
                assertThat(named || one.getValue().toString().contains("processId"))
                        .as(one.getKey() + " " + variable)
                        .isTrue();
            }
        });
        assertThat(operations).hasSizeGreaterThan(8);
    }

    @Test
    @Conforms({Conforms.COMMON + "landing-page", Conforms.COMMON + "json", Conforms.COLLECTIONS + "collections"})
    void theLandingPageLeadsToCollections() throws Exception {
        JsonNode landing = maps.server.json("/?f=json");
        JsonNode collections = maps.server.json("/collections");

        assertThat(landing.path("links").toString()).contains("/collections", "/conformance", "/api", "/stac");
        assertThat(collections.path("collections").size()).isPositive();
        for (JsonNode collection : collections.path("collections")) {
            assertThat(collection.at("/links/0/rel").asString()).isEqualTo("self");
            assertThat(collection.at("/extent/spatial/bbox/0").size()).isEqualTo(4);
            assertThat(maps.server.json("/collections/" + collection.path("id").asString()))
                    .isEqualTo(collection);
        }
    }
}
