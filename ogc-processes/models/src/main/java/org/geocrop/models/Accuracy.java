package org.geocrop.models;

/**
 * How well predictions agree with labels.
 *
 * @param overallAccuracy share of rows that are right
 * @param kappa agreement beyond chance (Cohen 1960): (po - pe) / (1 - pe), where pe is the sum over the classes of
 *     the product of their shares among labels and predictions
 * @param rows tested
 */
public record Accuracy(double overallAccuracy, double kappa, int rows) {

    /**
     * Compares.
     *
     * @param labels class index of each row
     * @param scores {@code rows x classes}; the highest wins, the lower class on a tie
     */
    static Accuracy of(float[] labels, float[] scores, int classes) {
        long[] labelled = new long[classes];
        long[] predicted = new long[classes];
        long right = 0;
        for (int row = 0; row < labels.length; row++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (scores[row * classes + c] > scores[row * classes + best]) {
                    best = c;
                }
            }
            int label = (int) labels[row];
            labelled[label]++;
            predicted[best]++;
            right += best == label ? 1 : 0;
        }
        double n = labels.length;
        double expected = 0;
        for (int c = 0; c < classes; c++) {
            expected += labelled[c] / n * (predicted[c] / n);
        }
        double observed = right / n;
        return new Accuracy(observed, expected == 1 ? 1 : (observed - expected) / (1 - expected), labels.length);
    }
}
