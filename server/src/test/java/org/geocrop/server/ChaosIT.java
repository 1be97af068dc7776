package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.geocrop.Soak;
import org.geocrop.Until;
import org.geocrop.jdbc.PostgresServer;
import org.geocrop.s3.S3Server;
import org.geocrop.s3.S3Store;
import org.geocrop.store.ObjectKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Two servers with one database and one object store. The process of one of them is killed while jobs run, at moments
 * at which it has done some of a job, and in the long form at random ones: every job ends once, whole, and what was
 * worked out before a kill is not worked out again.
 */
class ChaosIT {

    private static final int JOBS_AT_ONCE = 3;
    /**
     * Each job differs in parameters by which chunks are named, so that none uses another's blocks; but there is no
     * scene after May and no pixel with fewer than 19 observations, so all have the same pixels.
     */
    private static final String INPUTS = "{\"aoi\":{\"bbox\":[30.967,-17.491,31.013,-17.447]},"
            + "\"start\":\"2022-09-01\",\"end\":\"2023-06-%02d\",\"min_observations\":%d}";

    private static final int ENDS = 7;
    private static final int OBSERVATIONS = 18;

    private static final Pattern WORKED_OUT = Pattern.compile("Job (\\S+) has worked out chunk (\\S+)");
    /** Blocks that are worked on or kept at the same time: of the worker and those read ahead. */
    private static final int IN_FLIGHT = 4;

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final TestServer[] servers = new TestServer[2];
    private final List<Path> logs = new ArrayList<>();
    private final List<String> jobs = new ArrayList<>();

    @Test
    @Tag("soak")
    void jobsEndOnceWhateverIsKilled() throws Exception {
        Random random = new Random(20_261_125);
        run(
                Soak.times(30, 3),
                Soak.isShort() ? this::awaitBlock : victim -> LockSupport.parkNanos(random.nextLong(2_500_000_000L)));
    }

    private interface Moment {
        void await(TestServer victim) throws Exception;
    }

    private void run(int kills, Moment moment) throws Exception {
        try (PostgresServer database = new PostgresServer();
                S3Server s3 = new S3Server(Files.createDirectories(folder.resolve("s3")))) {
            environment.putAll(s3.environment());
            environment.put("GEOCROP_SAMPLE_SIZE", "512");
            environment.put("GEOCROP_DATABASE_URL", database.url());
            environment.put("GEOCROP_DATABASE_USER", database.user());
            environment.put("GEOCROP_MAX_UNFINISHED_JOBS_PER_USER", "200");
            // One block after the other, so that a kill finds some done and some not.
            environment.put("GEOCROP_BLOCKS", "1");
            environment.put("LOGGING_LEVEL_ORG_GEOCROP_PIPELINE", "DEBUG");
            try {
                start(0);
                start(1);
                kill(kills, moment);
                check(new S3Store(s3.settings()), kills);
            } finally {
                for (TestServer server : servers) {
                    if (server != null) {
                        server.close();
                    }
                }
            }
        }
    }

    private void start(int which) throws Exception {
        Path data = folder.resolve("server" + which);
        Path log = data.resolve("server.log");
        if (Files.exists(log)) {
            Path kept = data.resolve("server-" + logs.size() + ".log");
            Files.move(log, kept);
            logs.add(kept);
        }
        servers[which] = TestServer.start(data, environment);
    }

    private void kill(int kills, Moment moment) throws Exception {
        for (int kill = 0; kill < kills; kill++) {
            int victim = kill % 2;
            TestServer other = servers[1 - victim];
            submit(servers[victim]);
            while (count(other, "accepted,running") < JOBS_AT_ONCE
                    && jobs.size() < ENDS * OBSERVATIONS - kills + kill) {
                submit(other);
            }
            awaitBothAtWork(other);
            moment.await(servers[victim]);
            servers[victim].kill();
            start(victim);
        }
    }

