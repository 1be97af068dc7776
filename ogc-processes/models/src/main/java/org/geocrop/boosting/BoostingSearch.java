package org.geocrop.boosting;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A small search of parameters: each candidate is cross-validated, and the one whose members together are right most
 * often wins; of equal ones that with the lower log loss. Probabilities are calibrated afterwards, so that being too sure
 * does not count. Candidates are tried in order of how often they win, until the time is over.
 */
public final class BoostingSearch {

    /** What is worth trying on any table. */
    public static final List<Boosting> CANDIDATES = List.of(
            Boosting.DEFAULT,
            Boosting.DEEP,
            Boosting.DEFAULT.withDepth(4),
            Boosting.DEFAULT.withRounds(400),
            Boosting.DEFAULT.withRounds(80),
            Boosting.DEEP.withRounds(150));

    private BoostingSearch() {}

    /** The parameters that won, and what their members said of rows that they had not seen. */
    public record Best(Boosting how, CrossValidation validation) {}

    /**
     * Searches; the first candidate is always tried.
     *
     * @param candidates at least one
     */
    public static Best run(
            TrainingRows rows,
            Folds folds,
            List<MemberTrainer> trainers,
            List<Boosting> candidates,
            Duration budget,
            long seed,
            Consumer<String> notes) {
        Instant end = Instant.now().plus(budget);
        Best best = null;
        double highest = Double.NEGATIVE_INFINITY;
        double lowest = Double.POSITIVE_INFINITY;
        for (Boosting candidate : candidates) {
            if (best != null && !Instant.now().isBefore(end)) {
                break;
            }
            CrossValidation validation = CrossValidation.run(rows, folds, trainers, candidate.withSeed(seed));
            float[] together = validation.ensemble(equal(trainers.size()));
            double loss = validation.logLoss(together);
            double accuracy = validation.confusion(together).overallAccuracy();
            notes.accept(String.format(
                    Locale.ROOT, "%s: accuracy %.3f, log loss %.4f", candidate.describe(), accuracy, loss));
            if (accuracy > highest || (accuracy == highest && loss < lowest)) {
                highest = accuracy;
                lowest = loss;
                best = new Best(candidate, validation);
            }
        }
        return require(best);
    }

    private static Best require(@Nullable Best best) {
        if (best == null) {
            throw new IllegalStateException("No candidate was tried");
        }
        return best;
    }

    static double[] equal(int members) {
        double[] weights = new double[members];
        java.util.Arrays.fill(weights, 1.0 / members);
        return weights;
    }
}
