package org.geocrop.boosting;

/**
 * How boosted trees are trained, whatever the library.
 *
 * @param rounds trees of each class
 * @param depth of a tree at most
 * @param eta learning rate
 * @param subsample share of rows for each round
 * @param columnSample share of features for each split
 * @param threads of the library
 * @param seed of its random numbers
 */
public record Boosting(
        int rounds, int depth, double eta, double subsample, double columnSample, int threads, long seed) {

    /** Each tree sees half of the rows and a fifth of the features, which resemble each other. */
    public static final Boosting DEFAULT =
            new Boosting(200, 6, 0.05, 0.5, 0.2, Runtime.getRuntime().availableProcessors(), 42);

    /** Deep trees, as a forest has them: better where rows of a class have little in common. */
    public static final Boosting DEEP =
            new Boosting(400, 14, 0.05, 0.6, 0.2, Runtime.getRuntime().availableProcessors(), 42);

    public Boosting withSeed(long other) {
        return new Boosting(rounds, depth, eta, subsample, columnSample, threads, other);
    }

    public Boosting withRounds(int other) {
        return new Boosting(other, depth, eta, subsample, columnSample, threads, seed);
    }

    public Boosting withDepth(int other) {
        return new Boosting(rounds, other, eta, subsample, columnSample, threads, seed);
    }

    public Boosting withThreads(int other) {
        return new Boosting(rounds, depth, eta, subsample, columnSample, other, seed);
    }

    /** The numbers that matter, for people. */
    public String describe() {
        return rounds + " rounds, depth " + depth + ", eta " + eta + ", rows " + subsample + ", features "
                + columnSample;
    }
}
