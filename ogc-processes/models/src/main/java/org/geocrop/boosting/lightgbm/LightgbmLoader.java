package org.geocrop.boosting.lightgbm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.boosting.FeatureNames;
import org.geocrop.boosting.trees.FlatTrees;
import org.geocrop.boosting.trees.TreeTableBuilder;
import org.geocrop.error.ModelException;
import org.geocrop.model.Predictor;
import org.geocrop.model.PredictorLoader;

/**
 * Loads LightGBM's text format (versions 3 and 4) for {@code multiclass} and {@code binary} objectives, without the
 * native library. Numerical splits only; missing values as the file says.
 */
public final class LightgbmLoader implements PredictorLoader {

    public static final String TYPE = "lightgbm";

    private static final int CATEGORICAL = 1;
    private static final int DEFAULT_LEFT = 2;
    private static final int ZERO_IS_MISSING = 1;
    private static final int NAN_IS_MISSING = 2;

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Predictor load(String file, byte[] bytes, int features, int classes) {
        try {
            return parse(new String(bytes, StandardCharsets.UTF_8), features, classes);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ModelException("The member " + file + " is not a LightGBM model that fits: " + e.getMessage(), e);
        }
    }

    private static FlatTrees parse(String text, int features, int classes) {
        List<Map<String, String>> sections = sections(text);
        Map<String, String> head = sections.get(0);
        if (!text.startsWith("tree") || !head.containsKey("version")) {
            throw new IllegalArgumentException("it is not LightGBM's text format");
        }
        String[] objective = value(head, "objective").split(" ");
        boolean isBinary = objective[0].equals("binary");
        if (!isBinary && !objective[0].equals("multiclass")) {
            throw new IllegalArgumentException("its objective is " + objective[0] + ", not multiclass");
        }
        int outputs = isBinary ? 2 : Integer.parseInt(value(head, "num_class"));
        int own = Integer.parseInt(value(head, "max_feature_idx")) + 1;
        if (own != features || outputs != classes) {
            throw new IllegalArgumentException(
                    "it has " + own + " features and " + outputs + " classes, not " + features + " and " + classes);
        }
        FeatureNames.check(List.of(value(head, "feature_names").split(" ")));
        if (head.containsKey("average_output")) {
            throw new IllegalArgumentException("it is a random forest, not boosted trees");
        }
        float sigmoid = isBinary ? sigmoid(objective) : 1;
        List<Map<String, String>> trees = sections.subList(1, sections.size());
        if (!isBinary && trees.size() % classes != 0) {
            throw new IllegalArgumentException("it has " + trees.size() + " trees for " + classes + " classes");
        }
        int nodes = 0;
        for (Map<String, String> tree : trees) {
            int leaves = Integer.parseInt(value(tree, "num_leaves"));
            // Each leaf is written as two characters at least: what the file says must fit into it.
            if (leaves < 1 || leaves > text.length() / 2 || nodes > text.length()) {
                throw new IllegalArgumentException("it says that a tree has " + leaves + " leaves, which it has not");
            }
            nodes += 2 * leaves - 1;
        }
        TreeTableBuilder builder = new TreeTableBuilder(trees.size(), nodes, features);
        int[] classOf = new int[trees.size()];
        for (int i = 0; i < trees.size(); i++) {
            builder.add(i, new Nodes(trees.get(i), sigmoid));
            classOf[i] = isBinary ? 1 : i % classes;
        }
        return new FlatTrees(features, classes, new float[classes], builder.table(classOf));
    }

    private static float sigmoid(String[] objective) {
        return Arrays.stream(objective)
                .filter(word -> word.startsWith("sigmoid:"))
                .map(word -> Float.parseFloat(word.substring("sigmoid:".length())))
                .findFirst()
                .orElse(1f);
    }

