package org.geocrop.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.geocrop.error.ConflictException;
import org.geocrop.hash.Sha256;
import org.geocrop.json.Json;
import org.geocrop.pipeline.NdviLoader;
import org.geocrop.store.DyingStore;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model comes from elsewhere, and the server is killed before each of its changes to the store; the client tries again. */
class KilledImportTest {

    @TempDir
    Path folder;

    private byte[] archive;

    @BeforeEach
    void pack() throws Exception {
        archive = archive("rule");
    }

    /** The model of the rule, of two members with this content and another. */
    private byte[] archive(String content) throws Exception {
        FolderStore other = new FolderStore(folder.resolve("elsewhere-" + content));
        NdviLoader.model(other);
        ModelBundle ndvi = new ModelStore(other, List.of(new NdviLoader())).describe("ndvi");
        byte[] one = content.getBytes(StandardCharsets.UTF_8);
        byte[] two = "another".getBytes(StandardCharsets.UTF_8);
        ModelBundle bundle = new ModelBundle(
                "imported",
                "1",
                ndvi.featureSet(),
                ndvi.featureSha256(),
                ndvi.classes(),
                ndvi.season(),
                List.of(
                        new ModelBundle.Member("ndvi", "rule.txt", 1, Sha256.of(one)),
                        new ModelBundle.Member("ndvi", "other.txt", 0.5, Sha256.of(two))),
                null,
                ndvi.training(),
                Map.of("overall", 0.75, "kappa", 0.1),
                null,
                1.25,
                null,
                null,
                null);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (var file : Map.of("model.json", Json.write(bundle), "rule.txt", one, "other.txt", two)
                    .entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static ModelBundle save(ObjectStore store, byte[] zip) {
        return new ModelStore(store, List.of(new NdviLoader()))
                .save(ModelArchive.read(new ByteArrayInputStream(zip), 1 << 20));
    }

    /** Tells how many changes were made before the server died, or in all. */
    private int kill(int after, ObjectStore store) {
        DyingStore dying = new DyingStore(store, after);
        try {
            save(dying, archive);
        } catch (DyingStore.Killed e) {
            assertThat(dying.changes()).isEqualTo(after);
        }
        return dying.changes();
    }

    private static Map<String, String> contents(ObjectStore store) {
        Map<String, String> contents = new TreeMap<>();
        for (ObjectStore.Stat stat : store.list(ObjectKey.MODELS, "imported/")) {
            contents.put(stat.key().key(), Sha256.of(store.get(stat.key(), 1 << 20)));
        }
        return contents;
    }

    @Test
    void whoeverTriesAgainHasTheSameModel() {
        FolderStore calm = new FolderStore(folder.resolve("calm"));
        int changes = kill(Integer.MAX_VALUE, calm);
        assertThat(changes).isGreaterThanOrEqualTo(3);
        assertThat(contents(calm)).hasSize(3);
        for (int after = 0; after <= changes; after++) {
            FolderStore harmed = new FolderStore(folder.resolve("harmed-" + after));
            kill(after, harmed);
            ModelStore models = new ModelStore(harmed, List.of(new NdviLoader()));
            assertThat(models.list()).as("half a model is no model").hasSize(after < changes ? 0 : 1);
            assertThat(save(harmed, archive).id()).isEqualTo("imported@1");
            assertThat(contents(harmed)).as("killed after %d changes", after).isEqualTo(contents(calm));
            assertThat(models.load("imported@1")).isNotNull();
        }
    }

    /** Names of files that half a model has taken are in nobody's way. */
    @Test
    void halfAModelBlocksNoOther() throws Exception {
        byte[] other = archive("something else");
        FolderStore store = new FolderStore(folder.resolve("store"));
        kill(2, store);
        ModelBundle saved = save(store, other);
        assertThat(new ModelStore(store, List.of(new NdviLoader())).load("imported@1"))
                .isNotNull();
        assertThat(save(store, other))
                .as("sent again, its files under other names")
                .isEqualTo(saved);
        assertThatThrownBy(() -> save(store, archive))
                .isInstanceOf(ConflictException.class)
                .hasMessage("There is a model imported@1 already, with other content");
    }
}
