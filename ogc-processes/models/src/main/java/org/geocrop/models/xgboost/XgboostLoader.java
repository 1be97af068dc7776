package org.geocrop.models.xgboost;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geocrop.error.ModelException;
import org.geocrop.model.Predictor;
import org.geocrop.model.PredictorLoader;
import org.geocrop.store.Json;
import tools.jackson.databind.JsonNode;

/**
 * Loads XGBoost models ({@code .ubj} and {@code .json}, XGBoost 1.6 and later) for softmax over classes, without the
 * native library. Only numbers are read; nothing in a file is executed.
 */
public final class XgboostLoader implements PredictorLoader {

    public static final String TYPE = "xgboost";

    private static final int MAX_DEPTH = 64;

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

    /** Both formats as the same maps, lists and number arrays. */
    private static Node document(byte[] bytes) {
        boolean json = bytes.length > 1 && bytes[0] == '{' && (bytes[1] == '"' || Character.isWhitespace(bytes[1]));
        if (!json) {
            return new Node(Ubjson.read(bytes));
        }
        try {
            return new Node(plain(Json.read(bytes)));
        } catch (Json.MalformedException e) {
            throw new IllegalArgumentException("it is not JSON: " + e.getMessage(), e);
        }
    }

    private static Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new java.util.LinkedHashMap<>();
            node.properties().forEach(e -> map.put(e.getKey(), plain(e.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(e -> list.add(plain(e)));
            return list;
        }
        return node.isNumber()
                ? (Object) node.asDouble()
                : node.isBoolean() ? (Object) node.asBoolean() : node.asString("");
    }

    /** A value of the document, with the conversions that its two formats need. */
    private record Node(Object value) {

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
        if (!objective.equals("multi:softprob") && !objective.equals("multi:softmax")) {
            throw new IllegalArgumentException("its objective is " + objective + ", not multi:softprob");
        }
        if (numClass != classes || numFeature != features) {
            throw new IllegalArgumentException("it has " + numFeature + " features and " + numClass + " classes, not "
                    + features + " and " + classes);
        }
        float[] base = new float[classes];
        java.util.Arrays.fill(base, baseScore(parameters.get("base_score").text()));
        Node booster = learner.get("gradient_booster");
        if (!booster.get("name").text().equals("gbtree")) {
            throw new IllegalArgumentException(
                    "its booster is " + booster.get("name").text() + ", not gbtree");
        }
        Node model = booster.get("model");
        return new FlatTrees(
                features,
                classes,
                base,
                table(model.get("trees").list(), model.get("tree_info").integers(), features, classes));
    }

    /** {@code 5E-1}, or {@code [5E-1]} since XGBoost 3. */
    private static float baseScore(String text) {
        return Float.parseFloat(text.replaceAll("[\\[\\]]", "").split(",")[0]);
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
        TableBuilder builder = new TableBuilder(trees.size(), nodes, features);
        for (int i = 0; i < trees.size(); i++) {
            builder.add(i, trees.get(i));
        }
        return builder.table(classOf);
    }

    /** Lays trees out breadth first. */
    private static final class TableBuilder {
        private final int features;
        private final int[] root;
        private final int[] depth;
        private final int[] feature;
        private final float[] threshold;
        private final int[] left;
        private final float[] leaf;
        private final boolean[] missingRight;
        private int next;

        TableBuilder(int trees, int nodes, int features) {
            this.features = features;
            this.root = new int[trees];
            this.depth = new int[trees];
            this.feature = new int[nodes];
            this.threshold = new float[nodes];
            this.left = new int[nodes];
            this.leaf = new float[nodes];
            this.missingRight = new boolean[nodes];
        }

        void add(int index, Node tree) {
            if (java.util.Arrays.stream(tree.get("split_type").integers()).anyMatch(t -> t != 0)) {
                throw new IllegalArgumentException("it has categorical splits");
            }
            int[] leftOf = tree.get("left_children").integers();
            int[] rightOf = tree.get("right_children").integers();
            int[] featureOf = tree.get("split_indices").integers();
            double[] conditionOf = tree.get("split_conditions").numbers();
            int[] defaultLeft = tree.get("default_left").integers();
            root[index] = next;
            int[] source = new int[leftOf.length];
            int[] level = new int[leftOf.length];
            int first = next;
            int queued = 1;
            for (int i = 0; i < queued; i++) {
                int from = source[i];
                int to = first + i;
                depth[index] = Math.max(depth[index], level[i]);
                if (leftOf[from] < 0) {
                    left[to] = to;
                    threshold[to] = Float.POSITIVE_INFINITY;
                    leaf[to] = (float) conditionOf[from];
                    continue;
                }
                if (queued + 2 > source.length || level[i] >= MAX_DEPTH) {
                    throw new IllegalArgumentException("a tree has nodes in a circle or is deeper than " + MAX_DEPTH);
                }
                if (featureOf[from] < 0 || featureOf[from] >= features) {
                    throw new IllegalArgumentException("a tree splits on feature " + featureOf[from]);
                }
                feature[to] = featureOf[from];
                threshold[to] = (float) conditionOf[from];
                missingRight[to] = defaultLeft[from] == 0;
                left[to] = first + queued;
                source[queued] = leftOf[from];
                source[queued + 1] = rightOf[from];
                level[queued] = level[i] + 1;
                level[queued + 1] = level[i] + 1;
                queued += 2;
            }
            next = first + queued;
        }

        TreeTable table(int[] classOf) {
            return new TreeTable(root, depth, classOf, feature, threshold, left, leaf, missingRight);
        }
    }
}
