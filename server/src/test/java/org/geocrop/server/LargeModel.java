package org.geocrop.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.geocrop.boosting.lightgbm.LightgbmLoader;
import org.geocrop.feature.FeatureSet;
import org.geocrop.hash.Sha256;
import org.geocrop.model.ModelBundle;

/** A model of many megabytes that was trained on nothing: whole trees with random splits, as LightGBM writes them. */
final class LargeModel {

    private static final int LEAVES = 512;
    private static final int INNER = LEAVES - 1;

    private LargeModel() {}

    /** A bundle of this name for the classes of another, and its file. */
    static Map.Entry<ModelBundle, Map<String, byte[]>> like(ModelBundle other, String name, int rounds, long seed) {
        byte[] file = text(other.classes().size(), rounds, new Random(seed)).getBytes(StandardCharsets.US_ASCII);
        ModelBundle.Member member = new ModelBundle.Member(LightgbmLoader.TYPE, "lightgbm.txt", 1, Sha256.of(file));
        ModelBundle bundle = new ModelBundle(
                name,
                "1",
                other.featureSet(),
                other.featureSha256(),
                other.classes(),
                other.season(),
                List.of(member),
                null,
                other.training(),
                Map.of(),
                null,
                null,
                null,
                null,
                null);
        return Map.entry(bundle, Map.of(member.file(), file));
    }

    private static String text(int classes, int rounds, Random random) {
        StringBuilder text = new StringBuilder("tree\nversion=v4\nnum_class=" + classes + "\nnum_tree_per_iteration="
                + classes + "\nlabel_index=0\nmax_feature_idx=" + (FeatureSet.COUNT - 1)
                + "\nobjective=multiclass num_class:" + classes + "\nfeature_names="
                + String.join(" ", FeatureSet.FEATURE_ORDER_V1) + "\n\n");
        for (int tree = 0; tree < rounds * classes; tree++) {
            text.append("Tree=").append(tree).append("\nnum_leaves=" + LEAVES + "\nnum_cat=0\n");
            line(text, "split_feature", INNER, i -> Integer.toString(random.nextInt(FeatureSet.COUNT)));
            line(text, "threshold", INNER, i -> Float.toString(random.nextFloat()));
            line(text, "decision_type", INNER, i -> "2");
            line(text, "left_child", INNER, i -> Integer.toString(child(2 * i + 1)));
            line(text, "right_child", INNER, i -> Integer.toString(child(2 * i + 2)));
            line(text, "leaf_value", LEAVES, i -> Float.toString((random.nextFloat() - 0.5f) / rounds));
            text.append('\n');
        }
        return text.append("end of trees\n").toString();
    }

    /** Nodes are numbered level by level, the leaves last. */
    private static int child(int node) {
        return node < INNER ? node : -1 - (node - INNER);
    }

    private static void line(StringBuilder text, String key, int count, IntFunction<String> value) {
        text.append(key)
                .append('=')
                .append(IntStream.range(0, count).mapToObj(value).collect(Collectors.joining(" ")))
                .append('\n');
    }
}
