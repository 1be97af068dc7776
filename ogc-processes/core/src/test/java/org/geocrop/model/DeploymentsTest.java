package org.geocrop.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of what was decided about a process the last counts, for whoever reads the store. */
class DeploymentsTest {

    @TempDir
    Path folder;

    private static Deployments.Deployment of(String process, String model) {
        return new Deployments.Deployment(process, model, "A title", "", true);
    }

    @Test
    void theLastDecisionCounts() {
        FolderStore store = new FolderStore(folder);
        Deployments deployments = new Deployments(store);

        assertThat(deployments.all()).isEmpty();
        deployments.decide(of("classify-with-a", "a@1"), "ann");
        assertThat(deployments.all().get("classify-with-a").model()).isEqualTo("a@1");
        deployments.decide(of("classify-with-a", "a@2"), "ann");
        deployments.decide(of("classify-with-b", "b@1"), "bob");
        deployments.decide(of("classify-with-b", "b@1").withdrawn(), "bob");

        for (Deployments each : new Deployments[] {deployments, new Deployments(store)}) {
            assertThat(each.all().get("classify-with-a")).isEqualTo(of("classify-with-a", "a@2"));
            assertThat(each.all().get("classify-with-b").isOffered()).isFalse();
        }
    }

    /** Models may have the names of the folders of notes. */
    @Test
    void aModelOfThatNameIsNotInTheWay() {
        FolderStore store = new FolderStore(folder);
        for (String name : new String[] {"processes", "registry"}) {
            store.put(
                    new ObjectKey(ObjectKey.MODELS, name + "/1/model.json"),
                    "application/json",
                    "{}".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(new Deployments(store).all()).isEmpty();
        assertThat(new ModelRegistry(store, new ModelStore(store, java.util.List.of())).list())
                .isEmpty();
    }
}
