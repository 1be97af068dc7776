package org.geocrop.cli;

import java.util.concurrent.Callable;
import org.geocrop.boosting.SplitEvaluation;
import org.geocrop.boosting.Trainers;
import org.geocrop.json.Json;
import org.geocrop.pipeline.sampling.TrainingTable;
import org.geocrop.refine.BayesianSmoothing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "evaluate",
        description = "Estimates the accuracy on fields that were not trained on, by random half-and-half splits of"
                + " the fields of each class. Fields are 4-connected pixels of one class.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  geocrop evaluate --catalogue flanders --labels flanders/label_CT.tif \\",
            "      --start 2019-03-01 --end 2019-10-31"
        })
final class EvaluateCommand implements Callable<Integer> {

    @Mixin
    SceneOptions scenes;

    @Mixin
    Training training;

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
        progress.done();
        var out = spec.commandLine().getOut();
        if (json) {
            ObjectNode document = Json.object();
            document.set("pixels_of_class", Json.of(report.classes()));
            ObjectNode means = document.putObject("means");
            report.splits().keySet().forEach(tested -> means.set(tested, Json.of(report.mean(tested))));
            document.set("splits", Json.of(report.splits()));
            out.print(new String(Json.pretty(document), java.nio.charset.StandardCharsets.UTF_8));
        } else {
            out.println("Pixels of each class: " + report.classes());
            out.println("Means over " + splits + " splits:");
            for (String tested : report.splits().keySet()) {
                SplitEvaluation.Score mean = report.mean(tested);
                out.printf("  %-20s overall accuracy %.4f, kappa %.4f%n", tested, mean.overallAccuracy(), mean.kappa());
            }
        }
        out.flush();
        return 0;
    }
}
