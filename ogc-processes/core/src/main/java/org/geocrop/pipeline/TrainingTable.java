package org.geocrop.pipeline;

/**
 * Labelled pixels with their features.
 *
 * @param rows features, {@code size x 51}
 * @param labels class value of each row, as in the label raster
 * @param fields number of the field (4-connected component of one class) of each row
 */
public record TrainingTable(float[] rows, int[] labels, int[] fields) {

    public int size() {
        return labels.length;
    }
}
