package org.geocrop.cli;

import java.util.concurrent.Callable;
import org.geocrop.models.SplitEvaluation;
import org.geocrop.pipeline.TrainingTable;
import org.geocrop.store.Json;
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

    @Option(names = "--json", description = "Print the report as JSON")
    boolean json;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        ProgressBar progress = new ProgressBar(spec.commandLine().getErr());
        TrainingTable table = training.read(scenes, progress);
        progress.report(1, "Training " + splits + " times");
        SplitEvaluation.Report report = SplitEvaluation.run(table, minPixels, splits, training.parameters());
        progress.done();
        var out = spec.commandLine().getOut();
        if (json) {
            ObjectNode document = Json.object();
            document.put("overall_accuracy", report.overallAccuracy()).put("kappa", report.kappa());
            document.set("pixels_of_class", Json.of(report.classes()));
            document.set("splits", Json.of(report.splits()));
            out.print(new String(Json.pretty(document), java.nio.charset.StandardCharsets.UTF_8));
        } else {
            out.println("Pixels of each class: " + report.classes());
            out.printf(
                    "Mean over %d splits: overall accuracy %.3f, kappa %.3f%n",
                    report.splits().size(), report.overallAccuracy(), report.kappa());
        }
        out.flush();
        return 0;
    }
}
