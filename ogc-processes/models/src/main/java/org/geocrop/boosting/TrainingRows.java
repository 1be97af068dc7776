package org.geocrop.boosting;

import java.util.Arrays;

/**
 * Rows that a member is trained on.
 *
 * @param features row by row, {@code rows x width}
 * @param width features of a row
 * @param labels class index of each row, from 0
 * @param weights of each row
 * @param classes how many there are
 */
public record TrainingRows(float[] features, int width, int[] labels, float[] weights, int classes) {

    public TrainingRows {
        if (features.length != labels.length * width || weights.length != labels.length) {
            throw new IllegalArgumentException("Rows of " + labels.length + " labels, " + features.length
                    + " features and " + weights.length + " weights do not fit");
        }
    }

    /** All rows count the same. */
    public static TrainingRows of(float[] features, int width, int[] labels, int classes) {
        float[] weights = new float[labels.length];
        Arrays.fill(weights, 1);
        return new TrainingRows(features, width, labels, weights, classes);
    }

    public int size() {
        return labels.length;
    }

    /** Some of the rows, in the order that is given. */
    public TrainingRows subset(int[] rows) {
        float[] some = new float[rows.length * width];
        int[] label = new int[rows.length];
        float[] weight = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(features, rows[i] * width, some, i * width, width);
            label[i] = labels[rows[i]];
            weight[i] = weights[rows[i]];
        }
        return new TrainingRows(some, width, label, weight, classes);
    }

    /**
     * The same rows with weights by which classes count more equally.
     *
     * @param power 0: as many rows as a class has, 1: all classes the same, 0.5: between
     */
    public TrainingRows balanced(double power) {
        double[] count = new double[classes];
        for (int label : labels) {
            count[label]++;
        }
        float[] weight = new float[labels.length];
        double sum = 0;
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (float) Math.pow(count[labels[i]], -power);
            sum += weight[i];
        }
        for (int i = 0; i < weight.length; i++) {
            weight[i] *= (float) (weight.length / sum);
        }
        return new TrainingRows(features, width, labels, weight, classes);
    }
}
