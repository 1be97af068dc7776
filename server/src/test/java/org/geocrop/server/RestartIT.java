package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
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
        String first;
        String second;
        String inputs = "{\"aoi\":[30.978,-17.457,900],\"year\":2022}";
        try (TestServer server = TestServer.start(data, SAMPLE)) {
            first = TestServer.json(server.executeAsync(inputs)).path("jobID").asString();
            second = TestServer.json(server.executeAsync(inputs)).path("jobID").asString();
            while (server.json("/jobs/" + first).path("status").asString().equals("accepted")) {
                Thread.sleep(20);
            }
            server.kill();
        }
        try (TestServer server = TestServer.start(data, SAMPLE)) {
            for (String id : new String[] {first, second}) {
                JsonNode status = server.await(id);
                assertThat(status.path("status").asString()).as(server.log()).isEqualTo("successful");
                assertThat(server.get("/results/" + id + "/crop_type.tif").statusCode())
                        .isEqualTo(200);
            }
        }
    }
}
