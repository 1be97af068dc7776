package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.geocrop.Soak;
import org.geocrop.Until;
import org.geocrop.jdbc.PostgresServer;
import org.geocrop.s3.S3Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A rolling update as Kubernetes does it by the manifests of this project: each server of the web tier is told to stop when
 * its successor is ready, and so is a worker in the middle of a job. Meanwhile there are 50 requests a second, spread over
 * those that say they are ready, and whatever is refused is not asked again: none is.
 */
@Tag("soak")
class RollingUpdateIT {

    /** Jobs that share no block with another, since chunks are named by parameters. */
    private static final String INPUTS =
            "{\"aoi\":{\"bbox\":[30.967,-17.491,31.013,-17.447]},\"year\":2022,\"min_observations\":%d}";

    private static final int ENDED_BY_SIGTERM = 143;

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final List<TestServer> servers = new ArrayList<>();
    private final Balancer balancer = new Balancer();
    private int jobs;

    @Test
    void nobodyIsRefusedAndTheJobGoesOn() throws Exception {
        try (PostgresServer database = new PostgresServer();
                S3Server s3 = new S3Server(Files.createDirectories(folder.resolve("s3")))) {
            environment.putAll(s3.environment());
            environment.put("GEOCROP_SAMPLE_SIZE", "512");
            environment.put("GEOCROP_DATABASE_URL", database.url());
            environment.put("GEOCROP_DATABASE_USER", database.user());
            // One block after the other, so that the worker ends between two of them.
            environment.put("GEOCROP_BLOCKS", "1");
            environment.put("GEOCROP_DRAIN", "3s");
            environment.put("GEOCROP_MAX_UNFINISHED_JOBS_PER_USER", "100000");
            environment.put("GEOCROP_MAX_UNFINISHED_JOBS", "100000");
            environment.put("GEOCROP_REQUESTS_PER_CALLER", "1000");
            try {
                update(Soak.times(5, 1));
            } finally {
                servers.forEach(TestServer::close);
            }
        }
    }

    private void update(int times) throws Exception {
        TestServer worker = start("1");
        List<TestServer> web = new ArrayList<>(List.of(start("0"), start("0")));
        String map = submit(web.get(0));
        assertThat(web.get(0).await(map).path("status").asString()).isEqualTo("successful");
        web.forEach(balancer::add);
        try (Callers callers = new Callers(balancer, map)) {
            for (int round = 0; round < times; round++) {
                for (int i = 0; i < web.size(); i++) {
                    TestServer successor = start("0");
                    balancer.add(successor);
                    end(web.set(i, successor));
                }
                worker = replaceWorker(worker);
            }
            callers.finish();
            assertThat(callers.refused()).isEmpty();
            assertThat(callers.answered()).isGreaterThan(500);
        } finally {
            balancer.close();
        }
    }

    /** The worker ends when it has done some of a job; another of the new version goes on with it. */
    private TestServer replaceWorker(TestServer worker) throws Exception {
        TestServer web = balancer.next();
        String job = submit(web);
        Until.value(
                "the first block",
                () -> web.json("/jobs/" + job).path("message").asString(),
                message -> message.matches("Classified [1-9].*"));
        end(worker);
        JsonNode left = web.json("/jobs/" + job);
        assertThat(left.path("status").asString()).as(left.toString()).isEqualTo("accepted");
        TestServer successor = start("1");
        JsonNode ended = web.await(job);
        assertThat(ended.path("status").asString()).as(ended.toString()).isEqualTo("successful");
        assertThat(ended.path("measure").path("reused").asInt())
                .as("blocks of the first worker")
                .isPositive();
        assertThat(StreamSupport.stream(
                                web.json("/jobs/" + job + "/log").path("lines").spliterator(), false)
                        .map(line -> line.path("message").asString())
                        .filter(message -> message.startsWith("Began")))
                // Its being stopped counts as no attempt.
                .containsExactly("Began", "Began again, attempt 1");
        assertThat(web.get("/results/" + job + "/crop_type.tif").statusCode()).isEqualTo(200);
        return successor;
    }

    private TestServer start(String jobs) throws Exception {
        Map<String, String> settings = new HashMap<>(environment);
        settings.put("GEOCROP_JOBS", jobs);
        settings.put("GEOCROP_MANAGEMENT_PORT", TestServer.freePort());
        // Workers read the same scenes, one after the other: blocks are named by when files were written, too.
        String data = jobs.equals("0") ? "web-" + servers.size() : "worker";
        TestServer server = TestServer.start(folder.resolve(data), settings);
        servers.add(server);
        return server;
    }

    private static void end(TestServer server) throws Exception {
        server.terminate();
        assertThat(server.awaitExit()).as(server.log()).isEqualTo(ENDED_BY_SIGTERM);
    }

    private String submit(TestServer server) throws Exception {
        var answer = server.executeAsync(INPUTS.formatted(++jobs));
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(201);
        return TestServer.json(answer).path("jobID").asString();
    }
}
