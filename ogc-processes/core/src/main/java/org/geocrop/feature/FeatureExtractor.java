package org.geocrop.feature;

import org.geocrop.composite.Reflectance;
import org.geocrop.composite.SeasonComposite;

/**
 * Turns the composite of a season into the 51 features of {@link FeatureSet}, strip by strip of {@link #STRIP} pixels.
 * An instance holds the work arrays of one thread.
 *
 * <p>After {@link #extract} the other methods tell about the same strip.
 */
public final class FeatureExtractor {

    /** The most pixels of one call. */
    public static final int STRIP = Lanes.WIDTH;

    private static final int WIDTH = Lanes.WIDTH;
    private static final float UNIT = Reflectance.CODES_PER_UNIT;
    private static final int BLUE = 0;
    private static final int GREEN = 1;
    private static final int RED = 2;
    private static final int RED_EDGE = 3;
    private static final int NIR = 4;
    private static final float SAVI_SOIL = 0.5f;

    private final int steps;
    private final GapFill gapFill;
    private final float[][] bands;
    private final float[] numerator;
    private final float[] denominator;
    private final float[] raw;
    private final float[] ndvi;
    private final float[] ndre;
    private final float[] evi;
    private final float[] ndwi;
    private final float[] savi;
    private final float[][] harmonics;
    private final float[][] features = new float[FeatureSet.COUNT][WIDTH];
    private final float[] saviPeak = new float[WIDTH];

    /** An extractor for seasons of T time steps, at least 5. */
    public FeatureExtractor(int steps) {
        this.steps = steps;
        this.gapFill = new GapFill(steps);
        int size = steps * WIDTH;
        this.bands = new float[SeasonComposite.BANDS][size];
        this.numerator = new float[size];
        this.denominator = new float[size];
        this.raw = new float[size];
        this.ndvi = new float[size];
        this.ndre = new float[size];
        this.evi = new float[size];
        this.ndwi = new float[size];
        this.savi = new float[size];
        this.harmonics = harmonics(steps);
    }

    /**
     * Computes the features of a strip.
     *
     * @param from first pixel of the strip
     * @param count pixels, at most {@link #STRIP}
     * @param rows filled with the features pixel by pixel, {@code count x 51}
     */
    public void extract(SeasonComposite composite, int from, int count, float[] rows) {
        gapFill.locateGaps(composite.codes(), RED, from, count);
        for (int band = 0; band < SeasonComposite.BANDS; band++) {
            gapFill.fill(composite.codes(), band, from, count, bands[band]);
        }
        normalizedDifference(bands[NIR], bands[RED], ndvi);
        normalizedDifference(bands[NIR], bands[RED_EDGE], ndre);
        normalizedDifference(bands[GREEN], bands[NIR], ndwi);
        enhancedVegetation();
        soilAdjusted();
        computeFeatures();
        transpose(count, rows);
    }

    /** Time steps with data of a pixel of the strip. */
    public int observations(int pixel) {
        return gapFill.observations()[pixel];
    }

    /** One feature of a pixel of the strip. */
    public float feature(int index, int pixel) {
        return features[index][pixel];
    }

    /** Maximum of the smoothed SAVI (Huete 1988, L = 0.5) of a pixel of the strip. */
    public float saviPeak(int pixel) {
        return saviPeak[pixel];
    }

    /**
     * Gap-filled surface reflectance of a pixel of the strip.
     *
     * @param band 0 to 4 for B02, B03, B04, B05, B08
     * @param step time step from 0
     */
    public float reflectance(int band, int step, int pixel) {
        return bands[band][step * WIDTH + pixel] / UNIT;
    }

    private void normalizedDifference(float[] a, float[] b, float[] out) {
        for (int i = 0; i < numerator.length; i++) {
            numerator[i] = a[i] - b[i];
        }
        for (int i = 0; i < denominator.length; i++) {
            denominator[i] = a[i] + b[i];
        }
        Lanes.divide(numerator, denominator, UNIT, raw);
        SavitzkyGolay.smooth(raw, steps, out);
    }

