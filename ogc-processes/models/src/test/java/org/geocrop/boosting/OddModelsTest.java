package org.geocrop.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.geocrop.boosting.catboost.CatboostLoader;
import org.geocrop.boosting.lightgbm.LightgbmLoader;
import org.geocrop.boosting.xgboost.XgboostLoader;
import org.geocrop.error.ModelException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.model.Predictor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that load elsewhere, and mean something else than a softmax over all of their trees. */
class OddModelsTest {

    private static final int ROWS = 50;

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = OddModelsTest.class.getResourceAsStream("/python/" + name)) {
            return in.readAllBytes();
        }
    }

    private static byte[] replaced(byte[] bytes, byte[] old, byte[] by) {
        for (int i = 0; i <= bytes.length - old.length; i++) {
            if (Arrays.equals(bytes, i, i + old.length, old, 0, old.length)) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                out.write(bytes, 0, i);
                out.writeBytes(by);
                out.write(bytes, i + old.length, bytes.length - i - old.length);
                return out.toByteArray();
            }
        }
        throw new AssertionError("not found");
    }

    private static byte[] replaced(byte[] bytes, String old, String by) {
        return replaced(bytes, old.getBytes(StandardCharsets.ISO_8859_1), by.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A text as UBJSON writes it: its length in eight bytes, then itself. */
    private static String ubj(String text) {
        byte[] length = ByteBuffer.allocate(8).putLong(text.length()).array();
        return "L" + new String(length, StandardCharsets.ISO_8859_1) + text;
    }

    private static float[] rows() {
        Random random = new Random(3);
        float[] rows = new float[ROWS * FeatureSet.COUNT];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        return rows;
    }

    private static float[] predict(Predictor model, float[] rows) {
        float[] probabilities = new float[ROWS * model.classes()];
        model.predict(rows, ROWS, probabilities);
        return probabilities;
    }

    /** Log of a probability beside that of the row's first class. */
    private static double odds(float[] probabilities, int at) {
        return Math.log(probabilities[at] / probabilities[at - at % 3]);
    }

    private static byte[] stoppedAt(String iteration) throws IOException {
        return replaced(
                resource("multi-xgboost.ubj"),
                "attributes{",
                "attributes{" + ubj("best_iteration") + "S" + ubj(iteration));
    }

    /** XGBClassifier with early stopping: its own predict takes the rounds up to the best only. */
    @Test
    void xgboostStoppedEarlyPredictsWithItsBestRounds() throws Exception {
        float[] rows = rows();
        byte[] whole = resource("multi-xgboost.ubj");
        Booster booster = XGBoost.loadModel(new ByteArrayInputStream(whole));
        DMatrix matrix = new DMatrix(rows, ROWS, FeatureSet.COUNT, Float.NaN);
        float[][] libraryBest = booster.predict(matrix, false, 4);
        float[][] libraryAll = booster.predict(matrix, false, 0);
        float[] best = predict(new XgboostLoader().load("m", stoppedAt("3"), FeatureSet.COUNT, 3), rows);
        float[] all = predict(new XgboostLoader().load("m", whole, FeatureSet.COUNT, 3), rows);
        for (int i = 0; i < best.length; i++) {
            // The older library at hand does not read the newer file's base scores: these cancel out here.
            double ofBest = odds(best, i) - odds(libraryBest[i / 3], i % 3);
            double ofAll = odds(all, i) - odds(libraryAll[i / 3], i % 3);
            assertThat(ofBest).as("row %d, class %d", i / 3, i % 3).isCloseTo(ofAll, within(1e-3));
        }
        assertThat(best).isNotEqualTo(all);
        assertThat(predict(new XgboostLoader().load("m", stoppedAt("11"), FeatureSet.COUNT, 3), rows))
                .isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "-1", "x", "99999999999"})
    void xgboostWithABestRoundThatIsNotThereIsRefused(String best) {
        assertThatThrownBy(() -> new XgboostLoader().load("m.ubj", stoppedAt(best), FeatureSet.COUNT, 3))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("m.ubj")
                .hasMessageContaining(best);
    }

    /** treelite 379. */
    @Test
    void treelite379MultiOutputTreesAreRefusedByName() throws IOException {
        String one = "size_leaf_vectorS" + ubj("1");
        byte[] bytes = replaced(resource("multi-xgboost.ubj"), one, one.substring(0, one.length() - 1) + "3");
        assertThatThrownBy(() -> new XgboostLoader().load("m.ubj", bytes, FeatureSet.COUNT, 3))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("m.ubj")
                .hasMessageContaining("multi_output_tree");
    }

    @Test
    void xgboostWithAnotherBoosterIsRefusedByName() throws IOException {
        byte[] bytes = replaced(resource("multi-xgboost.ubj"), ubj("gbtree"), ubj("dart"));
        assertThatThrownBy(() -> new XgboostLoader().load("m.ubj", bytes, FeatureSet.COUNT, 3))
                .hasMessageContaining("dart");
    }

    private static final String LOSS = "loss_function\":{\"type\":\"MultiClass\",\"params\":{}";

    /** catboost 2007: a regression is no classifier. */
    @ParameterizedTest
    @ValueSource(strings = {"RMSE", "MultiRMSE", "Quantile"})
    void catboost2007RegressionsAreRefusedByName(String loss) throws IOException {
        String other = "loss_function\":{\"type\":\"" + loss + "\"";
        String padded = other + " ".repeat(LOSS.length() - other.length());
        byte[] bytes = replaced(resource("multi-catboost.cbm"), LOSS, padded);
        assertThatThrownBy(() -> new CatboostLoader().load("m.cbm", bytes, FeatureSet.COUNT, 3))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("m.cbm")
                .hasMessageContaining(loss);
    }

    @Test
    void catboost2007OneVersusAllIsALogisticFunctionOfEachClass() throws IOException {
        String other = "loss_function\":{\"type\":\"MultiClassOneVsAll\"";
        byte[] bytes =
                replaced(resource("multi-catboost.cbm"), LOSS, other + " ".repeat(LOSS.length() - other.length()));
        float[] rows = rows();
        float[] each = predict(new CatboostLoader().load("m", bytes, FeatureSet.COUNT, 3), rows);
        float[] softmax =
                predict(new CatboostLoader().load("m", resource("multi-catboost.cbm"), FeatureSet.COUNT, 3), rows);
        double sums = 0;
        for (int row = 0; row < ROWS; row++) {
            for (int c = 0; c < 3; c++) {
                double margin = Math.log(each[row * 3 + c] / (1 - each[row * 3 + c]));
                double first = Math.log(each[row * 3] / (1 - each[row * 3]));
                assertThat(Math.exp(margin - first)).isCloseTo(softmax[row * 3 + c] / softmax[row * 3], within(1e-3));
                sums += each[row * 3 + c];
            }
        }
        assertThat(sums / ROWS).isNotCloseTo(1, within(0.01));
    }

    @Test
    void lightgbmThatClaimsMoreLeavesThanItHasIsRefused() throws IOException {
        byte[] bytes = replaced(resource("multi-lightgbm.txt"), "num_leaves=9", "num_leaves=2000000000");
        assertThatThrownBy(() -> new LightgbmLoader().load("m.txt", bytes, FeatureSet.COUNT, 3))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("2000000000");
        for (String objective : new String[] {"multiclassova", "regression", "cross_entropy"}) {
            byte[] odd = replaced(
                    resource("multi-lightgbm.txt"), "objective=multiclass num_class:3", "objective=" + objective);
            assertThatThrownBy(() -> new LightgbmLoader().load("m.txt", odd, FeatureSet.COUNT, 3))
                    .hasMessageContaining(objective);
        }
    }
}
