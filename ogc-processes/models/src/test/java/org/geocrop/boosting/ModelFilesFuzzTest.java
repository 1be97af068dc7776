package org.geocrop.boosting;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.geocrop.Fuzz;
import org.geocrop.boosting.catboost.CatboostLoader;
import org.geocrop.boosting.lightgbm.LightgbmLoader;
import org.geocrop.boosting.xgboost.XgboostLoader;
import org.geocrop.feature.FeatureSet;
import org.geocrop.model.Predictor;
import org.geocrop.model.PredictorLoader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged files of models; those that are taken predict. */
@Tag("soak")
class ModelFilesFuzzTest {

    private static final long MAX_ALLOCATION = 256L << 20;
    private static final int ROWS = 3;

    private static byte[] resource(String name) throws Exception {
        try (InputStream in = ModelFilesFuzzTest.class.getResourceAsStream("/python/" + name)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({"binary,2", "multi,3"})
    void xgboostUbj(String kind, int classes) throws Exception {
        fuzz("XGBoost ubj " + kind, new XgboostLoader(), resource(kind + "-xgboost.ubj"), classes);
    }

    @ParameterizedTest
    @CsvSource({"binary,2", "multi,3"})
    void xgboostJson(String kind, int classes) throws Exception {
        byte[] ubj = resource(kind + "-xgboost.ubj");
        byte[] json = XGBoost.loadModel(new ByteArrayInputStream(ubj)).toByteArray("json");
        fuzz("XGBoost json " + kind, new XgboostLoader(), json, classes);
    }

    @ParameterizedTest
    @CsvSource({"binary,2", "multi,3"})
    void lightgbm(String kind, int classes) throws Exception {
        fuzz("LightGBM txt " + kind, new LightgbmLoader(), resource(kind + "-lightgbm.txt"), classes);
    }

    @ParameterizedTest
    @CsvSource({"binary,2", "multi,3"})
    void catboost(String kind, int classes) throws Exception {
        fuzz("CatBoost cbm " + kind, new CatboostLoader(), resource(kind + "-catboost.cbm"), classes);
    }

    private static void fuzz(String name, PredictorLoader loader, byte[] file, int classes) throws Exception {
        float[] rows = new float[ROWS * FeatureSet.COUNT];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % 7 == 0 ? Float.NaN : i % 11 / 10f;
        }
        Fuzz.run(name, MAX_ALLOCATION, List.of(file), bytes -> {
            Predictor predictor = loader.load("member", bytes, FeatureSet.COUNT, classes);
            predictor.predict(rows.clone(), ROWS, new float[ROWS * classes]);
        });
    }
}
