package org.geocrop.feature;

import java.util.Arrays;
import org.geocrop.composite.Reflectance;

/**
 * Fills gaps linearly in time between the nearest steps with data; before the first and after the last with the
 * nearest value (feature set v1, step 4). The gaps of all bands are the same, so weights are computed once a pixel.
 *
 * <p>Flags are floats of 0 or 1 and choices are products, since the JIT has no vector instructions for loops that turn
 * integers into floats.
 */
final class GapFill {

    private static final int WIDTH = Lanes.WIDTH;

    private final int steps;
    private final float[][] codes;
    private final float[][] gap;
    /** Whether no step up to this one, and no step from this one on, has data. */
    private final float[][] noneBefore;

    private final float[][] noneAfter;
    private final float[][] weight;
    /** Codes, and steps, of the last step with data. */
    private final float[][] before;

    private final float[] carry = new float[WIDTH];
    private final float[] none = new float[WIDTH];
    private final float[] observations = new float[WIDTH];

    GapFill(int steps) {
        this.steps = steps;
        this.codes = new float[steps][WIDTH];
        this.gap = new float[steps][WIDTH];
        this.noneBefore = new float[steps][WIDTH];
        this.noneAfter = new float[steps][WIDTH];
        this.weight = new float[steps][WIDTH];
        this.before = new float[steps][WIDTH];
    }

    /** Steps with data of a pixel, after {@link #locateGaps}. */
    int observations(int pixel) {
        return (int) observations[pixel];
    }

    /** Finds the gaps of a strip of pixels in one band, and how far each lies between its neighbours. */
    void locateGaps(char[][][] composite, int band, int from, int count) {
        load(composite, band, from, count);
        Arrays.fill(observations, 0);
        Arrays.fill(carry, 0);
        Arrays.fill(none, 1);
        for (int t = 0; t < steps; t++) {
            flag(codes[t], gap[t]);
            count(gap[t], observations);
            keep(gap[t], none, noneBefore[t]);
            keepStep(gap[t], t, carry, before[t]);
        }
        Arrays.fill(carry, 0);
        Arrays.fill(none, 1);
        for (int t = steps - 1; t >= 0; t--) {
            keep(gap[t], none, noneAfter[t]);
            keepStep(gap[t], t, carry, weight[t]);
            weigh(gap[t], t, before[t], noneBefore[t], noneAfter[t], weight[t]);
        }
    }

    /** One band's filled series in half digital numbers (reflectance x 20000), [step][lane]. */
    void fill(char[][][] composite, int band, int from, int count, float[][] out) {
        load(composite, band, from, count);
        Arrays.fill(carry, 0);
        for (int t = 0; t < steps; t++) {
            keepCode(codes[t], gap[t], carry, before[t]);
        }
        Arrays.fill(carry, 0);
        for (int t = steps - 1; t >= 0; t--) {
            keepCode(codes[t], gap[t], carry, out[t]);
            mix(before[t], noneBefore[t], noneAfter[t], weight[t], out[t]);
        }
    }

    /** 1 for the code 0, else 0. */
    private static void flag(float[] codes, float[] gap) {
        for (int i = 0; i < WIDTH; i++) {
            gap[i] = 1 - Math.min(1, codes[i]);
        }
    }

    private static void count(float[] gap, float[] observations) {
        for (int i = 0; i < WIDTH; i++) {
            observations[i] += 1 - gap[i];
        }
    }

    private static void keep(float[] gap, float[] none, float[] out) {
        for (int i = 0; i < WIDTH; i++) {
            none[i] *= gap[i];
        }
        System.arraycopy(none, 0, out, 0, WIDTH);
    }

    private static void keepStep(float[] gap, float step, float[] carry, float[] out) {
        for (int i = 0; i < WIDTH; i++) {
            carry[i] = carry[i] * gap[i] + step * (1 - gap[i]);
        }
        System.arraycopy(carry, 0, out, 0, WIDTH);
    }

    private static void keepCode(float[] codes, float[] gap, float[] carry, float[] out) {
        for (int i = 0; i < WIDTH; i++) {
            carry[i] = carry[i] * gap[i] + codes[i];
        }
        System.arraycopy(carry, 0, out, 0, WIDTH);
    }

    /**
     * How far a step lies between its neighbours with data; 0 at data, and where there is only one neighbour.
     *
     * @param weight holds the step of the next data, and then the weight
     */
    private static void weigh(
            float[] gap, float step, float[] before, float[] noneBefore, float[] noneAfter, float[] weight) {
        for (int i = 0; i < WIDTH; i++) {
            float inside = gap[i] * (1 - noneBefore[i]) * (1 - noneAfter[i]);
            // Outside, the quotient's value does not matter, but it must be finite.
            weight[i] = inside * (step - before[i]) / ((weight[i] - before[i]) * inside + (1 - inside));
        }
    }

    /**
     * The value between two neighbours.
     *
     * @param out holds the code of the next data, 0 if there is none, and then the value
     */
    private static void mix(float[] before, float[] noneBefore, float[] noneAfter, float[] weight, float[] out) {
        for (int i = 0; i < WIDTH; i++) {
            float low = before[i] + out[i] * noneBefore[i];
            float high = out[i] + before[i] * noneAfter[i];
            out[i] = low - Reflectance.ZERO + (high - low) * weight[i];
        }
    }

    private void load(char[][][] composite, int band, int from, int count) {
        for (int t = 0; t < steps; t++) {
            load(composite[t][band], from, count, codes[t]);
        }
    }

    private static void load(char[] row, int from, int count, float[] codes) {
        for (int i = 0; i < count; i++) {
            codes[i] = row[from + i];
        }
        Arrays.fill(codes, count, WIDTH, 0);
    }
}
