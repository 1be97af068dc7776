package org.geocrop.boosting;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.geocrop.accuracy.ConfusionMatrix;
import org.geocrop.error.ModelException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.hash.Sha256;
import org.geocrop.json.Json;
import org.geocrop.model.Applicability;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.Predictor;
import org.geocrop.model.Trainer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trains an ensemble: searches parameters by cross-validation whose folds keep groups together, learns the members'
 * weights and the temperature of their probabilities from what they say of rows that they have not seen, and trains
 * them on all rows. What it found is in the card.
 */
public final class EnsembleTrainer implements Trainer {

    private static final String APPLICABILITY = "applicability.json";
    private static final int DRAWS = 500;
    /** Members with less weight are left out: they cost time and change nothing. */
    private static final double LEAST_WEIGHT = 0.02;

    private static final int FEW_ROWS = 50;
    private static final double LOW_F1 = 0.6;

    private final List<Boosting> candidates;
    private final int validationRows;

    /** A trainer that searches among {@link BoostingSearch#CANDIDATES}. */
    public EnsembleTrainer() {
        this(BoostingSearch.CANDIDATES, Integer.MAX_VALUE);
    }

    /**
     * A trainer.
     *
     * @param candidates parameters to choose from
     * @param validationRows of each class at most in the cross-validation; all rows train in the end
     */
    public EnsembleTrainer(List<Boosting> candidates, int validationRows) {
        this.candidates = List.copyOf(candidates);
        this.validationRows = validationRows;
    }

    @Override
    public Trained train(Samples all, Plan plan, Consumer<String> notes) {
        List<MemberTrainer> trainers = trainers(plan);
        int classes = all.classes().size();
        if (classes < 2) {
            throw new ModelException("Training needs rows of at least two classes");
        }
        TrainingRows rows = TrainingRows.of(all.features(), FeatureSet.COUNT, all.labels(), classes)
                .balanced(plan.balance());
        int[] validated = LabelledTable.some(all.labels(), classes, validationRows, plan.seed());
        Arrays.sort(validated);
        TrainingRows validation = rows.subset(validated);
        Samples samples = new Samples(
                all.classes(),
                validation.features(),
                validation.labels(),
                Arrays.stream(validated).map(row -> all.groups()[row]).toArray(),
                all.bounds());
        Folds folds = Folds.grouped(samples.groups(), samples.labels(), classes, plan.folds(), plan.seed());
        BoostingSearch.Best best =
                BoostingSearch.run(validation, folds, trainers, candidates, plan.budget(), plan.seed(), notes);
        double[] weights = weights(best.validation());
        float[] together = best.validation().ensemble(weights);
        double temperature = best.validation().temperature(together);
        notes.accept("Training on all " + rows.size() + " rows");
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<ModelBundle.Member> members = new ArrayList<>();
        List<Predictor> predictors = new ArrayList<>();
        for (int m = 0; m < trainers.size(); m++) {
            if (weights[m] > 0) {
                MemberTrainer trainer = trainers.get(m);
                byte[] file = trainer.train(rows, best.how().withSeed(plan.seed()));
                files.put(trainer.file(), file);
                members.add(new ModelBundle.Member(trainer.type(), trainer.file(), weights[m], Sha256.of(file)));
                predictors.add(trainer.loader().load(trainer.file(), file, rows.width(), classes));
            }
        }
        byte[] applicability = applicability(rows, validation, folds).write();
        files.put(APPLICABILITY, applicability);
        ModelBundle.Attachment attachment = new ModelBundle.Attachment(APPLICABILITY, Sha256.of(applicability));
        ObjectNode card = card(samples, plan, folds, best, trainers, weights, together);
        card.put("rows", all.size());
        card.set("importance", importance(rows, predictors, plan.seed()));
        return new Trained(bundle(all, plan, members, temperature, attachment, card), files, card);
    }

