package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
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
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
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
    private static final int CLIENTS = 16;
    /** Many more than jobs, since memory is another at each moment of a job. */
    private static final int SAMPLES = Soak.times(720, 60);

    private static final int PRINTED = SAMPLES / 30;
    /** Threads and handles come and go with connections. */
    private static final int FEW = 8;
    /** Share of the tiles that have to be asked for in time. */
    private static final double IN_TIME = 0.9;

    @TempDir
    Path data;

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<String> jobs = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tiles = new AtomicInteger();

    private record Seen(long megabytes, long threads, long handles, long temporaryFiles) {

        @Override
        public String toString() {
            return megabytes + " MB, " + threads + " threads, " + handles + " handles, " + temporaryFiles
                    + " temporary files";
        }
    }

    @Test
    void nothingFillsUp() throws Exception {
        Path temporary = Files.createDirectories(data.resolve("tmp"));
        List<String> java = List.of("@jvm.options", "-Djava.io.tmpdir=" + temporary);
        Map<String, String> settings = Map.of(TestServer.HEAP, "1g", "MALLOC_ARENA_MAX", "2");
        try (TestServer server = TestServer.start(data, java, settings)) {
            // Tiles are those of the newest maps, so there is one before the clients come.
            ask(this::submit, server);
            end(server);
            ScheduledExecutorService clients = Executors.newScheduledThreadPool(CLIENTS);
            clients.scheduleAtFixedRate(() -> ask(this::submit, server), 0, BETWEEN_JOBS.toSeconds(), TimeUnit.SECONDS);
            clients.scheduleAtFixedRate(
                    () -> clients.execute(() -> ask(this::tile, server)),
                    0,
                    1_000_000 / TILES_A_SECOND,
                    TimeUnit.MICROSECONDS);
            List<Seen> seen = watch(server, temporary);
            int asked = tiles.get();
            clients.shutdownNow();
            assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            end(server);
            System.out.printf("Uptime: %d jobs, %d tiles, faults %s%n", jobs.size(), asked, wrong);
            assertThat(wrong).isEmpty();
            assertThat(jobs).hasSizeGreaterThanOrEqualTo((int) UPTIME.dividedBy(BETWEEN_JOBS));
            assertThat(asked).as("tiles").isGreaterThan((int) (IN_TIME * TILES_A_SECOND * UPTIME.toSeconds()));
            check(seen);
        }
    }

    /** Waits until all jobs have ended as they should. */
    private void end(TestServer server) throws Exception {
        for (String job : jobs) {
            JsonNode status = server.await(job);
            assertThat(status.path("status").asString()).as(status.toString()).isEqualTo("successful");
        }
    }

    private List<Seen> watch(TestServer server, Path temporary) throws Exception {
        List<Seen> seen = new ArrayList<>();
        long begun = System.nanoTime();
        for (int i = 1; i <= SAMPLES; i++) {
            long next = begun + UPTIME.toNanos() / SAMPLES * i;
            LockSupport.parkNanos(next - System.nanoTime());
            Seen now =
                    new Seen(server.residentMegabytes(), server.threads(), server.handles(), files(temporary, server));
            seen.add(now);
            if (i % PRINTED == 0) {
                System.out.printf(
                        "Uptime: %d s, %s, %d jobs, %d tiles%n",
                        UPTIME.toSeconds() * i / SAMPLES, now, jobs.size(), tiles.get());
            }
        }
        return seen;
    }

    /** Means of the second and of the last third: in the long form, of twenty minutes each. */
    private static void check(List<Seen> seen) {
        // Soon after a start it still grows into what it needs.
        double megabytes = Soak.isShort() ? Double.MAX_VALUE : 0.05 * mean(seen, 1, Seen::megabytes);
        requireFlat("MB", seen, Seen::megabytes, megabytes);
        requireFlat("threads", seen, Seen::threads, FEW);
        requireFlat("handles", seen, Seen::handles, FEW);
        requireFlat("temporary files", seen, Seen::temporaryFiles, FEW);
    }

    private static void requireFlat(String what, List<Seen> seen, ToLongFunction<Seen> of, double more) {
        double before = mean(seen, 1, of);
        double after = mean(seen, 2, of);
        System.out.printf("Uptime: %s in the second and in the last third: %.1f and %.1f%n", what, before, after);
        assertThat(after).as(what).isLessThan(before + more);
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

    /** Files come and go while they are counted. */
    private static long files(Path folder) throws IOException {
        AtomicInteger count = new AtomicInteger();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                count.incrementAndGet();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return count.get();
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
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + TestServer.text(answer));
        }
        tiles.incrementAndGet();
    }
}
