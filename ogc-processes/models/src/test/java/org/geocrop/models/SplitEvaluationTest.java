package org.geocrop.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.geocrop.feature.FeatureSet;
import org.geocrop.models.xgboost.XgboostTrainer;
import org.geocrop.pipeline.TrainingTable;
import org.junit.jupiter.api.Test;

class SplitEvaluationTest {

    private static final int FIELDS = 40;
    private static final int PIXELS = 25;
    private static final XgboostTrainer.Parameters QUICK = XgboostTrainer.Parameters.DEFAULT.withRounds(10);

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
        SplitEvaluation.Report report = SplitEvaluation.run(table(false), 100, 20, QUICK);
        assertThat(report.splits()).hasSize(20);
        assertThat(report.overallAccuracy()).isBetween(0.3, 0.7);
        assertThat(report.kappa()).isBetween(-0.3, 0.3);
    }

    @Test
    void whatFieldsHaveInCommonIsFound() {
        SplitEvaluation.Report report = SplitEvaluation.run(table(true), 100, 5, QUICK);
        assertThat(report.overallAccuracy()).isEqualTo(1.0);
        assertThat(report.kappa()).isEqualTo(1.0);
        assertThat(report.classes()).containsEntry(1, FIELDS * PIXELS / 2);
    }

    /** Cohen 1960: 0.4 for these four cells. */
    @Test
    void kappaIsCohens() {
        // Truth 0 0 0 .. and predictions: 20 and 5 right and wrong of class 0, 10 and 15 of class 1.
        int[][] cells = {{20, 5}, {10, 15}};
        float[] labels = new float[50];
        float[] scores = new float[100];
        int row = 0;
        for (int truth = 0; truth < 2; truth++) {
            for (int guess = 0; guess < 2; guess++) {
                for (int i = 0; i < cells[truth][guess]; i++, row++) {
                    labels[row] = truth;
                    scores[row * 2 + guess] = 1;
                }
            }
        }
        Accuracy accuracy = Accuracy.of(labels, scores, 2);
        assertThat(accuracy.overallAccuracy()).isEqualTo(0.7);
        assertThat(accuracy.kappa()).isEqualTo(0.4, org.assertj.core.api.Assertions.within(1e-12));
    }
}
