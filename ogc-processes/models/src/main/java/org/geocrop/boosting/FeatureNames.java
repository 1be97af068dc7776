package org.geocrop.boosting;

import java.util.List;
import org.geocrop.feature.FeatureSet;

/** The names that a library's model gives its features. */
public final class FeatureNames {

    private FeatureNames() {}

    /**
     * Refuses a model that was trained on other features, or in another order. Names that the libraries make up
     * themselves ({@code f0}, {@code Column_0}, {@code 0}) say nothing.
     *
     * @throws IllegalArgumentException naming the first that is wrong
     */
    public static void check(List<String> names) {
        boolean isMadeUp = names.isEmpty() || names.stream().allMatch(name -> name.matches("(f|Column_|)\\d*"));
        if (isMadeUp || names.size() != FeatureSet.COUNT) {
            return;
        }
        for (int i = 0; i < FeatureSet.COUNT; i++) {
            String expected = FeatureSet.FEATURE_ORDER_V1.get(i);
            if (!names.get(i).equals(expected)) {
                throw new IllegalArgumentException("its feature " + i + " is " + names.get(i) + ", not " + expected
                        + ": it was trained on features in another order than " + FeatureSet.VERSION);
            }
        }
    }
}
