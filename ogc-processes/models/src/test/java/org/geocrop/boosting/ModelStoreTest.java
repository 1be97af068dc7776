package org.geocrop.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.geocrop.error.ModelException;
import org.geocrop.error.NotFoundException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.model.CropClass;
import org.geocrop.model.Ensemble;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.ModelStore;
import org.geocrop.model.Trainer;
import org.geocrop.pipeline.sampling.TrainingTable;
import org.geocrop.store.FolderStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {

    @TempDir
    Path folder;

    private ModelStore models;

    @BeforeEach
    void open() {
        models = new ModelStore(new FolderStore(folder), Loaders.all());
    }

    /** Two classes that the first feature tells apart. */
    private static TrainingTable table() {
        Random random = new Random(1);
        int rows = 400;
        float[] features = new float[rows * FeatureSet.COUNT];
        int[] labels = new int[rows];
        for (int i = 0; i < features.length; i++) {
            features[i] = random.nextFloat();
        }
        for (int i = 0; i < rows; i++) {
            labels[i] = features[i * FeatureSet.COUNT] < 0.5 ? 7 : 9;
        }
        int[] fields = new int[rows];
        for (int i = 0; i < rows; i++) {
            fields[i] = i / 10;
        }
        return new TrainingTable(features, labels, fields);
    }

    private void save(String version) {
        Trainer.Samples samples = LabelledTable.samples(
                table(),
                List.of(
                        new LabelledTable.LabelledClass(7, new CropClass(1, "maize", "#f2d13c")),
                        new LabelledTable.LabelledClass(9, new CropClass(2, "grass", "#a8d08d"))),
                1000,
                1);
        Trainer.Plan plan = new Trainer.Plan(
                "farm",
                version,
                new ModelBundle.SeasonWindow("09-01", "05-31"),
                "x",
                null,
                List.of("xgboost"),
                3,
                0.5,
                Duration.ZERO,
                42,
                Instant.EPOCH);
        models.save(
                new EnsembleTrainer(List.of(Boosting.DEFAULT.withRounds(40)), 1000).train(samples, plan, note -> {}));
    }

    private Path file(String name) {
        return folder.resolve("geocrop-models/farm/1/" + name);
    }

    @Test
    void aSavedModelPredicts() {
        save("1");
        Ensemble ensemble = models.load("farm");
        float[] rows = new float[2 * FeatureSet.COUNT];
        rows[0] = 0.1f;
        rows[FeatureSet.COUNT] = 0.9f;
        float[] probabilities = new float[4];
        ensemble.predict(rows, 2, probabilities);
        assertThat(probabilities[0]).isGreaterThan(0.7f);
        assertThat(probabilities[3]).isGreaterThan(0.7f);
        assertThat(ensemble.bundle().metrics().get("overall")).isBetween(0.9, 1.0);
        assertThat(models.card(ensemble.bundle())
                        .orElseThrow()
                        .get("importance")
                        .get(0)
                        .text("feature"))
                .isEqualTo(FeatureSet.FEATURE_ORDER_V1.get(0));
        assertThat(ensemble.bundle().training().rowsPerClass()).containsKeys("maize", "grass");
    }

    @Test
    void theNewestVersionIsTheDefault() {
        save("9");
        save("10");
        assertThat(models.load("farm").bundle().version()).isEqualTo("10");
        assertThat(models.load("farm@9").bundle().version()).isEqualTo("9");
        assertThatThrownBy(() -> models.load("farm@11"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("farm@10");
    }

    @Test
    void aChangedMemberIsRefused() throws Exception {
        save("1");
        Path member = file("xgboost.ubj");
        byte[] bytes = Files.readAllBytes(member);
        bytes[bytes.length / 2] ^= 1;
        Files.write(member, bytes);
        assertThatThrownBy(() -> models.load("farm"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("SHA-256");
    }

    @Test
    void featuresInAnotherOrderAreRefusedAndHideNoOtherModel() throws Exception {
        save("1");
        save("2");
        Path manifest = file("model.json");
        Files.writeString(manifest, Files.readString(manifest).replace(FeatureSet.SHA256, "0".repeat(64)));
        assertThatThrownBy(() -> models.load("farm@1"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("another order");
        assertThat(models.list()).extracting(ModelBundle::id).containsExactly("farm@2");
        assertThat(models.load("farm").bundle().version()).isEqualTo("2");
    }

    @Test
    void aMemberOutsideItsFolderIsRefused() throws Exception {
        save("1");
        Path manifest = file("model.json");
        Files.writeString(manifest, Files.readString(manifest).replace("xgboost.ubj", "../../x.ubj"));
        assertThatThrownBy(() -> models.load("farm@1"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("unsafe");
    }
}
