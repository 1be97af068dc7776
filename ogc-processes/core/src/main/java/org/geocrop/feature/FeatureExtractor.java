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
    private static final int TRANSPOSED = 32;

    private final int steps;
    private final GapFill gapFill;
    /** [band][step][lane] in half digital numbers. */
    private final float[][][] bands;

    private final float[][] denominator;
    private final float[][] raw;
    private final float[][] ndvi;
    private final float[][] ndre;
    private final float[][] evi;
    private final float[][] ndwi;
    private final float[][] savi;
    private final float[][] harmonics;
    private final float[][] features = new float[FeatureSet.COUNT][WIDTH];
    private final float[] saviPeak = new float[WIDTH];

    /** An extractor for seasons of T time steps, at least 5. */
    public FeatureExtractor(int steps) {
        this.steps = steps;
        this.gapFill = new GapFill(steps);
        this.bands = new float[SeasonComposite.BANDS][steps][WIDTH];
        this.denominator = new float[steps][WIDTH];
        this.raw = new float[steps][WIDTH];
        this.ndvi = new float[steps][WIDTH];
        this.ndre = new float[steps][WIDTH];
        this.evi = new float[steps][WIDTH];
        this.ndwi = new float[steps][WIDTH];
        this.savi = new float[steps][WIDTH];
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
        return gapFill.observations(pixel);
    }

    /** One feature of a pixel of the strip. */
    public float feature(int index, int pixel) {
        return features[index][pixel];
    }

    /** The smoothed series of an index: {@code ndvi}, {@code ndre}, {@code evi} or {@code ndwi}, of a pixel of the strip. */
    public float[] series(String index, int pixel) {
        float[][] all = switch (index) {
            case "ndvi" -> ndvi;
            case "ndre" -> ndre;
            case "evi" -> evi;
            case "ndwi" -> ndwi;
            default -> throw new IllegalArgumentException(index);
        };
        float[] series = new float[steps];
        for (int t = 0; t < steps; t++) {
            series[t] = all[t][pixel];
        }
        return series;
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
        return bands[band][step][pixel] / UNIT;
    }

    private void normalizedDifference(float[][] a, float[][] b, float[][] out) {
        for (int t = 0; t < steps; t++) {
            difference(a[t], b[t], 1, raw[t]);
            sum(a[t], b[t], 0, denominator[t]);
        }
        Lanes.divide(denominator, UNIT, raw);
        SavitzkyGolay.smooth(raw, out);
    }

    /** EVI (Huete et al. 2002) clipped to [-1, 2]. */
    private void enhancedVegetation() {
        for (int t = 0; t < steps; t++) {
            difference(bands[NIR][t], bands[RED][t], 2.5f, raw[t]);
            eviDenominator(bands[NIR][t], bands[RED][t], bands[BLUE][t], denominator[t]);
        }
        Lanes.divide(denominator, UNIT, raw);
        Lanes.clip(raw, -1, 2);
        SavitzkyGolay.smooth(raw, evi);
    }

    private void soilAdjusted() {
        for (int t = 0; t < steps; t++) {
            difference(bands[NIR][t], bands[RED][t], 1 + SAVI_SOIL, raw[t]);
            sum(bands[NIR][t], bands[RED][t], SAVI_SOIL * UNIT, denominator[t]);
        }
        Lanes.divide(denominator, UNIT, raw);
        SavitzkyGolay.smooth(raw, savi);
        Lanes.max(savi, 0, steps, saviPeak);
    }

    private static void difference(float[] a, float[] b, float factor, float[] out) {
        for (int i = 0; i < WIDTH; i++) {
            out[i] = factor * (a[i] - b[i]);
        }
    }

    private static void sum(float[] a, float[] b, float constant, float[] out) {
        for (int i = 0; i < WIDTH; i++) {
            out[i] = a[i] + b[i] + constant;
        }
    }

    private static void eviDenominator(float[] nir, float[] red, float[] blue, float[] out) {
        for (int i = 0; i < WIDTH; i++) {
            out[i] = nir[i] + 6 * red[i] - 7.5f * blue[i] + UNIT;
        }
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
        for (float[][] series : new float[][][] {ndvi, ndwi, ndre}) {
            for (int window = 0; window < 3; window++) {
                int from = window * steps / 3;
                int to = (window + 1) * steps / 3;
                Lanes.mean(series, from, to, features[at++]);
                Lanes.max(series, from, to, features[at++]);
            }
        }
    }

    /** The nine statistics of one index; returns where the next feature goes. */
    private int statistics(float[][] x, int at) {
        float[] max = features[at];
        float[] min = features[at + 1];
        float[] mean = features[at + 2];
        float[] amplitude = features[at + 4];
        float[] area = features[at + 5];
        Lanes.max(x, 0, steps, max);
        Lanes.min(x, 0, steps, min);
        Lanes.sum(x, 0, steps, area);
        Lanes.divide(area, steps, mean);
        difference(max, min, 1, amplitude);
        lessEnds(x[0], x[steps - 1], area);
        Lanes.deviation(x, mean, features[at + 3]);
        Lanes.firstPeak(x, max, features[at + 6]);
        Lanes.slopes(x, features[at + 7], features[at + 8]);
        return at + 9;
    }

    /** The trapezoid rule counts the ends half. */
    private static void lessEnds(float[] first, float[] last, float[] area) {
        for (int i = 0; i < WIDTH; i++) {
            area[i] -= 0.5f * (first[i] + last[i]);
        }
    }

    /** A few pixels at a time, whose rows then stay in the first-level cache. */
    private void transpose(int count, float[] rows) {
        for (int from = 0; from < count; from += TRANSPOSED) {
            int to = Math.min(count, from + TRANSPOSED);
            for (int f = 0; f < FeatureSet.COUNT; f++) {
                float[] feature = features[f];
                for (int i = from, at = from * FeatureSet.COUNT + f; i < to; i++, at += FeatureSet.COUNT) {
                    rows[at] = feature[i];
                }
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
