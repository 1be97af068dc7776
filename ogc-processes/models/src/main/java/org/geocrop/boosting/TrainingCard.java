package org.geocrop.boosting;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.geocrop.accuracy.ConfusionMatrix;
import org.geocrop.feature.FeatureSet;
import org.geocrop.json.Json;
import org.geocrop.model.ModelCard;
import org.geocrop.model.Trainer;

/**
 * What is told of a training.
 *
 * @param samples those of the cross-validation
 * @param best what the search has found
 * @param rows that the model is trained on in the end
 */
record TrainingCard(Trainer.Samples samples, Trainer.Plan plan, BoostingSearch.Best best, int rows) {

    private static final int DRAWS = 500;
    private static final int FEW_ROWS = 50;
    private static final double LOW_F1 = 0.6;

    /**
     * The card.
     *
     * @param together probabilities of the ensemble
     */
    ModelCard write(
            Folds folds,
            List<MemberTrainer> trainers,
            double[] weights,
            float[] together,
            List<ModelCard.Importance> importance) {
        CrossValidation validation = best.validation();
        ConfusionMatrix matrix = validation.confusion(together);
        return new ModelCard(
                plan.name() + "@" + plan.version(),
                plan.created().truncatedTo(ChronoUnit.SECONDS).toString(),
                plan.dataset(),
                plan.datasetSha256(),
                plan.season().start() + " to " + plan.season().end(),
                FeatureSet.VERSION,
                rows,
                Arrays.stream(samples.groups()).distinct().count(),
                samples.bounds().length == 4 ? samples.bounds() : null,
                new ModelCard.Accuracy(
                        folds.count(),
                        matrix.overallAccuracy(),
                        Json.finite(matrix.kappa()),
                        Json.finite(validation.logLoss(together)),
                        interval(validation, together),
                        classes(matrix),
                        matrix.counts()),
                members(trainers, weights),
                limits(matrix),
                importance);
    }

    private List<ModelCard.OfClass> classes(ConfusionMatrix matrix) {
        return IntStream.range(0, samples.classes().size())
                .mapToObj(c -> new ModelCard.OfClass(
                        samples.classes().get(c).name(),
                        matrix.truth(c),
                        Json.finite(matrix.usersAccuracy(c)),
                        Json.finite(matrix.producersAccuracy(c)),
                        Json.finite(matrix.f1(c))))
                .toList();
    }

    private List<ModelCard.Member> members(List<MemberTrainer> trainers, double[] weights) {
        CrossValidation validation = best.validation();
        return IntStream.range(0, trainers.size())
                .mapToObj(m -> new ModelCard.Member(
                        trainers.get(m).type(),
                        weights[m],
                        best.how().describe(),
                        Json.finite(validation
                                .confusion(validation.probabilities().get(m))
                                .overallAccuracy())))
                .toList();
    }

    /**
     * The 95 per cent interval of the overall accuracy by drawing groups with replacement (cluster bootstrap): rows of
     * one field are right or wrong together, so an interval that counts rows would be too narrow.
     */
    private double[] interval(CrossValidation validation, float[] said) {
        Map<Integer, long[]> groups = new LinkedHashMap<>();
        for (int row = 0; row < samples.size(); row++) {
            long[] counts = groups.computeIfAbsent(samples.groups()[row], key -> new long[2]);
            counts[0] += validation.isRight(said, row) ? 1 : 0;
            counts[1]++;
        }
        List<long[]> all = List.copyOf(groups.values());
        Random random = new Random(plan.seed());
        double[] drawn = new double[DRAWS];
        for (int d = 0; d < DRAWS; d++) {
            long right = 0;
            long total = 0;
            for (int i = 0; i < all.size(); i++) {
                long[] counts = all.get(random.nextInt(all.size()));
                right += counts[0];
                total += counts[1];
            }
            drawn[d] = (double) right / total;
        }
        Arrays.sort(drawn);
        return new double[] {drawn[(int) (0.025 * DRAWS)], drawn[(int) (0.975 * DRAWS)]};
    }

    private List<String> limits(ConfusionMatrix matrix) {
        List<String> limits = new ArrayList<>();
        limits.add("In seasons other than " + plan.season().start() + " to "
                + plan.season().end() + ": its features are of that window.");
        double[] b = samples.bounds();
        limits.add(
                b.length != 4
                        ? "Where crops grow otherwise than where its samples are from."
                        : String.format(
                                Locale.ROOT,
                                "Far from its samples, which lie within %.2f to %.2f east and %.2f to %.2f north.",
                                b[0],
                                b[2],
                                b[1],
                                b[3]));
        StringBuilder names = new StringBuilder();
        samples.classes().forEach(c -> names.append(names.isEmpty() ? "" : ", ").append(c.name()));
        limits.add("For crops other than " + names + ": it calls them one of these.");
        for (int c = 0; c < samples.classes().size(); c++) {
            String name = samples.classes().get(c).name();
            if (matrix.truth(c) < FEW_ROWS) {
                limits.add("For areas of " + name + ": it has only " + matrix.truth(c) + " rows of that class.");
            }
            if (!(matrix.f1(c) >= LOW_F1)) {
                limits.add("For single fields of " + name + ": its F1 on fields that it has not seen is "
                        + String.format(Locale.ROOT, "%.2f", matrix.f1(c)) + ".");
            }
        }
        return limits;
    }
}
