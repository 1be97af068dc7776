package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geocrop.FaultProxy;
import org.geocrop.Until;
import org.geocrop.s3.S3Server;
import org.geocrop.s3.S3Store;
import org.geocrop.store.ObjectKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Maps of jobs that still run, and what has changed between two. */
class ChangingMapsIT {

    private static final String BOX = "30.967,-17.491,31.013,-17.447";

    @TempDir
    Path folder;

    private static String map(String layer) {
        return "/collections/" + layer + "/map?bbox=" + BOX + "&width=256&height=256&transparent=true&f=png";
    }

    /** The object store lies behind a proxy that holds the second block of the map, and later the third. */
    @Test
    void aRunningJobShowsItsFinishedBlocks() throws Exception {
        try (S3Server s3 = new S3Server(Files.createDirectories(folder.resolve("s3")));
                FaultProxy proxy = new FaultProxy(s3.settings().endpoint(), 0)) {
            Map<String, String> settings = new HashMap<>(s3.environment());
            settings.put("GEOCROP_SAMPLE_SIZE", "512");
            settings.put("GEOCROP_S3_ENDPOINT", proxy.url().toString());
            settings.put("GEOCROP_S3_TIMEOUT", "10m");
            // One block after the other.
            settings.put("GEOCROP_BLOCKS", "1");
            try (TestServer server = TestServer.start(folder.resolve("data"), settings)) {
                Blocks blocks = new Blocks(1);
                proxy.hold(blocks);
                String inputs = "{\"aoi\":{\"bbox\":[" + BOX + "]},\"year\":2022}";
                String job = TestServer.json(server.executeAsync(inputs))
                        .path("jobID")
                        .asString();
                int one = MapServer.drawn(partly(server, job, 0));
                proxy.hold(blocks.and(1));
                BufferedImage part = partly(server, job, one);
                assertThat(server.json("/jobs/" + job).path("status").asString())
                        .isEqualTo("running");
                proxy.hold(line -> false);
                assertThat(server.await(job).path("status").asString()).isEqualTo("successful");
                compare(part, server.get(map(job)));
                assertThat(new S3Store(s3.settings()).list(ObjectKey.RESULTS, "running/" + job + "/"))
                        .isEmpty();
            }
        }
    }

    /** Holds the running job's blocks, beyond so many. */
    private static final class Blocks implements Predicate<String> {

        private static final Pattern BLOCK = Pattern.compile("PUT \\S*/running/[^/]+/(\\d+-\\d+)\\.tif\\S* .*");
        private final Set<String> let = new HashSet<>();
        private int more;

        Blocks(int more) {
            this.more = more;
        }

        synchronized Blocks and(int count) {
            more += count;
            return this;
        }

        @Override
        public synchronized boolean test(String requestLine) {
            Matcher block = BLOCK.matcher(requestLine);
            if (!block.matches() || let.contains(block.group(1))) {
                return false;
            }
            if (let.size() == more) {
                return true;
            }
            let.add(block.group(1));
            return false;
        }
    }

    /** The map of the job that runs, when more of it can be seen. */
    private static BufferedImage partly(TestServer server, String job, int drawn) throws Exception {
        HttpResponse<byte[]> answer = Until.value(
                "a map with more than " + drawn + " pixels", () -> server.get(map(job)), got -> shows(got, drawn));
        assertThat(answer.headers().firstValue("Cache-Control")).contains("private, no-cache");
        return MapServer.picture(answer);
    }

    private static boolean shows(HttpResponse<byte[]> answer, int more) {
        try {
            return answer.statusCode() == 200 && MapServer.drawn(MapServer.picture(answer)) > more;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void compare(BufferedImage part, HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        BufferedImage whole = MapServer.picture(answer);
        int drawn = MapServer.drawn(part);
        assertThat(drawn).isPositive().isLessThan(MapServer.drawn(whole));
        // What was shown is what it became, but for the seams of overviews.
        int other = 0;
        for (int i = 0; i < 256 * 256; i++) {
            int color = part.getRGB(i % 256, i / 256);
            other += color >>> 24 != 0 && color != whole.getRGB(i % 256, i / 256) ? 1 : 0;
        }
        assertThat(other).isLessThan(drawn / 10);
    }

    @Test
    void aDifferenceShowsWhatHasChanged() throws Exception {
        MapServer maps = MapServer.shared();
        // The first half of the season alone gives another map.
        JsonNode accepted = TestServer.json(maps.server.executeAsync("{\"aoi\":[" + MapServer.LON + "," + MapServer.LAT
                + ",900],\"start\":\"2022-09-01\",\"end\":\"2022-12-31\"}"));
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
