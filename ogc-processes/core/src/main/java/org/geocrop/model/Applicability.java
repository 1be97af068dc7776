package org.geocrop.model;

import java.util.Arrays;
import org.geocrop.error.ModelException;
import org.geocrop.json.Json;

/**
 * How like the training rows a row is: its Mahalanobis distance to the nearest class, with one covariance for all
 * classes (Lee et al. 2018, "A simple unified framework for detecting out-of-distribution samples and adversarial
 * attacks", equation 2), told as the per cent of training rows that lie as far from their class or farther. A model says
 * something of every pixel; below one per cent it was asked about what it does not know. Thread-safe.
 */
public final class Applicability {

    /** Moves correlations towards none, so that features that say the same do not make distances infinite. */
    private static final double SHRINKAGE = 0.1;

    private static final double LEAST_DEVIATION = 1e-6;
    private static final int PERCENTILES = 101;

    /** What a model's bundle keeps: {@code applicability.json}. */
    private record Document(float[][] centres, float[][] whitening, float[] distances) {}

    private final int features;
    /** Of each class, whitened. */
    private final float[][] centres;
    /** Lower triangle: row i has i + 1 numbers. */
    private final float[][] whitening;
    /** Percentiles of the distances of rows that were held out, rising. */
    private final float[] distances;

    private Applicability(float[][] centres, float[][] whitening, float[] distances) {
        this.features = whitening.length;
        this.centres = centres;
        this.whitening = whitening;
        this.distances = distances;
    }

    /**
     * Describes training rows.
     *
     * @param rows {@code labels.length x features}
     * @param labels class of each row, from 0
     * @param classes each with rows
     */
    public static Applicability of(float[] rows, int features, int[] labels, int classes) {
        double[][] mean = new double[classes][features];
        int[] count = new int[classes];
        for (int row = 0; row < labels.length; row++) {
            count[labels[row]]++;
            for (int f = 0; f < features; f++) {
                mean[labels[row]][f] += rows[row * features + f];
            }
        }
        for (int c = 0; c < classes; c++) {
            for (int f = 0; f < features; f++) {
                mean[c][f] /= Math.max(1, count[c]);
            }
        }
        double[][] whitening = whitening(covariance(rows, features, labels, mean));
        float[][] centres = new float[classes][features];
        for (int c = 0; c < classes; c++) {
            for (int i = 0; i < features; i++) {
                double sum = 0;
                for (int j = 0; j <= i; j++) {
                    sum += whitening[i][j] * mean[c][j];
                }
                // A class without rows is near to nothing.
                centres[c][i] = count[c] == 0 ? Float.POSITIVE_INFINITY : (float) sum;
            }
        }
        float[][] narrow = new float[features][];
        for (int i = 0; i < features; i++) {
            narrow[i] = new float[i + 1];
            for (int j = 0; j <= i; j++) {
                narrow[i][j] = (float) whitening[i][j];
            }
        }
        return new Applicability(centres, narrow, new float[PERCENTILES]);
    }

    /** The same, knowing how far rows lie that it has not seen. */
    public Applicability calibrated(float[] heldOutDistances) {
        float[] sorted = heldOutDistances.clone();
        Arrays.sort(sorted);
        float[] percentiles = new float[PERCENTILES];
        for (int p = 0; p < PERCENTILES; p++) {
            percentiles[p] = sorted[Math.round((sorted.length - 1) * p / (float) (PERCENTILES - 1))];
        }
        return new Applicability(centres, whitening, percentiles);
    }

    private static double[][] covariance(float[] rows, int features, int[] labels, double[][] mean) {
        double[][] sum = new double[features][features];
        double[] off = new double[features];
        for (int row = 0; row < labels.length; row++) {
            double[] centre = mean[labels[row]];
            for (int f = 0; f < features; f++) {
                off[f] = rows[row * features + f] - centre[f];
            }
            for (int i = 0; i < features; i++) {
                for (int j = 0; j <= i; j++) {
                    sum[i][j] += off[i] * off[j];
                }
            }
        }
        for (double[] line : sum) {
            for (int j = 0; j < features; j++) {
                line[j] /= Math.max(1, labels.length);
            }
        }
        return sum;
    }

