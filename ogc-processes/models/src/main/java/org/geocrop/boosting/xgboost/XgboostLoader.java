package org.geocrop.boosting.xgboost;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geocrop.boosting.FeatureNames;
import org.geocrop.boosting.trees.FlatTrees;
import org.geocrop.boosting.trees.TreeTable;
import org.geocrop.boosting.trees.TreeTableBuilder;
import org.geocrop.error.ModelException;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.model.Predictor;
import org.geocrop.model.PredictorLoader;

/**
 * Loads XGBoost models ({@code .ubj} and {@code .json}, XGBoost 1.6 and later) for softmax over classes, without the
 * native library. Only numbers are read; nothing in a file is executed. Where early stopping has left its
 * {@code best_iteration}, later trees don't count, as in XGBoost's own classifier.
 */
public final class XgboostLoader implements PredictorLoader {

    public static final String TYPE = "xgboost";

    private static final String BEST_ITERATION = "best_iteration";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Predictor load(String file, byte[] bytes, int features, int classes) {
        try {
            return parse(document(bytes), features, classes);
        } catch (IllegalArgumentException | ClassCastException | IndexOutOfBoundsException e) {
            throw new ModelException("The member " + file + " is not an XGBoost model that fits: " + e.getMessage(), e);
        }
    }

    /** By the library's own TreeSHAP (Lundberg et al. 2020). */
    @Override
    public Optional<float[][]> contributions(String file, byte[] bytes, float[] row, int classes) {
        load(file, bytes, row.length, classes);
        return XgboostShap.contributions(file, bytes, row, classes, treeLimit(document(bytes)));
    }

    /** Both formats as the same maps, lists and number arrays. */
    private static Node document(byte[] bytes) {
        boolean json = bytes.length > 1 && bytes[0] == '{' && (bytes[1] == '"' || Character.isWhitespace(bytes[1]));
        if (!json) {
            return new Node(Ubjson.read(bytes));
        }
        try {
            return new Node(plain(ForeignJson.read(bytes)));
        } catch (Json.MalformedException e) {
            throw new IllegalArgumentException("it is not JSON: " + e.getMessage(), e);
        }
    }

    private static Object plain(ForeignJson node) {
        if (node.isObject()) {
            Map<String, Object> map = new java.util.LinkedHashMap<>();
            node.members().forEach((name, value) -> map.put(name, plain(value)));
            return map;
        }
        if (node.isList()) {
            List<Object> list = new ArrayList<>();
            node.forEach(e -> list.add(plain(e)));
            return list;
        }
        return node.isNumber() ? (Object) node.number() : node.isFlag() ? (Object) node.flag() : node.text();
    }

    /** A value of the document, with the conversions that its two formats need. */
    private record Node(Object value) {

        boolean has(String name) {
            return ((Map<?, ?>) value).containsKey(name);
        }

        Node get(String name) {
            Object child = ((Map<?, ?>) value).get(name);
            if (child == null) {
                throw new IllegalArgumentException("it has no " + name);
            }
            return new Node(child);
        }

        String text() {
            return String.valueOf(value);
        }

        double[] numbers() {
            if (value instanceof double[] doubles) {
                return doubles;
            }
            if (value instanceof long[] longs) {
                return java.util.Arrays.stream(longs).asDoubleStream().toArray();
            }
            return ((List<?>) value)
                    .stream()
                            .mapToDouble(v -> v instanceof Boolean b ? (b ? 1 : 0) : ((Number) v).doubleValue())
                            .toArray();
        }

        int[] integers() {
            return java.util.Arrays.stream(numbers()).mapToInt(v -> (int) v).toArray();
        }

        List<Node> list() {
            return ((List<?>) value).stream().map(Node::new).toList();
        }
    }

    private static FlatTrees parse(Node document, int features, int classes) {
        Node learner = document.get("learner");
        Node parameters = learner.get("learner_model_param");
        int numClass = Integer.parseInt(parameters.get("num_class").text());
        int numFeature = Integer.parseInt(parameters.get("num_feature").text());
        String objective = learner.get("objective").get("name").text();
        boolean isBinary = objective.equals("binary:logistic");
        if (!isBinary && !objective.equals("multi:softprob") && !objective.equals("multi:softmax")) {
            throw new IllegalArgumentException("its objective is " + objective + ", not multi:softprob");
        }
        int outputs = isBinary ? 2 : numClass;
        if (outputs != classes || numFeature != features) {
            throw new IllegalArgumentException("it has " + numFeature + " features and " + outputs + " classes, not "
                    + features + " and " + classes);
        }
        if (learner.has("feature_names")) {
            FeatureNames.check(
                    learner.get("feature_names").list().stream().map(Node::text).toList());
        }
        if (parameters.has("num_target")
                && Integer.parseInt(parameters.get("num_target").text()) > 1) {
            throw new IllegalArgumentException("it has several targets");
        }
        float[] base = baseScores(parameters.get("base_score").text(), classes, isBinary);
        Node booster = learner.get("gradient_booster");
        if (!booster.get("name").text().equals("gbtree")) {
            throw new IllegalArgumentException(
                    "its booster is " + booster.get("name").text() + ", not gbtree");
        }
        Node model = booster.get("model");
        int[] classOf = model.get("tree_info").integers();
        if (isBinary) {
            // Its one margin is that of class 1 beside class 0, whose margin is 0: softmax is then the logistic
            // function.
            java.util.Arrays.fill(classOf, 1);
        }
        List<Node> trees = model.get("trees").list();
        trees.forEach(XgboostLoader::refuseVectorLeaves);
        int used = treesUsed(learner, model, isBinary ? 1 : classes);
        if (used > trees.size() || classOf.length != trees.size()) {
            throw new IllegalArgumentException("it has " + trees.size() + " trees, " + classOf.length
                    + " classes of trees, and says that " + used + " are best");
        }
        return new FlatTrees(
                features,
                classes,
                base,
                table(trees.subList(0, used), java.util.Arrays.copyOf(classOf, used), features, classes));
    }

