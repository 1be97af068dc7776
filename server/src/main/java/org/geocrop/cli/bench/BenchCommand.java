package org.geocrop.cli.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.geocrop.boosting.Boosting;
import org.geocrop.boosting.TrainingRows;
import org.geocrop.boosting.xgboost.XgboostLoader;
import org.geocrop.boosting.xgboost.XgboostTrainer;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.feature.FeatureExtractor;
import org.geocrop.feature.FeatureSet;
import org.geocrop.json.Json;
import org.geocrop.model.Predictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        description =
                "Measures features, prediction, COG writing and reading, and whole jobs on sample landscapes. 'make bench' runs it beside the peers.",
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {

    private static final int STEPS = 28;
    private static final int PIXELS = 1 << 16;
    private static final int CLASSES = 10;
    private static final int ROUNDS = 60;
    private static final int ROWS = 1 << 15;

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "512,1024,2048",
            description = "Width and height of the landscapes in pixels (default: ${DEFAULT-VALUE})")
    int[] sizes;

    @Option(
            names = "--far-size",
            defaultValue = "1024",
            description = "Of the one that is read from a far server (default: ${DEFAULT-VALUE})")
    int farSize;

    @Option(
            names = "--seconds",
            defaultValue = "4",
            description = "CPU seconds of each measured loop (default: ${DEFAULT-VALUE})")
    double seconds;

    @Option(names = "--folder", required = true, description = "Where sample landscapes are kept")
    Path folder;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, XGBoostError {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("features_px_per_core_second", Math.round(features()));
        predictions(report);
        new CogBench(Files.createDirectories(folder)).run(report);
        new JobBench(folder).run(sizes, farSize, report);
        var out = spec.commandLine().getOut();
        out.print(new String(Json.pretty(report), java.nio.charset.StandardCharsets.UTF_8));
        out.flush();
        return 0;
    }

    private double features() {
        SeasonComposite composite = SeasonComposite.empty(STEPS, PIXELS);
        Random random = new Random(1);
        for (char[][] step : composite.codes()) {
            for (char[] band : step) {
                for (int i = 0; i < PIXELS; i++) {
                    // A fifth of the steps are gaps.
                    band[i] = random.nextInt(5) == 0 ? 0 : (char) (2000 + random.nextInt(8000));
                }
            }
        }
        FeatureExtractor extractor = new FeatureExtractor(STEPS);
        float[] rows = new float[FeatureExtractor.STRIP * FeatureSet.COUNT];
        return PIXELS
                * rate(() -> {
                    for (int from = 0; from < PIXELS; from += FeatureExtractor.STRIP) {
                        extractor.extract(composite, from, FeatureExtractor.STRIP, rows);
                    }
                });
    }

    private void predictions(Map<String, Object> report) throws XGBoostError, IOException {
        Random random = new Random(2);
        float[] rows = new float[ROWS * FeatureSet.COUNT];
        int[] labels = new int[ROWS];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < ROWS; i++) {
            labels[i] = Math.floorMod((int) (rows[i * FeatureSet.COUNT] * 3 + rows[i * FeatureSet.COUNT + 7]), CLASSES);
        }
        byte[] model = new XgboostTrainer()
                .train(TrainingRows.of(rows, FeatureSet.COUNT, labels, CLASSES), Boosting.DEFAULT.withRounds(ROUNDS));
        Predictor trees = new XgboostLoader().load("bench", model, FeatureSet.COUNT, CLASSES);
        float[] scores = new float[ROWS * CLASSES];
        report.put("prediction_rows_per_core_second", Math.round(ROWS * rate(() -> trees.predict(rows, ROWS, scores))));
        Booster booster = XGBoost.loadModel(new ByteArrayInputStream(model));
        booster.setParam("nthread", 1);
        report.put(
                "xgboost4j_rows_per_core_second",
                Math.round(ROWS
                        * rate(() -> {
                            try {
                                booster.inplace_predict(rows, ROWS, FeatureSet.COUNT, Float.NaN);
                            } catch (XGBoostError e) {
                                throw new IllegalStateException(e);
                            }
                        })));
        booster.dispose();
    }

    /** Calls for each CPU second of this thread, warmed up. */
    private double rate(Runnable call) {
        return rate(call, seconds, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
    }

    /** Calls for each second of a clock of CPU nanoseconds, warmed up for half as long as it is measured. */
    static double rate(Runnable call, double seconds, LongSupplier cpuNanos) {
        loop(call, seconds / 2, cpuNanos);
        return loop(call, seconds, cpuNanos);
    }

    private static double loop(Runnable call, double seconds, LongSupplier cpuNanos) {
        long from = cpuNanos.getAsLong();
        long calls = 0;
        long spent;
        do {
            call.run();
            calls++;
            spent = cpuNanos.getAsLong() - from;
        } while (spent < seconds * 1e9);
        return calls / (spent / 1e9);
    }

    static long processCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