    /** Of all rows, with the distances of those that were held out, fold by fold. */
    private static Applicability applicability(TrainingRows rows, TrainingRows validation, Folds folds) {
        float[] heldOut = new float[validation.size()];
        for (int fold = 0; fold < folds.count(); fold++) {
            TrainingRows others = validation.subset(folds.rows(fold, false));
            int[] tested = folds.rows(fold, true);
            float[] distances =
                    describe(others).distances(validation.subset(tested).features(), tested.length);
            for (int i = 0; i < tested.length; i++) {
                heldOut[tested[i]] = distances[i];
            }
        }
        return describe(rows).calibrated(heldOut);
    }

    private static Applicability describe(TrainingRows rows) {
        return Applicability.of(rows.features(), rows.width(), rows.labels(), rows.classes());
    }

    private static List<MemberTrainer> trainers(Plan plan) {
        List<MemberTrainer> known = Trainers.all();
        return plan.members().stream()
                .map(type -> known.stream()
                        .filter(trainer -> trainer.type().equals(type))
                        .findFirst()
                        .orElseThrow(() -> new ModelException("Members of type '" + type
                                + "' can't be trained; there are "
                                + known.stream().map(MemberTrainer::type).toList())))
                .toList();
    }

    private static double[] weights(CrossValidation validation) {
        double[] weights = validation.weights();
        double sum = 0;
        for (int m = 0; m < weights.length; m++) {
            weights[m] = weights[m] < LEAST_WEIGHT ? 0 : weights[m];
            sum += weights[m];
        }
        for (int m = 0; m < weights.length; m++) {
            weights[m] /= sum;
        }
        return weights;
    }

