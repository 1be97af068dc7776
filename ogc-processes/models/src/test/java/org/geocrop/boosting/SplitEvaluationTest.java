package org.geocrop.boosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.geocrop.feature.FeatureSet;
import org.geocrop.pipeline.sampling.TrainingTable;
import org.junit.jupiter.api.Test;

class SplitEvaluationTest {

    private static final int FIELDS = 40;
    private static final int PIXELS = 25;
    private static final Boosting QUICK = new Boosting(10, 6, 0.1, 0.8, 0.8, 2, 42);

    /** Each field has its own signature; in an informative table, the first feature tells the class as well. */
    private static TrainingTable table(boolean informative) {
        Random random = new Random(3);
        float[] rows = new float[FIELDS * PIXELS * FeatureSet.COUNT];
        int[] labels = new int[FIELDS * PIXELS];
        int[] fields = new int[FIELDS * PIXELS];
        for (int field = 0; field < FIELDS; field++) {
            float[] signature = new float[FeatureSet.COUNT];
            for (int f = 0; f < signature.length; f++) {
                signature[f] = random.nextFloat();
            }
            int label = 1 + field % 2;
            signature[0] = informative ? label : signature[0];
            for (int p = 0; p < PIXELS; p++) {
                int row = field * PIXELS + p;
                labels[row] = label;
                fields[row] = field;
                System.arraycopy(signature, 0, rows, row * FeatureSet.COUNT, signature.length);
            }
        }
        return new TrainingTable(rows, labels, fields);
    }

    @Test
    void noPixelOfATestFieldIsTrainedOn() {
        // A model that had seen the fields would recognize them all.
        SplitEvaluation.Report report = SplitEvaluation.run(table(false), 100, 20, Trainers.all(), QUICK, null);
        assertThat(report.splits()).containsOnlyKeys("xgboost", "lightgbm", SplitEvaluation.ENSEMBLE);
        for (String tested : report.splits().keySet()) {
            assertThat(report.splits().get(tested)).hasSize(20);
            assertThat(report.mean(tested).overallAccuracy()).isBetween(0.3, 0.7);
            assertThat(report.mean(tested).kappa()).isBetween(-0.3, 0.3);
        }
    }

    @Test
    void whatFieldsHaveInCommonIsFound() {
        SplitEvaluation.Report report = SplitEvaluation.run(table(true), 100, 5, Trainers.all(), QUICK, null);
        assertThat(report.mean(SplitEvaluation.ENSEMBLE)).isEqualTo(new SplitEvaluation.Score(1, 1));
        assertThat(report.classes()).containsEntry(1, FIELDS * PIXELS / 2);
    }
}
