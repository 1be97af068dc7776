package org.geocrop.boosting;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.geocrop.accuracy.ConfusionMatrix;

/**
 * What members say of rows that they were not trained on.
 *
 * @param probabilities of each member, {@code rows x classes}
 */
public record CrossValidation(List<float[]> probabilities, int[] labels, int classes) {

    /** Trains each member on each fold's other rows; the folds run side by side. */
    public static CrossValidation run(TrainingRows rows, Folds folds, List<MemberTrainer> trainers, Boosting how) {
        List<float[]> probabilities = new ArrayList<>();
        trainers.forEach(trainer -> probabilities.add(new float[rows.size() * rows.classes()]));
        IntStream.range(0, folds.count())
                .parallel()
                .forEach(fold -> fold(rows, folds, fold, trainers, how.withThreads(1), probabilities));
        return new CrossValidation(probabilities, rows.labels(), rows.classes());
    }

    private static void fold(
            TrainingRows rows,
            Folds folds,
            int fold,
            List<MemberTrainer> trainers,
            Boosting how,
            List<float[]> probabilities) {
        TrainingRows train = rows.subset(folds.rows(fold, false));
        int[] testRows = folds.rows(fold, true);
        TrainingRows test = rows.subset(testRows);
        int classes = rows.classes();
        float[] said = new float[test.size() * classes];
        for (int m = 0; m < trainers.size(); m++) {
            trainers.get(m).fit(train, how).predict(test.features(), test.size(), said);
            for (int i = 0; i < testRows.length; i++) {
                System.arraycopy(said, i * classes, probabilities.get(m), testRows[i] * classes, classes);
            }
        }
    }

    /** The weighted mean of the members. */
    public float[] ensemble(double[] weights) {
        float[] together = new float[labels.length * classes];
        for (int m = 0; m < weights.length; m++) {
            float[] own = probabilities.get(m);
            for (int i = 0; i < together.length; i++) {
                together[i] += (float) (weights[m] * own[i]);
            }
        }
        return together;
    }

    /** What the highest probabilities say, beside the labels; the lower class on a tie. */
    public ConfusionMatrix confusion(float[] said) {
        ConfusionMatrix matrix = new ConfusionMatrix(classes);
        for (int row = 0; row < labels.length; row++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                best = said[row * classes + c] > said[row * classes + best] ? c : best;
            }
            matrix.add(best, labels[row]);
        }
        return matrix;
    }

    /** Whether the highest probability of a row is that of its class. */
    public boolean isRight(float[] said, int row) {
        for (int c = 0; c < classes; c++) {
            float other = said[row * classes + c];
            float truth = said[row * classes + labels[row]];
            if (other > truth || (other == truth && c < labels[row])) {
                return false;
            }
        }
        return true;
    }

    /**
     * The temperature by which probabilities get the lowest log loss, by golden section on its logarithm; above 1 where
     * they were too sure.
     */
    public double temperature(float[] said) {
        double low = Math.log(0.2);
        double high = Math.log(5);
        double golden = (Math.sqrt(5) - 1) / 2;
        for (int i = 0; i < 30; i++) {
            double a = high - golden * (high - low);
            double b = low + golden * (high - low);
            if (lossAt(said, Math.exp(a)) < lossAt(said, Math.exp(b))) {
                high = b;
            } else {
                low = a;
            }
        }
        return Math.exp((low + high) / 2);
    }

    private double lossAt(float[] said, double temperature) {
        double sum = 0;
        for (int row = 0; row < labels.length; row++) {
            double total = 0;
            double truth = 0;
            for (int c = 0; c < classes; c++) {
                double p = Math.pow(Math.max(1e-9, said[row * classes + c]), 1 / temperature);
                total += p;
                truth = c == labels[row] ? p : truth;
            }
            sum -= Math.log(truth / total);
        }
        return sum / labels.length;
    }

    /** Mean negative logarithm of the probability of the true class. */
    public double logLoss(float[] said) {
        double sum = 0;
        for (int row = 0; row < labels.length; row++) {
            sum -= Math.log(Math.max(1e-9, said[row * classes + labels[row]]));
        }
        return sum / labels.length;
    }

    /**
     * Weights by which the members together give the true classes the highest likelihood: those of a mixture, by
     * expectation maximization (Dempster, Laird and Rubin 1977). They add up to 1; none is negative.
     */
    public double[] weights() {
        int members = probabilities.size();
        double[] weights = new double[members];
        java.util.Arrays.fill(weights, 1.0 / members);
        double[] next = new double[members];
        for (int round = 0; round < 200; round++) {
            java.util.Arrays.fill(next, 0);
            for (int row = 0; row < labels.length; row++) {
                double sum = 0;
                for (int m = 0; m < members; m++) {
                    sum += weights[m] * Math.max(1e-9, truth(m, row));
                }
                for (int m = 0; m < members; m++) {
                    next[m] += weights[m] * Math.max(1e-9, truth(m, row)) / sum / labels.length;
                }
            }
            System.arraycopy(next, 0, weights, 0, members);
        }
        return weights;
    }

    private float truth(int member, int row) {
        return probabilities.get(member)[row * classes + labels[row]];
    }
}
