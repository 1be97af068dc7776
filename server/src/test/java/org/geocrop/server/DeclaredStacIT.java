package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The STAC API and OGC API Features at {@code /stac}, class by class. */
class DeclaredStacIT {

    private static final String ITEMS = "/stac/collections/classify-crops/items";

    private static MapServer maps;
    private static String box;

    @BeforeAll
    static void start() throws Exception {
        maps = MapServer.shared();
        box = "30.9,-17.5,31.05,-17.4";
    }

    private static JsonNode search(String query) throws Exception {
        return maps.server.json("/stac/search?" + query);
    }

    private static JsonNode post(String body) throws Exception {
        HttpResponse<byte[]> answer = maps.server.post("/stac/search", body.replace('\'', '"'));
        assertThat(answer.statusCode()).as(body + TestServer.text(answer)).isEqualTo(200);
        return TestServer.json(answer);
    }

    private static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("features").forEach(item -> ids.add(item.path("id").asString()));
        return ids;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A catalogue with a landing page, conformance and API definition of its own; the root declares nothing of it. */
    @Test
    @Conforms({
        Conforms.STAC + "core",
        Conforms.STAC + "collections",
        Conforms.FEATURES + "core",
        Conforms.FEATURES + "oas30"
    })
    void stacIsALandingPage() throws Exception {
        JsonNode root = TestServer.json(maps.get("/stac/"));
        JsonNode api = maps.server.json("/stac/api?f=json");

        assertThat(root.path("type").asString()).isEqualTo("Catalog");
        assertThat(root.path("conformsTo"))
                .isEqualTo(maps.server.json("/stac/conformance").path("conformsTo"));
        assertThat(maps.server.json("/conformance").path("conformsTo").toString())
                .doesNotContain("stacspec.org", "ogcapi-features");
        for (JsonNode link : root.path("links")) {
            if (!link.path("method").asString("GET").equals("POST")) {
                HttpResponse<byte[]> answer = maps.get(link.path("href").asString());
                assertThat(answer.statusCode()).as(link.toString()).isEqualTo(200);
                assertThat(answer.headers()
                                .firstValue("Content-Type")
                                .orElse("")
                                .replace(" ", ""))
                        .startsWith(link.path("type").asString());
            }
        }
        assertThat(api.at("/servers/0/url").asString()).endsWith("/stac");
        assertThat(api.path("paths").propertyNames())
                .contains("/", "/conformance", "/collections", "/collections/{collection}/items")
                .noneMatch(path -> path.startsWith("/stac") || path.startsWith("/processes"));
        JsonNode limit = parameter(api, "limit");
        assertThat(limit.at("/schema/minimum").asInt()).isEqualTo(1);
        assertThat(limit.at("/schema/maximum").asInt()).isEqualTo(1000);
        assertThat(parameter(api, "bbox").at("/schema/minItems").asInt()).isEqualTo(4);
        assertThat(parameter(api, "datetime").path("style").asString()).isEqualTo("form");
    }

