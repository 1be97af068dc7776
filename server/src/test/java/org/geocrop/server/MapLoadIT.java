package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.geocrop.Soak;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four hundred clients that ask for tiles, maps, legends and pixels without a pause, of a server with 512 MB of heap:
 * nothing but 503 with Retry-After is refused, and memory stays flat. {@code make soak} and {@code make load} do so for
 * a minute; as one of all tests it is shorter.
 */
class MapLoadIT {

    private static final int CLIENTS = 400;
    /** MB, of which the heap is 512. */
    private static final long BOUND = 1200;

    @TempDir
    Path data;

    private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    @Test
    @Tag("soak")
    void aFloodOfMapsIsServedOrToldToWait() throws Exception {
        flood(Soak.times(15, 5), Soak.times(60, 5), !Soak.isShort());
    }

    private void flood(int before, int seconds, boolean measured) throws Exception {
        String job;
        // Training a model of the sample landscape, which a server does once, takes more.
        try (MapServer maps = MapServer.start(data)) {
            job = maps.job;
        }
        try (TestServer server =
                TestServer.start(data, Map.of(TestServer.HEAP, "512m", "GEOCROP_SAMPLE_SIZE", "256"))) {
            clients(server, job, before);
            long memory = server.residentMegabytes();
            answers.clear();
            clients(server, job, seconds);
            long after = server.residentMegabytes();
            System.out.printf(
                    "Load: %d clients of maps, %d s, answers %s; memory %d MB, then %d MB%n",
                    CLIENTS, seconds, new TreeMap<>(answers), memory, after);
            assertThat(wrong).isEmpty();
            assertThat(answers.get(200).sum()).isGreaterThan(measured ? seconds * 50L : 0);
            assertThat(after).isLessThan(measured ? memory + memory / 4 : BOUND);
            assertThat(server.log()).doesNotContain("OutOfMemoryError");
            assertThat(server.get("/xyz/" + job + "/tilejson.json").statusCode())
                    .isEqualTo(200);
        }
    }

    private void clients(TestServer server, String job, int seconds) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(threads.submit(() -> {
                while (System.nanoTime() < end) {
                    ask(server, job);
                }
                return null;
            }));
        }
        for (Future<?> client : clients) {
            client.get();
        }
        threads.shutdown();
    }

    private void ask(TestServer server, String job) throws Exception {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String path = path(job, random);
        HttpResponse<byte[]> answer = server.get(path);
        int status = answer.statusCode();
        answers.computeIfAbsent(status, key -> new LongAdder()).increment();
        boolean later =
                status == 503 && answer.headers().firstValue("Retry-After").isPresent();
        if (status != 200 && !later) {
            wrong.add(path + ": " + status + " " + TestServer.text(answer));
        }
    }

    private static String path(String job, ThreadLocalRandom random) {
        double lon = MapServer.LON + random.nextDouble(-0.01, 0.01);
        double lat = MapServer.LAT + random.nextDouble(-0.01, 0.01);
        String layer = random.nextBoolean() ? job : random.nextBoolean() ? job + ":ndvi_peak" : "latest";
        int kind = random.nextInt(10);
        if (kind < 6) {
            int zoom = random.nextInt(8, 18);
            int n = 1 << zoom;
            double rad = Math.toRadians(lat);
            int x = (int) ((lon + 180) / 360 * n);
            int y = (int) ((1 - Math.log(Math.tan(rad) + 1 / Math.cos(rad)) / Math.PI) / 2 * n);
            String scale = random.nextInt(4) == 0 ? "@2x" : "";
            return "/xyz/" + layer + "/" + zoom + "/" + x + "/" + y + scale + ".png";
        }
        double half = random.nextDouble(0.001, 0.05);
        String box = (lat - half) + "," + (lon - half) + "," + (lat + half) + "," + (lon + half);
        String map = "/wms?SERVICE=WMS&VERSION=1.3.0&STYLES=&CRS=EPSG:4326&LAYERS=" + layer + "&BBOX=" + box;
        if (kind < 8) {
            int side = random.nextInt(100, 2000);
            return map + "&REQUEST=GetMap&FORMAT=image/png&WIDTH=" + side + "&HEIGHT=" + side;
        }
        return kind == 8
                ? map + "&REQUEST=GetFeatureInfo&QUERY_LAYERS=" + layer + "&WIDTH=101&HEIGHT=101&I=50&J=50"
                : "/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetLegendGraphic&FORMAT=image/png&LAYER=" + layer;
    }
}
