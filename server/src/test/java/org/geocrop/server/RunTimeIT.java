package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A job has so much time. */
class RunTimeIT {

    @TempDir
    Path data;

    @Test
    void aJobThatRunsTooLongFails() throws Exception {
        Map<String, String> environment = Map.of("GEOCROP_SAMPLE", "false", "GEOCROP_MAX_RUN_TIME", "2s");
        try (TestServer server = TestServer.start(data, environment)) {
            HttpResponse<byte[]> accepted = server.post(
                    "/processes/echo/execution",
                    "{\"inputs\":{\"string\":\"hello\",\"pause\":60}}",
                    "Prefer",
                    "respond-async");
            assertThat(accepted.statusCode()).as(TestServer.text(accepted)).isEqualTo(201);
            String id = TestServer.json(accepted).path("jobID").asString();
            JsonNode status = server.await(id);
            assertThat(status.path("status").asString()).isEqualTo("failed");
            assertThat(status.path("message").asString()).contains("longer than 2 s");
            assertThat(server.get("/jobs/" + id + "/results").statusCode()).isEqualTo(400);
            JsonNode log = server.json("/jobs/" + id + "/log");
            assertThat(log.path("lines").path(0).path("message").asString()).isEqualTo("Began");
            assertThat(TestServer.text(server.get("/jobs/" + id + "/log", "Accept", "text/plain")))
                    .contains(" Failed: The job ran longer");
        }
    }
}
