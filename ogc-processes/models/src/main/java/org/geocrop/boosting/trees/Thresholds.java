package org.geocrop.boosting.trees;

import java.util.Arrays;

/** Thresholds of a feature, to be searched in a fixed number of steps. */
public final class Thresholds {

    private Thresholds() {}

    /** The first {@code count}, rising, with infinity up to one less than a power of two; none stay none. */
    public static float[] padded(float[] sorted, int count) {
        float[] padded = new float[count == 0 ? 0 : Integer.highestOneBit(count) * 2 - 1];
        Arrays.fill(padded, Float.POSITIVE_INFINITY);
        System.arraycopy(sorted, 0, padded, 0, count);
        return padded;
    }
}
