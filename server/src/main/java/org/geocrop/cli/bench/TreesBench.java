package org.geocrop.cli.bench;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.geocrop.boosting.Boosting;
import org.geocrop.boosting.TrainingRows;
import org.geocrop.boosting.catboost.CatboostLoader;
import org.geocrop.boosting.lightgbm.LightgbmTrainer;
import org.geocrop.boosting.xgboost.XgboostTrainer;
import org.geocrop.feature.FeatureSet;
import org.geocrop.model.Predictor;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Rows that models of 600 and 10,000 trees predict in a second of one core, beside the libraries' own prediction. */
@Command(name = "bench-trees", hidden = true, mixinStandardHelpOptions = true)
public final class TreesBench implements Callable<Integer> {

    private static final int CLASSES = 10;
    private static final int TRAINED = 6_000;
    /** Labels that are drawn by lot, so that late trees still have something to learn and are not stumps. */
    private static final double LOTS = 0.4;

    private static final int ROWS = 1 << 13;

    @Option(names = "--seconds", defaultValue = "4", description = "CPU seconds of each measured loop")
    double seconds;

    @Option(names = "--rounds", split = ",", defaultValue = "60,1000", description = "Trees of each class")
    int[] rounds;

    @Option(
            names = "--catboost",
            split = ",",
            description =
                    "A model of CatBoost for each of --rounds, and the rows that CatBoost itself predicts with it in"
                            + " a second of one core: FILE=ROWS")
    Map<Path, Double> catboost = new LinkedHashMap<>();

    @Spec
    CommandSpec spec;

    private final float[] scores = new float[ROWS * CLASSES];

    /** A library's model read by us, and the same rows asked of the library itself. */
    private record Contest(String library, Predictor ours, double peer) {}

    @Override
    public Integer call() throws XGBoostError, IOException {
        if (!catboost.isEmpty() && catboost.size() != rounds.length) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--catboost needs a model for each of --rounds");
        }
        Random random = new Random(2);
        float[] rows = gaussian(random, TRAINED);
        int[] labels = new int[TRAINED];
        for (int i = 0; i < TRAINED; i++) {
            double seen = rows[i * FeatureSet.COUNT] * 3 + rows[i * FeatureSet.COUNT + 7];
            labels[i] = random.nextDouble() < LOTS ? random.nextInt(CLASSES) : Math.floorMod((int) seen, CLASSES);
        }
        TrainingRows table = TrainingRows.of(rows, FeatureSet.COUNT, labels, CLASSES);
        float[] asked = gaussian(random, ROWS);
        Iterator<Map.Entry<Path, Double>> symmetric = catboost.entrySet().iterator();
        for (int each : rounds) {
            Boosting how =
                    new Boosting(each, 6, 0.1, 0.8, 0.8, Runtime.getRuntime().availableProcessors(), 42);
            List<Contest> contests = new ArrayList<>(List.of(xgboost(table, how, asked), lightgbm(table, how, asked)));
            if (symmetric.hasNext()) {
                contests.add(catboost(symmetric.next()));
            }
            report(how, contests, asked);
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

    private Contest xgboost(TrainingRows table, Boosting how, float[] asked) throws XGBoostError, IOException {
        XgboostTrainer trainer = new XgboostTrainer();
        byte[] model = trainer.train(table, how);
        Predictor ours = trainer.loader().load("bench", model, FeatureSet.COUNT, CLASSES);
        Booster booster = XGBoost.loadModel(new ByteArrayInputStream(model));
        booster.setParam("nthread", 1);
        double peer = rate(() -> {
            try {
                booster.inplace_predict(asked, ROWS, FeatureSet.COUNT, Float.NaN);
            } catch (XGBoostError e) {
                throw new IllegalStateException(e);
            }
        });
        booster.dispose();
        return new Contest("xgboost", ours, peer);
    }

    private Contest lightgbm(TrainingRows table, Boosting how, float[] asked) {
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
        SWIGTYPE_p_double predicted = lightgbmlib.new_doubleArray((long) ROWS * CLASSES);
        SWIGTYPE_p_long_long length = lightgbmlib.new_int64_tp();
        double peer = rate(() -> check(lightgbmlib.LGBM_BoosterPredictForMat(
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
                predicted)));
        lightgbmlib.LGBM_BoosterFree(lightgbmlib.voidpp_value(booster));
        return new Contest("lightgbm", ours, peer);
    }

    private static Contest catboost(Map.Entry<Path, Double> model) throws IOException {
        byte[] bytes = Files.readAllBytes(model.getKey());
        Predictor ours = new CatboostLoader().load("bench", bytes, FeatureSet.COUNT, CLASSES);
        return new Contest("catboost", ours, model.getValue());
    }

    private static void check(int result) {
        if (result != 0) {
            throw new IllegalStateException(lightgbmlib.LGBM_GetLastError());
        }
    }

    /** Each library alone, and all of them as the members of one model: their times add up. */
    private void report(Boosting how, List<Contest> contests, float[] asked) {
        double ours = 0;
        double peers = 0;
        for (Contest contest : contests) {
            double rate = rate(() -> contest.ours().predict(asked, ROWS, scores));
            print(contest.library(), how, rate, contest.peer());
            ours += 1 / rate;
            peers += 1 / contest.peer();
        }
        print("all " + contests.size(), how, 1 / ours, 1 / peers);
    }

    private void print(String what, Boosting how, double own, double peer) {
        var out = spec.commandLine().getOut();
        out.printf(
                "%s, %d rounds of %d classes: %,.0f rows a second and core, the library itself %,.0f: %.2f x%n",
                what, how.rounds(), CLASSES, own, peer, own / peer);
        out.flush();
    }

    /** Rows for each CPU second of this process, warmed up; all threads count, so that none helps unseen. */
    private double rate(Runnable call) {
        return ROWS * BenchCommand.rate(call, seconds, BenchCommand::processCpuNanos);
    }
}
