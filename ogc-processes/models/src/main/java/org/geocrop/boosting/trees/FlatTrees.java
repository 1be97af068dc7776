package org.geocrop.boosting.trees;

import org.geocrop.model.Predictor;
import org.jspecify.annotations.Nullable;

/**
 * Boosted trees for softmax over classes, in flat arrays. Shallow trees are evaluated by {@link LaneTrees}. Deep ones,
 * short rests and rows with missing values are walked: a leaf leads to itself, so that all rows of a tree walk to its
 * full depth without a branch on the data, and each tree stays in cache over a batch of rows.
 *
 * <p>Sums are made tree by tree in float, as XGBoost does, so that its margins are equal to the last bit; other
 * libraries sum in double, and differ in the last digits of a float.
 */
public final class FlatTrees implements Predictor {

    /** Rows that walk one tree together: their loads overlap. */
    private static final int BATCH = 8;

    private final int features;
    private final int classes;
    private final float[] baseScore;
    private final int[] root;
    private final int[] depth;
    private final int[] classOf;
    /** Split: feature index; leaf: 0. */
    private final int[] feature;
    /** Split: rows below go left; leaf: positive infinity, so that every finite value stays. */
    private final float[] threshold;

    private final int[] left;
    private final float[] leaf;
    private final boolean[] missingRight;
    /** The faster way, where there is one. */
    private final @Nullable LaneTrees lanes;

    /**
     * Trees of a softmax over classes; a model of two classes with one margin has its trees add to class 1.
     *
     * @param baseScore margin of each class before any tree
     */
    public FlatTrees(int features, int classes, float[] baseScore, TreeTable trees) {
        this.features = features;
        this.classes = classes;
        this.baseScore = baseScore.clone();
        this.root = trees.root();
        this.depth = trees.depth();
        this.classOf = trees.classOf();
        this.feature = trees.feature();
        this.threshold = trees.threshold();
        this.left = trees.left();
        this.leaf = trees.leaf();
        this.missingRight = trees.missingRight();
        this.lanes = LaneTrees.suits(trees) ? new LaneTrees(trees, features) : null;
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public void predict(float[] rows, int count, float[] probabilities) {
        margins(rows, count, probabilities);
        for (int row = 0; row < count; row++) {
            Softmax.apply(probabilities, row * classes, classes);
        }
    }

    /** Sums of leaves before softmax, {@code count x classes}. */
    void margins(float[] rows, int count, float[] margins) {
        for (int i = 0; i < count * classes; i++) {
            margins[i] = baseScore[i % classes];
        }
        boolean unusual = anyMissing(rows, count * features);
        int from = lanes == null || unusual ? 0 : addLanes(lanes, rows, count, margins);
        for (int tree = 0; tree < root.length; tree++) {
            int row = unusual ? from : walkBatches(tree, rows, from, count, margins);
            for (; row < count; row++) {
                margins[row * classes + classOf[tree]] += leaf[walk(tree, rows, row * features)];
            }
        }
    }

    /** Strips of rows; a rest that is too short to be worth it is left. Returns the first row that is left. */
    private int addLanes(LaneTrees trees, float[] rows, int count, float[] margins) {
        LaneTrees.Scratch scratch = trees.scratch();
        float[][] strip = new float[classes][LaneTrees.WIDTH];
        int from = 0;
        while (count - from >= LaneTrees.WIDTH / 4) {
            int n = Math.min(LaneTrees.WIDTH, count - from);
            for (int c = 0; c < classes; c++) {
                java.util.Arrays.fill(strip[c], baseScore[c]);
            }
            trees.addTo(rows, from, n, strip, scratch);
            for (int c = 0; c < classes; c++) {
                for (int i = 0; i < n; i++) {
                    margins[(from + i) * classes + c] = strip[c][i];
                }
            }
            from += n;
        }
        return from;
    }

    private int walkBatches(int tree, float[] rows, int from, int count, float[] margins) {
        int start = root[tree];
        int steps = depth[tree];
        int target = classOf[tree];
        int stride = features;
        int row = from;
        for (; row + BATCH <= count; row += BATCH) {
            int r0 = row * stride;
            int r1 = r0 + stride;
            int r2 = r1 + stride;
            int r3 = r2 + stride;
            int r4 = r3 + stride;
            int r5 = r4 + stride;
            int r6 = r5 + stride;
            int r7 = r6 + stride;
            int n0 = start;
            int n1 = start;
            int n2 = start;
            int n3 = start;
            int n4 = start;
            int n5 = start;
            int n6 = start;
            int n7 = start;
            for (int d = 0; d < steps; d++) {
                n0 = left[n0] + (rows[r0 + feature[n0]] < threshold[n0] ? 0 : 1);
                n1 = left[n1] + (rows[r1 + feature[n1]] < threshold[n1] ? 0 : 1);
                n2 = left[n2] + (rows[r2 + feature[n2]] < threshold[n2] ? 0 : 1);
                n3 = left[n3] + (rows[r3 + feature[n3]] < threshold[n3] ? 0 : 1);
                n4 = left[n4] + (rows[r4 + feature[n4]] < threshold[n4] ? 0 : 1);
                n5 = left[n5] + (rows[r5 + feature[n5]] < threshold[n5] ? 0 : 1);
                n6 = left[n6] + (rows[r6 + feature[n6]] < threshold[n6] ? 0 : 1);
                n7 = left[n7] + (rows[r7 + feature[n7]] < threshold[n7] ? 0 : 1);
            }
            int m = row * classes + target;
            margins[m] += leaf[n0];
            margins[m + classes] += leaf[n1];
            margins[m + 2 * classes] += leaf[n2];
            margins[m + 3 * classes] += leaf[n3];
            margins[m + 4 * classes] += leaf[n4];
            margins[m + 5 * classes] += leaf[n5];
            margins[m + 6 * classes] += leaf[n6];
            margins[m + 7 * classes] += leaf[n7];
        }
        return row;
    }

    private int walk(int tree, float[] rows, int at) {
        int node = root[tree];
        for (int d = 0; d < depth[tree]; d++) {
            float value = rows[at + feature[node]];
            boolean isLeaf = left[node] == node;
            boolean right = !isLeaf && (Float.isNaN(value) ? missingRight[node] : value >= threshold[node]);
            node = left[node] + (right ? 1 : 0);
        }
        return node;
    }

    /** Infinite values count as missing, too: a walk to a fixed depth would not stay at a leaf. */
    private static boolean anyMissing(float[] rows, int count) {
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(rows[i])) {
                return true;
            }
        }
        return false;
    }
}
