package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The built server on the sample landscape: processes, jobs, results, tiles, and what it refuses. */
class ServerIT {

    /** Within the sample landscape of 256 pixels. */
    private static final double LON = 30.978;

    private static final double LAT = -17.457;
    private static final String INPUTS = "{\"aoi\":[" + LON + "," + LAT + ",600],\"year\":2022}";

    @TempDir
    static Path data;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(
                data,
                Map.of("GEOCROP_SAMPLE_SIZE", "256"),
                "--geocrop.catalogues[0].name=down",
                "--geocrop.catalogues[0].url=http://localhost:9/stac",
                "--geocrop.limits.area-km2=100",
                "--geocrop.limits.body-bytes=20000");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theLandingPageLeadsToAll() throws Exception {
        JsonNode landing = server.json("/?f=json");
        for (JsonNode link : landing.path("links")) {
            HttpResponse<byte[]> response = server.get(link.path("href").asString());
            assertThat(response.statusCode()).as(link.toString()).isEqualTo(200);
            String type = response.headers().firstValue("Content-Type").orElse("");
            assertThat(type.replace(" ", "")).startsWith(link.path("type").asString());
        }
        HttpResponse<byte[]> page = server.get("/", "Accept", "text/html,*/*;q=0.8");
        assertThat(TestServer.text(page)).contains("<div id=\"root\">");
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(server.json("/conformance").path("conformsTo").toString())
                .contains("http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/core");
        assertThat(server.json("/api").path("openapi").asString()).startsWith("3.0");
    }

    @Test
    void theProcessDescribesItsInputs() throws Exception {
        assertThat(server.json("/processes")
                        .path("processes")
                        .path(0)
                        .path("id")
                        .asString())
                .isEqualTo("classify-crops");
        JsonNode inputs = server.json("/processes/classify-crops").path("inputs");
        assertThat(inputs.path("catalogue")
                        .path("schema")
                        .path("anyOf")
                        .path(0)
                        .path("enum")
                        .toString())
                .isEqualTo("[\"sample\",\"down\"]");
        assertThat(inputs.path("model").path("schema").path("example").asString())
                .isEqualTo("zimbabwe-sample@1");
        assertThat(server.get("/processes/other").statusCode()).isEqualTo(404);
    }

    @Test
    @Conforms(Conforms.PROCESSES + "core")
    void anAsynchronousJobEndsAsAMap() throws Exception {
        HttpResponse<byte[]> accepted = server.executeAsync(INPUTS);
        assertThat(accepted.statusCode()).isEqualTo(201);
        String job = accepted.headers().firstValue("Location").orElseThrow();
        String id = job.substring(job.lastIndexOf('/') + 1);
        assertThat(TestServer.json(accepted).path("status").asString()).isEqualTo("accepted");
        JsonNode status = server.await(id);
        assertThat(status.path("status").asString()).as(status.toString()).isEqualTo("successful");
        assertThat(status.path("progress").asInt()).isEqualTo(100);

        JsonNode results = server.json("/jobs/" + id + "/results");
        assertThat(results.propertyNames())
                .containsExactlyInAnyOrder(
                        "crop_type",
                        "confidence",
                        "observations",
                        "ndvi_peak",
                        "evi_peak",
                        "savi_peak",
                        "true_color",
                        "summary",
                        "provenance");
        HttpResponse<byte[]> cog =
                server.get(results.path("crop_type").path("href").asString());
        assertThat(cog.headers().firstValue("Content-Type"))
                .contains("image/tiff; application=geotiff; profile=cloud-optimized");
        String etag = cog.headers().firstValue("ETag").orElseThrow();

        String path = "/results/" + id + "/crop_type.tif";
        HttpResponse<byte[]> part = server.get(path, "Range", "bytes=0-3");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).containsExactly('I', 'I', 42, 0);
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 0-3/" + cog.body().length);
        HttpResponse<byte[]> tail = server.get(path, "Range", "bytes=-5");
        assertThat(tail.body())
                .isEqualTo(java.util.Arrays.copyOfRange(cog.body(), cog.body().length - 5, cog.body().length));
        assertThat(server.get(path, "Range", "bytes=" + cog.body().length + "-").statusCode())
                .isEqualTo(416);
        assertThat(server.get(path, "If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(server.get(path, "Range", "bytes=0-3", "If-Range", "\"other\"")
                        .statusCode())
                .isEqualTo(200);