    private static ModelBundle bundle(
            Samples samples,
            Plan plan,
            List<ModelBundle.Member> members,
            double temperature,
            ModelBundle.Attachment applicability,
            ObjectNode card) {
        Map<String, Integer> rowsPerClass = new LinkedHashMap<>();
        for (int c = 0; c < samples.classes().size(); c++) {
            rowsPerClass.put(samples.classes().get(c).name(), count(samples.labels(), c));
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (String name : List.of("overall", "kappa", "log_loss")) {
            metrics.put(name, card.path("accuracy").path(name).asDouble());
        }
        return new ModelBundle(
                plan.name(),
                plan.version(),
                FeatureSet.VERSION,
                FeatureSet.SHA256,
                samples.classes(),
                plan.season(),
                members,
                null,
                new ModelBundle.Training(plan.dataset(), plan.datasetSha256(), rowsPerClass),
                metrics,
                null,
                temperature,
                applicability,
                null,
                null);
    }

    private static ObjectNode card(
            Samples samples,
            Plan plan,
            Folds folds,
            BoostingSearch.Best best,
            List<MemberTrainer> trainers,
            double[] weights,
            float[] together) {
        CrossValidation validation = best.validation();
        ConfusionMatrix matrix = validation.confusion(together);
        ObjectNode card = Json.object().put("model", plan.name() + "@" + plan.version());
        card.put("created", plan.created().truncatedTo(ChronoUnit.SECONDS).toString());
        card.put("dataset", plan.dataset()).put("dataset_sha256", plan.datasetSha256());
        card.put("season", plan.season().start() + " to " + plan.season().end());
        card.put("feature_set", FeatureSet.VERSION).put("rows", samples.size());
        card.put("groups", Arrays.stream(samples.groups()).distinct().count());
        if (samples.bounds().length == 4) {
            card.set("bounds", Json.of(samples.bounds()));
        }
        ObjectNode accuracy = card.putObject("accuracy").put("folds", folds.count());
        accuracy.put("overall", matrix.overallAccuracy()).put("kappa", matrix.kappa());
        accuracy.put("log_loss", validation.logLoss(together));
        accuracy.set("interval", Json.of(interval(samples, validation, together, plan.seed())));
        ArrayNode classes = accuracy.putArray("classes");
        for (int c = 0; c < samples.classes().size(); c++) {
            ObjectNode each =
                    classes.addObject().put("class", samples.classes().get(c).name());
            each.put("rows", matrix.truth(c));
            put(each, "users", matrix.usersAccuracy(c));
            put(each, "producers", matrix.producersAccuracy(c));
            put(each, "f1", matrix.f1(c));
        }
        accuracy.set("confusion", Json.of(matrix.counts()));
        ArrayNode members = card.putArray("members");
        for (int m = 0; m < trainers.size(); m++) {
            ObjectNode member = members.addObject().put("type", trainers.get(m).type());
            member.put("weight", weights[m]).put("parameters", best.how().describe());
            member.put(
                    "accuracy",
                    validation.confusion(validation.probabilities().get(m)).overallAccuracy());
        }
        card.set("limits", Json.of(limits(samples, plan, matrix)));
        return card;
    }

    /** A number that JSON has, or none. */
    private static void put(ObjectNode node, String name, double value) {
        if (!Double.isNaN(value)) {
            node.put(name, value);
        }
    }

    /**
     * The 95 per cent interval of the overall accuracy by drawing groups with replacement (cluster bootstrap): rows of
     * one field are right or wrong together, so an interval that counts rows would be too narrow.
     */
    private static double[] interval(Samples samples, CrossValidation validation, float[] said, long seed) {
        Map<Integer, long[]> groups = new LinkedHashMap<>();
        for (int row = 0; row < samples.size(); row++) {
            long[] counts = groups.computeIfAbsent(samples.groups()[row], key -> new long[2]);
            counts[0] += validation.isRight(said, row) ? 1 : 0;
            counts[1]++;
        }
        List<long[]> all = List.copyOf(groups.values());
        Random random = new Random(seed);
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

    private static List<String> limits(Samples samples, Plan plan, ConfusionMatrix matrix) {
        List<String> limits = new ArrayList<>();
        limits.add("In seasons other than " + plan.season().start() + " to "
                + plan.season().end() + ": its features are of that window.");
        double[] b = samples.bounds();
        limits.add(
                b.length != 4
                        ? "Where crops grow otherwise than where its samples are from."
                        : String.format(
                                java.util.Locale.ROOT,
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
                        + String.format(java.util.Locale.ROOT, "%.2f", matrix.f1(c)) + ".");
            }
        }
        return limits;
    }

    /** Permutation importance (Breiman 2001) on the training rows, largest first. */
    private static ArrayNode importance(TrainingRows rows, List<Predictor> predictors, long seed) {
        int[] some = new Random(seed)
                .ints(0, rows.size())
                .limit(Math.min(2000, rows.size()))
                .toArray();
        TrainingRows sample = rows.subset(some);
        double whole = share(sample, sample.features(), predictors);
        int[] order =
                new Random(seed + 1).ints(0, sample.size()).limit(sample.size()).toArray();
        double[] loss = new double[rows.width()];
        IntStream.range(0, rows.width()).parallel().forEach(f -> {
            float[] shuffled = sample.features().clone();
            for (int i = 0; i < sample.size(); i++) {
                shuffled[i * rows.width() + f] = sample.features()[order[i] * rows.width() + f];
            }
            loss[f] = whole - share(sample, shuffled, predictors);
        });
        ArrayNode list = Json.object().putArray("importance");
        IntStream.range(0, rows.width())
                .boxed()
                .sorted(java.util.Comparator.comparingDouble((Integer f) -> loss[f])
                        .reversed())
                .forEach(f -> list.addObject()
                        .put("feature", FeatureSet.FEATURE_ORDER_V1.get(f))
                        .put("loss", loss[f]));
        return list;
    }

    private static double share(TrainingRows rows, float[] features, List<Predictor> predictors) {
        int classes = rows.classes();
        float[] own = new float[rows.size() * classes];
        float[] sum = new float[own.length];
        for (Predictor predictor : predictors) {
            predictor.predict(features, rows.size(), own);
            for (int i = 0; i < own.length; i++) {
                sum[i] += own[i];
            }
        }
        return new CrossValidation(List.of(sum), rows.labels(), classes)
                .confusion(sum)
                .overallAccuracy();
    }

    private static int count(int[] labels, int of) {
        return (int) Arrays.stream(labels).filter(label -> label == of).count();
    }
}
