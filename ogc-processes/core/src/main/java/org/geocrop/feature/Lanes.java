package org.geocrop.feature;

import java.util.Arrays;

/**
 * Loops over lanes: arrays that hold one number for each of {@link #WIDTH} pixels; a series has one such array for each
 * step. They are written so that the JIT turns them into vector instructions: one index for all arrays, no branches, no
 * calls. (An offset into a longer array is enough to leave a loop scalar: the compiler can't tell any more that what is
 * written is not read again.)
 */
final class Lanes {

    /** Pixels worked on together: the arrays of one step then fit the first-level cache of a core. */
    static final int WIDTH = 256;

    /** A quotient whose denominator is smaller than this is 0 (feature set v1, step 5), in units of reflectance. */
    private static final float SMALLEST_DENOMINATOR = 1e-9f;

    /** Makes any difference larger than any number of steps, if only by an overflow. */
    private static final float FAR = 1e38f;

    private Lanes() {}

    /**
     * numerator / denominator for a series, 0 where the denominator is nearly 0.
     *
     * @param perUnit how many units of the denominator make one of reflectance
     * @param out the numerators, and then the quotients
     */
    static void divide(float[][] denominator, float perUnit, float[][] out) {
        float bound = SMALLEST_DENOMINATOR * perUnit;
        float[] smallest = new float[WIDTH];
        Arrays.fill(smallest, Float.MAX_VALUE);
        for (int t = 0; t < out.length; t++) {
            divide(denominator[t], out[t]);
            minAbsolute(denominator[t], smallest);
        }
        for (int i = 0; i < WIDTH; i++) {
            if (smallest[i] < bound) {
                for (int t = 0; t < out.length; t++) {
                    out[t][i] = Math.abs(denominator[t][i]) < bound ? 0 : out[t][i];
                }
            }
        }
    }

    private static void divide(float[] denominator, float[] out) {
        for (int i = 0; i < WIDTH; i++) {
            out[i] /= denominator[i];
        }
    }

    private static void minAbsolute(float[] x, float[] out) {
        for (int i = 0; i < WIDTH; i++) {
            out[i] = Math.min(out[i], Math.abs(x[i]));
        }
    }

    static void clip(float[][] x, float low, float high) {
        for (float[] step : x) {
            clip(step, low, high);
        }
    }

    private static void clip(float[] x, float low, float high) {
        for (int i = 0; i < WIDTH; i++) {
            x[i] = Math.max(low, Math.min(high, x[i]));
        }
    }

    /** Largest value over the steps {@code [from, to)} for each pixel. */
    static void max(float[][] x, int from, int to, float[] out) {
        System.arraycopy(x[from], 0, out, 0, WIDTH);
        for (int t = from + 1; t < to; t++) {
            max(x[t], out);
        }
    }

    private static void max(float[] x, float[] out) {
        for (int i = 0; i < WIDTH; i++) {
            out[i] = Math.max(out[i], x[i]);
        }
    }

    static void min(float[][] x, int from, int to, float[] out) {
        System.arraycopy(x[from], 0, out, 0, WIDTH);
        for (int t = from + 1; t < to; t++) {
            min(x[t], out);
        }
    }

    private static void min(float[] x, float[] out) {
        for (int i = 0; i < WIDTH; i++) {
            out[i] = Math.min(out[i], x[i]);
        }
    }

    static void mean(float[][] x, int from, int to, float[] out) {
        sum(x, from, to, out);
        divide(out, to - from, out);
    }

    /** Sums by how many numbers they have. */
    static void divide(float[] sum, float n, float[] out) {
        for (int i = 0; i < WIDTH; i++) {
            out[i] = sum[i] / n;
        }
    }

    static void sum(float[][] x, int from, int to, float[] out) {
        System.arraycopy(x[from], 0, out, 0, WIDTH);
        for (int t = from + 1; t < to; t++) {
            add(x[t], out);
        }
    }

    private static void add(float[] x, float[] out) {
        for (int i = 0; i < WIDTH; i++) {
            out[i] += x[i];
        }
    }

    /** Population standard deviation over all steps. */
    static void deviation(float[][] x, float[] mean, float[] out) {
        Arrays.fill(out, 0, WIDTH, 0);
        for (float[] step : x) {
            addSquare(step, mean, out);
        }
        float n = x.length;
        for (int i = 0; i < WIDTH; i++) {
            out[i] = (float) Math.sqrt(out[i] / n);
        }
    }

    private static void addSquare(float[] x, float[] mean, float[] out) {
        for (int i = 0; i < WIDTH; i++) {
            float d = x[i] - mean[i];
            out[i] += d * d;
        }
    }

    /** The first step at which the series is at its maximum. */
    static void firstPeak(float[][] x, float[] max, float[] out) {
        Arrays.fill(out, 0, WIDTH, x.length);
        for (int t = 0; t < x.length; t++) {
            firstPeak(x[t], t, max, out);
        }
    }

    private static void firstPeak(float[] x, float step, float[] max, float[] out) {
        for (int i = 0; i < WIDTH; i++) {
            // Below the maximum by however little, the product is far away; at the maximum it is 0.
            out[i] = Math.min(out[i], step + (max[i] - x[i]) * FAR);
        }
    }

    /** Largest rise and largest fall from one step to the next. */
    static void slopes(float[][] x, float[] up, float[] down) {
        Arrays.fill(up, 0, WIDTH, Float.NEGATIVE_INFINITY);
        Arrays.fill(down, 0, WIDTH, Float.POSITIVE_INFINITY);
        for (int t = 0; t + 1 < x.length; t++) {
            rise(x[t], x[t + 1], up);
            fall(x[t], x[t + 1], down);
        }
    }

    private static void rise(float[] now, float[] next, float[] up) {
        for (int i = 0; i < WIDTH; i++) {
            up[i] = Math.max(up[i], next[i] - now[i]);
        }
    }

    private static void fall(float[] now, float[] next, float[] down) {
        for (int i = 0; i < WIDTH; i++) {
            down[i] = Math.min(down[i], next[i] - now[i]);
        }
    }

    /** The sum of x times one factor a step. */
    static void weightedSum(float[][] x, float[] factors, float[] out) {
        Arrays.fill(out, 0, WIDTH, 0);
        for (int t = 0; t < factors.length; t++) {
            addProduct(x[t], factors[t], out);
        }
    }

    private static void addProduct(float[] x, float factor, float[] out) {
        for (int i = 0; i < WIDTH; i++) {
            out[i] += factor * x[i];
        }
    }
}
