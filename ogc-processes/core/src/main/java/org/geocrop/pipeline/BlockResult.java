package org.geocrop.pipeline;

import java.util.Arrays;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.feature.FeatureExtractor;
import org.geocrop.feature.FeatureSet;
import org.geocrop.model.CropClass;
import org.geocrop.model.Ensemble;
import org.jspecify.annotations.Nullable;

/** The rasters of one block, filled strip by strip. */
final class BlockResult {

    static final int INDEX_NODATA = -32768;
    static final int BYTE_NODATA = 255;

    private static final int NDVI_MAX = 0;
    private static final int NDVI_PEAK_STEP = 6;
    private static final int EVI_MAX = 18;
    /** Surface reflectance that is white in the picture. */
    private static final float WHITE = 0.3f;
    /** Brightens what is dark, as most of a landscape is. */
    private static final double GAMMA = 1.8;

    final int[] cropType;
    final int[] confidence;
    final int[] observations;
    final int[] ndviPeak;
    final int[] eviPeak;
    final int[] saviPeak;
    final int[] trueColor;
    final int[] probabilities;

    private final int classes;

    BlockResult(int pixels, int classes, boolean withProbabilities) {
        this.classes = classes;
        cropType = new int[pixels];
        confidence = filled(pixels, BYTE_NODATA);
        observations = filled(pixels, BYTE_NODATA);
        ndviPeak = filled(pixels, INDEX_NODATA);
        eviPeak = filled(pixels, INDEX_NODATA);
        saviPeak = filled(pixels, INDEX_NODATA);
        trueColor = new int[pixels * 3];
        probabilities = withProbabilities ? filled(pixels * classes, BYTE_NODATA) : new int[0];
    }

    int[] samples(String raster) {
        return switch (raster) {
            case ResultFiles.CROP_TYPE -> cropType;
            case ResultFiles.CONFIDENCE -> confidence;
            case ResultFiles.OBSERVATIONS -> observations;
            case ResultFiles.NDVI_PEAK -> ndviPeak;
            case ResultFiles.EVI_PEAK -> eviPeak;
            case ResultFiles.SAVI_PEAK -> saviPeak;
            case ResultFiles.TRUE_COLOR -> trueColor;
            case ResultFiles.PROBABILITIES -> probabilities;
            default -> throw new IllegalArgumentException(raster);
        };
    }

    /**
     * Describes the pixels of a block that are wanted and have enough observations, and classifies them.
     *
     * @param model null to leave the classes out
     */
    void workOut(SeasonComposite composite, boolean[] wanted, @Nullable Ensemble model, int minObservations) {
        FeatureExtractor extractor = new FeatureExtractor(composite.steps());
        int strip = FeatureExtractor.STRIP;
        float[] rows = new float[strip * FeatureSet.COUNT];
        float[] scores = new float[strip * classes];
        int[] pixels = new int[strip];
        for (int from = 0; from < composite.pixels(); from += strip) {
            int count = Math.min(strip, composite.pixels() - from);
            if (!any(wanted, from, count)) {
                continue;
            }
            extractor.extract(composite, from, count, rows);
            int valid = 0;
            for (int i = 0; i < count; i++) {
                if (wanted[from + i] && extractor.observations(i) >= minObservations) {
                    System.arraycopy(rows, i * FeatureSet.COUNT, rows, valid * FeatureSet.COUNT, FeatureSet.COUNT);
                    pixels[valid++] = i;
                    describe(extractor, i, from + i);
                }
            }
            if (valid > 0 && model != null) {
                model.predict(rows, valid, scores);
                decide(scores, pixels, valid, from, model);
            }
        }
    }

    private void describe(FeatureExtractor extractor, int lane, int pixel) {
        observations[pixel] = Math.min(254, extractor.observations(lane));
        ndviPeak[pixel] = scaled(extractor.feature(NDVI_MAX, lane));
        eviPeak[pixel] = scaled(extractor.feature(EVI_MAX, lane));
        saviPeak[pixel] = scaled(extractor.saviPeak(lane));
        int step = (int) extractor.feature(NDVI_PEAK_STEP, lane);
        trueColor[pixel * 3] = shade(extractor.reflectance(2, step, lane));
        trueColor[pixel * 3 + 1] = shade(extractor.reflectance(1, step, lane));
        trueColor[pixel * 3 + 2] = shade(extractor.reflectance(0, step, lane));
    }

    private void decide(float[] scores, int[] pixels, int count, int from, Ensemble model) {
        for (int row = 0; row < count; row++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (scores[row * classes + c] > scores[row * classes + best]) {
                    best = c;
                }
            }
            int pixel = from + pixels[row];
            CropClass cropClass = model.classes().get(best);
            cropType[pixel] = cropClass.id();
            confidence[pixel] = perCent(scores[row * classes + best]);
            if (probabilities.length > 0) {
                for (int c = 0; c < classes; c++) {
                    probabilities[pixel * classes + c] = perCent(scores[row * classes + c]);
                }
            }
        }
    }

    private static int perCent(float probability) {
        return Math.max(0, Math.min(100, Math.round(probability * 100)));
    }

    private static int scaled(float index) {
        return Math.max(-32767, Math.min(32767, Math.round(index * 10_000)));
    }

    private static int shade(float reflectance) {
        return (int) Math.max(
                1, Math.min(255, Math.round(Math.pow(Math.max(0, reflectance / WHITE), 1 / GAMMA) * 255)));
    }

    private static boolean any(boolean[] wanted, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (wanted[i]) {
                return true;
            }
        }
        return false;
    }

    private static int[] filled(int length, int value) {
        int[] filled = new int[length];
        Arrays.fill(filled, value);
        return filled;
    }
}
