package org.geocrop.model;

/** Makes predictors of members of one type, such as {@code xgboost}. */
public interface PredictorLoader {

    /** The member type that it loads. */
    String type();

    /**
     * Parses a member's file. Nothing in it is ever executed.
     *
     * @throws org.geocrop.error.ModelException if it is no such model, or has other features or classes
     */
    Predictor load(String file, byte[] bytes, int features, int classes);

    /**
     * What each feature adds to the margin of each class for one row (SHAP, Lundberg and Lee 2017).
     *
     * @return {@code classes x (features + 1)}, the last being what the model says without looking; empty where this
     *     type can't tell
     */
    default java.util.Optional<float[][]> contributions(String file, byte[] bytes, float[] row, int classes) {
        return java.util.Optional.empty();
    }
}
