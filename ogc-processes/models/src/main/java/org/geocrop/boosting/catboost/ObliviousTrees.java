package org.geocrop.boosting.catboost;

import java.util.Arrays;
import org.geocrop.boosting.trees.Softmax;
import org.geocrop.boosting.trees.Thresholds;
import org.geocrop.model.Predictor;

/**
 * Symmetric trees: all nodes of a level ask the same question, so the answers, one bit each, are the number of the
 * leaf. Rows are taken in strips, for which the answers of a level are worked out in one loop that the JIT turns into
 * vector instructions.
 */
final class ObliviousTrees implements Predictor {

    private static final int WIDTH = 1024;
    private static final int MAX_DEPTH = 16;
    private static final int TOGETHER = 4;

    private final int features;
    /** Margins of a leaf; 1 where there are two classes. */
    private final int dimension;

    /** Borders of each feature, rising, with infinity up to one less than a power of two. */
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
    private final boolean oneVersusAll;

    /**
     * A model.
     *
     * @param borders of each feature, rising
     * @param nanIsHigh of each feature: whether a missing value is above all borders, not below
     * @param splits of all trees, level by level from the lowest bit: numbers of borders, counted over all features
     * @param sizes levels of each tree
     * @param leaves values of all leaves, {@code dimension} each
     * @param oneVersusAll whether the probability of each class is a logistic function of its own, so that they need not
     *     add up to 1, and not a softmax over all
     * @throws IllegalArgumentException if the numbers do not fit each other
     */
    ObliviousTrees(
            float[][] borders,
            boolean[] nanIsHigh,
            int[] splits,
            int[] sizes,
            double[] leaves,
            double scale,
            double[] bias,
            boolean oneVersusAll) {
        this.oneVersusAll = oneVersusAll;
        this.features = borders.length;
        this.dimension = bias.length;
        this.borders = Arrays.stream(borders)
                .map(own -> Thresholds.padded(own, own.length))
                .toArray(float[][]::new);
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
        locate(borders, splits);
    }

    private void locate(float[][] borders, int[] splits) {
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
        int[][] leaves = new int[TOGETHER][WIDTH];
        float[] margins = new float[WIDTH * dimension];
        for (int from = 0; from < count; from += WIDTH) {
            int n = Math.min(WIDTH, count - from);
            for (int f = 0; f < features; f++) {
                rank(rows, from * features + f, n, f, ranks[f]);
            }
            for (int i = 0; i < n * dimension; i++) {
                margins[i] = bias[i % dimension];
            }
            addTrees(ranks, leaves, margins, n);
            for (int i = 0; i < n; i++) {
                finish(margins, i * dimension, probabilities, (from + i) * classes());
            }
        }
    }

    /** Four trees at a time, so that a margin is read and written once for all of them. */
    private void addTrees(int[][] ranks, int[][] leaves, float[] margins, int n) {
        int split = 0;
        int tree = 0;
        for (; tree + TOGETHER <= depth.length; tree += TOGETHER) {
            for (int t = 0; t < TOGETHER; t++) {
                split = leaves(tree + t, split, ranks, leaves[t]);
            }
            addFour(tree, leaves, margins, n);
        }
        for (; tree < depth.length; tree++) {
            split = leaves(tree, split, ranks, leaves[0]);
            add(firstValue[tree], leaves[0], margins, n);
        }
    }

    /** The leaf of each row; returns the first split of the next tree. */
    private int leaves(int tree, int firstSplit, int[][] ranks, int[] leaf) {
        Arrays.fill(leaf, 0);
        for (int level = 0; level < depth[tree]; level++) {
            int split = firstSplit + level;
            answer(ranks[splitFeature[split]], splitBorder[split], level, leaf);
        }
        return firstSplit + depth[tree];
    }

    /** Sets a bit where a rank is above a border's. */
    private static void answer(int[] rank, int border, int level, int[] leaf) {
        for (int i = 0; i < WIDTH; i++) {
            leaf[i] |= ((border - rank[i]) >>> 31) << level;
        }
    }

    private void addFour(int tree, int[][] leaves, float[] margins, int n) {
        int[] leaf0 = leaves[0];
        int[] leaf1 = leaves[1];
        int[] leaf2 = leaves[2];
        int[] leaf3 = leaves[3];
        int first0 = firstValue[tree];
        int first1 = firstValue[tree + 1];
        int first2 = firstValue[tree + 2];
        int first3 = firstValue[tree + 3];
        float[] of = values;
        int wide = dimension;
        for (int i = 0; i < n; i++) {
            int v0 = first0 + leaf0[i] * wide;
            int v1 = first1 + leaf1[i] * wide;
            int v2 = first2 + leaf2[i] * wide;
            int v3 = first3 + leaf3[i] * wide;
            int margin = i * wide;
            int c = 0;
            for (; c + 5 <= wide; c += 5) {
                float sum0 = of[v0 + c] + of[v1 + c] + (of[v2 + c] + of[v3 + c]);
                float sum1 = of[v0 + c + 1] + of[v1 + c + 1] + (of[v2 + c + 1] + of[v3 + c + 1]);
                float sum2 = of[v0 + c + 2] + of[v1 + c + 2] + (of[v2 + c + 2] + of[v3 + c + 2]);
                float sum3 = of[v0 + c + 3] + of[v1 + c + 3] + (of[v2 + c + 3] + of[v3 + c + 3]);
                float sum4 = of[v0 + c + 4] + of[v1 + c + 4] + (of[v2 + c + 4] + of[v3 + c + 4]);
                margins[margin + c] += sum0;
                margins[margin + c + 1] += sum1;
                margins[margin + c + 2] += sum2;
                margins[margin + c + 3] += sum3;
                margins[margin + c + 4] += sum4;
            }
            for (; c < wide; c++) {
                margins[margin + c] += of[v0 + c] + of[v1 + c] + (of[v2 + c] + of[v3 + c]);
            }
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
        if (oneVersusAll) {
            for (int c = to; c < to + dimension; c++) {
                probabilities[c] = (float) (1 / (1 + Math.exp(-probabilities[c])));
            }
            return;
        }
        Softmax.apply(probabilities, to, classes());
    }

    /** The number of borders below a value, by a binary search of fixed length. */
    private void rank(float[] rows, int at, int n, int feature, int[] ranks) {
        float[] sorted = borders[feature];
        for (int i = 0; i < n; i++) {
            float value = rows[at + i * features];
            int rank = 0;
            for (int half = (sorted.length + 1) / 2; half > 0; half /= 2) {
                rank += sorted[rank + half - 1] < value ? half : 0;
            }
            ranks[i] = rank;
        }
        if (nanIsHigh[feature]) {
            for (int i = 0; i < n; i++) {
                ranks[i] = Float.isNaN(rows[at + i * features]) ? sorted.length : ranks[i];
            }
        }
    }
}
