package org.geocrop.boosting.xgboost;

import java.util.LinkedHashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.geocrop.boosting.Boosting;
import org.geocrop.boosting.MemberTrainer;
import org.geocrop.boosting.TrainingRows;
import org.geocrop.error.ModelException;
import org.geocrop.model.PredictorLoader;

/** Trains XGBoost by XGBoost4J. */
public final class XgboostTrainer implements MemberTrainer {

    @Override
    public PredictorLoader loader() {
        return new XgboostLoader();
    }

    @Override
    public String file() {
        return "xgboost.ubj";
    }

    @Override
    public byte[] train(TrainingRows rows, Boosting how) {
        DMatrix matrix = null;
        Booster booster = null;
        try {
            matrix = new DMatrix(rows.features(), rows.size(), rows.width(), Float.NaN);
            matrix.setLabel(labels(rows.labels()));
            matrix.setWeight(rows.weights());
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("objective", "multi:softprob");
            settings.put("num_class", rows.classes());
            settings.put("max_depth", how.depth());
            settings.put("eta", how.eta());
            settings.put("subsample", how.subsample());
            settings.put("colsample_bynode", how.columnSample());
            settings.put("nthread", how.threads());
            settings.put("seed", how.seed());
            settings.put("tree_method", "hist");
            settings.put("verbosity", 1);
            booster = XGBoost.train(matrix, settings, how.rounds(), Map.of(), null, null);
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

    private static float[] labels(int[] indices) {
        float[] labels = new float[indices.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = indices[i];
        }
        return labels;
    }
}
