package org.geocrop.cli.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.geocrop.accuracy.ConfusionMatrix;
import org.geocrop.accuracy.Estimate;
import org.geocrop.boosting.Boosting;
import org.geocrop.boosting.BoostingSearch;
import org.geocrop.boosting.CrossValidation;
import org.geocrop.boosting.Folds;
import org.geocrop.boosting.MemberTrainer;
import org.geocrop.boosting.Trainers;
import org.geocrop.boosting.TrainingRows;
import org.geocrop.composite.Reflectance;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.feature.FeatureExtractor;
import org.geocrop.feature.FeatureSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Accuracy on real samples; {@code make bench-accuracy} runs it beside scikit-learn's random forest. */
@Command(
        name = "bench-samples",
        hidden = true,
        description = "Cross-validated accuracy on the samples of East and Southern Africa. Writes each table with its"
                + " folds, for a peer.",
        mixinStandardHelpOptions = true)
public final class SamplesBench implements Callable<Integer> {

    private static final int MONTHS = 12;
    /** Ten-day steps of a year; the middle of a month lies in every third, about. */
    private static final int STEPS = 37;

    private static final int NO_DATA = 65_535;
    private static final List<String> BANDS =
            List.of("B02-ts%d-10m", "B03-ts%d-10m", "B04-ts%d-10m", "B05-ts%d-20m", "B08-ts%d-10m");
    private static final int ROWS_OF_A_PLACE = 25;

    @Parameters(paramLabel = "FOLDER", description = "The folder of the samples")
    Path folder;

    @Option(names = "--out", required = true, description = "Where the tables go")
    Path out;

    @Spec
    CommandSpec spec;

