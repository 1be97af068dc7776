package org.geocrop.cli;

import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_float;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import com.microsoft.ml.lightgbm.lightgbmlibConstants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.Callable;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.geocrop.feature.FeatureSet;
import org.geocrop.model.Predictor;
import org.geocrop.models.Boosting;
import org.geocrop.models.TrainingRows;
import org.geocrop.models.lightgbm.LightgbmTrainer;
import org.geocrop.models.xgboost.XgboostTrainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Rows that models of 600 and 10,000 trees predict in a second of one core, beside the libraries' own prediction. */
@Command(name = "bench-trees", hidden = true, mixinStandardHelpOptions = true)
final class TreesBench implements Callable<Integer> {

    private static final int CLASSES = 10;
    private static final int TRAINED = 6_000;
    private static final int ROWS = 1 << 13;

    @Option(names = "--seconds", defaultValue = "4", description = "CPU seconds of each measured loop")
    double seconds;

    @Option(names = "--rounds", split = ",", defaultValue = "60,1000", description = "Trees of each class")
    int[] rounds;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws XGBoostError, IOException {
        Random random = new Random(2);
        float[] rows = gaussian(random, TRAINED);
        int[] labels = new int[TRAINED];
        for (int i = 0; i < TRAINED; i++) {
            labels[i] = Math.floorMod((int) (rows[i * FeatureSet.COUNT] * 3 + rows[i * FeatureSet.COUNT + 7]), CLASSES);
        }
        TrainingRows table = TrainingRows.of(rows, FeatureSet.COUNT, labels, CLASSES);
        float[] asked = gaussian(random, ROWS);
        for (int each : rounds) {
            Boosting how =
                    new Boosting(each, 6, 0.1, 0.8, 0.8, Runtime.getRuntime().availableProcessors(), 42);
            xgboost(table, how, asked);
            lightgbm(table, how, asked);
        }
        return 0;
    }

    private static float[] gaussian(Random random, int count) {
        float[] rows = new float[count * FeatureSet.COUNT];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        return rows;
    }

    private void xgboost(TrainingRows table, Boosting how, float[] asked) throws XGBoostError, IOException {
        XgboostTrainer trainer = new XgboostTrainer();
        byte[] model = trainer.train(table, how);
        Predictor ours = trainer.loader().load("bench", model, FeatureSet.COUNT, CLASSES);
        Booster booster = XGBoost.loadModel(new ByteArrayInputStream(model));
        booster.setParam("nthread", 1);
        report("xgboost", how, ours, asked, () -> {
            try {
                booster.inplace_predict(asked, ROWS, FeatureSet.COUNT, Float.NaN);
            } catch (XGBoostError e) {
                throw new IllegalStateException(e);
            }
        });
        booster.dispose();
    }

    private void lightgbm(TrainingRows table, Boosting how, float[] asked) {
        LightgbmTrainer trainer = new LightgbmTrainer();
        byte[] model = trainer.train(table, how);
        Predictor ours = trainer.loader().load("bench", model, FeatureSet.COUNT, CLASSES);
        SWIGTYPE_p_int iterations = lightgbmlib.new_intp();
        SWIGTYPE_p_p_void booster = lightgbmlib.new_voidpp();
        check(lightgbmlib.LGBM_BoosterLoadModelFromString(
                new String(model, StandardCharsets.UTF_8), iterations, booster));
        SWIGTYPE_p_float data = lightgbmlib.new_floatArray(asked.length);
        for (int i = 0; i < asked.length; i++) {
            lightgbmlib.floatArray_setitem(data, i, asked[i]);
        }
        SWIGTYPE_p_double scores = lightgbmlib.new_doubleArray((long) ROWS * CLASSES);
        SWIGTYPE_p_long_long length = lightgbmlib.new_int64_tp();
        report(
                "lightgbm",
                how,
                ours,
                asked,
                () -> check(lightgbmlib.LGBM_BoosterPredictForMat(
                        lightgbmlib.voidpp_value(booster),
                        lightgbmlib.float_to_voidp_ptr(data),
                        lightgbmlibConstants.C_API_DTYPE_FLOAT32,
                        ROWS,
                        FeatureSet.COUNT,
                        1,
                        lightgbmlibConstants.C_API_PREDICT_NORMAL,
                        0,
                        -1,
                        "num_threads=1",
                        length,
                        scores)));
    }

    private static void check(int result) {
        if (result != 0) {
            throw new IllegalStateException(lightgbmlib.LGBM_GetLastError());
        }
    }

    private void report(String library, Boosting how, Predictor ours, float[] asked, Runnable peer) {
        float[] scores = new float[ROWS * CLASSES];
        double own = ROWS * rate(() -> ours.predict(asked, ROWS, scores));
        double other = ROWS * rate(peer);
        var out = spec.commandLine().getOut();
        out.printf(
                "%s, %d trees: %,.0f rows a second and core, its library %,.0f: %.2f x%n",
                library, how.rounds() * CLASSES, own, other, own / other);
        out.flush();
    }

    /** Calls for each CPU second of this process, warmed up; all threads count, so that none helps unseen. */
    private double rate(Runnable call) {
        loop(call, seconds / 2);
        return loop(call, seconds);
    }

    private static double loop(Runnable call, double seconds) {
        long from = BenchCommand.processCpuNanos();
        long calls = 0;
        long spent;
        do {
            call.run();
            calls++;
            spent = BenchCommand.processCpuNanos() - from;
        } while (spent < seconds * 1e9);
        return calls / (spent / 1e9);
    }
}
