package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.geocrop.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Jobs outlive the process. */
class RestartIT {

    private static final Map<String, String> SAMPLE = Map.of("GEOCROP_SAMPLE_SIZE", "256");

    @TempDir
    Path data;

    @Test
    void aJobThatAPowerCutEndedRunsAgain() throws Exception {
        String second;
        String inputs = "{\"aoi\":[30.978,-17.457,900],\"year\":2022}";
        String accepted;
        try (TestServer server = TestServer.start(data, SAMPLE)) {
            String first =
                    TestServer.json(server.executeAsync(inputs)).path("jobID").asString();
            second = TestServer.json(server.executeAsync(inputs)).path("jobID").asString();
            Until.value(
                    "the first job",
                    () -> server.json("/jobs/" + first).path("status").asString(),
                    status -> !status.equals("accepted"));
            server.kill();
            accepted = first;
        }
        try (TestServer server = TestServer.start(data, SAMPLE)) {
            for (String id : new String[] {accepted, second}) {
                JsonNode status = server.await(id);
                assertThat(status.path("status").asString()).as(server.log()).isEqualTo("successful");
                assertThat(server.get("/results/" + id + "/crop_type.tif").statusCode())
                        .isEqualTo(200);
            }
        }
    }
}