    private static JsonNode parameter(JsonNode api, String name) {
        return api.path("paths")
                .path("/collections/{collection}/items")
                .at("/get/parameters")
                .valueStream()
                .filter(one -> one.path("name").asString("").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Conforms({Conforms.STAC + "ogcapi-features", Conforms.FEATURES + "geojson", Conforms.FEATURES + "core"})
    void itemsAreFeatures() throws Exception {
        HttpResponse<byte[]> answer = maps.get(ITEMS + "?limit=1&bbox=" + box);
        JsonNode page = TestServer.json(answer);

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/geo+json");
        assertThat(page.path("numberReturned").asInt()).isEqualTo(1);
        assertThat(page.path("timeStamp").asString()).matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z");
        assertThat(page.at("/links/0/rel").asString()).isEqualTo("self");
        assertThat(page.at("/links/0/href").asString()).contains("limit=1").contains("bbox=30.9");
        JsonNode item = page.at("/features/0");
        String self = item.at("/links/0/href").asString();
        assertThat(maps.server.json(self)).isEqualTo(item);
        assertThat(maps.get(ITEMS + "/none").statusCode()).isEqualTo(404);
        for (String bad : List.of("limit=0", "limit=x", "bbox=1,2,3", "datetime=2022", "nope=1")) {
            assertThat(maps.get(ITEMS + "?" + bad).statusCode()).as(bad).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1985-04-12T23:20:50.Z",
                "1985-04-12T23:20:50,52Z",
                "1985-04-12",
                "../..",
                "2022-13-01T00:00:00Z",
                "1937-01-01T12:00:27.87+0100",
                "2023-01-01T00:00:00Z/2022-01-01T00:00:00Z"
            })
    @Conforms(Conforms.STAC + "item-search")
    void whatIsNoTimeOfRfc3339IsRefused(String time) throws Exception {
        assertThat(maps.get("/stac/search?datetime=" + encoded(time)).statusCode())
                .isEqualTo(400);
    }

    /** The map is a circle: its corner is within the box of the item, and outside of its footprint. */
    @Test
    @Conforms(Conforms.STAC + "item-search")
    void searchesMeetFootprintsAndNotBoxes() throws Exception {
        JsonNode item = maps.server.json(ITEMS + "/" + maps.job);
        double west = item.at("/bbox/0").asDouble();
        double south = item.at("/bbox/1").asDouble();
        String point = "{'type':'Point','coordinates':[%s,%s]}";
        String only = "{'ids':['" + maps.job + "'],'intersects':";

        assertThat(ids(post(only + point.formatted(west + 1e-5, south + 1e-5) + "}")))
                .isEmpty();
        assertThat(ids(post(only + point.formatted(MapServer.LON, MapServer.LAT) + "}")))
                .containsExactly(maps.job);
        assertThat(ids(post(only + "{'type':'LineString','coordinates':[[30,-17.457],[32,-17.457]]}}")))
                .containsExactly(maps.job);
        assertThat(ids(search("ids=" + maps.job + "&bbox=170,-20,-170,20"))).isEmpty();
        assertThat(ids(search("ids=" + maps.job + "&bbox=30,-20,0,32,-10,100"))).containsExactly(maps.job);
        assertThat(maps.server.post("/stac/search", "{\"nope\":1}").statusCode())
                .isEqualTo(400);
    }

    @Test
    @Conforms({Conforms.STAC + "item-search#fields", Conforms.STAC + "ogcapi-features#fields"})
    void membersOfItemsAreAskedFor() throws Exception {
        JsonNode few =
                search("ids=" + maps.job + "&fields=id,properties.created").at("/features/0");
        JsonNode less = search("ids=" + maps.job + "&fields=-assets,-properties.proj:epsg")
                .at("/features/0");
        JsonNode least = post("{'ids':['" + maps.job + "'],'fields':{}}").at("/features/0");
        JsonNode ofCollection = maps.server.json(ITEMS + "?fields=id").at("/features/0");

        assertThat(few.propertyNames()).containsExactly("id", "properties");
        assertThat(few.path("properties").propertyNames()).containsExactly("created");
        assertThat(less.has("assets")).isFalse();
        assertThat(less.path("properties").has("proj:epsg")).isFalse();
        assertThat(less.path("properties").has("created")).isTrue();
        assertThat(least.propertyNames()).contains("type", "stac_version", "id", "geometry", "bbox", "links", "assets");
        assertThat(least.path("properties").has("created")).isFalse();
        assertThat(ofCollection.propertyNames()).containsExactly("id");
        JsonNode narrower = search(
                        "ids=" + maps.job + "&fields=-properties,%2Bproperties.created,assets,-assets.summary")
                .at("/features/0");
        assertThat(narrower.path("properties").propertyNames()).containsExactly("created");
        assertThat(narrower.path("assets").has("crop_type")).isTrue();
        assertThat(narrower.path("assets").has("summary")).isFalse();
        JsonNode rest = post("{'ids':['" + maps.job + "'],'fields':{'include':[],'exclude':['geometry']}}")
                .at("/features/0");
        assertThat(rest.has("geometry")).isFalse();
        assertThat(rest.has("assets")).isTrue();
        assertThat(rest.path("properties").has("created")).isFalse();
        assertThat(maps.server.post("/stac/search", "{\"fields\":null}").statusCode())
                .isEqualTo(400);
    }

    @Test
    @Conforms({Conforms.STAC + "item-search#sort", Conforms.STAC + "ogcapi-features#sort"})
    void itemsComeInTheOrderThatIsAskedFor() throws Exception {
        String second = MapServer.map(maps.server, MapServer.LON, 300);
        try {
            inOrder();
        } finally {
            maps.server.delete("/jobs/" + second);
        }
    }

    private static void inOrder() throws Exception {
        List<String> up = ids(search("limit=1000&sortby=%2Bproperties.created"));
        List<String> down = ids(post("{'limit':1000,'sortby':[{'field':'created','direction':'desc'}]}"));
        List<String> byId = ids(search("limit=1000&sortby=id"));

        assertThat(up).hasSizeGreaterThan(1);
        Collections.reverse(down);
        assertThat(down).isEqualTo(up);
        assertThat(byId).isSorted().hasSameSizeAs(up);
        assertThat(ids(maps.server.json(ITEMS + "?limit=1&sortby=id"))).hasSize(1);
        String next = search("limit=1&sortby=id")
                .path("links")
                .valueStream()
                .filter(link -> link.path("rel").asString().equals("next"))
                .map(link -> link.path("href").asString())
                .findFirst()
                .orElseThrow();
        assertThat(ids(maps.server.json(next))).containsExactly(byId.get(1));
        assertThat(maps.get("/stac/search?sortby=geometry").statusCode()).isEqualTo(400);
        assertThat(maps.get("/stac/search?sortby=nope").statusCode()).isEqualTo(400);
    }

    /** By text, and by JSON where a test of CqlTest has no other form. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            id = '%s'                                                                  | true
            id <> '%s'                                                                 | false
            "collection" = 'classify-crops' AND id IN ('a', '%s')                      | true
            id = '%s' AND "geocrop:model" LIKE 'zimbabwe%%'                            | true
            id = '%s' AND geocrop:model NOT LIKE 'zimbabwe%%'                          | false
            id = '%s' AND CASEI(geocrop:model) LIKE CASEI('ZIMBABWE%%')                | true
            id = '%s' AND proj:epsg BETWEEN 32736 AND 32737                            | true
            id = '%s' AND NOT (proj:epsg > 32700)                                      | false
            id = '%s' AND created >= start_datetime                                    | true
            id = '%s' AND datetime >= TIMESTAMP('2022-09-01T00:00:00Z')                | true
            id = '%s' AND T_INTERSECTS(datetime, INTERVAL('2022-12-01', '..'))         | true
            id = '%s' AND T_BEFORE(datetime, TIMESTAMP('2022-01-01T00:00:00Z'))        | false
            id = '%s' AND S_INTERSECTS(geometry, POINT(30.978 -17.457))                | true
            id = '%s' AND S_WITHIN(geometry, BBOX(30, -18, 32, -17))                   | true
            id = '%s' AND S_DISJOINT(geometry, POLYGON((0 0, 1 0, 1 1, 0 1, 0 0)))     | true
            id = '%s' AND eo:cloud_cover IS NULL                                       | true
            id = '%s' AND eo:cloud_cover < 10                                          | false
            """)
    @Conforms({
        Conforms.STAC + "item-search#filter",
        Conforms.STAC + "ogcapi-features#filter",
        Conforms.FILTER + "filter",
        Conforms.FILTER + "features-filter",
        Conforms.CQL2 + "cql2-text",
        Conforms.CQL2 + "basic-cql2",
        Conforms.CQL2 + "advanced-comparison-operators",
        Conforms.CQL2 + "case-insensitive-comparison",
        Conforms.CQL2 + "basic-spatial-functions",
        Conforms.CQL2 + "spatial-functions",
        Conforms.CQL2 + "temporal-functions",
        Conforms.CQL2 + "property-property"
    })
    void filtersAsText(String filter, boolean found) throws Exception {
        String query = "limit=1000&filter=" + encoded(filter.formatted(maps.job));

        assertThat(ids(search(query)).contains(maps.job)).isEqualTo(found);
        assertThat(ids(maps.server.json(ITEMS + "?" + query)).contains(maps.job))
                .isEqualTo(found);
    }

    @Test
    @Conforms({Conforms.CQL2 + "cql2-json", Conforms.STAC + "item-search#filter"})
    void filtersAsJson() throws Exception {
        String mine = "{'op':'=','args':[{'property':'id'},'" + maps.job + "']}";
        String away = "{'op':'not','args':[" + mine + "]}";
        String near = "{'op':'and','args':[" + mine + ",{'op':'s_intersects','args':[{'property':'geometry'},"
                + "{'type':'Point','coordinates':[30.978,-17.457]}]}]}";

        assertThat(ids(post("{'filter-lang':'cql2-json','filter':" + near + "}")))
                .containsExactly(maps.job);
        assertThat(ids(post("{'filter':" + away + ",'limit':1000}"))).doesNotContain(maps.job);
        assertThat(ids(search("filter-lang=cql2-json&filter=" + encoded(near.replace('\'', '"')))))
                .containsExactly(maps.job);
        for (String bad : List.of("id =", "id ~ 'a'", "(id = 'a'", "id = 5", "S_NEAR(geometry, POINT(1 2))")) {
            assertThat(maps.get("/stac/search?filter=" + encoded(bad)).statusCode())
                    .as(bad)
                    .isEqualTo(400);
        }
        assertThat(maps.get("/stac/search?filter-lang=cql2-json&filter=%7B").statusCode())
                .isEqualTo(400);
        assertThat(maps.get("/stac/search?filter-crs=EPSG:4326&filter=id%3D'a'").statusCode())
                .isEqualTo(400);
    }

    @Test
    @Conforms(Conforms.FILTER + "queryables")
    void queryablesAreASchema() throws Exception {
        for (String path : List.of("/stac/queryables", "/stac/collections/classify-crops/queryables")) {
            HttpResponse<byte[]> answer = maps.get(path);
            JsonNode schema = TestServer.json(answer);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/schema+json");
            assertThat(schema.path("$id").asString()).endsWith(path);
            assertThat(schema.path("properties").propertyNames())
                    .contains("id", "collection", "geometry", "datetime", "geocrop:model");
        }
    }

    /** Rings run counterclockwise, and each band of a file has its entry. */
    @Test
    @Conforms(Conforms.STAC + "ogcapi-features")
    void itemsSayWhatTheirFilesHave() throws Exception {
        JsonNode item = maps.server.json(ITEMS + "/" + maps.job);
        JsonNode ring = item.at("/geometry/coordinates/0");
        double area = 0;
        for (int i = 0; i + 1 < ring.size(); i++) {
            area += ring.get(i).get(0).asDouble() * ring.get(i + 1).get(1).asDouble()
                    - ring.get(i + 1).get(0).asDouble() * ring.get(i).get(1).asDouble();
        }

        assertThat(area).isPositive();
        assertThat(item.at("/assets/true_color/raster:bands").size()).isEqualTo(3);
    }
}
