package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.geocrop.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs, results and chunks that have been kept long enough are removed, and what processes left that died. */
class RetentionIT {

    @TempDir
    Path data;

    private long files() throws Exception {
        try (Stream<Path> files = Files.walk(data.resolve("store/geocrop-results"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private Path leave(String file) throws Exception {
        Path path = data.resolve("store").resolve(file);
        Files.createDirectories(path.getParent());
        return Files.write(path, new byte[10]);
    }

    @Test
    void whatIsOldIsRemoved() throws Exception {
        Path upload = leave(".incoming/of-a-dead-process");
        leave("geocrop-results/running/a-job-that-nobody-knows/0-0.tif");
        Map<String, String> environment = Map.of(
                "GEOCROP_SAMPLE_SIZE", "128",
                "GEOCROP_KEEP_JOBS", "3s",
                "GEOCROP_KEEP_CHUNKS", "3s",
                "GEOCROP_KEEP_UPLOADS", "3s",
                "GEOCROP_HOUSEKEEPING", "500ms");
        try (TestServer server = TestServer.start(data, environment)) {
            String id = TestServer.json(server.executeAsync("{\"aoi\":[30.9735,-17.4525,200],\"year\":2022}"))
                    .path("jobID")
                    .asString();
            server.await(id);
            assertThat(files()).isGreaterThan(10);
            leave("geocrop-results/running/" + id + "/0-0.tif");
            Until.isTrue(
                    "nothing is kept",
                    () -> files() == 0 && server.get("/jobs/" + id).statusCode() != 200);
            assertThat(files()).isZero();
            Until.isTrue("the upload is removed", () -> !Files.exists(upload));
            assertThat(server.get("/jobs/" + id).statusCode()).isEqualTo(404);
            assertThat(server.get("/results/" + id + "/crop_type.tif").statusCode())
                    .isEqualTo(404);
        }
    }
}
