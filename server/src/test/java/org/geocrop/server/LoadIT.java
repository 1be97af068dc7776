package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.geocrop.Soak;
import org.geocrop.Until;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred clients that submit and poll at the same time while two workers run jobs: nothing is refused but by 429
 * and 503 that say when to come again. {@code make soak} and {@code make load} do so for two minutes, and then the 99th
 * percentile of a status request is below 100 ms.
 */
class LoadIT {

    private static final int CLIENTS = 200;
    private static final int MEASURED_SECONDS = 120;
    private static final int PAUSE_MS = 1000;

    @TempDir
    Path data;

    private final Map<Integer, LongAdder> answers = new ConcurrentHashMap<>();
    private final Queue<Long> statusNanos = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Queue<String> jobs = new ConcurrentLinkedQueue<>();

    @Test
    @Tag("soak")
    void clientsAreServedWhileJobsRun() throws Exception {
        load(Soak.times(MEASURED_SECONDS, 5));
    }

    private void load(int seconds) throws Exception {
        try (TestServer server = TestServer.start(
                data, Map.of("GEOCROP_SAMPLE_SIZE", "512", "GEOCROP_JOBS", "2", "GEOCROP_BLOCKS", "1"))) {
            // The first requests of a Java server are slow, as are those of this client.
            clients(server, 5);
            answers.clear();
            statusNanos.clear();
            clients(server, seconds);
            report(server, seconds);
        }
    }

    private void clients(TestServer server, int seconds) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(threads.submit(() -> {
                client(server, end);
                return null;
            }));
        }
        for (Future<?> client : clients) {
            client.get();
        }
        threads.shutdown();
    }

    private void client(TestServer server, long end) throws Exception {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        while (System.nanoTime() < end) {
            Thread.sleep(random.nextInt(2 * PAUSE_MS));
            String job = jobs.peek();
            if (job == null || random.nextInt(20) == 0) {
                submit(server, random);
            } else {
                long begun = System.nanoTime();
                HttpResponse<byte[]> status = server.get("/jobs/" + job);
                statusNanos.add(System.nanoTime() - begun);
                note(status, "/jobs/" + job);
            }
        }
    }

    private void submit(TestServer server, ThreadLocalRandom random) throws Exception {
        // Each has a season of its own, so that it is worked out and not taken from another.
        String inputs = "{\"aoi\":[30.99,-17.47,900],\"start\":\"2022-09-0" + (1 + random.nextInt(9))
                + "\",\"end\":\"2023-06-0" + (1 + random.nextInt(7)) + "\",\"min_observations\":"
                + (1 + random.nextInt(15)) + "}";
        HttpResponse<byte[]> answer = server.executeAsync(inputs);
        note(answer, "execution");
        if (answer.statusCode() == 201) {
            jobs.add(TestServer.json(answer).path("jobID").asString());
            if (jobs.size() > 20) {
                jobs.poll();
            }
        }
    }

    private void note(HttpResponse<byte[]> answer, String what) {
        int status = answer.statusCode();
        answers.computeIfAbsent(status, key -> new LongAdder()).increment();
        boolean later = (status == 429 || status == 503)
                && answer.headers().firstValue("Retry-After").isPresent();
        if (status != 200 && status != 201 && !later) {
            wrong.add(what + ": " + status + " " + TestServer.text(answer));
        }
    }

    private void report(TestServer server, int seconds) throws Exception {
        List<Long> nanos = new ArrayList<>(statusNanos);
        nanos.sort(null);
        double p50 = nanos.get(nanos.size() / 2) / 1e6;
        double p99 = nanos.get((int) (nanos.size() * 0.99)) / 1e6;
        int done = Until.value(
                "jobs that are done",
                () -> server.json("/jobs?status=successful&limit=1000")
                        .path("jobs")
                        .size(),
                size -> size > 0);
        System.out.printf(
                "Load: %d clients, %d s, answers %s, %d jobs done; status requests: %d, p50 %.1f ms, p99 %.1f ms,"
                        + " max %.1f ms%n",
                CLIENTS, seconds, answers, done, nanos.size(), p50, p99, nanos.get(nanos.size() - 1) / 1e6);
        assertThat(wrong).isEmpty();
        assertThat(server.json("/jobs?status=failed&limit=10").path("jobs").size())
                .isZero();
        if (seconds >= MEASURED_SECONDS) {
            assertThat(p99).isLessThan(100);
        }
    }
}