    /** The head, then each tree, as lines {@code key=value}; what comes after the trees is of no use here. */
    private static List<Map<String, String>> sections(String text) {
        List<Map<String, String>> sections = new ArrayList<>();
        Map<String, String> section = new LinkedHashMap<>();
        sections.add(section);
        for (String line : text.lines().toList()) {
            if (line.equals("end of trees")) {
                return sections;
            }
            int equals = line.indexOf('=');
            String key = equals < 0 ? line : line.substring(0, equals);
            if (key.equals("Tree")) {
                section = new LinkedHashMap<>();
                sections.add(section);
            }
            section.put(key, equals < 0 ? "" : line.substring(equals + 1));
        }
        throw new IllegalArgumentException("it ends before its trees do");
    }

    private static String value(Map<String, String> section, String key) {
        String value = section.get(key);
        if (value == null) {
            throw new IllegalArgumentException("it has no " + key);
        }
        return value;
    }

    /** Inner nodes are numbered from 0; leaf i is node -1 - i, as in the file. */
    private static final class Nodes implements TreeTableBuilder.Nodes {
        private final int leaves;
        private final double[] leafValue;
        private final int[] feature;
        private final double[] threshold;
        private final int[] left;
        private final int[] right;
        private final int[] decision;
        private final float factor;

        Nodes(Map<String, String> tree, float factor) {
            this.factor = factor;
            this.leaves = Integer.parseInt(value(tree, "num_leaves"));
            if (!tree.getOrDefault("num_cat", "0").equals("0")
                    || !tree.getOrDefault("is_linear", "0").equals("0")) {
                throw new IllegalArgumentException("it has categorical splits or linear leaves");
            }
            this.leafValue = numbers(tree, "leaf_value", leaves);
            this.feature = integers(tree, "split_feature", leaves - 1);
            this.threshold = numbers(tree, "threshold", leaves - 1);
            this.left = integers(tree, "left_child", leaves - 1);
            this.right = integers(tree, "right_child", leaves - 1);
            this.decision = integers(tree, "decision_type", leaves - 1);
            for (int type : decision) {
                if ((type & CATEGORICAL) != 0 || ((type >> 2) & 3) == ZERO_IS_MISSING) {
                    throw new IllegalArgumentException("it has splits that are categorical or take zero as missing");
                }
            }
        }

        private static double[] numbers(Map<String, String> tree, String key, int count) {
            if (count == 0) {
                return new double[0];
            }
            double[] numbers = Arrays.stream(value(tree, key).trim().split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            if (numbers.length != count) {
                throw new IllegalArgumentException("a tree has " + numbers.length + " of " + key + ", not " + count);
            }
            return numbers;
        }

        private static int[] integers(Map<String, String> tree, String key, int count) {
            return Arrays.stream(numbers(tree, key, count))
                    .mapToInt(number -> (int) number)
                    .toArray();
        }

        @Override
        public int count() {
            return 2 * leaves - 1;
        }

        @Override
        public int root() {
            return leaves == 1 ? -1 : 0;
        }

        @Override
        public boolean isLeaf(int node) {
            return node < 0;
        }

        @Override
        public float leafValue(int node) {
            return (float) leafValue[-1 - node] * factor;
        }

        @Override
        public int feature(int node) {
            return feature[node];
        }

        /** A float is at most a double threshold where it is below the next float after the last that is. */
        @Override
        public float threshold(int node) {
            float last = (float) threshold[node];
            if (last > threshold[node]) {
                last = Math.nextDown(last);
            }
            return Math.nextUp(last);
        }

        @Override
        public int left(int node) {
            return left[node];
        }

        @Override
        public int right(int node) {
            return right[node];
        }

        /** Where it knows no missing values, they count as zero. */
        @Override
        public boolean missingGoesRight(int node) {
            return ((decision[node] >> 2) & 3) == NAN_IS_MISSING
                    ? (decision[node] & DEFAULT_LEFT) == 0
                    : 0 > threshold[node];
        }
    }
}
