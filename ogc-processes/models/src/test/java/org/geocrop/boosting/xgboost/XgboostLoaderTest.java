package org.geocrop.boosting.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.geocrop.boosting.Boosting;
import org.geocrop.boosting.TrainingRows;
import org.geocrop.error.ModelException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.model.Predictor;
import org.junit.jupiter.api.Test;

/** The evaluator against the library, on models that the library trained. */
class XgboostLoaderTest {

    private static final int CLASSES = 10;
    private static final int ROWS = 20_003;

    @Test
    void probabilitiesEqualTheLibrarys() throws Exception {
        float[] rows = randomRows(1, ROWS);
        byte[] ubj = model(60);
        assertEqual(rows, ubj, new XgboostLoader().load("m.ubj", ubj, FeatureSet.COUNT, CLASSES));
    }

    @Test
    void jsonAndMissingValuesAreReadLikeTheLibraryReadsThem() throws Exception {
        float[] rows = randomRows(2, 500);
        for (int i = 0; i < rows.length; i += 7) {
            rows[i] = Float.NaN;
        }
        byte[] ubj = model(8);
        Booster booster = XGBoost.loadModel(new ByteArrayInputStream(ubj));
        byte[] json = booster.toByteArray("json");
        booster.dispose();
        assertThat(json[0]).isEqualTo((byte) '{');
        assertEqual(rows, ubj, new XgboostLoader().load("m.json", json, FeatureSet.COUNT, CLASSES));
    }

    @Test
    void aModelThatDoesNotFitIsRefused() {
        byte[] ubj = model(1);
        XgboostLoader loader = new XgboostLoader();
        assertThatThrownBy(() -> loader.load("m.ubj", ubj, FeatureSet.COUNT, 9))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("51 features and 10 classes, not 51 and 9");
        assertThatThrownBy(() -> loader.load("m.ubj", Arrays.copyOf(ubj, ubj.length / 2), FeatureSet.COUNT, CLASSES))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("m.ubj");
        assertThatThrownBy(() -> loader.load("m.ubj", "pickle".getBytes(), FeatureSet.COUNT, CLASSES))
                .isInstanceOf(ModelException.class);
    }

    private static void assertEqual(float[] rows, byte[] ubj, Predictor ours) throws Exception {
        int count = rows.length / FeatureSet.COUNT;
        float[] probabilities = new float[count * CLASSES];
        ours.predict(rows, count, probabilities);
        Booster booster = XGBoost.loadModel(new ByteArrayInputStream(ubj));
        float[][] expected = booster.predict(new DMatrix(rows, count, FeatureSet.COUNT, Float.NaN));
        booster.dispose();
        for (int row = 0; row < count; row++) {
            float[] mine = Arrays.copyOfRange(probabilities, row * CLASSES, (row + 1) * CLASSES);
            for (int c = 0; c < CLASSES; c++) {
                assertThat(Math.abs(mine[c] - expected[row][c])).isLessThan(1e-6f);
            }
        }
    }

    private static byte[] model(int rounds) {
        float[] rows = randomRows(3, 4_000);
        int[] labels = new int[4_000];
        for (int i = 0; i < labels.length; i++) {
            labels[i] =
                    Math.floorMod((int) (rows[i * FeatureSet.COUNT] * 3 + rows[i * FeatureSet.COUNT + 7] * 5), CLASSES);
        }
        return new XgboostTrainer()
                .train(TrainingRows.of(rows, FeatureSet.COUNT, labels, CLASSES), Boosting.DEFAULT.withRounds(rounds));
    }

    static float[] randomRows(long seed, int count) {
        Random random = new Random(seed);
        float[] rows = new float[count * FeatureSet.COUNT];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        return rows;
    }
}
