package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.geocrop.Soak;
import org.geocrop.process.Lane;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Jobs that harm the server that runs them have three attempts, and then the server is left to the others. */
@Tag("soak")
class DeadlyJobsIT {

    private static final int ATTEMPTS = 3;
    /** Seconds that a job runs, longer than the server takes to end. */
    private static final int PAUSE = 10;

    @TempDir
    Path data;

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Watched.OFTEN);
        environment.put(TestServer.HEAP, "512m");
        environment.put("GEOCROP_SAMPLE_SIZE", "128");
        return environment;
    }

    private static String submit(TestServer server, DeadlyServer.How how, Lane lane) throws Exception {
        HttpResponse<byte[]> answer = server.post(
                "/processes/" + DeadlyServer.PROCESS + "/execution",
                "{\"inputs\":{\"how\":\"" + how + "\",\"lane\":\"" + lane + "\"}}",
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

    private static void assertFailed(TestServer server, String job, String reason) throws Exception {
        JsonNode status = server.await(job, Duration.ofMinutes(10));
        assertThat(status.path("status").asString()).as(status.toString()).isEqualTo("failed");
        assertThat(status.path("message").asString()).contains(reason);
    }

    /** One after the other in each lane, beside a map that is nobody's fault. */
    @Test
    void jobsThatTakeAllMemoryFailAfterTheirThirdAttempt() throws Exception {
        try (TestServer server = TestServer.start(data, DeadlyServer.class, environment())) {
            Watched watched = new Watched(server);
            assertEchoes(server);
            Set<String> threads = server.ownThreads();
            String other = watched.submitMap();
            List<String> jobs = new ArrayList<>();
            for (DeadlyServer.How how : DeadlyServer.How.values()) {
                for (Lane lane : Lane.values()) {
                    if (how != DeadlyServer.How.HALT) {
                        jobs.add(submit(server, how, lane));
                    }
                }
            }
            for (String job : jobs) {
                assertFailed(server, job, "more memory than the server has");
                assertThat(watched.attempts(job)).isEqualTo(ATTEMPTS);
            }
            watched.assertSuccessful(other);
            watched.assertWorks();
            assertThat(server.ownThreads()).containsAll(threads);
            System.out.printf("Deadly: %d jobs of all memory failed, %d threads stayed%n", jobs.size(), threads.size());
        }
    }

    /** The jobs that ran beside it are not given up with it. */
    @ParameterizedTest
    @EnumSource(Lane.class)
    void aJobThatEndsTheProcessFailsAfterItsThirdAttempt(Lane lane) throws Exception {
        Assumptions.assumeFalse(Soak.isShort() && lane == Lane.MAP, "make soak does it in each lane");
        String deadly;
        String other;
        try (TestServer server = TestServer.start(data, DeadlyServer.class, environment())) {
            Watched watched = new Watched(server);
            other = watched.submitPause(PAUSE);
            watched.awaitRunning(other);
            deadly = submit(server, DeadlyServer.How.HALT, lane);
            assertThat(server.awaitExit()).isEqualTo(DeadlyServer.EXIT);
        }
        for (int attempt = 2; attempt <= ATTEMPTS; attempt++) {
            try (TestServer server = TestServer.launch(data, DeadlyServer.class, environment())) {
                assertThat(server.awaitExit()).as(server.log()).isEqualTo(DeadlyServer.EXIT);
            }
        }
        try (TestServer server = TestServer.start(data, DeadlyServer.class, environment())) {
            Watched watched = new Watched(server);
            assertFailed(server, deadly, "given up after " + ATTEMPTS + " attempts");
            watched.assertSuccessful(other);
            System.out.printf(
                    "Deadly: a job of the lane %s ended its server %d times; the other one was begun %d times%n",
                    lane, ATTEMPTS, watched.attempts(other));
            assertEchoes(server);
            watched.assertWorks();
        }
    }
}