        checkMap(id);
    }

    private static void checkMap(String id) throws Exception {
        JsonNode tileJson = server.json("/xyz/" + id + "/tilejson.json");
        JsonNode bounds = tileJson.path("bounds");
        assertThat(LON).isBetween(bounds.path(0).asDouble(), bounds.path(2).asDouble());
        assertThat(LAT).isBetween(bounds.path(1).asDouble(), bounds.path(3).asDouble());

        Set<Integer> legend = new HashSet<>();
        for (JsonNode entry : server.json("/xyz/" + id + "/legend.json").path("entries")) {
            legend.add(
                    0xff000000 | Integer.parseInt(entry.path("color").asString().substring(1), 16));
        }
        int n = 1 << 14;
        int col = (int) ((LON + 180) / 360 * n);
        double lat = Math.toRadians(LAT);
        int row = (int) ((1 - Math.log(Math.tan(lat) + 1 / Math.cos(lat)) / Math.PI) / 2 * n);
        String template = tileJson.path("tiles").path(0).asString();
        String url = template.replace("{z}", "14").replace("{x}", "" + col).replace("{y}", "" + row);
        BufferedImage tile = image(server.get(url));
        assertThat(tile.getWidth()).isEqualTo(256);
        Set<Integer> colors = new HashSet<>();
        for (int i = 0; i < 256 * 256; i++) {
            colors.add(tile.getRGB(i % 256, i / 256));
        }
        colors.remove(0);
        assertThat(colors).hasSizeGreaterThan(4).isSubsetOf(legend);
        assertThat(image(server.get(url.replace(".png", "@2x.png"))).getWidth()).isEqualTo(512);
        assertThat(image(server.get("/xyz/" + id + "/legend.png")).getHeight()).isGreaterThan(150);
        assertThat(image(server.get("/xyz/" + id + ":true_color/14/" + col + "/" + row + ".png"))
                        .getWidth())
                .isEqualTo(256);

        JsonNode point = server.json("/xyz/" + id + "/point/" + LON + "," + LAT);
        assertThat(point.path("class").path("id").asInt())
                .isEqualTo(point.path("values").path("crop_type").asInt())
                .isPositive();
        assertThat(point.path("values").path("confidence").asInt()).isBetween(20, 100);
        assertThat(server.json("/xyz/" + id + "/point/10,10").path("values").isEmpty())
                .isTrue();
    }

    private static BufferedImage image(HttpResponse<byte[]> response) throws Exception {
        assertThat(response.statusCode()).as(TestServer.text(response)).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("image/png");
        return ImageIO.read(new ByteArrayInputStream(response.body()));
    }

    @Test
    void aSynchronousExecutionGivesTheOutputThatItAskedFor() throws Exception {
        String request = "{\"inputs\":" + INPUTS + ",\"outputs\":{\"summary\":{\"transmissionMode\":\"value\"}}}";
        HttpResponse<byte[]> raw = server.post("/processes/classify-crops/execution", request);
        assertThat(raw.statusCode()).as(TestServer.text(raw)).isEqualTo(200);
        JsonNode summary = TestServer.json(raw);
        // A circle of 600 m has 113 ha.
        assertThat(summary.path("hectares_classified").asDouble()).isBetween(112.0, 114.0);

        String cogs = "{\"inputs\":" + INPUTS + ",\"outputs\":{\"crop_type\":{}}}";
        HttpResponse<byte[]> cog = server.post("/processes/classify-crops/execution", cogs);
        assertThat(cog.headers().firstValue("Content-Type"))
                .contains("image/tiff; application=geotiff; profile=cloud-optimized");
        assertThat(cog.body()).startsWith('I', 'I', 42, 0);
    }

    @Test
    @Conforms({Conforms.PROCESSES + "dismiss", Conforms.PROCESSES_2 + "dismiss"})
    void aDismissedJobIsGone() throws Exception {
        HttpResponse<byte[]> done = server.executeAsync(INPUTS);
        String id = TestServer.json(done).path("jobID").asString();
        server.await(id);
        assertThat(TestServer.json(server.delete("/jobs/" + id)).path("status").asString())
                .isEqualTo("dismissed");
        assertThat(server.get("/results/" + id + "/crop_type.tif").statusCode()).isEqualTo(404);
        assertThat(server.get("/xyz/" + id + "/tilejson.json").statusCode()).isEqualTo(404);
        HttpResponse<byte[]> results = server.get("/jobs/" + id + "/results");
        assertThat(results.statusCode()).isEqualTo(410);
        assertThat(server.get("/jobs/11111111-1111-1111-1111-111111111111").statusCode())
                .isEqualTo(404);
        assertThat(server.get("/jobs/..%2f..%2fetc").statusCode()).isBetween(400, 404);
    }

    @Test
    void badInputIsAProblemThatSaysWhy() throws Exception {
        refused(400, "{\"aoi\":[-17.5,131,500],\"year\":2022}", "longitude first");
        refused(400, "{\"aoi\":[31,-17.5,0],\"year\":2022}", "radius");
        refused(400, "{\"aoi\":[31,-17.5,-10],\"year\":2022}", "radius");
        refused(400, "{\"aoi\":[31,-17.5,9000],\"year\":2022}", "at most 100.0 km²");
        refused(400, "{\"aoi\":[31,-17.5],\"year\":2022}", "[lon, lat, radius_m]");
        refused(400, "{\"aoi\":{\"type\":\"Point\",\"coordinates\":[31,-17]},\"year\":2022}", "olygon");
        refused(400, "{\"aoi\":[31,-17.5,500],\"year\":2022,\"model\":\"rice\"}", "rice");
        refused(400, "{\"aoi\":[31,-17.5,500],\"year\":2022,\"model\":\"../../x\"}", "");
        refused(400, "{\"aoi\":[31,-17.5,500],\"year\":2022,\"season\":\"winter\"}", "zimbabwe-summer");
        refused(400, "{\"aoi\":[31,-17.5,500],\"year\":1999}", "1999");
        refused(400, "{\"aoi\":[31,-17.5,500]}", "'year'");
        refused(400, "{\"year\":2022}", "`aoi` is required");
        JsonNode fault = TestServer.json(server.execute("{\"year\":2022}"))
                .path("errors")
                .path(0);
        assertThat(fault.path("pointer").asString()).isEqualTo("#/inputs/aoi");
        assertThat(fault.path("detail").asString()).startsWith("`aoi` is required");
        refused(400, "{\"aoi\":[31,-17.5,500],\"year\":2022,\"catalogue\":\"file:///etc\"}", "catalogue");
        refused(400, "{\"aoi\":[31,-17.5,500],\"year\":2022,\"typo\":1}", "typo");
        refused(422, INPUTS.replace("2022", "2019"), "no scene");
        refused(422, "{\"aoi\":[0.5,51.5,500],\"year\":2022}", "no scene");
        refused(502, INPUTS.replace("}", ",\"catalogue\":\"down\"}"), "localhost:9");
    }

    private static void refused(int status, String inputs, String reason) throws Exception {
        HttpResponse<byte[]> response = server.execute(inputs);
        assertThat(response.statusCode()).as(inputs + TestServer.text(response)).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = TestServer.json(response);
        assertThat(problem.path("detail").asString()).containsIgnoringCase(reason);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("type").asString()).isNotEmpty();
    }

    @Test
    void aFailedJobIsKeptWithItsReasonAndLeavesNothing() throws Exception {
        String id = TestServer.json(server.executeAsync("{\"aoi\":[0.5,51.5,500],\"year\":2022}"))
                .path("jobID")
                .asString();
        JsonNode status = server.await(id);
        assertThat(status.path("status").asString()).isEqualTo("failed");
        assertThat(status.path("message").asString()).containsIgnoringCase("no scene");
        assertThat(server.get("/jobs/" + id + "/results").statusCode()).isEqualTo(422);
        assertThat(server.json("/jobs?limit=1000").path("jobs").toString()).contains(id);
        try (Stream<Path> files = Files.walk(data.resolve("store"))) {
            assertThat(files.filter(Files::isRegularFile).map(Path::toString)).noneMatch(file -> file.contains(id));
        }
        try (Stream<Path> incoming = Files.list(data.resolve("store/.incoming"))) {
            assertThat(incoming).isEmpty();
        }
    }

    @Test
    void whatIsNoRequestIsAProblem() throws Exception {
        String path = "/processes/classify-crops/execution";
        assertThat(server.post(path, "{").statusCode()).isEqualTo(400);
        assertThat(server.post(path, "[]").statusCode()).isEqualTo(400);
        assertThat(server.post(path, "{\"inputs\":" + INPUTS + ",\"outputs\":{\"soil\":{}}}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.post(path, " ".repeat(20_001)).statusCode()).isEqualTo(413);
        String deep = "{\"inputs\":{\"aoi\":" + "[".repeat(9000) + "]".repeat(9000) + "}}";
        assertThat(server.post(path, deep).statusCode()).isEqualTo(400);
        assertThat(server.post(path, "<a/>", "Content-Type", "application/xml").statusCode())
                .isEqualTo(415);
        assertThat(server.get(path).statusCode()).isEqualTo(405);
        HttpResponse<byte[]> nowhere = server.get("/nowhere");
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(nowhere.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(server.get("/jobs?limit=0").statusCode()).isEqualTo(400);
        assertThat(server.get("/jobs?limit=x").statusCode()).isEqualTo(400);
        assertThat(server.get("/xyz/none/1/0/0.png").statusCode()).isEqualTo(404);
        assertThat(server.get("/xyz/..%2f/1/0/0.png").statusCode()).isBetween(400, 404);
        assertThat(server.get("/results/..%2f..%2fx/crop_type.tif").statusCode())
                .isBetween(400, 404);
    }
}
