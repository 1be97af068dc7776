package org.geocrop.pipeline.sampling;

/**
 * Labelled pixels with their features.
 *
 * @param rows features, {@code size x 51}
 * @param labels class value of each row, as in the label raster
 * @param fields number of the field (4-connected component of one class) of each row
 * @param pixels where each row is in the label raster, row by row
 * @param width of the label raster; 0 where rows have no place
 */
public record TrainingTable(float[] rows, int[] labels, int[] fields, int[] pixels, int width) {

    /** Rows without places. */
    public TrainingTable(float[] rows, int[] labels, int[] fields) {
        this(rows, labels, fields, new int[labels.length], 0);
    }

    public int size() {
        return labels.length;
    }
}
