package org.geocrop.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.geocrop.boosting.PlaceEvaluation;
import org.geocrop.boosting.SplitEvaluation;
import org.geocrop.boosting.Trainers;
import org.geocrop.cli.options.ProgressBar;
import org.geocrop.cli.options.SceneOptions;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.Document;
import org.geocrop.json.Json;
import org.geocrop.pipeline.sampling.TrainingTable;
import org.geocrop.refine.BayesianSmoothing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "evaluate",
        description = {
            "Estimates the accuracy on fields that were not trained on, by random half-and-half splits of the fields of"
                    + " each class. Fields are 4-connected pixels of one class.",
            "With other places, or seasons, it also tells the accuracy where nothing was trained on: each place is left"
                    + " out in turn, the others train, with the classes that all have."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  geocrop evaluate --catalogue flanders --labels flanders/label_CT.tif \\",
            "      --start 2019-03-01 --end 2019-10-31",
            "  geocrop evaluate --catalogue mazowe --labels mazowe/labels/train.tif --year 2022 \\",
            "      --also makoni,makoni/labels/train.tif,2021 --also mazowe,mazowe/labels/2020.tif,2020-09-01/2021-05-31"
        })
final class EvaluateCommand implements Callable<Integer> {

    @Mixin
    SceneOptions scenes;

    @Mixin
    Training training;

    @Option(
            names = "--also",
            paramLabel = "CATALOGUE,LABELS,SEASON",
            description = "Another place or season: its catalogue, its labels, and the year or START/END of its season")
    List<String> also = List.of();

    @Option(
            names = "--min-pixels",
            defaultValue = "100",
            description = "Classes with fewer are left out (default: ${DEFAULT-VALUE})")
    int minPixels;

    @Option(names = "--splits", defaultValue = "40", description = "How many (default: ${DEFAULT-VALUE})")
    int splits;

    @Option(
            names = "--window",
            defaultValue = "9",
            description = "Width in pixels of the surroundings that smooth (default: ${DEFAULT-VALUE})")
    int window;

    @Option(
            names = "--smoothness",
            defaultValue = "20",
            description = "Variance of log-odds within a field (default: ${DEFAULT-VALUE})")
    double smoothness;

    @Option(names = "--json", description = "Print the report as JSON")
    boolean json;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        ProgressBar progress = new ProgressBar(spec.commandLine().getErr());
        TrainingTable table = training.read(scenes, progress);
        progress.report(1, "Training " + splits + " times");
        SplitEvaluation.Report report = SplitEvaluation.run(
                table,
                minPixels,
                splits,
                Trainers.all(),
                training.parameters(),
                new BayesianSmoothing(window, smoothness, BayesianSmoothing.DEFAULT.fraction()));
        PlaceEvaluation.Report elsewhere = also.isEmpty() ? null : elsewhere(table, progress);
        progress.done();
        var out = spec.commandLine().getOut();
        if (json) {
            Map<String, SplitEvaluation.Score> means = new LinkedHashMap<>();
            report.splits().keySet().forEach(tested -> means.put(tested, report.mean(tested)));
            EvaluationReport document = new EvaluationReport(report.classes(), means, report.splits(), elsewhere);
            out.print(new String(Json.pretty(document), java.nio.charset.StandardCharsets.UTF_8));
        } else {
            out.println("Pixels of each class: " + report.classes());
            out.println("Means over " + splits + " splits:");
            for (String tested : report.splits().keySet()) {
                SplitEvaluation.Score mean = report.mean(tested);
                print(tested, mean);
            }
            if (elsewhere != null) {
                print(elsewhere);
            }
        }
        out.flush();
        return 0;
    }

    /** What {@code --json} prints. */
    @Document
    private record EvaluationReport(
            Map<Integer, Integer> pixelsOfClass,
            Map<String, SplitEvaluation.Score> means,
            Map<String, List<SplitEvaluation.Score>> splits,
            PlaceEvaluation.@Nullable Report elsewhere) {}

    private PlaceEvaluation.Report elsewhere(TrainingTable here, ProgressBar progress) {
        List<PlaceEvaluation.Place> places = new ArrayList<>();
        places.add(new PlaceEvaluation.Place(name(scenes), here));
        for (String each : also) {
            String[] parts = each.split(",", -1);
            if (parts.length != 3) {
                throw InvalidRequestException.at("--also", "'" + each + "' is no CATALOGUE,LABELS,SEASON");
            }
            SceneOptions place = scenes.at(parts[0], parts[2]);
            places.add(new PlaceEvaluation.Place(name(place), training.read(place, Path.of(parts[1]), progress)));
        }
        progress.report(1, "Leaving out each of " + places.size() + " places");
        return PlaceEvaluation.run(places, minPixels, Trainers.all(), training.parameters());
    }

    private static String name(SceneOptions place) {
        return place.catalogue + ", " + place.season().start() + " to "
                + place.season().end();
    }

    private void print(String tested, SplitEvaluation.Score score) {
        spec.commandLine()
                .getOut()
                .printf("  %-20s overall accuracy %.4f, kappa %.4f%n", tested, score.overallAccuracy(), score.kappa());
    }

    private void print(PlaceEvaluation.Report elsewhere) {
        var out = spec.commandLine().getOut();
        out.println("Elsewhere, where nothing was trained on, classes " + elsewhere.classes() + ":");
        elsewhere.places().forEach((place, scores) -> {
            out.println(" tested on " + place);
            scores.forEach(this::print);
        });
        out.println(" mean of the places");
        print(SplitEvaluation.ENSEMBLE, elsewhere.mean(SplitEvaluation.ENSEMBLE));
    }
}