    /** Rows, and the fold of each. */
    private record Table(TrainingRows rows, Folds folds, int[] groups, List<String> classes) {}

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(out);
        report("east-africa", eastAfrica());
        report("southern-africa", southernAfrica());
        return 0;
    }

    private void report(String name, Table table) throws IOException {
        List<MemberTrainer> trainers = Trainers.all();
        CrossValidation validation = nested(table, trainers);
        Map<String, float[]> said = new LinkedHashMap<>();
        for (int m = 0; m < trainers.size(); m++) {
            said.put(trainers.get(m).type(), validation.probabilities().get(m));
        }
        double[] equal = new double[trainers.size()];
        Arrays.fill(equal, 1.0 / trainers.size());
        said.put("ensemble", validation.ensemble(equal));
        var print = spec.commandLine().getOut();
        print.printf(
                "%s: %d rows, classes %s, %d folds%n", name, table.rows.size(), table.classes, table.folds.count());
        said.forEach((tested, probabilities) -> {
            ConfusionMatrix matrix = validation.confusion(probabilities);
            double[] bounds = Estimate.wilson(matrix.overallAccuracy(), table.rows.size());
            print.printf(
                    "  %-26s accuracy %.3f (%.3f to %.3f), kappa %.3f%n",
                    tested, matrix.overallAccuracy(), bounds[0], bounds[1], matrix.kappa());
        });
        print.flush();
        write(out.resolve(name + ".csv"), table);
    }

    /** Parameters are chosen within the rows that train, by folds of those. */
    private static CrossValidation nested(Table table, List<MemberTrainer> trainers) {
        TrainingRows rows = table.rows;
        List<float[]> said = new ArrayList<>();
        trainers.forEach(trainer -> said.add(new float[rows.size() * rows.classes()]));
        for (int fold = 0; fold < table.folds.count(); fold++) {
            int[] train = table.folds.rows(fold, false);
            int[] groups = Arrays.stream(train).map(row -> table.groups[row]).toArray();
            TrainingRows training = rows.subset(train);
            Folds inner = Folds.grouped(groups, training.labels(), rows.classes(), 3, 42);
            Boosting best = BoostingSearch.run(
                            training,
                            inner,
                            trainers,
                            List.of(Boosting.DEFAULT, Boosting.DEEP),
                            Duration.ofHours(1),
                            42,
                            note -> {})
                    .how();
            int[] test = table.folds.rows(fold, true);
            TrainingRows testing = rows.subset(test);
            float[] own = new float[test.length * rows.classes()];
            for (int m = 0; m < trainers.size(); m++) {
                trainers.get(m).fit(training, best).predict(testing.features(), test.length, own);
                for (int i = 0; i < test.length; i++) {
                    System.arraycopy(own, i * rows.classes(), said.get(m), test[i] * rows.classes(), rows.classes());
                }
            }
        }
        return new CrossValidation(said, rows.labels(), rows.classes());
    }

    /** label, fold, features: what a peer needs to do the same. */
    private static void write(Path file, Table table) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            int width = table.rows.width();
            for (int row = 0; row < table.rows.size(); row++) {
                writer.append(Integer.toString(table.rows.labels()[row]))
                        .append(',')
                        .append(Integer.toString(table.folds.of()[row]));
                for (int f = 0; f < width; f++) {
                    writer.append(',').append(Float.toString(table.rows.features()[row * width + f]));
                }
                writer.append('\n');
            }
        }
    }

    /** Monthly composites in the steps of a season, and the features of that; a fold is a region. */
    private Table eastAfrica() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("east-africa-2017-monthly.csv"));
        List<String> head = List.of(lines.get(0).split(","));
        List<String[]> points =
                lines.stream().skip(1).map(line -> line.split(",", -1)).toList();
        int crop = head.indexOf("ewoc_code");
        int region = head.indexOf("h3_l3_cell");
        Map<String, Integer> count = new TreeMap<>();
        points.forEach(point -> count.merge(point[crop], 1, Integer::sum));
        count.values().removeIf(n -> n < 20);
        List<String> classes = List.copyOf(count.keySet());
        List<String[]> kept =
                points.stream().filter(point -> count.containsKey(point[crop])).toList();
        SeasonComposite season = SeasonComposite.empty(STEPS, kept.size());
        for (int i = 0; i < kept.size(); i++) {
            for (int month = 0; month < MONTHS; month++) {
                for (int band = 0; band < BANDS.size(); band++) {
                    int column = head.indexOf("OPTICAL-" + String.format(BANDS.get(band), month));
                    int value = Integer.parseInt(kept.get(i)[column]);
                    int step = (int) ((month + 0.5) * STEPS / MONTHS);
                    season.codes()[step][band][i] = value == NO_DATA ? 0 : (char) (value * 2 + Reflectance.ZERO);
                }
            }
        }
        float[] features = new float[kept.size() * FeatureSet.COUNT];
        FeatureExtractor extractor = new FeatureExtractor(STEPS);
        float[] strip = new float[FeatureExtractor.STRIP * FeatureSet.COUNT];
        for (int from = 0; from < kept.size(); from += FeatureExtractor.STRIP) {
            int n = Math.min(FeatureExtractor.STRIP, kept.size() - from);
            extractor.extract(season, from, n, strip);
            System.arraycopy(strip, 0, features, from * FeatureSet.COUNT, n * FeatureSet.COUNT);
        }
        int[] labels =
                kept.stream().mapToInt(point -> classes.indexOf(point[crop])).toArray();
        List<String> regions =
                kept.stream().map(point -> point[region]).distinct().sorted().toList();
        int[] groups =
                kept.stream().mapToInt(point -> regions.indexOf(point[region])).toArray();
        return new Table(
                TrainingRows.of(features, FeatureSet.COUNT, labels, classes.size()),
                new Folds(groups, regions.size()),
                groups,
                classes);
    }

    /** Its own features. Rows have no place, but neighbours follow each other: a group is a run of rows. */
    private Table southernAfrica() throws IOException {
        List<float[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("southern-africa-cropmask-2019.txt"))) {
            if (!line.startsWith("#")) {
                String[] cells = line.trim().split("\\s+");
                float[] row = new float[cells.length];
                for (int i = 0; i < row.length; i++) {
                    row[i] = Float.parseFloat(cells[i]);
                }
                rows.add(row);
            }
        }
        int width = rows.get(0).length - 1;
        float[] features = new float[rows.size() * width];
        int[] labels = new int[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            labels[i] = (int) rows.get(i)[0];
            System.arraycopy(rows.get(i), 1, features, i * width, width);
        }
        int[] groups = IntStream.range(0, labels.length)
                .map(row -> row / ROWS_OF_A_PLACE)
                .toArray();
        return new Table(
                TrainingRows.of(features, width, labels, 2),
                Folds.grouped(groups, labels, 2, 10, 42),
                groups,
                List.of("not crop", "crop"));
    }
}
