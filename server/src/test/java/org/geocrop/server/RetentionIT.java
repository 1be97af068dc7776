package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.geocrop.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs, results and chunks that have been kept long enough are removed. */
class RetentionIT {

    @TempDir
    Path data;

    /** Of the results, while they are removed. */
    private int files() throws IOException {
        AtomicInteger count = new AtomicInteger();
        Files.walkFileTree(data.resolve("store/geocrop-results"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                count.incrementAndGet();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return count.get();
    }

    private Path leave(String file) throws IOException {
        Path path = data.resolve("store").resolve(file);
        Files.createDirectories(path.getParent());
        return Files.write(path, new byte[10]);
    }

    /** A server keeps a job, and the next one on the same data does not. */
    @Test
    void whatIsOldIsRemoved() throws Exception {
        String id;
        try (TestServer server =
                TestServer.start(data, Map.of("GEOCROP_SAMPLE_SIZE", "128", "GEOCROP_HOUSEKEEPING", "100ms"))) {
            id = TestServer.json(server.executeAsync("{\"aoi\":[30.9735,-17.4525,200],\"year\":2022}"))
                    .path("jobID")
                    .asString();
            server.await(id);
            assertThat(files()).isGreaterThan(10);
        }
        leave("geocrop-results/running/" + id + "/0-0.tif");
        leave("geocrop-results/running/a-job-that-nobody-knows/0-0.tif");
        Path upload = leave(".incoming/of-a-dead-process");
        Map<String, String> environment = Map.of(
                "GEOCROP_SAMPLE_SIZE", "128",
                "GEOCROP_KEEP_JOBS", "10ms",
                "GEOCROP_KEEP_CHUNKS", "10ms",
                "GEOCROP_KEEP_UPLOADS", "10ms",
                "GEOCROP_HOUSEKEEPING", "500ms");
        try (TestServer server = TestServer.start(data, environment)) {
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