    private void submit(TestServer server) throws Exception {
        int n = jobs.size();
        HttpResponse<byte[]> answer =
                server.executeAsync(String.format(INPUTS, 1 + n / OBSERVATIONS, 1 + n % OBSERVATIONS));
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(201);
        jobs.add(TestServer.json(answer).path("jobID").asString());
    }

    private static int count(TestServer server, String statuses) throws Exception {
        return server.json("/jobs?limit=100&status=" + statuses).path("jobs").size();
    }

    private static void awaitBothAtWork(TestServer server) throws Exception {
        Until.value("jobs that run", () -> count(server, "running"), running -> running >= 2);
    }

    /** Until the server has kept one or two of the four blocks of a job that still runs. */
    private void awaitBlock(TestServer victim) throws Exception {
        Until.isTrue("a job of which some is done", () -> {
            Map<String, Integer> done = new HashMap<>();
            WORKED_OUT.matcher(victim.log()).results().forEach(it -> done.merge(it.group(1), 1, Integer::sum));
            for (JsonNode job : victim.json("/jobs?limit=100&status=running").path("jobs")) {
                int blocks = done.getOrDefault(job.path("jobID").asString(), 0);
                if (blocks == 1 || blocks == 2) {
                    return true;
                }
            }
            return false;
        });
    }

    private void check(S3Store store, int kills) throws Exception {
        byte[] first = null;
        int hit = 0;
        int reused = 0;
        for (String id : jobs) {
            JsonNode status = servers[0].await(id);
            assertThat(status.path("status").asString()).as(status.toString()).isEqualTo("successful");
            assertThat(servers[1].json("/jobs/" + id).path("status").asString()).isEqualTo("successful");
            byte[] map = servers[1].get("/results/" + id + "/crop_type.tif").body();
            first = first == null ? map : first;
            assertThat(map).isEqualTo(first);
            // Seven rasters, summary, provenance, item: all of it, once.
            assertThat(store.list(ObjectKey.RESULTS, "results/" + id + "/")).hasSize(10);
            JsonNode log = servers[0].json("/jobs/" + id + "/log").path("lines");
            int begun = (int) java.util.stream.StreamSupport.stream(log.spliterator(), false)
                    .filter(line -> line.path("message").asString().startsWith("Began"))
                    .count();
            int ended = (int) java.util.stream.StreamSupport.stream(log.spliterator(), false)
                    .filter(line -> line.path("message").asString().startsWith("Finished"))
                    .count();
            assertThat(ended).as(log.toString()).isEqualTo(1);
            hit += begun > 1 ? 1 : 0;
            reused += status.path("measure").path("reused").asInt();
        }
        System.out.printf("Chaos: %d jobs were hit by a kill, and went on with %d blocks%n", hit, reused);
        assertThat(hit).isGreaterThan(kills / 3);
        assertThat(reused).isPositive();
        checkWorkDone(kills);
    }

    /** From the servers' logs, which outlive them: how often each block of each job was worked out. */
    private void checkWorkDone(int kills) throws Exception {
        logs.add(folder.resolve("server0/server.log"));
        logs.add(folder.resolve("server1/server.log"));
        Map<String, Integer> times = new HashMap<>();
        for (Path log : logs) {
            try (Stream<String> lines = Files.lines(log)) {
                for (String line : lines.toList()) {
                    Matcher matcher = WORKED_OUT.matcher(line);
                    if (matcher.find()) {
                        times.merge(matcher.group(1) + matcher.group(2), 1, Integer::sum);
                    }
                }
            }
        }
        int all = times.values().stream().mapToInt(Integer::intValue).sum();
        int again = all - times.size();
        System.out.printf(
                "Chaos: %d kills, %d jobs, %d blocks, of which %d were worked out again: %.1f %%%n",
                kills, jobs.size(), times.size(), again, 100.0 * again / times.size());
        assertThat(times.size()).isGreaterThanOrEqualTo(jobs.size() * 4);
        assertThat(again).isLessThanOrEqualTo(kills * IN_FLIGHT);
    }
}