    /** Trees of {@code multi_strategy=multi_output_tree} hold a value for each class in a leaf. */
    private static void refuseVectorLeaves(Node tree) {
        if (tree.has("tree_param")
                && tree.get("tree_param").has("size_leaf_vector")
                && Integer.parseInt(
                                tree.get("tree_param").get("size_leaf_vector").text())
                        > 1) {
            throw new IllegalArgumentException(
                    "its trees give values for all classes at once (multi_strategy=multi_output_tree), which is not"
                            + " supported; train with one_output_per_tree");
        }
    }

    /** After early stopping XGBoost's own classifier predicts with the rounds up to the best one only. */
    private static int treesUsed(Node learner, Node model, int classes) {
        int all = model.get("trees").list().size();
        if (!learner.has("attributes") || !learner.get("attributes").has(BEST_ITERATION)) {
            return all;
        }
        String text = learner.get("attributes").get(BEST_ITERATION).text();
        if (!text.matches("\\d{1,7}")) {
            throw new IllegalArgumentException("its best_iteration is " + text);
        }
        int rounds = Integer.parseInt(text) + 1;
        if (model.has("iteration_indptr")) {
            int[] ends = model.get("iteration_indptr").integers();
            if (rounds >= ends.length) {
                throw new IllegalArgumentException(
                        "its best_iteration is " + text + " of " + (ends.length - 1) + " rounds");
            }
            return ends[rounds];
        }
        return Math.multiplyExact(rounds, Math.multiplyExact(classes, parallelTrees(model)));
    }

    private static int parallelTrees(Node model) {
        Node parameters = model.get("gbtree_model_param");
        return parameters.has("num_parallel_tree")
                ? Math.max(
                        1, Integer.parseInt(parameters.get("num_parallel_tree").text()))
                : 1;
    }

    /** Trees of one class that count, for the library's own functions; 0 for all. */
    private static int treeLimit(Node document) {
        Node learner = document.get("learner");
        boolean stopped = learner.has("attributes") && learner.get("attributes").has(BEST_ITERATION);
        return stopped
                ? (Integer.parseInt(learner.get("attributes")
                                        .get(BEST_ITERATION)
                                        .text())
                                + 1)
                        * parallelTrees(learner.get("gradient_booster").get("model"))
                : 0;
    }

    /** {@code 5E-1}, or {@code [5E-1]} since XGBoost 3, or one for each class; a probability where there are two. */
    private static float[] baseScores(String text, int classes, boolean isBinary) {
        String[] numbers = text.replaceAll("[\\[\\]]", "").split(",");
        float[] base = new float[classes];
        if (isBinary) {
            double p = Double.parseDouble(numbers[0]);
            if (numbers.length != 1 || !(p > 0 && p < 1)) {
                throw new IllegalArgumentException("its base score is " + text + ", no probability");
            }
            base[1] = (float) Math.log(p / (1 - p));
            return base;
        }
        if (numbers.length != 1 && numbers.length != classes) {
            throw new IllegalArgumentException("it has " + numbers.length + " base scores");
        }
        for (int c = 0; c < classes; c++) {
            base[c] = Float.parseFloat(numbers[numbers.length == 1 ? 0 : c]);
        }
        return base;
    }

    private static TreeTable table(List<Node> trees, int[] classOf, int features, int classes) {
        if (classOf.length != trees.size()) {
            throw new IllegalArgumentException(
                    "it has " + trees.size() + " trees and " + classOf.length + " classes of trees");
        }
        for (int c : classOf) {
            if (c < 0 || c >= classes) {
                throw new IllegalArgumentException("a tree adds to class " + c);
            }
        }
        int nodes = 0;
        for (Node tree : trees) {
            nodes += tree.get("left_children").integers().length;
        }
        TreeTableBuilder builder = new TreeTableBuilder(trees.size(), nodes, features);
        for (int i = 0; i < trees.size(); i++) {
            builder.add(i, new Nodes(trees.get(i)));
        }
        return builder.table(classOf);
    }

    /** A tree in the arrays of its document. */
    private static final class Nodes implements TreeTableBuilder.Nodes {
        private final int[] left;
        private final int[] right;
        private final int[] feature;
        private final double[] condition;
        private final int[] defaultLeft;

        Nodes(Node tree) {
            if (java.util.Arrays.stream(tree.get("split_type").integers()).anyMatch(t -> t != 0)) {
                throw new IllegalArgumentException("it has categorical splits");
            }
            this.left = tree.get("left_children").integers();
            this.right = tree.get("right_children").integers();
            this.feature = tree.get("split_indices").integers();
            this.condition = tree.get("split_conditions").numbers();
            this.defaultLeft = tree.get("default_left").integers();
        }

        @Override
        public int count() {
            return left.length;
        }

        @Override
        public int root() {
            return 0;
        }

        @Override
        public boolean isLeaf(int node) {
            return left[node] < 0;
        }

        @Override
        public float leafValue(int node) {
            return (float) condition[node];
        }

        @Override
        public int feature(int node) {
            return feature[node];
        }

        @Override
        public float threshold(int node) {
            return (float) condition[node];
        }

        @Override
        public int left(int node) {
            return left[node];
        }

        @Override
        public int right(int node) {
            return right[node];
        }

        @Override
        public boolean missingGoesRight(int node) {
            return defaultLeft[node] == 0;
        }
    }
}
