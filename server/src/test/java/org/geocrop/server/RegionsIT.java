package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.geocrop.Programs;
import org.geocrop.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A small region of the sample landscape as the process classify-region, in a child process with Spark. */
@Tag("spark")
class RegionsIT {

    private static final Path SPARK = Path.of("..", "batch", "target", "spark").toAbsolutePath();
    private static final Path APPLICATION =
            Path.of("..", "batch", "target", "geocrop-batch.jar").toAbsolutePath();
    /** Of clients, to be looked at. */
    private static final Path PICTURES = Path.of("target/clients").toAbsolutePath();

    private static final Duration DISMISSED = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    static Path data;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Files.exists(APPLICATION) && Files.isDirectory(SPARK), "SKIPPED: needs make package");
        server = TestServer.start(
                data,
                Map.of(
                        "GEOCROP_SPARK_HOME", SPARK.normalize().toString(),
                        "GEOCROP_SPARK_APPLICATION", APPLICATION.normalize().toString(),
                        "GEOCROP_SPARK_MASTER", "local[2]"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String inputs(String name, String south) {
        return """
            {"inputs": {"name": "%s", "year": 2022, "model": "zimbabwe-sample", "unit": 256, "region": {
              "mediaType": "application/geo+json", "value": {"type": "FeatureCollection", "features": [
                {"type": "Feature", "properties": {"name": "West"}, "geometry": {"type": "Polygon", "coordinates":
                  [[[30.972, %2$s], [30.977, %2$s], [30.977, -17.455], [30.972, -17.455], [30.972, %2$s]]]}},
                {"type": "Feature", "properties": {"name": "East"}, "geometry": {"type": "Polygon", "coordinates":
                  [[[30.977, %2$s], [30.982, %2$s], [30.982, -17.455], [30.977, -17.455], [30.977, %2$s]]]}}]}}}}
            """.formatted(name, south);
    }

    private static String execute(String name, String south) throws Exception {
        HttpResponse<byte[]> accepted =
                server.post("/processes/classify-region/execution", inputs(name, south), "Prefer", "respond-async");
        assertThat(accepted.statusCode()).as(TestServer.text(accepted)).isEqualTo(201);
        return TestServer.json(accepted).path("jobID").asString();
    }

    private static boolean runs(String region) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(data.toString()) && line.contains(" " + region + " "))
                        .isPresent());
    }

    @Test
    void aRegionIsMappedAndIsOneLayer() throws Exception {
        String job = execute("mazowe", "-17.465");
        List<Integer> seen = new ArrayList<>();
        Set<String> told = new TreeSet<>();
        JsonNode ended = Until.value(
                "The region",
                PATIENCE,
                () -> {
                    JsonNode now = server.json("/jobs/" + job);
                    seen.add(now.path("progress").asInt());
                    told.add(now.path("message").asString().replaceAll("\\d+", "n"));
                    return now;
                },
                now -> !List.of("accepted", "running")
                        .contains(now.path("status").asString()));
        assertThat(ended.path("status").asString()).as(ended.toString()).isEqualTo("successful");
        assertThat(seen).isSorted();
        assertThat(new TreeSet<>(seen)).as("progress").hasSizeGreaterThan(3);
        assertThat(told).contains("Classified n of n units, wrote n of n map tiles");
        JsonNode areas = server.json("/jobs/" + job + "/results/areas");
        long districts = 0;
        for (JsonNode district : areas.path("districts")) {
            districts += district.path("pixels").asLong();
        }
        // 0.01 x 0.01 degrees at 17.46 degrees south.
        assertThat(districts).isEqualTo(areas.path("pixels").asLong()).isBetween(11_600L, 11_900L);
        assertThat(server.json("/jobs/" + job + "/results/region").path("layer").asString())
                .isEqualTo("region:mazowe:2022-2023");

        String map = "/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&STYLES=&CRS=CRS:84&WIDTH=1024&HEIGHT=1024"
                + "&FORMAT=image/png&BBOX=30.972,-17.465,30.982,-17.455&LAYERS=";
        HttpResponse<byte[]> all = server.get(map + "region:mazowe");
        assertThat(all.statusCode()).as(TestServer.text(all)).isEqualTo(200);
        assertThat(all.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(server.get(map + "region:mazowe:2022-2023").body()).isEqualTo(all.body());
        assertThat(server.get(map + job).body())
                .as("by its job, as the page asks")
                .isEqualTo(all.body());
        assertThat(ended.path("links").toString()).contains("/xyz/" + job + "/tilejson.json");
        JsonNode bounds = server.json("/xyz/" + job + "/tilejson.json").path("bounds");
        assertThat(bounds.get(0).asDouble()).isBetween(30.96, 30.972);
        assertThat(bounds.get(3).asDouble()).isBetween(-17.455, -17.44);
        assertThat(TestServer.text(server.get("/wms?SERVICE=WMS&REQUEST=GetCapabilities&VERSION=1.3.0")))
                .contains("region:mazowe");
        pageShows(job);
        qgisShows("region:mazowe");
    }

    private static void pageShows(String job) throws Exception {
        if (!Files.exists(Path.of("/usr/bin/chromium")) || !Files.exists(Path.of("../web/node_modules"))) {
            System.err.println("NOTE: there is no chromium, or the page is not built: a region is NOT shown in it.");
            return;
        }
        shows(
                1,
                "node",
                Path.of("../web/tools/region.mjs").toAbsolutePath().toString(),
                server.url(),
                job,
                PICTURES.toString());
    }

    private static void shows(int oks, String... command) throws Exception {
        Files.createDirectories(PICTURES);
        Programs.Outcome outcome = Programs.run(Map.of("no_proxy", "*"), 240, command);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output().lines().filter(line -> line.startsWith("ok")))
                .as(outcome.output())
                .hasSize(oks);
        System.out.println(outcome.output());
    }

    /** Where QGIS is installed; it is large. */
    private static void qgisShows(String layer) throws Exception {
        if (!Files.exists(Path.of("/usr/lib/python3/dist-packages/qgis/core/__init__.py"))) {
            System.err.println("NOTE: python3-qgis is not installed: a region's layer is NOT shown in it.");
            return;
        }
        shows(
                4,
                "/usr/bin/python3",
                Path.of("src/test/clients/qgis_region.py").toAbsolutePath().toString(),
                server.url(),
                layer,
                "30.972",
                "-17.465",
                "30.982",
                "-17.455",
                PICTURES.toString());
    }

    @Test
    void aDismissedRunEndsAndTheNextGoesOn() throws Exception {
        String job = execute("again", "-17.466");
        Until.value("The child", () -> runs("again"), running -> running);
        assertThat(server.delete("/jobs/" + job).statusCode()).isEqualTo(200);
        Until.value("The dismissed child", DISMISSED, () -> runs("again"), running -> !running);
        assertThat(server.json("/jobs/" + job).path("status").asString()).isEqualTo("dismissed");
        JsonNode ended = server.await(execute("again", "-17.466"), PATIENCE);
        assertThat(ended.path("status").asString()).as(ended.toString()).isEqualTo("successful");
    }

    @Test
    void whatCannotBeMappedIsSaidBefore() throws Exception {
        HttpResponse<byte[]> crossed = server.post(
                "/processes/classify-region/execution", inputs("crossed", "-17.455"), "Prefer", "respond-async");
        assertThat(crossed.statusCode()).isEqualTo(400);
        assertThat(TestServer.text(crossed)).contains("inputs/region");
        HttpResponse<byte[]> unknown = server.post(
                "/processes/classify-region/execution",
                inputs("unknown", "-17.466").replace("zimbabwe-sample", "no-such-model"),
                "Prefer",
                "respond-async");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(TestServer.text(unknown)).contains("inputs/model");
    }
}
