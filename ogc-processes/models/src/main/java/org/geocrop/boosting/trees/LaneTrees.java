package org.geocrop.boosting.trees;

import java.util.Arrays;

/**
 * Trees evaluated for many rows at once without walking: every split of a tree is decided for a whole strip of rows,
 * and leaves are selected from the bottom of the tree to its root by masks, in loops that the JIT turns into vector
 * instructions. That is more work than to walk one way, but no step waits for a load that depends on the one before.
 *
 * <p>Values are first replaced by their rank among the thresholds of their feature, so that integers are compared;
 * leaves are selected as the bits of their floats. Rows may not hold missing values.
 */
final class LaneTrees {

    /** Rows of a strip. */
    static final int WIDTH = 256;

    /** Trees with more splits are walked, which is faster. */
    private static final int MAX_SPLITS = 127;

    /** Operations of a program; a split takes two numbers (feature, rank of the threshold), a leaf its float's bits. */
    private static final int LEAF = 0; // leaf, to

    private static final int TWO_LEAVES = 1; // split, left leaf, difference, to
    private static final int FOUR_LEAVES = 2; // split, left split, its leaves, right split, its leaves, to
    private static final int SELECT = 3; // split, left slot, right slot, to
    private static final int LEFT_LEAF = 4; // split, left leaf, right slot, to
    private static final int RIGHT_LEAF = 5; // split, left slot, right leaf, to
    private static final int END = 6;

    private final TreeTable trees;
    private final int features;
    /** For each feature its thresholds, sorted, with infinity up to one less than a power of two. */
    private final float[][] thresholds;

    private final int[] program;
    private final int[] start;

    LaneTrees(TreeTable trees, int features) {
        this.trees = trees;
        this.features = features;
        this.thresholds = new float[features][];
        for (int f = 0; f < features; f++) {
            thresholds[f] = thresholdsOf(f);
        }
        Assembler assembler = new Assembler();
        this.start = new int[trees.root().length];
        for (int tree = 0; tree < start.length; tree++) {
            start[tree] = assembler.size;
            assembler.add(trees.root()[tree], 0);
            assembler.put(END);
        }
        this.program = Arrays.copyOf(assembler.code, assembler.size);
    }

    /** Whether deciding every split is faster than walking one way, for the average tree of a model. */
    static boolean suits(TreeTable trees) {
        long splits = 0;
        for (int node = 0; node < trees.left().length; node++) {
            splits += trees.isLeaf(node) ? 0 : 1;
        }
        return splits <= (long) MAX_SPLITS * trees.root().length;
    }

    /** Work arrays of one thread. */
    static final class Scratch {
        final int[][] ranks;
        final int[][] slots;

        Scratch(int features, int depth) {
            this.ranks = new int[features][WIDTH];
            this.slots = new int[depth + 2][WIDTH];
        }
    }

    Scratch scratch() {
        return new Scratch(features, trees.maxDepth());
    }

    /**
     * Adds the leaves of all trees to margins.
     *
     * @param rows row by row
     * @param from first row
     * @param count rows, at most {@link #WIDTH}
     * @param margins [class][row of the strip]
     */
    void addTo(float[] rows, int from, int count, float[][] margins, Scratch scratch) {
        for (int f = 0; f < features; f++) {
            if (thresholds[f].length > 0) {
                rank(rows, from * features + f, features, count, thresholds[f], scratch.ranks[f]);
            }
        }
        for (int tree = 0; tree < start.length; tree++) {
            run(start[tree], scratch.ranks, scratch.slots);
            add(scratch.slots[0], margins[trees.classOf()[tree]]);
        }
    }

    /** The number of thresholds that are not above a value, by a binary search of fixed length. */
    private static void rank(float[] rows, int at, int stride, int count, float[] thresholds, int[] ranks) {
        for (int i = 0; i < count; i++) {
            float value = rows[at + i * stride];
            int rank = 0;
            for (int half = (thresholds.length + 1) / 2; half > 0; half /= 2) {
                rank += thresholds[rank + half - 1] <= value ? half : 0;
            }
            ranks[i] = rank;
        }
    }

    private void run(int from, int[][] ranks, int[][] slots) {
        int[] p = program;
        int at = from;
        while (true) {
            switch (p[at]) {
                case LEAF -> {
                    Arrays.fill(slots[p[at + 2]], p[at + 1]);
                    at += 3;
                }
                case TWO_LEAVES -> {
                    twoLeaves(ranks[p[at + 1]], p[at + 2], p[at + 3], p[at + 4], slots[p[at + 5]]);
                    at += 6;
                }
                case FOUR_LEAVES -> {
                    fourLeaves(
                            ranks[p[at + 1]],
                            p[at + 2],
                            ranks[p[at + 3]],
                            p[at + 4],
                            p[at + 5],
                            p[at + 6],
                            ranks[p[at + 7]],
                            p[at + 8],
                            p[at + 9],
                            p[at + 10],
                            slots[p[at + 11]]);
                    at += 12;
                }
                case SELECT -> {
                    select(ranks[p[at + 1]], p[at + 2], slots[p[at + 3]], slots[p[at + 4]], slots[p[at + 5]]);
                    at += 6;
                }
                case LEFT_LEAF -> {
                    leftLeaf(ranks[p[at + 1]], p[at + 2], p[at + 3], slots[p[at + 4]], slots[p[at + 5]]);
                    at += 6;
                }
                case RIGHT_LEAF -> {
                    rightLeaf(ranks[p[at + 1]], p[at + 2], slots[p[at + 3]], p[at + 4], slots[p[at + 5]]);
                    at += 6;
                }
                case END -> {
                    return;
                }
                default -> throw new AssertionError(p[at]);
            }
        }
    }

