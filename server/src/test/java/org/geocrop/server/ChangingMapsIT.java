package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Maps of jobs that still run, and what has changed between two. */
class ChangingMapsIT {

    private static final String BOX = "30.967,-17.491,31.013,-17.447";

    @TempDir
    Path data;

    private static String map(String layer) {
        return "/collections/" + layer + "/map?bbox=" + BOX + "&width=256&height=256&transparent=true&f=png";
    }

    @Test
    void aRunningJobShowsItsFinishedBlocks() throws Exception {
        // One block after the other.
        Map<String, String> settings = Map.of("GEOCROP_SAMPLE_SIZE", "512", "GEOCROP_BLOCKS", "1");
        try (TestServer server = TestServer.start(data, settings)) {
            String inputs = "{\"aoi\":{\"bbox\":[" + BOX + "]},\"year\":2022}";
            String job =
                    TestServer.json(server.executeAsync(inputs)).path("jobID").asString();
            int partly = 0;
            int drawn = 0;
            BufferedImage part = null;
            while (isRunning(server, job)) {
                HttpResponse<byte[]> answer = server.get(map(job));
                if (answer.statusCode() == 200
                        && "private, no-cache"
                                .equals(answer.headers()
                                        .firstValue("Cache-Control")
                                        .orElse(""))) {
                    BufferedImage image = MapServer.picture(answer);
                    assertThat(MapServer.drawn(image)).as("it only grows").isGreaterThanOrEqualTo(drawn);
                    drawn = MapServer.drawn(image);
                    part = image;
                    partly++;
                }
            }
            assertThat(server.await(job).path("status").asString()).isEqualTo("successful");
            assertThat(partly).as("maps of the unfinished job").isPositive();
            HttpResponse<byte[]> answer = server.get(map(job));
            assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
            BufferedImage whole = MapServer.picture(answer);
            assertThat(drawn).isPositive().isLessThanOrEqualTo(MapServer.drawn(whole));
            // What was shown is what it became, but for the seams of overviews.
            int other = 0;
            for (int i = 0; i < 256 * 256; i++) {
                int color = part.getRGB(i % 256, i / 256);
                other += color >>> 24 != 0 && color != whole.getRGB(i % 256, i / 256) ? 1 : 0;
            }
            assertThat(other).isLessThan(drawn / 10);
            try (var left = java.nio.file.Files.walk(data.resolve("store"))) {
                assertThat(left.map(Path::toString).filter(path -> path.contains("running/" + job + "/")))
                        .isEmpty();
            }
        }
    }

    private static boolean isRunning(TestServer server, String job) throws Exception {
        String status = server.json("/jobs/" + job).path("status").asString();
        return status.equals("accepted") || status.equals("running");
    }

    @Test
    void aDifferenceShowsWhatHasChanged() throws Exception {
        try (MapServer maps = MapServer.start(data)) {
            // The first half of the season alone gives another map.
            JsonNode accepted = TestServer.json(maps.server.executeAsync("{\"aoi\":[" + MapServer.LON + ","
                    + MapServer.LAT + ",900],\"start\":\"2022-09-01\",\"end\":\"2022-12-31\"}"));
            String early = accepted.path("jobID").asString();
            assertThat(maps.server.await(early).path("status").asString()).isEqualTo("successful");
            BufferedImage before = maps.picture(map(early));
            BufferedImage after = maps.picture(map(maps.job));
            String layer = "difference:" + early + ":" + maps.job;
            BufferedImage difference = maps.picture(map(layer));
            int changed = 0;
            for (int i = 0; i < 256 * 256; i++) {
                int x = i % 256;
                int y = i / 256;
                int was = before.getRGB(x, y);
                int is = after.getRGB(x, y);
                boolean differs = was >>> 24 != 0 && is >>> 24 != 0 && was != is;
                assertThat(difference.getRGB(x, y)).as("pixel %d, %d", x, y).isEqualTo(differs ? is : 0);
                changed += differs ? 1 : 0;
            }
            assertThat(changed).isBetween(100, 60_000);
            assertThat(MapServer.drawn(maps.picture(map("difference:" + early + ":" + early))))
                    .isZero();
            assertThat(maps.get(map("difference:" + early + ":nothing")).statusCode())
                    .isEqualTo(404);
            assertThat(maps.get(map("difference:" + early)).statusCode()).isEqualTo(404);
            asksAPixel(maps, layer, difference);
        }
    }

    private static void asksAPixel(MapServer maps, String layer, BufferedImage difference) throws Exception {
        int at = 0;
        while (difference.getRGB(at % 256, at / 256) == 0) {
            at++;
        }
        String[] b = BOX.split(",");
        String url = "/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetFeatureInfo&CRS=CRS:84&WIDTH=256&HEIGHT=256&BBOX="
                + String.join(",", b) + "&LAYERS=" + layer + "&QUERY_LAYERS=" + layer
                + "&STYLES=&INFO_FORMAT=application/json&I=" + at % 256 + "&J=" + at / 256;
        JsonNode found = TestServer.json(maps.get(url)).path("features").path(0).path("properties");
        assertThat(found.path("class").asString()).isNotEmpty();
        assertThat(found.path("class_before").asString())
                .isNotEmpty()
                .isNotEqualTo(found.path("class").asString());
        // What a filter hides is not told.
        String other = found.path("class").asString().equals("maize") ? "water" : "maize";
        assertThat(TestServer.json(maps.get(url + "&CLASSES=" + other))
                        .path("features")
                        .size())
                .isZero();
    }
}