    /** EVI (Huete et al. 2002) clipped to [-1, 2]. */
    private void enhancedVegetation() {
        float[] nir = bands[NIR];
        float[] red = bands[RED];
        float[] blue = bands[BLUE];
        for (int i = 0; i < numerator.length; i++) {
            numerator[i] = 2.5f * (nir[i] - red[i]);
        }
        for (int i = 0; i < denominator.length; i++) {
            denominator[i] = nir[i] + 6 * red[i] - 7.5f * blue[i] + UNIT;
        }
        Lanes.divide(numerator, denominator, UNIT, raw);
        Lanes.clip(raw, -1, 2);
        SavitzkyGolay.smooth(raw, steps, evi);
    }

    private void soilAdjusted() {
        float[] nir = bands[NIR];
        float[] red = bands[RED];
        for (int i = 0; i < numerator.length; i++) {
            numerator[i] = (1 + SAVI_SOIL) * (nir[i] - red[i]);
        }
        for (int i = 0; i < denominator.length; i++) {
            denominator[i] = nir[i] + red[i] + SAVI_SOIL * UNIT;
        }
        Lanes.divide(numerator, denominator, UNIT, raw);
        SavitzkyGolay.smooth(raw, steps, savi);
        Lanes.max(savi, 0, steps, saviPeak);
    }

    private void computeFeatures() {
        int at = statistics(ndvi, 0);
        at = statistics(ndre, at);
        at = statistics(evi, at);
        for (float[] factors : harmonics) {
            Lanes.weightedSum(ndvi, factors, features[at++]);
        }
        float[] difference = features[at++];
        float[] contrast = features[at++];
        float[] ndviMax = features[0];
        float[] ndreMax = features[9];
        float[] ndviMean = features[2];
        float[] eviMean = features[20];
        for (int i = 0; i < WIDTH; i++) {
            difference[i] = ndviMax[i] - ndreMax[i];
            contrast[i] = eviMean[i] / (ndviMean[i] + 0.001f);
        }
        for (float[] series : new float[][] {ndvi, ndwi, ndre}) {
            for (int window = 0; window < 3; window++) {
                int from = window * steps / 3;
                int to = (window + 1) * steps / 3;
                Lanes.mean(series, from, to, features[at++]);
                Lanes.max(series, from, to, features[at++]);
            }
        }
    }

    /** The nine statistics of one index; returns where the next feature goes. */
    private int statistics(float[] x, int at) {
        float[] max = features[at];
        float[] min = features[at + 1];
        float[] mean = features[at + 2];
        float[] amplitude = features[at + 4];
        float[] area = features[at + 5];
        Lanes.max(x, 0, steps, max);
        Lanes.min(x, 0, steps, min);
        Lanes.sum(x, 0, steps, area);
        int last = (steps - 1) * WIDTH;
        float n = steps;
        for (int i = 0; i < WIDTH; i++) {
            mean[i] = area[i] / n;
            amplitude[i] = max[i] - min[i];
            area[i] -= 0.5f * (x[i] + x[last + i]);
        }
        Lanes.deviation(x, steps, mean, features[at + 3]);
        Lanes.firstPeak(x, steps, max, features[at + 6]);
        Lanes.slopes(x, steps, features[at + 7], features[at + 8]);
        return at + 9;
    }

    private void transpose(int count, float[] rows) {
        for (int f = 0; f < FeatureSet.COUNT; f++) {
            float[] feature = features[f];
            for (int i = 0; i < count; i++) {
                rows[i * FeatureSet.COUNT + f] = feature[i];
            }
        }
    }

    /** (2/T) sin and cos of 2 pi h t / T for h = 1, 2. */
    private static float[][] harmonics(int steps) {
        float[][] factors = new float[4][steps];
        for (int h = 1; h <= 2; h++) {
            for (int t = 0; t < steps; t++) {
                double angle = 2 * Math.PI * h * t / steps;
                factors[2 * h - 2][t] = (float) (2.0 / steps * StrictMath.sin(angle));
                factors[2 * h - 1][t] = (float) (2.0 / steps * StrictMath.cos(angle));
            }
        }
        return factors;
    }
}
