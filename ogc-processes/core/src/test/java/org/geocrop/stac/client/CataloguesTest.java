package org.geocrop.stac.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.geocrop.FolderServer;
import org.geocrop.SharedData;
import org.geocrop.error.CatalogueException;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.Season;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.net.Http;
import org.geocrop.stac.Band;
import org.geocrop.stac.Scene;
import org.geocrop.stac.SceneQuery;
import org.geocrop.stac.SceneSearch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Searches against recorded answers of real catalogues, played by a server on loopback. */
class CataloguesTest {

    /** A request that the server got: method, path with query, body. */
    private record Asked(String method, String path, String body) {}

    private record Answer(int status, String body) {}

    private final List<Asked> asked = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                asked.add(new Asked(
                        exchange.getRequestMethod(), exchange.getRequestURI().toString(), body));
                Answer answer = answers.isEmpty() ? new Answer(404, "{}") : answers.poll();
                byte[] bytes = answer.body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void answer(int status, String body) {
        answers.add(new Answer(status, body));
    }

    private static SceneQuery query(Aoi aoi, String from, String to) {
        return new SceneQuery(aoi, new Season(LocalDate.parse(from), LocalDate.parse(to)), 100);
    }

    private List<Scene> search(SceneQuery query, String... collections) {
        return Catalogues.open(Http.direct(), URI.create(url()), List.of(collections))
                .search(query)
                .scenes();
    }

    private String apiRoot() {
        return "{\"type\":\"Catalog\",\"links\":[{\"rel\":\"search\",\"href\":\"" + url() + "/search\"}]}";
    }

    @Test
    void theRecordedSearchOfEarthSearchIsPagedByPost() throws Exception {
        JsonNode recorded = new YAMLMapper()
                .readTree(SharedData.path("stac/search-responses/earth-search-v1-two-pages.yaml")
                        .toFile());
        List<JsonNode> pages = new ArrayList<>();
        answer(200, apiRoot());
        for (JsonNode interaction : recorded.path("interactions")) {
            if (interaction.path("request").path("method").asString().equals("POST")) {
                String body = interaction
                        .path("response")
                        .path("body")
                        .path("string")
                        .asString()
                        .replace("https://earth-search.aws.element84.com/v1", url());
                pages.add(Json.read(body.getBytes(StandardCharsets.UTF_8)));
            }
        }
        assertThat(pages).hasSize(2);
        ObjectNode last = (ObjectNode) pages.get(1);
        last.putArray("links");
        pages.forEach(page -> answer(200, page.toString()));

        JsonNode item = last.path("features").path(last.path("features").size() - 1);
        Scene wanted = StacItem.parse(ForeignJson.of(item), URI.create(url()));
        var centre = wanted.footprint().getInteriorPoint();
        SceneQuery query = query(
                Aoi.circle(centre.getX(), centre.getY(), 100),
                wanted.day().minusDays(30).toString(),
                wanted.day().plusDays(30).toString());
        // The answer has this acquisition twice, in two collections.
        assertThat(search(query, "sentinel-2-c1-l2a"))
                .filteredOn(scene -> scene.tile().equals(wanted.tile()))
                .extracting(Scene::day)
                .containsExactly(wanted.day());

        assertThat(asked).extracting(Asked::method).containsExactly("GET", "POST", "POST");
        JsonNode first = Json.read(asked.get(1).body.getBytes(StandardCharsets.UTF_8));
        assertThat(first.path("intersects").path("type").asString()).isEqualTo("Polygon");
        assertThat(first.path("collections").path(0).asString()).isEqualTo("sentinel-2-c1-l2a");
        assertThat(first.path("datetime").asString()).startsWith(wanted.day().minusDays(30) + "T00:00:00Z/");
        assertThat(asked.get(2).body).contains("\"next\"");
    }

    @Test
    void digitalEarthAfricaPagesByGet() throws Exception {
        answer(200, apiRoot());
        answer(
                200,
                Files.readString(SharedData.path("stac/digital-earth-africa/deaSTACGranulesOriginal.json"))
                        .replace("https://explorer.digitalearth.africa/stac", url()));
        answer(200, "{\"type\":\"FeatureCollection\",\"features\":[]}");
        search(query(Aoi.circle(31, -17.5, 1000), "2018-09-01", "2019-05-31"));
        assertThat(asked.get(2).method).isEqualTo("GET");
        assertThat(asked.get(2).path).isEqualTo("/search?collections=crop_mask_central&limit=10&_o=10&_full=True");
    }

