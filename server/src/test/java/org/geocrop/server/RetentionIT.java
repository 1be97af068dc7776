package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.geocrop.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs, results and chunks that have been kept long enough are removed. */
class RetentionIT {

    @TempDir
    Path data;

    private long files() throws Exception {
        try (Stream<Path> files = Files.walk(data.resolve("store/geocrop-results"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void whatIsOldIsRemoved() throws Exception {
        Map<String, String> environment = Map.of(
                "GEOCROP_SAMPLE_SIZE", "128",
                "GEOCROP_KEEP_JOBS", "3s",
                "GEOCROP_KEEP_CHUNKS", "3s",
                "GEOCROP_HOUSEKEEPING", "500ms");
        try (TestServer server = TestServer.start(data, environment)) {
            String id = TestServer.json(server.executeAsync("{\"aoi\":[30.9735,-17.4525,200],\"year\":2022}"))
                    .path("jobID")
                    .asString();
            server.await(id);
            assertThat(files()).isGreaterThan(10);
            Until.isTrue(
                    "nothing is kept",
                    () -> files() == 0 && server.get("/jobs/" + id).statusCode() != 200);
            assertThat(files()).isZero();
            assertThat(server.get("/jobs/" + id).statusCode()).isEqualTo(404);
            assertThat(server.get("/results/" + id + "/crop_type.tif").statusCode())
                    .isEqualTo(404);
        }
    }
}
