package org.geocrop.models;

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
import org.geocrop.error.ModelException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.model.Predictor;
import org.geocrop.models.xgboost.XgboostLoader;
import org.geocrop.models.xgboost.XgboostTrainer;
import org.geocrop.pipeline.TrainingTable;

/**
 * Accuracy on fields that were not trained on: in each split, half of the fields of each class, drawn at random, train
 * and the other half test. A class with one field is trained on only.
 */
public final class SplitEvaluation {

    /**
     * What was found.
     *
     * @param classes label values that took part, with their pixels
     * @param splits one for each random split
     */
    public record Report(Map<Integer, Integer> classes, List<Accuracy> splits) {

        /** Mean over the splits. */
        public double overallAccuracy() {
            return splits.stream()
                    .mapToDouble(Accuracy::overallAccuracy)
                    .average()
                    .orElse(Double.NaN);
        }

        /** Mean over the splits. */
        public double kappa() {
            return splits.stream().mapToDouble(Accuracy::kappa).average().orElse(Double.NaN);
        }
    }

    private final TrainingTable table;
    private final int[] classValues;
    private final XgboostTrainer.Parameters parameters;

    private SplitEvaluation(TrainingTable table, int[] classValues, XgboostTrainer.Parameters parameters) {
        this.table = table;
        this.classValues = classValues;
        this.parameters = parameters;
    }

    /**
     * Trains and tests on random splits; they run side by side, each with one thread of the library.
     *
     * @param minPixels classes with fewer labelled pixels are left out
     * @param splits how many
     */
    public static Report run(TrainingTable table, int minPixels, int splits, XgboostTrainer.Parameters parameters) {
        Map<Integer, Integer> pixels = new TreeMap<>();
        for (int label : table.labels()) {
            pixels.merge(label, 1, Integer::sum);
        }
        pixels.values().removeIf(count -> count < minPixels);
        if (pixels.size() < 2) {
            throw new ModelException("Fewer than two classes have " + minPixels + " labelled pixels");
        }
        int[] values = pixels.keySet().stream().mapToInt(Integer::intValue).toArray();
        SplitEvaluation evaluation = new SplitEvaluation(table, values, parameters.withThreads(1));
        List<Accuracy> found = IntStream.range(0, splits)
                .parallel()
                .mapToObj(split -> evaluation.split(parameters.seed() + split))
                .toList();
        return new Report(new LinkedHashMap<>(pixels), found);
    }

    private Accuracy split(long seed) {
        TreeSet<Integer> testFields = testFields(new Random(seed));
        int[] train = rows(testFields, false);
        int[] test = rows(testFields, true);
        float[] weights = new float[train.length];
        Arrays.fill(weights, 1);
        byte[] model = XgboostTrainer.train(
                features(train), labels(train), weights, classValues.length, parameters.withSeed(seed));
        Predictor trees = new XgboostLoader().load("split", model, FeatureSet.COUNT, classValues.length);
        float[] scores = new float[test.length * classValues.length];
        trees.predict(features(test), test.length, scores);
        return Accuracy.of(labels(test), scores, classValues.length);
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

    private int[] rows(TreeSet<Integer> testFields, boolean test) {
        return IntStream.range(0, table.size())
                .filter(row -> Arrays.binarySearch(classValues, table.labels()[row]) >= 0)
                .filter(row -> testFields.contains(table.fields()[row]) == test)
                .toArray();
    }

    private float[] features(int[] rows) {
        float[] features = new float[rows.length * FeatureSet.COUNT];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(
                    table.rows(), rows[i] * FeatureSet.COUNT, features, i * FeatureSet.COUNT, FeatureSet.COUNT);
        }
        return features;
    }

    private float[] labels(int[] rows) {
        float[] labels = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            labels[i] = Arrays.binarySearch(classValues, table.labels()[rows[i]]);
        }
        return labels;
    }
}
