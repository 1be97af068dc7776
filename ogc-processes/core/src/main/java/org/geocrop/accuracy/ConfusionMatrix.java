package org.geocrop.accuracy;

/**
 * Counts of cases by what was said (rows) and what is true (columns). An instance is filled by one thread.
 */
public final class ConfusionMatrix {

    private final long[][] counts;

    /** An empty matrix of so many classes. */
    public ConfusionMatrix(int classes) {
        this.counts = new long[classes][classes];
    }

    /** A matrix that was counted elsewhere: {@code [said][true]}. */
    public static ConfusionMatrix of(long[][] counts) {
        ConfusionMatrix matrix = new ConfusionMatrix(counts.length);
        for (int said = 0; said < counts.length; said++) {
            System.arraycopy(counts[said], 0, matrix.counts[said], 0, counts.length);
        }
        return matrix;
    }

    /** Counts a case. */
    public void add(int said, int truth) {
        counts[said][truth]++;
    }

    /** Counts all cases of another matrix. */
    public void add(ConfusionMatrix other) {
        for (int said = 0; said < counts.length; said++) {
            for (int truth = 0; truth < counts.length; truth++) {
                counts[said][truth] += other.counts[said][truth];
            }
        }
    }

    public int classes() {
        return counts.length;
    }

    public long count(int said, int truth) {
        return counts[said][truth];
    }

    /** Cases of which a class was said. */
    public long said(int index) {
        long sum = 0;
        for (int truth = 0; truth < counts.length; truth++) {
            sum += counts[index][truth];
        }
        return sum;
    }

    /** Cases that truly are of a class. */
    public long truth(int index) {
        long sum = 0;
        for (long[] row : counts) {
            sum += row[index];
        }
        return sum;
    }

    public long total() {
        long sum = 0;
        for (int c = 0; c < counts.length; c++) {
            sum += said(c);
        }
        return sum;
    }

    /** Share of cases that are right; NaN without cases. */
    public double overallAccuracy() {
        long right = 0;
        for (int c = 0; c < counts.length; c++) {
            right += counts[c][c];
        }
        return (double) right / total();
    }

    /** Agreement beyond chance (Cohen 1960): (po - pe) / (1 - pe). */
    public double kappa() {
        double n = total();
        double expected = 0;
        for (int c = 0; c < counts.length; c++) {
            expected += said(c) / n * (truth(c) / n);
        }
        return expected == 1 ? 1 : (overallAccuracy() - expected) / (1 - expected);
    }

    /** Of the cases of which a class was said, the share that is (precision); NaN where it was never said. */
    public double usersAccuracy(int index) {
        return (double) counts[index][index] / said(index);
    }

    /** Of the cases of a class, the share of which it was said (recall); NaN where there is none. */
    public double producersAccuracy(int index) {
        return (double) counts[index][index] / truth(index);
    }

    /** Harmonic mean of user's and producer's accuracy; NaN where the class does not occur at all. */
    public double f1(int index) {
        return 2.0 * counts[index][index] / (said(index) + truth(index));
    }

    /** Counts as {@code [said][true]}, a copy. */
    public long[][] counts() {
        long[][] copy = new long[counts.length][];
        for (int c = 0; c < copy.length; c++) {
            copy[c] = counts[c].clone();
        }
        return copy;
    }
}
