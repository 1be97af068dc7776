package org.geocrop.model;

/** A member of an ensemble, ready to predict. Thread-safe. */
public interface Predictor {

    /** Number of classes. */
    int classes();

    /** Number of features of a row. */
    int features();

    /**
     * Class probabilities.
     *
     * @param rows features, row by row: {@code count x features}
     * @param count rows
     * @param probabilities filled, row by row: {@code count x classes}, each row adds up to 1
     */
    void predict(float[] rows, int count, float[] probabilities);
}
