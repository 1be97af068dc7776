package org.geocrop.boosting;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.geocrop.accuracy.ConfusionMatrix;
import org.geocrop.error.ModelException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.pipeline.sampling.TrainingTable;

/**
 * Accuracy in places and seasons that were not trained on: each place is left out in turn, the classes that all places
 * have are trained on the others, and tested there. That is what a map of a new place can expect, where splits of one
 * place ({@link SplitEvaluation}) tell what a map of the same place can.
 */
public final class PlaceEvaluation {

    private PlaceEvaluation() {}

    /** A place, or a season, with its labelled pixels. */
    public record Place(String name, TrainingTable table) {}

    /**
     * What was found.
     *
     * @param classes label values that all places have
     * @param places for each place that was left out the scores there, by what was tested
     */
    public record Report(List<Integer> classes, Map<String, Map<String, SplitEvaluation.Score>> places) {

        /** Mean over the places, each of which counts the same. */
        public SplitEvaluation.Score mean(String tested) {
            return SplitEvaluation.Score.mean(
                    places.values().stream().map(scores -> scores.get(tested)).toList());
        }
    }

    /**
     * Trains and tests.
     *
     * @param minPixels a class takes part if each place has so many labelled pixels of it
     * @throws ModelException if there is one place only, or fewer than two classes are in all
     */
    public static Report run(List<Place> places, int minPixels, List<MemberTrainer> trainers, Boosting how) {
        if (places.size() < 2) {
            throw new ModelException("Two places at least are needed to leave one out");
        }
        int[] classes = shared(places, minPixels);
        if (classes.length < 2) {
            throw new ModelException("Fewer than two classes have " + minPixels + " labelled pixels in each of "
                    + places.stream().map(Place::name).toList());
        }
        Map<String, Map<String, SplitEvaluation.Score>> found = new LinkedHashMap<>();
        for (Place left : places) {
            List<Place> others = places.stream().filter(place -> place != left).toList();
            found.put(left.name, test(rows(others, classes), rows(List.of(left), classes), trainers, how));
        }
        return new Report(Arrays.stream(classes).boxed().toList(), found);
    }

    private static int[] shared(List<Place> places, int minPixels) {
        TreeSet<Integer> shared = null;
        for (Place place : places) {
            TreeMap<Integer, Integer> pixels = new TreeMap<>();
            for (int label : place.table.labels()) {
                pixels.merge(label, 1, Integer::sum);
            }
            pixels.values().removeIf(count -> count < minPixels);
            if (shared == null) {
                shared = new TreeSet<>(pixels.keySet());
            } else {
                shared.retainAll(pixels.keySet());
            }
        }
        return shared == null
                ? new int[0]
                : shared.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Map<String, SplitEvaluation.Score> test(
            TrainingRows train, TrainingRows test, List<MemberTrainer> trainers, Boosting how) {
        Map<String, SplitEvaluation.Score> scores = new LinkedHashMap<>();
        float[] together = new float[test.size() * test.classes()];
        for (MemberTrainer trainer : trainers) {
            float[] own = new float[together.length];
            trainer.fit(train, how).predict(test.features(), test.size(), own);
            scores.put(trainer.type(), score(test, own));
            for (int i = 0; i < own.length; i++) {
                together[i] += own[i] / trainers.size();
            }
        }
        scores.put(SplitEvaluation.ENSEMBLE, score(test, together));
        return scores;
    }

    private static SplitEvaluation.Score score(TrainingRows test, float[] probabilities) {
        ConfusionMatrix matrix = new ConfusionMatrix(test.classes());
        for (int row = 0; row < test.size(); row++) {
            int first = row * test.classes();
            int best = 0;
            for (int c = 1; c < test.classes(); c++) {
                best = probabilities[first + c] > probabilities[first + best] ? c : best;
            }
            matrix.add(best, test.labels()[row]);
        }
        return new SplitEvaluation.Score(matrix.overallAccuracy(), matrix.kappa());
    }

    private static TrainingRows rows(List<Place> places, int[] classes) {
        int size = 0;
        for (Place place : places) {
            size += (int) Arrays.stream(place.table.labels())
                    .filter(label -> Arrays.binarySearch(classes, label) >= 0)
                    .count();
        }
        float[] features = new float[Math.multiplyExact(size, FeatureSet.COUNT)];
        int[] labels = new int[size];
        int row = 0;
        for (Place place : places) {
            for (int i = 0; i < place.table.size(); i++) {
                int label = Arrays.binarySearch(classes, place.table.labels()[i]);
                if (label >= 0) {
                    System.arraycopy(
                            place.table.rows(),
                            i * FeatureSet.COUNT,
                            features,
                            row * FeatureSet.COUNT,
                            FeatureSet.COUNT);
                    labels[row++] = label;
                }
            }
        }
        return TrainingRows.of(features, FeatureSet.COUNT, labels, classes.length);
    }
}
