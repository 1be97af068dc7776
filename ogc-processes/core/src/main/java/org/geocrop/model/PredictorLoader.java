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
}
