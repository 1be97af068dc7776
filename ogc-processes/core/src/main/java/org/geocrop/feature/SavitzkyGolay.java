package org.geocrop.feature;

/**
 * Smoothing by Savitzky and Golay (1964), window 5, order 2. The first and last two points come from the quadratic
 * fitted to the first and last five.
 */
final class SavitzkyGolay {

    private static final int WIDTH = Lanes.WIDTH;
    private static final float[] INNER = {-3 / 35f, 12 / 35f, 17 / 35f, 12 / 35f, -3 / 35f};
    private static final float[] FIRST = {31 / 35f, 9 / 35f, -3 / 35f, -5 / 35f, 3 / 35f};
    private static final float[] SECOND = {9 / 35f, 13 / 35f, 12 / 35f, 6 / 35f, -5 / 35f};
    private static final float[] SECOND_LAST = {-5 / 35f, 6 / 35f, 12 / 35f, 13 / 35f, 9 / 35f};
    private static final float[] LAST = {3 / 35f, -5 / 35f, -3 / 35f, 9 / 35f, 31 / 35f};

    private SavitzkyGolay() {}

    /** Smooths series [step][lane] of at least five steps. */
    static void smooth(float[][] x, float[][] out) {
        int steps = x.length;
        apply(FIRST, x, 0, out[0]);
        apply(SECOND, x, 0, out[1]);
        for (int t = 2; t < steps - 2; t++) {
            apply(INNER, x, t - 2, out[t]);
        }
        apply(SECOND_LAST, x, steps - 5, out[steps - 2]);
        apply(LAST, x, steps - 5, out[steps - 1]);
    }

    private static void apply(float[] kernel, float[][] x, int from, float[] out) {
        apply(kernel, x[from], x[from + 1], x[from + 2], x[from + 3], x[from + 4], out);
    }

    private static void apply(float[] kernel, float[] a, float[] b, float[] c, float[] d, float[] e, float[] out) {
        float k0 = kernel[0];
        float k1 = kernel[1];
        float k2 = kernel[2];
        float k3 = kernel[3];
        float k4 = kernel[4];
        for (int i = 0; i < WIDTH; i++) {
            out[i] = k0 * a[i] + k1 * b[i] + k2 * c[i] + k3 * d[i] + k4 * e[i];
        }
    }
}
