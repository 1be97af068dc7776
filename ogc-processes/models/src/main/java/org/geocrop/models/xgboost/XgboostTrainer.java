package org.geocrop.models.xgboost;

import java.util.LinkedHashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.geocrop.error.ModelException;
import org.geocrop.feature.FeatureSet;

/** Trains XGBoost on a table of features, by XGBoost4J. */
public final class XgboostTrainer {

    private XgboostTrainer() {}

    /**
     * How to train.
     *
     * @param rounds trees of each class
     * @param depth of a tree at most
     * @param eta learning rate
     * @param subsample share of rows for each round
     * @param columnSample share of features for each tree
     * @param threads of the library
     * @param seed of its random numbers
     */
    public record Parameters(
            int rounds, int depth, double eta, double subsample, double columnSample, int threads, long seed) {

        public static final Parameters DEFAULT =
                new Parameters(200, 6, 0.1, 0.8, 0.8, Runtime.getRuntime().availableProcessors(), 42);

        public Parameters withSeed(long other) {
            return new Parameters(rounds, depth, eta, subsample, columnSample, threads, other);
        }

        public Parameters withRounds(int other) {
            return new Parameters(other, depth, eta, subsample, columnSample, threads, seed);
        }

        public Parameters withThreads(int other) {
            return new Parameters(rounds, depth, eta, subsample, columnSample, other, seed);
        }
    }

    /**
     * Trains a model.
     *
     * @param rows features, {@code count x 51}
     * @param labels class index of each row, from 0
     * @param weights of each row
     * @return the model in XGBoost's {@code .ubj} format
     */
    public static byte[] train(float[] rows, float[] labels, float[] weights, int classes, Parameters p) {
        DMatrix matrix = null;
        Booster booster = null;
        try {
            matrix = new DMatrix(rows, labels.length, FeatureSet.COUNT, Float.NaN);
            matrix.setLabel(labels);
            matrix.setWeight(weights);
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("objective", "multi:softprob");
            settings.put("num_class", classes);
            settings.put("max_depth", p.depth);
            settings.put("eta", p.eta);
            settings.put("subsample", p.subsample);
            settings.put("colsample_bytree", p.columnSample);
            settings.put("nthread", p.threads);
            settings.put("seed", p.seed);
            settings.put("tree_method", "hist");
            settings.put("verbosity", 1);
            booster = XGBoost.train(matrix, settings, p.rounds, Map.of(), null, null);
            return booster.toByteArray("ubj");
        } catch (XGBoostError e) {
            throw new ModelException("XGBoost could not train: " + e.getMessage(), e);
        } finally {
            if (booster != null) {
                booster.dispose();
            }
            if (matrix != null) {
                matrix.dispose();
            }
        }
    }
}
