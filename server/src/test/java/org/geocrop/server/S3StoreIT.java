package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.geocrop.Until;
import org.geocrop.s3.S3Server;
import org.geocrop.s3.S3Store;
import org.geocrop.store.ObjectKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The built server with a real S3 server, which checks signatures, as its object store. */
class S3StoreIT {

    private static final String INPUTS = "{\"aoi\":[30.978,-17.457,500],\"year\":2022}";

    @TempDir
    Path folder;

    private static Map<String, String> environment(S3Server s3, int sampleSize) {
        Map<String, String> environment = new HashMap<>(s3.environment());
        environment.put("GEOCROP_SAMPLE_SIZE", Integer.toString(sampleSize));
        return environment;
    }

    @Test
    void modelsAndResultsAreKeptInBuckets() throws Exception {
        try (S3Server s3 = new S3Server(Files.createDirectories(folder.resolve("s3")))) {
            Map<String, String> environment = environment(s3, 256);
            try (TestServer server = TestServer.start(folder.resolve("data"), environment)) {
                String id = TestServer.json(server.executeAsync(INPUTS))
                        .path("jobID")
                        .asString();
                JsonNode status = server.await(id);
                assertThat(status.path("status").asString()).as(server.log()).isEqualTo("successful");
                S3Store store = new S3Store(s3.settings());
                assertThat(store.list(ObjectKey.MODELS, "zimbabwe-sample/1/"))
                        .extracting(stat -> stat.key().key())
                        .containsExactlyInAnyOrder(
                                "zimbabwe-sample/1/model.json",
                                "zimbabwe-sample/1/xgboost.ubj",
                                "zimbabwe-sample/1/applicability.json",
                                "zimbabwe-sample/1/card.json",
                                "zimbabwe-sample/1/card.html");
                assertThat(store.list(ObjectKey.RESULTS, "results/" + id + "/"))
                        .hasSize(store.list(ObjectKey.RESULTS, "results/").size())
                        .anyMatch(stat -> stat.key().key().endsWith("/item.json"));

                byte[] served = server.get("/results/" + id + "/crop_type.tif").body();
                assertThat(store.get(new ObjectKey(ObjectKey.RESULTS, "results/" + id + "/crop_type.tif"), 1 << 24))
                        .isEqualTo(served);
                assertThat(server.get("/xyz/" + id + "/legend.png").statusCode())
                        .isEqualTo(200);
                assertThat(folder.resolve("data/store")).doesNotExist();
                assertThat(server.log()).doesNotContain(S3Server.SECRET_KEY);

                assertThat(server.delete("/jobs/" + id).statusCode()).isEqualTo(200);
                assertThat(store.list(ObjectKey.RESULTS, "results/")).isEmpty();
            }
        }
    }

    /** The store goes away for good while a job runs: the job fails and says so, and nothing half is visible. */
    @Test
    void aStoreThatIsGoneFailsTheJob() throws Exception {
        Path bucket = Files.createDirectories(folder.resolve("s3"));
        S3Server s3 = new S3Server(bucket);
        Map<String, String> environment = environment(s3, 512);
        try (TestServer server = TestServer.start(folder.resolve("data"), environment)) {
            String id = TestServer.json(
                            server.executeAsync("{\"aoi\":{\"bbox\":[30.967,-17.491,31.013,-17.447]},\"year\":2022}"))
                    .path("jobID")
                    .asString();
            Until.value(
                    "the first block",
                    () -> server.json("/jobs/" + id).path("message").asString(),
                    message -> message.startsWith("Classified"));
            s3.close();
            JsonNode status = server.await(id);
            assertThat(status.path("status").asString()).isEqualTo("failed");
            assertThat(new String(server.get("/jobs/" + id + "/results").body(), StandardCharsets.UTF_8))
                    .contains("Could not write geocrop-results/results/" + id);
        }
        try (S3Server again = new S3Server(bucket)) {
            assertThat(new S3Store(again.settings()).list(ObjectKey.RESULTS, "results/"))
                    .noneMatch(stat -> stat.key().key().endsWith("item.json"));
        }
    }
}
