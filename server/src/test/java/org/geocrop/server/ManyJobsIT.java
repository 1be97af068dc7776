package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.geocrop.Soak;
import org.geocrop.Until;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of jobs with large inputs, in a small heap: nothing of the inputs is in them, and nobody waits. */
@Tag("soak")
class ManyJobsIT {

    private static final int MEGABYTE = 1_000_000;
    private static final int TEXTS = 4;

    @TempDir
    Path data;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private TestServer start(int bodyBytes) throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put(TestServer.HEAP, "512m");
        environment.put("GEOCROP_SAMPLE_SIZE", "128");
        environment.put("GEOCROP_MAX_BODY_BYTES", Integer.toString(bodyBytes));
        environment.put("GEOCROP_MAX_UNFINISHED_JOBS", "1000");
        environment.put("GEOCROP_MAX_UNFINISHED_JOBS_PER_USER", "1000");
        // As people's servers are run: a collector that stands still for long would be seen.
        return TestServer.start(data, List.of("@jvm.options"), environment);
    }

    /** An echo of an object of so many bytes, which comes again when the server says later. */
    private static String submit(TestServer server, int bytes) throws Exception {
        // No single text may be that long.
        String texts = String.join(",", Collections.nCopies(TEXTS, "\"" + "x".repeat(bytes / TEXTS - 3) + "\""));
        String body = "{\"inputs\":{\"object\":{\"a\":[" + texts + "]}},\"outputs\":{\"number\":{}}}";
        HttpResponse<byte[]> answer = Until.value(
                "the job is accepted",
                () -> server.post("/processes/echo/execution", body, "Prefer", "respond-async"),
                it -> it.statusCode() != 429 && it.statusCode() != 503);
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(201);
        return TestServer.json(answer).path("jobID").asString();
    }

    private <T> List<Future<T>> all(int clients, Callable<T> work) {
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            running.add(threads.submit(work));
        }
        return running;
    }

    private static List<String> join(List<Future<List<String>>> running) throws Exception {
        List<String> every = new ArrayList<>();
        for (Future<List<String>> each : running) {
            every.addAll(each.get());
        }
        return every;
    }

    private static List<String> submit(TestServer server, int times, int bytes) throws Exception {
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            jobs.add(submit(server, bytes));
        }
        return jobs;
    }

    private static void assertAllSuccessful(TestServer server, List<String> jobs) throws Exception {
        Until.value(
                "jobs that have not ended",
                Duration.ofMinutes(10),
                () -> server.json("/jobs?status=accepted,running&limit=1000")
                        .path("jobs")
                        .size(),
                left -> left == 0);
        assertThat(server.json("/jobs?status=successful&limit=1000")
                        .path("jobs")
                        .size())
                .isEqualTo(jobs.size());
    }

    @Test
    void twentyClientsListSevenHundredJobsOfAMegabyte() throws Exception {
        int clients = 7;
        int each = Soak.times(100, 100);
        try (TestServer server = start(1 << 20)) {
            Set<String> before = server.ownThreads();
            List<String> jobs = join(all(clients, () -> submit(server, each, MEGABYTE)));
            Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
            for (Future<Object> client : all(20, () -> {
                for (int i = 0; i < Soak.times(10, 3); i++) {
                    statuses.add(server.get("/jobs?limit=1000").statusCode());
                    statuses.add(server.get("/collections?f=json").statusCode());
                }
                return null;
            })) {
                client.get();
            }
            assertThat(Set.copyOf(statuses)).containsExactly(200);
            assertAllSuccessful(server, jobs);
            assertThat(server.ownThreads()).containsAll(before);
            System.out.printf(
                    "Many jobs: %d of 1 MB, %d lists, %d MB resident%n",
                    jobs.size(), statuses.size(), server.residentMegabytes());
            new Watched(server).assertWorks();
        }
    }

    @Test
    void tenClientsListFiftyJobsOfEightMegabytes() throws Exception {
        int bytes = 8 << 20;
        try (TestServer server = start(bytes + 1024)) {
            AtomicBoolean over = new AtomicBoolean();
            Queue<Long> nanos = new ConcurrentLinkedQueue<>();
            Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
            List<Future<Object>> lists = all(10, () -> {
                while (!over.get()) {
                    long begun = System.nanoTime();
                    statuses.add(server.get("/jobs?limit=1000").statusCode());
                    nanos.add(System.nanoTime() - begun);
                    Thread.sleep(100);
                }
                return null;
            });
            List<String> jobs = join(all(2, () -> submit(server, 25, bytes)));
            assertAllSuccessful(server, jobs);
            Thread.sleep(
                    Soak.time(Duration.ofSeconds(30), Duration.ofSeconds(5)).toMillis());
            over.set(true);
            for (Future<Object> client : lists) {
                client.get();
            }
            List<Long> sorted = nanos.stream().sorted().toList();
            double p99 = sorted.get((int) (sorted.size() * 0.99)) / 1e6;
            System.out.printf(
                    "Large jobs: %d of 8 MiB, %d lists, p50 %.1f ms, p99 %.1f ms, %d MB resident%n",
                    jobs.size(), sorted.size(), sorted.get(sorted.size() / 2) / 1e6, p99, server.residentMegabytes());
            assertThat(Set.copyOf(statuses)).containsExactly(200);
            // Short forms run on machines with other work.
            assertThat(p99).isLessThan(Soak.times(200, 2000));
        }
    }
}
