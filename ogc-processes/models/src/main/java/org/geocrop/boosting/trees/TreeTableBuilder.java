package org.geocrop.boosting.trees;

import java.util.Arrays;

/** Lays the trees of a model out breadth first. */
public final class TreeTableBuilder {

    private static final int MAX_DEPTH = 64;

    private final int features;
    private final int[] root;
    private final int[] depth;
    private final int[] feature;
    private final float[] threshold;
    private final int[] left;
    private final float[] leaf;
    private final boolean[] missingRight;
    private int next;

    /** One tree as its library numbers it. */
    public interface Nodes {

        /** Nodes that can be reached at most. */
        int count();

        /** Where the tree begins. */
        int root();

        boolean isLeaf(int node);

        float leafValue(int node);

        int feature(int node);

        /** Rows whose value is below go left. */
        float threshold(int node);

        int left(int node);

        int right(int node);

        boolean missingGoesRight(int node);
    }

    /** Room for so many trees with so many nodes in all. */
    public TreeTableBuilder(int trees, int nodes, int features) {
        this.features = features;
        this.root = new int[trees];
        this.depth = new int[trees];
        this.feature = new int[nodes];
        this.threshold = new float[nodes];
        this.left = new int[nodes];
        this.leaf = new float[nodes];
        this.missingRight = new boolean[nodes];
    }

    /**
     * Adds the tree with this index.
     *
     * @throws IllegalArgumentException if it is none: circles, features that are not there, more nodes than it has
     */
    public void add(int index, Nodes tree) {
        root[index] = next;
        int[] source = new int[tree.count()];
        int[] level = new int[tree.count()];
        source[0] = tree.root();
        int first = next;
        int queued = 1;
        for (int i = 0; i < queued; i++) {
            int from = source[i];
            int to = first + i;
            depth[index] = Math.max(depth[index], level[i]);
            if (tree.isLeaf(from)) {
                left[to] = to;
                threshold[to] = Float.POSITIVE_INFINITY;
                leaf[to] = tree.leafValue(from);
                continue;
            }
            if (queued + 2 > source.length || level[i] >= MAX_DEPTH) {
                throw new IllegalArgumentException("a tree has nodes in a circle or is deeper than " + MAX_DEPTH);
            }
            int on = tree.feature(from);
            if (on < 0 || on >= features) {
                throw new IllegalArgumentException("a tree splits on feature " + on);
            }
            feature[to] = on;
            threshold[to] = tree.threshold(from);
            missingRight[to] = tree.missingGoesRight(from);
            left[to] = first + queued;
            source[queued] = tree.left(from);
            source[queued + 1] = tree.right(from);
            level[queued] = level[i] + 1;
            level[queued + 1] = level[i] + 1;
            queued += 2;
        }
        next = first + queued;
    }

    /** All trees; {@code classOf} is the class to which each adds. */
    public TreeTable table(int[] classOf) {
        return new TreeTable(
                root,
                depth,
                classOf,
                Arrays.copyOf(feature, next),
                Arrays.copyOf(threshold, next),
                Arrays.copyOf(left, next),
                Arrays.copyOf(leaf, next),
                Arrays.copyOf(missingRight, next));
    }
}
