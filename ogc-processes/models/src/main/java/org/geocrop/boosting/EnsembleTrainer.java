package org.geocrop.boosting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.geocrop.error.ModelException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.hash.Sha256;
import org.geocrop.json.Json;
import org.geocrop.model.Applicability;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.ModelCard;
import org.geocrop.model.Predictor;
import org.geocrop.model.Trainer;
import org.jspecify.annotations.Nullable;

/**
 * Trains an ensemble: searches parameters by cross-validation whose folds keep groups together, learns the members'
 * weights and the temperature of their probabilities from what they say of rows that they have not seen, and trains
 * them on all rows. What it found is in the card.
 */
public final class EnsembleTrainer implements Trainer {

    private static final String APPLICABILITY = "applicability.json";
    /** Members with less weight are left out: they cost time and change nothing. */
    private static final double LEAST_WEIGHT = 0.02;

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
        ModelCard card = new TrainingCard(samples, plan, best, all.size())
                .write(folds, trainers, weights, together, importance(rows, predictors, plan.seed()));
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
            ModelCard card) {
        Map<String, Integer> rowsPerClass = new LinkedHashMap<>();
        for (int c = 0; c < samples.classes().size(); c++) {
            rowsPerClass.put(samples.classes().get(c).name(), count(samples.labels(), c));
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("overall", card.accuracy().overall());
        put(metrics, "kappa", card.accuracy().kappa());
        put(metrics, "log_loss", card.accuracy().logLoss());
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

    private static void put(Map<String, Double> metrics, String name, @Nullable Double value) {
        if (value != null) {
            metrics.put(name, value);
        }
    }

    /** Permutation importance (Breiman 2001) on the training rows, largest first. */
    private static List<ModelCard.Importance> importance(TrainingRows rows, List<Predictor> predictors, long seed) {
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
        return IntStream.range(0, rows.width())
                .boxed()
                .sorted(java.util.Comparator.comparingDouble((Integer f) -> loss[f])
                        .reversed())
                .map(f -> new ModelCard.Importance(FeatureSet.FEATURE_ORDER_V1.get(f), Json.finite(loss[f])))
                .toList();
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