    @Test
    void aServerThatRefusesPostIsAskedByGet() {
        answer(200, apiRoot());
        answer(405, "{}");
        answer(200, "{\"type\":\"FeatureCollection\",\"features\":[]}");
        assertThat(search(query(Aoi.bbox(31, -18, 31.5, -17.5), "2022-09-01", "2023-05-31"), "s2_l2a"))
                .isEmpty();
        assertThat(asked.get(2).method).isEqualTo("GET");
        assertThat(asked.get(2).path)
                .isEqualTo("/search?bbox=31.0%2C-18.0%2C31.5%2C-17.5"
                        + "&datetime=2022-09-01T00%3A00%3A00Z%2F2023-05-31T23%3A59%3A59Z&limit=100&collections=s2_l2a");
    }

    @Test
    void aBodyToMergeIsMerged() {
        answer(200, apiRoot());
        answer(
                200,
                "{\"features\":[" + item("a") + "],\"links\":[{\"rel\":\"next\",\"method\":\"POST\",\"merge\":true,"
                        + "\"href\":\"/search\",\"body\":{\"token\":\"t2\"}}]}");
        answer(200, "{\"features\":[" + item("a") + "," + item("b") + "]}");
        SceneQuery query = query(Aoi.circle(31, -17.5, 1000), "2022-09-01", "2023-05-31");
        assertThat(search(query)).extracting(Scene::id).containsExactly("a", "b");
        assertThat(asked.get(2).body)
                .contains("\"token\":\"t2\"")
                .contains("intersects")
                .contains("\"limit\":100");
    }

    @Test
    void aPageThatLeadsBackEndsTheSearchAndIsNamed() {
        answer(200, apiRoot());
        String again = "{\"features\":[" + item("a") + "],\"links\":[{\"rel\":\"next\",\"href\":\"/search?page=2\"}]}";
        answer(200, again);
        answer(200, again);
        answer(200, again);
        SceneSearch search = Catalogues.open(Http.direct(), URI.create(url()), List.of())
                .search(query(Aoi.circle(31, -17.5, 1000), "2022-09-01", "2023-05-31"));
        assertThat(search.scenes()).extracting(Scene::id).containsExactly("a");
        assertThat(search.leftOut())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.reason()).contains("leads back").contains("/search?page=2"));
        assertThat(asked).hasSizeLessThan(5);
    }

    @Test
    void aCatalogueThatFailsIsAskedAgainAndThenNamed() {
        answer(503, "{}");
        answer(503, "{}");
        answer(503, "{}");
        assertThatThrownBy(() -> search(query(Aoi.circle(31, -17.5, 1000), "2022-09-01", "2023-05-31")))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining(url())
                .hasMessageContaining("503");
        assertThat(asked).hasSize(3);
    }

    @Test
    void whatIsNotJsonIsAnError() {
        answer(200, "<html>");
        assertThatThrownBy(() -> search(query(Aoi.circle(31, -17.5, 1000), "2022-09-01", "2023-05-31")))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("not JSON");
    }

    @Test
    void aStaticCatalogueIsWalkedOverHttpAndOnDisk() throws Exception {
        Path folder = SharedData.path("sentinel2/flanders-31UES-2019");
        SceneQuery query = query(Aoi.circle(4.0631, 50.7460, 100), "2019-03-01", "2019-10-31");
        List<Scene> onDisk = Catalogues.open(Http.direct(), folder.toUri(), List.of())
                .search(query)
                .scenes();
        assertThat(onDisk).isNotEmpty().allSatisfy(scene -> {
            assertThat(scene.missingBands()).isEmpty();
            assertThat(query.season().contains(scene.day())).isTrue();
        });
        try (FolderServer files = new FolderServer(folder)) {
            files.add("/catalog.json", catalogOf(folder));
            List<Scene> overHttp = Catalogues.open(Http.direct(), URI.create(files.url() + "/catalog.json"), List.of())
                    .search(query)
                    .scenes();
            assertThat(overHttp)
                    .extracting(Scene::id)
                    .containsExactlyElementsOf(onDisk.stream().map(Scene::id).toList());
            Scene first = overHttp.get(0);
            assertThat(first.assets().get(Band.B04).href())
                    .isEqualTo(URI.create(files.url() + "/" + first.id() + "/B04.tif"));
        }
    }

    private static String catalogOf(Path folder) throws IOException {
        ObjectNode catalog = Json.object().put("type", "Catalog").put("id", "flanders");
        var links = catalog.putArray("links");
        try (var scenes = Files.list(folder)) {
            scenes.filter(Files::isDirectory)
                    .map(scene -> scene.getFileName().toString())
                    .sorted()
                    .forEach(id -> links.addObject().put("rel", "item").put("href", "./" + id + "/" + id + ".json"));
        }
        return catalog.toString();
    }

    private static String item(String id) {
        return "{\"type\":\"Feature\",\"id\":\"" + id + "\",\"properties\":{\"datetime\":\"2022-10-0"
                + (id.equals("a") ? 1 : 6) + "T08:00:00Z\"},\"bbox\":[30,-18,32,-17],\"assets\":{}}";
    }
}
