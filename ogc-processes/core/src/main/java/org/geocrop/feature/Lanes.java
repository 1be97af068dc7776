package org.geocrop.feature;

import java.util.Arrays;

/**
 * Loops over lanes: arrays that hold one number for each of {@link #WIDTH} pixels, or for each step and pixel
 * ({@code step * WIDTH + pixel}). They are written so that the JIT turns them into vector instructions: one array
 * index, no branches, no calls.
 */
final class Lanes {

    /** Pixels worked on together: a series of one index then fits the first-level cache of a core. */
    static final int WIDTH = 256;

    /** A quotient whose denominator is smaller than this is 0 (feature set v1, step 5), in units of reflectance. */
    private static final float SMALLEST_DENOMINATOR = 1e-9f;

    private Lanes() {}

    /**
     * numerator / denominator into {@code out}, 0 where the denominator is nearly 0.
     *
     * @param perUnit how many units of the denominator make one of reflectance
     */
    static void divide(float[] numerator, float[] denominator, float perUnit, float[] out) {
        float smallest = Float.MAX_VALUE;
        for (int i = 0; i < out.length; i++) {
            out[i] = numerator[i] / denominator[i];
        }
        for (int i = 0; i < out.length; i++) {
            smallest = Math.min(smallest, Math.abs(denominator[i]));
        }
        float bound = SMALLEST_DENOMINATOR * perUnit;
        if (smallest < bound) {
            for (int i = 0; i < out.length; i++) {
                if (Math.abs(denominator[i]) < bound) {
                    out[i] = 0;
                }
            }
        }
    }

    static void clip(float[] x, float low, float high) {
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.max(low, Math.min(high, x[i]));
        }
    }

    /** Largest value over the steps {@code [from, to)} for each pixel. */
    static void max(float[] x, int from, int to, float[] out) {
        System.arraycopy(x, from * WIDTH, out, 0, WIDTH);
        for (int t = from + 1; t < to; t++) {
            int o = t * WIDTH;
            for (int i = 0; i < WIDTH; i++) {
                out[i] = Math.max(out[i], x[o + i]);
            }
        }
    }

    static void min(float[] x, int from, int to, float[] out) {
        System.arraycopy(x, from * WIDTH, out, 0, WIDTH);
        for (int t = from + 1; t < to; t++) {
            int o = t * WIDTH;
            for (int i = 0; i < WIDTH; i++) {
                out[i] = Math.min(out[i], x[o + i]);
            }
        }
    }

    static void mean(float[] x, int from, int to, float[] out) {
        sum(x, from, to, out);
        float n = to - from;
        for (int i = 0; i < WIDTH; i++) {
            out[i] /= n;
        }
    }

    static void sum(float[] x, int from, int to, float[] out) {
        System.arraycopy(x, from * WIDTH, out, 0, WIDTH);
        for (int t = from + 1; t < to; t++) {
            int o = t * WIDTH;
            for (int i = 0; i < WIDTH; i++) {
                out[i] += x[o + i];
            }
        }
    }

    /** Population standard deviation over all steps. */
    static void deviation(float[] x, int steps, float[] mean, float[] out) {
        Arrays.fill(out, 0, WIDTH, 0);
        for (int t = 0; t < steps; t++) {
            int o = t * WIDTH;
            for (int i = 0; i < WIDTH; i++) {
                float d = x[o + i] - mean[i];
                out[i] += d * d;
            }
        }
        float n = steps;
        for (int i = 0; i < WIDTH; i++) {
            out[i] = (float) Math.sqrt(out[i] / n);
        }
    }

    /** The first step at which the series is at its maximum. */
    static void firstPeak(float[] x, int steps, float[] max, float[] out) {
        float far = 1e6f;
        Arrays.fill(out, 0, WIDTH, far);
        for (int t = 0; t < steps; t++) {
            int o = t * WIDTH;
            float step = t;
            for (int i = 0; i < WIDTH; i++) {
                // Below the maximum by however little, the product is far away; at the maximum it is 0.
                out[i] = Math.min(out[i], step + Math.min(far, (max[i] - x[o + i]) * 1e38f));
            }
        }
    }

    /** Largest rise and largest fall from one step to the next. */
    static void slopes(float[] x, int steps, float[] up, float[] down) {
        Arrays.fill(up, 0, WIDTH, Float.NEGATIVE_INFINITY);
        Arrays.fill(down, 0, WIDTH, Float.POSITIVE_INFINITY);
        for (int t = 0; t + 1 < steps; t++) {
            int o = t * WIDTH;
            int next = o + WIDTH;
            for (int i = 0; i < WIDTH; i++) {
                up[i] = Math.max(up[i], x[next + i] - x[o + i]);
            }
            for (int i = 0; i < WIDTH; i++) {
                down[i] = Math.min(down[i], x[next + i] - x[o + i]);
            }
        }
    }

    /** The sum of x times one factor a step. */
    static void weightedSum(float[] x, float[] factors, float[] out) {
        Arrays.fill(out, 0, WIDTH, 0);
        for (int t = 0; t < factors.length; t++) {
            int o = t * WIDTH;
            float factor = factors[t];
            for (int i = 0; i < WIDTH; i++) {
                out[i] += factor * x[o + i];
            }
        }
    }
}
