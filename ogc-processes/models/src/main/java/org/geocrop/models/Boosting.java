package org.geocrop.models;

/**
 * How boosted trees are trained, whatever the library.
 *
 * @param rounds trees of each class
 * @param depth of a tree at most
 * @param eta learning rate
 * @param subsample share of rows for each round
 * @param columnSample share of features for each tree
 * @param threads of the library
 * @param seed of its random numbers
 */
public record Boosting(
        int rounds, int depth, double eta, double subsample, double columnSample, int threads, long seed) {

    public static final Boosting DEFAULT =
            new Boosting(200, 6, 0.1, 0.8, 0.8, Runtime.getRuntime().availableProcessors(), 42);

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
}
