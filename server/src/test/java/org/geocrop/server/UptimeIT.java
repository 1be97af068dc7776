package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.geocrop.Soak;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An hour with the settings of {@code make run}: a job a minute, fifty tiles a second, and nothing that fills up. */
@Tag("soak")
class UptimeIT {

    private static final Duration UPTIME = Soak.time(Duration.ofMinutes(60), Duration.ofMinutes(2));
    private static final Duration BETWEEN_JOBS = Soak.time(Duration.ofMinutes(1), Duration.ofSeconds(20));
    private static final int TILES_A_SECOND = 50;
    private static final int SAMPLES = 30;
    /** Threads and handles come and go with connections. */
    private static final int FEW = 8;

    @TempDir
    Path data;

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<String> jobs = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tiles = new AtomicInteger();

    private record Seen(long megabytes, long threads, long handles, long temporaryFiles) {}

    @Test
    void nothingFillsUp() throws Exception {
        Path temporary = Files.createDirectories(data.resolve("tmp"));
        List<String> java = List.of("@jvm.options", "-Djava.io.tmpdir=" + temporary);
        Map<String, String> settings = Map.of(TestServer.HEAP, "1g", "MALLOC_ARENA_MAX", "2");
        try (TestServer server = TestServer.start(data, java, settings)) {
            ScheduledExecutorService clients = Executors.newScheduledThreadPool(8);
            clients.scheduleAtFixedRate(() -> ask(this::submit, server), 0, BETWEEN_JOBS.toSeconds(), TimeUnit.SECONDS);
            clients.scheduleAtFixedRate(
                    () -> clients.execute(() -> ask(this::tile, server)),
                    0,
                    1_000_000 / TILES_A_SECOND,
                    TimeUnit.MICROSECONDS);
            List<Seen> seen = watch(server, temporary);
            clients.shutdownNow();
            assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            for (String job : jobs) {
                JsonNode status = server.await(job);
                assertThat(status.path("status").asString())
                        .as(status.toString())
                        .isEqualTo("successful");
            }
            System.out.printf("Uptime: %d jobs, %d tiles, faults %s%n", jobs.size(), tiles.get(), wrong);
            assertThat(wrong).isEmpty();
            assertThat(jobs).hasSizeGreaterThanOrEqualTo((int) UPTIME.dividedBy(BETWEEN_JOBS));
            check(seen);
        }
    }

    private List<Seen> watch(TestServer server, Path temporary) throws Exception {
        List<Seen> seen = new ArrayList<>();
        for (int i = 1; i <= SAMPLES; i++) {
            TimeUnit.MILLISECONDS.sleep(UPTIME.toMillis() / SAMPLES);
            Seen now =
                    new Seen(server.residentMegabytes(), server.threads(), server.handles(), files(temporary, server));
            System.out.printf(
                    "Uptime: %d s, %s, %d jobs, %d tiles%n",
                    UPTIME.toSeconds() * i / SAMPLES, now, jobs.size(), tiles.get());
            seen.add(now);
        }
        return seen;
    }

    /** Means of the second and of the last third. */
    private static void check(List<Seen> seen) {
        double memory = mean(seen, 1, Seen::megabytes);
        if (UPTIME.toMinutes() >= 10) {
            assertThat(mean(seen, 2, Seen::megabytes)).as("MB").isLessThan(1.05 * memory);
        }
        assertThat(memory).as("MB").isLessThan(1400);
        assertThat(mean(seen, 2, Seen::threads)).as("threads").isLessThan(mean(seen, 1, Seen::threads) + FEW);
        assertThat(mean(seen, 2, Seen::handles)).as("handles").isLessThan(mean(seen, 1, Seen::handles) + FEW);
        assertThat(mean(seen, 2, Seen::temporaryFiles))
                .as("temporary files")
                .isLessThan(mean(seen, 1, Seen::temporaryFiles) + FEW);
    }

    private static double mean(List<Seen> seen, int third, ToLongFunction<Seen> of) {
        return seen.subList(SAMPLES * third / 3, SAMPLES * (third + 1) / 3).stream()
                .mapToLong(of)
                .average()
                .orElseThrow();
    }

    /** In the folder of temporary files, and of jobs that run no more. */
    private long files(Path temporary, TestServer server) throws Exception {
        long running = 0;
        Path blocks = data.resolve("store/geocrop-results/running");
        if (server.json("/jobs?status=accepted,running&limit=10").path("jobs").isEmpty()) {
            running = files(blocks);
        }
        return files(temporary) + running;
    }

    private static long files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private interface Asked {
        void by(TestServer server) throws Exception;
    }

    private void ask(Asked question, TestServer server) {
        try {
            question.by(server);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            wrong.add(e.toString());
        }
    }

    private void submit(TestServer server) throws Exception {
        // Each has parameters of its own, so that it is worked out.
        int n = jobs.size();
        HttpResponse<byte[]> answer = server.executeAsync("{\"aoi\":[30.99,-17.47,900],\"start\":\"2022-09-0"
                + (1 + n % 9) + "\",\"end\":\"2023-06-0" + (1 + n / 9) + "\"}");
        if (answer.statusCode() != 201) {
            throw new IOException(answer.statusCode() + " " + TestServer.text(answer));
        }
        jobs.add(TestServer.json(answer).path("jobID").asString());
    }

    private void tile(TestServer server) throws Exception {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int zoom = random.nextInt(8, 18);
        double lat = Math.toRadians(-17.47 + random.nextDouble(-0.01, 0.01));
        int x = (int) ((30.99 + random.nextDouble(-0.01, 0.01) + 180) / 360 * (1 << zoom));
        int y = (int) ((1 - Math.log(Math.tan(lat) + 1 / Math.cos(lat)) / Math.PI) / 2 * (1 << zoom));
        HttpResponse<byte[]> answer = server.get("/xyz/latest/" + zoom + "/" + x + "/" + y + ".png");
        // Before the first map there is no such layer.
        boolean early = answer.statusCode() == 404 && jobs.size() < 2;
        if (answer.statusCode() != 200 && !early) {
            throw new IOException(answer.statusCode() + " " + TestServer.text(answer));
        }
        tiles.incrementAndGet();
    }
}
