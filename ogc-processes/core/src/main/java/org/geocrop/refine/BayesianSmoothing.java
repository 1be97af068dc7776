package org.geocrop.refine;

import java.util.Arrays;
import org.geocrop.error.InvalidRequestException;

/**
 * Bayesian smoothing of class probabilities (Camara et al. 2024, "Bayesian inference for post-processing of
 * remote-sensing image classification", Remote Sensing 16(23), 4572; the method of the R package sits). Class by class,
 * a pixel's log-odds x are drawn towards the mean m of those of its surroundings, the more, the less these vary:
 * (s2 x + v m) / (s2 + v), where s2 is their variance and v the smoothness. Of the surroundings only the pixels with the
 * highest values of the class count, so that a field's edge is not smoothed by what is beyond it.
 *
 * @param window width of the surroundings, an odd number of pixels
 * @param smoothness v, the variance of log-odds within a field
 * @param fraction of the surroundings that counts, highest first
 */
public record BayesianSmoothing(int window, double smoothness, double fraction) {

    /** As sits has it. */
    public static final BayesianSmoothing DEFAULT = new BayesianSmoothing(9, 20, 0.5);

    private static final double LEAST = 1e-4;

    public BayesianSmoothing {
        if (window < 3 || window > 31 || window % 2 == 0) {
            throw new InvalidRequestException("The window is an odd number from 3 to 31, not " + window);
        }
        if (!(smoothness > 0 && smoothness <= 1000) || !(fraction > 0 && fraction <= 1)) {
            throw new InvalidRequestException("Smoothness is above 0, at most 1000; fraction above 0, at most 1");
        }
    }

    /** Pixels around a block that are needed beside it. */
    public int margin() {
        return window / 2;
    }

    /**
     * Smooths a raster.
     *
     * @param probabilities {@code height x width x classes}, pixel by pixel
     * @param valid pixels that have any; the others are neither smoothed nor counted
     * @return as given, each valid pixel's adding up to 1
     */
    public float[] smooth(float[] probabilities, int classes, int width, int height, boolean[] valid) {
        double[] odds = new double[width * height];
        double[] near = new double[window * window];
        float[] smooth = new float[probabilities.length];
        for (int c = 0; c < classes; c++) {
            for (int i = 0; i < odds.length; i++) {
                double p = Math.min(1 - LEAST, Math.max(LEAST, probabilities[i * classes + c]));
                odds[i] = Math.log(p / (1 - p));
            }
            for (int i = 0; i < odds.length; i++) {
                if (valid[i]) {
                    double x = expected(odds, near, i % width, i / width, width, height, valid);
                    smooth[i * classes + c] = (float) (1 / (1 + Math.exp(-x)));
                }
            }
        }
        normalize(smooth, classes, valid);
        return smooth;
    }

    private double expected(double[] odds, double[] near, int col, int row, int width, int height, boolean[] valid) {
        int reach = window / 2;
        int n = 0;
        for (int y = Math.max(0, row - reach); y <= Math.min(height - 1, row + reach); y++) {
            for (int x = Math.max(0, col - reach); x <= Math.min(width - 1, col + reach); x++) {
                if (valid[y * width + x]) {
                    near[n++] = odds[y * width + x];
                }
            }
        }
        Arrays.sort(near, 0, n);
        int from = n - Math.max(1, (int) Math.ceil(n * fraction));
        double sum = 0;
        double squares = 0;
        for (int i = from; i < n; i++) {
            sum += near[i];
            squares += near[i] * near[i];
        }
        int counted = n - from;
        double mean = sum / counted;
        double variance = counted < 2 ? 0 : Math.max(0, (squares - sum * mean) / (counted - 1));
        double own = odds[row * width + col];
        return (variance * own + smoothness * mean) / (variance + smoothness);
    }

    private static void normalize(float[] values, int classes, boolean[] valid) {
        for (int i = 0; i < valid.length; i++) {
            if (valid[i]) {
                float sum = 0;
                for (int c = 0; c < classes; c++) {
                    sum += values[i * classes + c];
                }
                for (int c = 0; c < classes; c++) {
                    values[i * classes + c] /= sum;
                }
            }
        }
    }
}
