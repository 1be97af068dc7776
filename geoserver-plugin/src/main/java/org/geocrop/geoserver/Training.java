package org.geocrop.geoserver;

import java.util.List;

/** The native libraries by which models are trained; they are beside the plugin only where an administrator wants it. */
final class Training {

    private static final List<String> LIBRARIES =
            List.of("ml.dmlc.xgboost4j.java.XGBoost", "com.microsoft.ml.lightgbm.lightgbmlib");

    private Training() {}

    static boolean isPossible() {
        return LIBRARIES.stream().allMatch(Training::isThere);
    }

    private static boolean isThere(String name) {
        try {
            Class.forName(name, false, Training.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
