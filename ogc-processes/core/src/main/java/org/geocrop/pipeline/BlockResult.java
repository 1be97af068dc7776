package org.geocrop.pipeline;

import java.util.Arrays;
import java.util.List;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.feature.FeatureExtractor;
import org.geocrop.feature.FeatureSet;
import org.geocrop.model.Applicability;
import org.geocrop.model.CropClass;
import org.geocrop.model.Ensemble;
import org.geocrop.store.Spent;
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
    final int[] margin;
    final int[] entropy;
    final int[] applicability;
    final int[] probabilities;

    /** Wanted pixels without a clear observation in any step. */
    int unobserved;

    private final int classes;

    /** Room for all rasters; those that not every result has only if they are among {@code rasters}. */
    BlockResult(int pixels, int classes, List<String> rasters) {
        this.classes = classes;
        cropType = new int[pixels];
        confidence = filled(pixels, BYTE_NODATA);
        observations = filled(pixels, BYTE_NODATA);
        ndviPeak = filled(pixels, INDEX_NODATA);
        eviPeak = filled(pixels, INDEX_NODATA);
        saviPeak = filled(pixels, INDEX_NODATA);
        trueColor = new int[pixels * 3];
        margin = filled(rasters.contains(ResultFiles.MARGIN) ? pixels : 0, BYTE_NODATA);
        entropy = filled(rasters.contains(ResultFiles.ENTROPY) ? pixels : 0, BYTE_NODATA);
        applicability = filled(rasters.contains(ResultFiles.APPLICABILITY) ? pixels : 0, BYTE_NODATA);
        probabilities = filled(rasters.contains(ResultFiles.PROBABILITIES) ? pixels * classes : 0, BYTE_NODATA);
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
            case ResultFiles.MARGIN -> margin;
            case ResultFiles.ENTROPY -> entropy;
            case ResultFiles.APPLICABILITY -> applicability;
            case ResultFiles.PROBABILITIES -> probabilities;
            default -> throw new IllegalArgumentException(raster);
        };
    }

    /**
     * Describes the pixels of a block that are wanted and have enough observations, and classifies them.
     *
     * @param model null to leave the classes out
     * @param minApplicability per cent, below which a pixel gets no class
     * @param spent the account of the run
     */
    void workOut(
            SeasonComposite composite,
            boolean[] wanted,
            @Nullable Ensemble model,
            int minObservations,
            double minApplicability,
            Spent spent) {
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
            long start = System.nanoTime();
            extractor.extract(composite, from, count, rows);
            int valid = 0;
            for (int i = 0; i < count; i++) {
                unobserved += wanted[from + i] && extractor.observations(i) == 0 ? 1 : 0;
                if (wanted[from + i] && extractor.observations(i) >= minObservations) {
                    System.arraycopy(rows, i * FeatureSet.COUNT, rows, valid * FeatureSet.COUNT, FeatureSet.COUNT);
                    pixels[valid++] = i;
                    describe(extractor, i, from + i);
                }
            }
            long described = System.nanoTime();
            spent.add(described - start, Spent.Work.FEATURES);
            if (valid > 0 && model != null) {
                int known = likeTraining(model, rows, pixels, valid, from, minApplicability);
                model.predict(rows, known, scores);
                decide(scores, pixels, known, from, model);
                spent.since(described, Spent.Work.MODEL);
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

    /** Notes how like the training rows pixels are, and keeps those that are like enough; returns how many. */
    private int likeTraining(Ensemble model, float[] rows, int[] pixels, int count, int from, double least) {
        Applicability training = model.applicability();
        if (training == null || (applicability.length == 0 && least <= 0)) {
            return count;
        }
        float[] like = training.perCent(rows, count);
        int kept = 0;
        for (int row = 0; row < count; row++) {
            if (applicability.length > 0) {
                applicability[from + pixels[row]] = (int) like[row];
            }
            if (like[row] >= least) {
                System.arraycopy(rows, row * FeatureSet.COUNT, rows, kept * FeatureSet.COUNT, FeatureSet.COUNT);
                pixels[kept++] = pixels[row];
            }
        }
        return kept;
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
            if (margin.length > 0) {
                margin[pixel] = perCent(scores[row * classes + best] - second(scores, row * classes, best));
            }
            if (entropy.length > 0) {
                entropy[pixel] = perCent(entropy(scores, row * classes));
            }
            if (probabilities.length > 0) {
                for (int c = 0; c < classes; c++) {
                    probabilities[pixel * classes + c] = perCent(scores[row * classes + c]);
                }
            }
        }
    }

    private float second(float[] scores, int at, int best) {
        float second = 0;
        for (int c = 0; c < classes; c++) {
            second = c == best ? second : Math.max(second, scores[at + c]);
        }
        return second;
    }

    /** Shannon's, as a share of the most that so many classes can have. */
    private float entropy(float[] scores, int at) {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            double p = scores[at + c];
            sum -= p > 0 ? p * Math.log(p) : 0;
        }
        return (float) (sum / Math.log(classes));
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