    /** The inverse of the Cholesky factor, of shrunk correlations, times that of the deviations. */
    private static double[][] whitening(double[][] covariance) {
        int n = covariance.length;
        double[] deviation = new double[n];
        for (int i = 0; i < n; i++) {
            deviation[i] = Math.max(LEAST_DEVIATION, Math.sqrt(covariance[i][i]));
        }
        double[][] factor = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double value = i == j ? 1 : (1 - SHRINKAGE) * covariance[i][j] / (deviation[i] * deviation[j]);
                for (int k = 0; k < j; k++) {
                    value -= factor[i][k] * factor[j][k];
                }
                factor[i][j] = i == j ? Math.sqrt(value) : value / factor[j][j];
            }
        }
        double[][] inverse = new double[n][n];
        for (int i = 0; i < n; i++) {
            inverse[i][i] = 1 / factor[i][i];
            for (int j = 0; j < i; j++) {
                double sum = 0;
                for (int k = j; k < i; k++) {
                    sum -= factor[i][k] * inverse[k][j];
                }
                inverse[i][j] = sum / factor[i][i];
            }
        }
        for (double[] line : inverse) {
            for (int j = 0; j < n; j++) {
                line[j] /= deviation[j];
            }
        }
        return inverse;
    }

    /** The squared distance of each row to the nearest class. */
    public float[] distances(float[] rows, int count) {
        float[] nearest = new float[count];
        float[] white = new float[features];
        for (int row = 0; row < count; row++) {
            int at = row * features;
            for (int i = 0; i < features; i++) {
                float[] line = whitening[i];
                float sum = 0;
                for (int j = 0; j <= i; j++) {
                    sum += line[j] * rows[at + j];
                }
                white[i] = sum;
            }
            float best = Float.POSITIVE_INFINITY;
            for (float[] centre : centres) {
                float sum = 0;
                for (int i = 0; i < features; i++) {
                    float off = white[i] - centre[i];
                    sum += off * off;
                }
                best = Math.min(best, sum);
            }
            nearest[row] = best;
        }
        return nearest;
    }

    /** Per cent of training rows that lie as far from their class as each row, or farther; 0 where a value is missing. */
    public float[] perCent(float[] rows, int count) {
        float[] result = distances(rows, count);
        for (int row = 0; row < count; row++) {
            result[row] = perCent(result[row]);
        }
        return result;
    }

    private float perCent(float distance) {
        if (!(distance <= distances[PERCENTILES - 1])) {
            return 0;
        }
        int found = Arrays.binarySearch(distances, distance);
        if (found >= 0) {
            return PERCENTILES - 1 - found;
        }
        int above = -found - 1;
        if (above == 0) {
            return PERCENTILES - 1;
        }
        float below = distances[above - 1];
        return PERCENTILES - above - (distance - below) / (distances[above] - below);
    }

    /** As the bundle keeps it. */
    public byte[] write() {
        return Json.write(new Document(centres, whitening, distances));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws ModelException if it does not fit a model of so many features and classes
     */
    public static Applicability read(byte[] json, int features, int classes) {
        try {
            Document document = Json.read(json, Document.class);
            boolean fits = document.centres.length == classes
                    && Arrays.stream(document.centres).allMatch(c -> c != null && c.length == features)
                    && document.whitening.length == features
                    && document.distances.length == PERCENTILES;
            for (int i = 0; fits && i < features; i++) {
                fits = document.whitening[i] != null && document.whitening[i].length == i + 1;
            }
            if (!fits) {
                throw new ModelException("The model's applicability is not that of " + features + " features and "
                        + classes + " classes");
            }
            return new Applicability(document.centres, document.whitening, document.distances);
        } catch (Json.MalformedException e) {
            throw new ModelException("The model's applicability is not what it should be: " + e.getMessage(), e);
        }
    }
}
