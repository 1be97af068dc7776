package org.geocrop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.geocrop.boosting.ClassesFile;
import org.geocrop.boosting.EnsembleTrainer;
import org.geocrop.boosting.LabelledTable;
import org.geocrop.boosting.Loaders;
import org.geocrop.cli.options.ProgressBar;
import org.geocrop.cli.options.SceneOptions;
import org.geocrop.cli.options.StoreOption;
import org.geocrop.grid.Season;
import org.geocrop.hash.Sha256;
import org.geocrop.json.Json;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.ModelStore;
import org.geocrop.model.Trainer;
import org.geocrop.pipeline.sampling.TrainingTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        description = "Trains a model on labelled pixels and saves its bundle in an object store folder.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The file of classes: [{\"id\": 1, \"name\": \"maize\", \"color\": \"#f2c200\", \"value\": 1200}, …];",
            "value is the class's number in the label raster, the id where it is missing.",
            "",
            "Example:",
            "  geocrop train --catalogue sample --year 2022 --labels sample/labels/train.tif \\",
            "      --classes sample/classes.json --store data --name zimbabwe --model-version 1"
        })
final class TrainCommand implements Callable<Integer> {

    @Mixin
    SceneOptions scenes;

    @Mixin
    Training training;

    @Option(names = "--classes", required = true, paramLabel = "JSON", description = "Names and colours of classes")
    Path classes;

    @Mixin
    StoreOption store;

    @Option(names = "--name", required = true, description = "Name of the model")
    String name;

    @Option(names = "--model-version", defaultValue = "1", description = "Its version (default: ${DEFAULT-VALUE})")
    String version;

    @Option(
            names = "--max-rows-per-class",
            defaultValue = "20000",
            description = "Rows beyond are left out at random (default: ${DEFAULT-VALUE})")
    int maxRows;

    @Option(
            names = "--members",
            split = ",",
            defaultValue = "xgboost,lightgbm",
            description = "Types to train (default: ${DEFAULT-VALUE})")
    List<String> members;

    @Option(names = "--folds", defaultValue = "5", description = "Of the cross-validation (default: ${DEFAULT-VALUE})")
    int folds;

    @Option(
            names = "--balance",
            defaultValue = "0.5",
            description = "0: classes count as they occur, 1: all the same (default: ${DEFAULT-VALUE})")
    double balance;

    @Option(
            names = "--search",
            defaultValue = "0",
            paramLabel = "SECONDS",
            description = "Search parameters for so long, instead of taking those given (default: ${DEFAULT-VALUE})")
    int search;

    @Option(names = "--json", description = "Print model.json")
    boolean json;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ModelStore models = new ModelStore(store.open(), Loaders.all());
        models.requireFree(name, version);
        var known = ClassesFile.read(Files.readAllBytes(classes));
        ProgressBar progress = new ProgressBar(spec.commandLine().getErr());
        TrainingTable table = training.read(scenes, progress);
        progress.report(1, "Training on " + table.size() + " rows");
        Season season = scenes.season();
        DateTimeFormatter day = DateTimeFormatter.ofPattern("MM-dd");
        Trainer.Samples samples = LabelledTable.samples(
                table, known, maxRows, training.parameters().seed());
        Trainer.Plan plan = new Trainer.Plan(
                name,
                version,
                new ModelBundle.SeasonWindow(
                        season.start().format(day), season.end().format(day)),
                training.labels.getFileName().toString(),
                Sha256.of(Files.readAllBytes(training.labels)),
                members,
                folds,
                balance,
                Duration.ofSeconds(search),
                training.parameters().seed(),
                Instant.now());
        EnsembleTrainer trainer = search > 0
                ? new EnsembleTrainer()
                : new EnsembleTrainer(List.of(training.parameters()), Integer.MAX_VALUE);
        Trainer.Trained trained = trainer.train(samples, plan, note -> progress.report(1, note));
        models.save(trained);
        progress.done();
        var out = spec.commandLine().getOut();
        if (json) {
            out.print(new String(Json.pretty(trained.bundle()), java.nio.charset.StandardCharsets.UTF_8));
        } else {
            out.println("Saved " + trained.bundle().id() + ", trained on "
                    + trained.bundle().training().rowsPerClass());
        }
        out.flush();
        return 0;
    }
}
