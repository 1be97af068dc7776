package org.geocrop.boosting.trees;

/**
 * All nodes of all trees of a model, each tree breadth first, so that the right child follows the left.
 *
 * @param root first node of each tree
 * @param depth splits on the longest way of each tree
 * @param classOf class to which each tree adds
 * @param feature of each node, 0 for leaves
 * @param threshold of each node: rows below go left; positive infinity for leaves, so that every finite value stays
 * @param left child of each node, itself for leaves
 * @param leaf value of each node, 0 for splits
 * @param missingRight whether a missing value goes right
 */
public record TreeTable(
        int[] root,
        int[] depth,
        int[] classOf,
        int[] feature,
        float[] threshold,
        int[] left,
        float[] leaf,
        boolean[] missingRight) {

    boolean isLeaf(int node) {
        return left[node] == node;
    }

    int maxDepth() {
        int most = 0;
        for (int d : depth) {
            most = Math.max(most, d);
        }
        return most;
    }
}
