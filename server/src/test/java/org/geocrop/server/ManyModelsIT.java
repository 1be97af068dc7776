package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.geocrop.Soak;
import org.geocrop.boosting.Loaders;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.ModelStore;
import org.geocrop.store.FolderStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More models than memory holds, used in turn. */
@Tag("soak")
class ManyModelsIT {

    private static final int MODELS = 40;
    private static final int ROUNDS = 100;

    @TempDir
    Path data;

    @Test
    void fortyModelsAreUsedInTurnInASmallHeap() throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put(TestServer.HEAP, "512m");
        environment.put("GEOCROP_SAMPLE_SIZE", "128");
        try (TestServer server = TestServer.start(data, environment)) {
            ModelStore models = new ModelStore(new FolderStore(data.resolve("store")), Loaders.all());
            ModelBundle sample = models.describe(EmbeddedSample.MODEL);
            long bytes = 0;
            for (int i = 0; i < MODELS; i++) {
                Map.Entry<ModelBundle, Map<String, byte[]>> large = LargeModel.like(sample, "large-" + i, ROUNDS, i);
                models.save(large.getKey(), large.getValue());
                bytes += large.getValue().values().iterator().next().length;
            }
            for (int round = 0; round < Soak.times(3, 1); round++) {
                for (int i = 0; i < MODELS; i++) {
                    HttpResponse<byte[]> answer = server.execute(
                            "{\"aoi\":[30.9735,-17.4525,100],\"year\":2022,\"model\":\"large-" + i + "@1\"}");
                    assertThat(answer.statusCode())
                            .as("%d: %s%n%s", i, TestServer.text(answer), server.log())
                            .isEqualTo(200);
                }
            }
            System.out.printf(
                    "Many models: %d of %d MB in all, %d MB resident%n",
                    MODELS, bytes >> 20, server.residentMegabytes());
            assertThat(server.log()).doesNotContain("OutOfMemoryError");
        }
    }
}
