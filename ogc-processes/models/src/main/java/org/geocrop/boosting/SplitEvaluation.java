package org.geocrop.boosting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.geocrop.accuracy.ConfusionMatrix;
import org.geocrop.error.ModelException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.pipeline.sampling.TrainingTable;
import org.geocrop.refine.BayesianSmoothing;
import org.jspecify.annotations.Nullable;

/**
 * Accuracy on fields that were not trained on: in each split, half of the fields of each class, drawn at random, train
 * and the other half test. A class with one field is trained on only. Members are tested alone and together, with equal
 * weights, and together with smoothing, where a test pixel's surroundings are test pixels only.
 */
public final class SplitEvaluation {

    /** Names of what is tested besides the members. */
    public static final String ENSEMBLE = "ensemble";

    public static final String SMOOTHED = "ensemble, smoothed";

    /** One split, or the mean of several. */
    public record Score(double overallAccuracy, double kappa) {

        static Score mean(List<Score> scores) {
            return new Score(
                    scores.stream()
                            .mapToDouble(Score::overallAccuracy)
                            .average()
                            .orElse(Double.NaN),
                    scores.stream().mapToDouble(Score::kappa).average().orElse(Double.NaN));
        }
    }

    /**
     * What was found.
     *
     * @param classes label values that took part, with their pixels
     * @param splits scores of each split, by what was tested
     */
    public record Report(Map<Integer, Integer> classes, Map<String, List<Score>> splits) {

        /** Mean over the splits. */
        public Score mean(String tested) {
            return Score.mean(splits.getOrDefault(tested, List.of()));
        }
    }

    private final TrainingTable table;
    private final int[] classValues;
    private final List<MemberTrainer> trainers;
    private final Boosting how;
    private final @Nullable BayesianSmoothing smoothing;

    private SplitEvaluation(
            TrainingTable table,
            int[] classValues,
            List<MemberTrainer> trainers,
            Boosting how,
            @Nullable BayesianSmoothing smoothing) {
        this.table = table;
        this.classValues = classValues;
        this.trainers = trainers;
        this.how = how;
        this.smoothing = smoothing;
    }

    /**
     * Trains and tests on random splits; they run side by side, each with one thread of the libraries.
     *
     * @param minPixels classes with fewer labelled pixels are left out
     * @param splits how many
     * @param smoothing of the ensemble's probabilities; null: not tested
     */
    public static Report run(
            TrainingTable table,
            int minPixels,
            int splits,
            List<MemberTrainer> trainers,
            Boosting how,
            @Nullable BayesianSmoothing smoothing) {
        Map<Integer, Integer> pixels = new TreeMap<>();
        for (int label : table.labels()) {
            pixels.merge(label, 1, Integer::sum);
        }
        pixels.values().removeIf(count -> count < minPixels);
        if (pixels.size() < 2) {
            throw new ModelException("Fewer than two classes have " + minPixels + " labelled pixels");
        }
        int[] values = pixels.keySet().stream().mapToInt(Integer::intValue).toArray();
        SplitEvaluation evaluation = new SplitEvaluation(table, values, trainers, how.withThreads(1), smoothing);
        List<Map<String, Score>> found = IntStream.range(0, splits)
                .parallel()
                .mapToObj(split -> evaluation.split(how.seed() + split))
                .toList();
        Map<String, List<Score>> scores = new LinkedHashMap<>();
        for (String tested : found.get(0).keySet()) {
            scores.put(tested, found.stream().map(split -> split.get(tested)).toList());
        }
        return new Report(new LinkedHashMap<>(pixels), scores);
    }

    private Map<String, Score> split(long seed) {
        TreeSet<Integer> testFields = testFields(new Random(seed));
        TrainingRows train = rows(testFields, false);
        int[] testRows = indices(testFields, true);
        TrainingRows test = rows(testFields, true);
        int classes = classValues.length;
        float[] together = new float[test.size() * classes];
        Map<String, Score> scores = new LinkedHashMap<>();
        for (MemberTrainer trainer : trainers) {
            float[] own = new float[together.length];
            trainer.fit(train, how.withSeed(seed)).predict(test.features(), test.size(), own);
            scores.put(trainer.type(), score(test.labels(), own));
            for (int i = 0; i < own.length; i++) {
                together[i] += own[i] / trainers.size();
            }
        }
        scores.put(ENSEMBLE, score(test.labels(), together));
        if (smoothing != null && table.width() > 0) {
            scores.put(SMOOTHED, score(test.labels(), smooth(smoothing, testRows, together)));
        }
        return scores;
    }

    /** Puts the test pixels into a raster, smooths it, and takes them out again. */
    private float[] smooth(BayesianSmoothing how, int[] testRows, float[] probabilities) {
        int classes = classValues.length;
        int width = table.width();
        int height = Arrays.stream(table.pixels()).max().orElse(0) / width + 1;
        float[] raster = new float[width * height * classes];
        boolean[] valid = new boolean[width * height];
        for (int i = 0; i < testRows.length; i++) {
            int pixel = table.pixels()[testRows[i]];
            valid[pixel] = true;
            System.arraycopy(probabilities, i * classes, raster, pixel * classes, classes);
        }
        float[] smoothed = how.smooth(raster, classes, width, height, valid);
        float[] out = new float[probabilities.length];
        for (int i = 0; i < testRows.length; i++) {
            System.arraycopy(smoothed, table.pixels()[testRows[i]] * classes, out, i * classes, classes);
        }
        return out;
    }

    private Score score(int[] labels, float[] probabilities) {
        int classes = classValues.length;
        ConfusionMatrix matrix = new ConfusionMatrix(classes);
        for (int row = 0; row < labels.length; row++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                best = probabilities[row * classes + c] > probabilities[row * classes + best] ? c : best;
            }
            matrix.add(best, labels[row]);
        }
        return new Score(matrix.overallAccuracy(), matrix.kappa());
    }

    /** Half of each class's fields; the larger half trains. */
    private TreeSet<Integer> testFields(Random random) {
        TreeSet<Integer> testFields = new TreeSet<>();
        for (int value : classValues) {
            TreeSet<Integer> fields = new TreeSet<>();
            for (int row = 0; row < table.size(); row++) {
                if (table.labels()[row] == value) {
                    fields.add(table.fields()[row]);
                }
            }
            List<Integer> drawn = new ArrayList<>(fields);
            Collections.shuffle(drawn, random);
            testFields.addAll(drawn.subList(0, drawn.size() / 2));
        }
        return testFields;
    }

    private int[] indices(TreeSet<Integer> testFields, boolean test) {
        return IntStream.range(0, table.size())
                .filter(row -> Arrays.binarySearch(classValues, table.labels()[row]) >= 0)
                .filter(row -> testFields.contains(table.fields()[row]) == test)
                .toArray();
    }

    private TrainingRows rows(TreeSet<Integer> testFields, boolean test) {
        int[] rows = indices(testFields, test);
        float[] features = new float[rows.length * FeatureSet.COUNT];
        int[] labels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(
                    table.rows(), rows[i] * FeatureSet.COUNT, features, i * FeatureSet.COUNT, FeatureSet.COUNT);
            labels[i] = Arrays.binarySearch(classValues, table.labels()[rows[i]]);
        }
        return TrainingRows.of(features, FeatureSet.COUNT, labels, classValues.length);
    }
}
