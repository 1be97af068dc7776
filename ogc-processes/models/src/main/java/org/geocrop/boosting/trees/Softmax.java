package org.geocrop.boosting.trees;

/** Probabilities from margins. */
public final class Softmax {

    private Softmax() {}

    /** Replaces the margins of one row, {@code classes} of them from {@code at} on. */
    public static void apply(float[] values, int at, int classes) {
        float max = values[at];
        for (int c = 1; c < classes; c++) {
            max = Math.max(max, values[at + c]);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            float e = (float) Math.exp(values[at + c] - max);
            values[at + c] = e;
            sum += e;
        }
        for (int c = 0; c < classes; c++) {
            values[at + c] = (float) (values[at + c] / sum);
        }
    }
}
