package org.geocrop.models.catboost;

import java.util.Arrays;
import org.geocrop.model.Predictor;
import org.geocrop.models.trees.Softmax;

/**
 * Symmetric trees: all nodes of a level ask the same question, so the answers, one bit each, are the number of the
 * leaf. Rows are taken in strips, for which the answers of a level are worked out in one loop that the JIT turns into
 * vector instructions.
 */
final class ObliviousTrees implements Predictor {

    private static final int WIDTH = 256;
    private static final int MAX_DEPTH = 16;

    private final int features;
    /** Margins of a leaf; 1 where there are two classes. */
    private final int dimension;

    private final float[][] borders;
    private final boolean[] nanIsHigh;
    /** Feature and place of the border of each level of all trees. */
    private final int[] splitFeature;

    private final int[] splitBorder;
    private final int[] depth;
    /** First value of each tree's leaves, {@code leaves x dimension}. */
    private final int[] firstValue;

    private final float[] values;
    private final float[] bias;

    /**
     * A model.
     *
     * @param borders of each feature, rising
     * @param nanIsHigh of each feature: whether a missing value is above all borders, not below
     * @param splits of all trees, level by level from the lowest bit: numbers of borders, counted over all features
     * @param sizes levels of each tree
     * @param leaves values of all leaves, {@code dimension} each
     * @throws IllegalArgumentException if the numbers do not fit each other
     */
    ObliviousTrees(
            float[][] borders,
            boolean[] nanIsHigh,
            int[] splits,
            int[] sizes,
            double[] leaves,
            double scale,
            double[] bias) {
        this.features = borders.length;
        this.dimension = bias.length;
        this.borders = borders;
        this.nanIsHigh = nanIsHigh;
        this.depth = sizes.clone();
        this.firstValue = new int[sizes.length];
        long levels = 0;
        long values = 0;
        for (int tree = 0; tree < sizes.length; tree++) {
            if (sizes[tree] < 0 || sizes[tree] > MAX_DEPTH) {
                throw new IllegalArgumentException("a tree has " + sizes[tree] + " levels");
            }
            firstValue[tree] = Math.toIntExact(values);
            levels += sizes[tree];
            values += (long) dimension << sizes[tree];
        }
        if (levels != splits.length || values != leaves.length) {
            throw new IllegalArgumentException("it has " + splits.length + " splits and " + leaves.length
                    + " leaf values, not " + levels + " and " + values);
        }
        this.values = new float[leaves.length];
        for (int i = 0; i < leaves.length; i++) {
            this.values[i] = (float) (leaves[i] * scale);
        }
        this.bias = new float[dimension];
        for (int c = 0; c < dimension; c++) {
            this.bias[c] = (float) bias[c];
        }
        this.splitFeature = new int[splits.length];
        this.splitBorder = new int[splits.length];
        locate(splits);
    }

    private void locate(int[] splits) {
        int[] first = new int[features + 1];
        for (int f = 0; f < features; f++) {
            first[f + 1] = first[f] + borders[f].length;
        }
        for (int i = 0; i < splits.length; i++) {
            if (splits[i] < 0 || splits[i] >= first[features]) {
                throw new IllegalArgumentException("a tree asks for border " + splits[i]);
            }
            int f = Arrays.binarySearch(first, splits[i]);
            f = f < 0 ? -f - 2 : f;
            while (first[f + 1] == first[f]) {
                f++;
            }
            splitFeature[i] = f;
            splitBorder[i] = splits[i] - first[f];
        }
    }

    @Override
    public int classes() {
        return dimension == 1 ? 2 : dimension;
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public void predict(float[] rows, int count, float[] probabilities) {
        int[][] ranks = new int[features][WIDTH];
        int[] leaf = new int[WIDTH];
        float[] margins = new float[WIDTH * dimension];
        for (int from = 0; from < count; from += WIDTH) {
            int n = Math.min(WIDTH, count - from);
            for (int f = 0; f < features; f++) {
                rank(rows, from * features + f, n, f, ranks[f]);
            }
            for (int i = 0; i < n * dimension; i++) {
                margins[i] = bias[i % dimension];
            }
            addTrees(ranks, leaf, margins, n);
            for (int i = 0; i < n; i++) {
                finish(margins, i * dimension, probabilities, (from + i) * classes());
            }
        }
    }

    private void addTrees(int[][] ranks, int[] leaf, float[] margins, int n) {
        int split = 0;
        for (int tree = 0; tree < depth.length; tree++) {
            Arrays.fill(leaf, 0);
            for (int level = 0; level < depth[tree]; level++, split++) {
                answer(ranks[splitFeature[split]], splitBorder[split], level, leaf);
            }
            add(firstValue[tree], leaf, margins, n);
        }
    }

    /** Sets a bit where a rank is above a border's. */
    private static void answer(int[] rank, int border, int level, int[] leaf) {
        for (int i = 0; i < WIDTH; i++) {
            leaf[i] |= ((border - rank[i]) >>> 31) << level;
        }
    }

    private void add(int first, int[] leaf, float[] margins, int n) {
        for (int i = 0; i < n; i++) {
            int value = first + leaf[i] * dimension;
            int margin = i * dimension;
            for (int c = 0; c < dimension; c++) {
                margins[margin + c] += values[value + c];
            }
        }
    }

    private void finish(float[] margins, int at, float[] probabilities, int to) {
        if (dimension == 1) {
            probabilities[to] = 0;
            probabilities[to + 1] = margins[at];
        } else {
            System.arraycopy(margins, at, probabilities, to, dimension);
        }
        Softmax.apply(probabilities, to, classes());
    }

    /** The number of borders below a value. */
    private void rank(float[] rows, int at, int n, int feature, int[] ranks) {
        float[] sorted = borders[feature];
        for (int i = 0; i < n; i++) {
            float value = rows[at + i * features];
            int low = 0;
            int high = sorted.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (value > sorted[middle]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            ranks[i] = nanIsHigh[feature] && Float.isNaN(value) ? sorted.length : low;
        }
    }
}
