package org.geocrop.feature;

import java.util.Arrays;
import org.geocrop.composite.Reflectance;

/**
 * Fills gaps linearly in time between the nearest steps with data; before the first and after the last with the
 * nearest value (feature set v1, step 4). The gaps of all bands are the same, so weights are computed once a pixel.
 */
final class GapFill {

    private static final int WIDTH = Lanes.WIDTH;

    private final int steps;
    private final int[] codes;
    private final int[] left;
    private final int[] carry = new int[WIDTH];
    private final int[] stepBefore;
    private final float[] weight;
    private final int[] observations = new int[WIDTH];

    GapFill(int steps) {
        this.steps = steps;
        this.codes = new int[steps * WIDTH];
        this.left = new int[steps * WIDTH];
        this.stepBefore = new int[steps * WIDTH];
        this.weight = new float[steps * WIDTH];
    }

    /** Steps with data of each pixel, after {@link #locateGaps}. */
    int[] observations() {
        return observations;
    }

    /** Finds the gaps of a strip of pixels in one band, and how far each lies between its neighbours. */
    void locateGaps(char[][][] composite, int band, int from, int count) {
        load(composite, band, from, count);
        Arrays.fill(observations, 0);
        Arrays.fill(carry, -1);
        for (int t = 0; t < steps; t++) {
            int o = t * WIDTH;
            for (int i = 0; i < WIDTH; i++) {
                int gap = codes[o + i] - 1 >> 31;
                observations[i] += gap + 1;
                carry[i] = carry[i] & gap | t & ~gap;
                stepBefore[o + i] = carry[i];
            }
        }
        Arrays.fill(carry, steps);
        for (int t = steps - 1; t >= 0; t--) {
            int o = t * WIDTH;
            for (int i = 0; i < WIDTH; i++) {
                int gap = codes[o + i] - 1 >> 31;
                carry[i] = carry[i] & gap | t & ~gap;
                int before = stepBefore[o + i];
                int after = carry[i];
                boolean inside = gap != 0 && before >= 0 && after < steps;
                weight[o + i] = inside ? (float) (t - before) / (after - before) : 0;
            }
        }
    }

    /** One band's filled series in half digital numbers (reflectance x 20000). */
    void fill(char[][][] composite, int band, int from, int count, float[] out) {
        load(composite, band, from, count);
        Arrays.fill(carry, 0);
        for (int t = 0; t < steps; t++) {
            int o = t * WIDTH;
            for (int i = 0; i < WIDTH; i++) {
                int code = codes[o + i];
                carry[i] = carry[i] & (code - 1 >> 31) | code;
                left[o + i] = carry[i];
            }
        }
        Arrays.fill(carry, 0);
        for (int t = steps - 1; t >= 0; t--) {
            int o = t * WIDTH;
            for (int i = 0; i < WIDTH; i++) {
                int code = codes[o + i];
                int after = carry[i] & (code - 1 >> 31) | code;
                int before = left[o + i] | after & (left[o + i] - 1 >> 31);
                carry[i] = after;
                after |= before & (after - 1 >> 31);
                out[o + i] = before - Reflectance.ZERO + (after - before) * weight[o + i];
            }
        }
    }

    private void load(char[][][] composite, int band, int from, int count) {
        for (int t = 0; t < steps; t++) {
            char[] row = composite[t][band];
            int o = t * WIDTH;
            for (int i = 0; i < count; i++) {
                codes[o + i] = row[from + i];
            }
            if (count < WIDTH) {
                Arrays.fill(codes, o + count, o + WIDTH, 0);
            }
        }
    }
}
