package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.geocrop.Until;
import org.geocrop.json.Json;
import tools.jackson.databind.JsonNode;

/** A server as its operators and users see it while something that it needs is away. */
final class Watched {

    /** Tries its parts often, so that tests hear soon. */
    static final Map<String, String> OFTEN =
            Map.of("GEOCROP_READINESS_INTERVAL", "200ms", "GEOCROP_READINESS_TIMEOUT", "1s");

    private static final String READINESS = "/actuator/health/readiness";
    /** What does not wait for anything, on a busy machine. */
    static final Duration QUICK = Duration.ofSeconds(5);

    private final TestServer server;
    private int jobs;

    Watched(TestServer server) {
        this.server = server;
    }

    /** Waits until the server says that it is not ready, since this part has this fault; it lives all the while. */
    void awaitDown(String part, String... reasons) throws Exception {
        HttpResponse<byte[]> down =
                Until.value("the server is not ready", () -> ask(READINESS), answer -> answer.statusCode() == 503);
        JsonNode named = Json.read(down.body()).path("components").path(part);
        assertThat(named.path("status").asString()).as(TestServer.text(down)).isEqualTo("DOWN");
        assertThat(named.path("details").path("reason").asString())
                .isIn((Object[]) reasons)
                .isNotEmpty();
        assertThat(named.path("details").propertyNames()).containsExactlyInAnyOrder("reason", "since");
        assertThat(ask("/actuator/health/liveness").statusCode()).isEqualTo(200);
    }

    /** Waits until the server is ready again; it has not been started anew. */
    void awaitUp() throws Exception {
        Until.value("the server is ready", () -> ask(READINESS), answer -> answer.statusCode() == 200);
        assertThat(server.isAlive()).isTrue();
    }

    /** Health does not wait for what it tells of. */
    private HttpResponse<byte[]> ask(String path) throws Exception {
        long begun = System.nanoTime();
        HttpResponse<byte[]> answer = server.get(path);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(QUICK);
        return answer;
    }

    /** Submits a map that no other job has worked out blocks of, on the smallest sample, and gives its job. */
    String submitMap() throws Exception {
        int n = jobs++;
        return accepted(server.executeAsync("{\"aoi\":[30.9735,-17.4525,200],\"start\":\"2022-09-0" + (1 + n % 9)
                + "\",\"end\":\"2023-06-0" + (1 + n / 9) + "\"}"));
    }

    /** Submits a job that takes so many seconds. */
    String submitPause(int seconds) throws Exception {
        return accepted(server.post(
                "/processes/echo/execution",
                "{\"inputs\":{\"string\":\"late\",\"pause\":" + seconds + "}}",
                "Prefer",
                "respond-async"));
    }

    private static String accepted(HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(201);
        return TestServer.json(answer).path("jobID").asString();
    }

    void awaitRunning(String job) throws Exception {
        Until.value(
                "the job runs",
                () -> server.json("/jobs/" + job).path("status").asString(),
                status -> !status.equals("accepted"));
    }

    void assertSuccessful(String job) throws Exception {
        JsonNode status = server.await(job);
        assertThat(status.path("status").asString())
                .as(status + "\n" + server.log())
                .isEqualTo("successful");
        assertThat(server.get("/jobs/" + job + "/results").statusCode()).isLessThan(300);
    }

    /** It has ended, whole or with a reason for people. */
    void assertEnded(String job, String... reasons) throws Exception {
        JsonNode status = server.await(job);
        if (status.path("status").asString().equals("failed")) {
            assertThat(status.path("message").asString()).containsAnyOf(reasons);
        } else {
            assertSuccessful(job);
        }
    }

    /** A new job of each lane succeeds. */
    void assertWorks() throws Exception {
        HttpResponse<byte[]> echo =
                server.post("/processes/echo/execution", "{\"inputs\":{\"string\":\"still here\"}}");
        assertThat(echo.statusCode()).as(TestServer.text(echo)).isEqualTo(200);
        assertSuccessful(submitMap());
    }

    /** How often a job was begun. */
    int attempts(String job) throws Exception {
        int begun = 0;
        for (JsonNode line : server.json("/jobs/" + job + "/log").path("lines")) {
            begun += line.path("message").asString().startsWith("Began") ? 1 : 0;
        }
        return begun;
    }
}