    // A rank above the threshold's goes right: (threshold - rank) >> 31 is then -1, else 0. Each loop has one index and
    // arrays of its own, without which the JIT leaves it scalar.

    private static void twoLeaves(int[] rank, int threshold, int left, int difference, int[] to) {
        for (int i = 0; i < WIDTH; i++) {
            to[i] = left ^ (difference & ((threshold - rank[i]) >> 31));
        }
    }

    private static void fourLeaves(
            int[] rank,
            int threshold,
            int[] rankLeft,
            int thresholdLeft,
            int left,
            int differenceLeft,
            int[] rankRight,
            int thresholdRight,
            int right,
            int differenceRight,
            int[] to) {
        for (int i = 0; i < WIDTH; i++) {
            int a = left ^ (differenceLeft & ((thresholdLeft - rankLeft[i]) >> 31));
            int b = right ^ (differenceRight & ((thresholdRight - rankRight[i]) >> 31));
            to[i] = a ^ ((a ^ b) & ((threshold - rank[i]) >> 31));
        }
    }

    private static void select(int[] rank, int threshold, int[] left, int[] right, int[] to) {
        for (int i = 0; i < WIDTH; i++) {
            to[i] = left[i] ^ ((left[i] ^ right[i]) & ((threshold - rank[i]) >> 31));
        }
    }

    private static void leftLeaf(int[] rank, int threshold, int left, int[] right, int[] to) {
        for (int i = 0; i < WIDTH; i++) {
            to[i] = left ^ ((left ^ right[i]) & ((threshold - rank[i]) >> 31));
        }
    }

    private static void rightLeaf(int[] rank, int threshold, int[] left, int right, int[] to) {
        for (int i = 0; i < WIDTH; i++) {
            to[i] = left[i] ^ ((left[i] ^ right) & ((threshold - rank[i]) >> 31));
        }
    }

    private static void add(int[] bits, float[] margin) {
        for (int i = 0; i < WIDTH; i++) {
            margin[i] += Float.intBitsToFloat(bits[i]);
        }
    }

    /** Without a negative zero, which sorts apart from zero. */
    private float threshold(int node) {
        return trees.threshold()[node] + 0.0f;
    }

    private float[] thresholdsOf(int feature) {
        float[] found = new float[trees.feature().length];
        int n = 0;
        for (int node = 0; node < found.length; node++) {
            if (!trees.isLeaf(node) && trees.feature()[node] == feature) {
                found[n++] = threshold(node);
            }
        }
        Arrays.sort(found, 0, n);
        int distinct = 0;
        for (int i = 0; i < n; i++) {
            if (distinct == 0 || found[distinct - 1] != found[i]) {
                found[distinct++] = found[i];
            }
        }
        return Thresholds.padded(found, distinct);
    }

    /** Turns trees into programs. */
    private final class Assembler {

        private int[] code = new int[1024];
        private int size;

        /** Leaves the value of a subtree in a slot; higher slots are used on the way. */
        void add(int node, int slot) {
            if (trees.isLeaf(node)) {
                put(LEAF, bits(node), slot);
                return;
            }
            int left = trees.left()[node];
            int right = left + 1;
            boolean leftIsLeaf = trees.isLeaf(left);
            boolean rightIsLeaf = trees.isLeaf(right);
            if (leftIsLeaf && rightIsLeaf) {
                put(TWO_LEAVES, trees.feature()[node], rank(node), bits(left), bits(left) ^ bits(right), slot);
            } else if (leftIsLeaf) {
                add(right, slot);
                put(LEFT_LEAF, trees.feature()[node], rank(node), bits(left), slot, slot);
            } else if (rightIsLeaf) {
                add(left, slot);
                put(RIGHT_LEAF, trees.feature()[node], rank(node), slot, bits(right), slot);
            } else if (endsInLeaves(left) && endsInLeaves(right)) {
                put(FOUR_LEAVES, trees.feature()[node], rank(node));
                putPair(left);
                putPair(right);
                put(slot);
            } else {
                add(left, slot);
                add(right, slot + 1);
                put(SELECT, trees.feature()[node], rank(node), slot, slot + 1, slot);
            }
        }

        private boolean endsInLeaves(int node) {
            return trees.isLeaf(trees.left()[node]) && trees.isLeaf(trees.left()[node] + 1);
        }

        private void putPair(int node) {
            int left = trees.left()[node];
            put(trees.feature()[node], rank(node), bits(left), bits(left) ^ bits(left + 1));
        }

        private int bits(int node) {
            return Float.floatToRawIntBits(trees.leaf()[node]);
        }

        private int rank(int node) {
            return Arrays.binarySearch(thresholds[trees.feature()[node]], threshold(node));
        }

        void put(int... numbers) {
            if (size + numbers.length > code.length) {
                code = Arrays.copyOf(code, code.length * 2 + numbers.length);
            }
            System.arraycopy(numbers, 0, code, size, numbers.length);
            size += numbers.length;
        }
    }
}
