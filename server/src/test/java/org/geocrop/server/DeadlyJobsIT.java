package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Jobs that harm the server that runs them have three attempts, and then the server is left to the others. */
@Tag("soak")
class DeadlyJobsIT {

    private static final int ATTEMPTS = 3;

    @TempDir
    Path data;

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Watched.OFTEN);
        environment.put(TestServer.HEAP, "512m");
        environment.put("GEOCROP_SAMPLE_SIZE", "128");
        return environment;
    }

    private static String submit(TestServer server, boolean halt) throws Exception {
        HttpResponse<byte[]> answer = server.post(
                "/processes/" + DeadlyServer.PROCESS + "/execution",
                "{\"inputs\":{\"halt\":" + halt + "}}",
                "Prefer",
                "respond-async");
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(201);
        return TestServer.json(answer).path("jobID").asString();
    }

    private static void assertEchoes(TestServer server) throws Exception {
        HttpResponse<byte[]> echo =
                server.post("/processes/echo/execution", "{\"inputs\":{\"string\":\"still here\"}}");
        assertThat(echo.statusCode()).as(TestServer.text(echo)).isEqualTo(200);
    }

    @Test
    void aJobThatTakesAllMemoryFailsAfterItsThirdAttempt() throws Exception {
        try (TestServer server = TestServer.start(data, DeadlyServer.class, environment())) {
            Watched watched = new Watched(server);
            assertEchoes(server);
            Set<String> threads = server.ownThreads();
            String job = submit(server, false);
            String other = watched.submitMap();
            JsonNode status = server.await(job);
            assertThat(status.path("status").asString()).as(status.toString()).isEqualTo("failed");
            assertThat(status.path("message").asString()).contains("more memory than the server has");
            assertThat(watched.attempts(job)).isEqualTo(ATTEMPTS);
            watched.assertSuccessful(other);
            watched.assertWorks();
            assertThat(server.ownThreads()).containsAll(threads);
        }
    }

    @Test
    void aJobThatEndsTheProcessFailsAfterItsThirdAttempt() throws Exception {
        String job;
        try (TestServer server = TestServer.start(data, DeadlyServer.class, environment())) {
            job = submit(server, true);
            assertThat(server.awaitExit()).isEqualTo(DeadlyServer.EXIT);
        }
        for (int attempt = 2; attempt <= ATTEMPTS; attempt++) {
            try (TestServer server = TestServer.launch(data, DeadlyServer.class, environment())) {
                assertThat(server.awaitExit()).as(server.log()).isEqualTo(DeadlyServer.EXIT);
            }
        }
        try (TestServer server = TestServer.start(data, DeadlyServer.class, environment())) {
            JsonNode status = server.await(job);
            assertThat(status.path("status").asString()).as(status.toString()).isEqualTo("failed");
            assertThat(status.path("message").asString()).contains("given up after " + ATTEMPTS + " attempts");
            assertEchoes(server);
            new Watched(server).assertWorks();
        }
    }
}
