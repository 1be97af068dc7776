package org.geocrop.cli;

import java.nio.file.Path;
import org.geocrop.boosting.Boosting;
import org.geocrop.cli.options.SceneOptions;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.sampling.TrainingTable;
import org.geocrop.pipeline.sampling.TrainingTableReader;
import org.geocrop.raster.Cog;
import org.geocrop.store.FileSource;
import picocli.CommandLine.Option;

/** Labels and training parameters: options of several commands. */
final class Training {

    @Option(
            names = "--labels",
            required = true,
            paramLabel = "TIFF",
            description = "Class of each pixel on the scenes' 10 m lattice, 0 for none")
    Path labels;

    @Option(names = "--rounds", defaultValue = "200", description = "Trees of each class (default: ${DEFAULT-VALUE})")
    int rounds;

    @Option(names = "--depth", defaultValue = "6", description = "Depth of a tree (default: ${DEFAULT-VALUE})")
    int depth;

    @Option(names = "--eta", defaultValue = "0.05", description = "Learning rate (default: ${DEFAULT-VALUE})")
    double eta;

    @Option(names = "--subsample", defaultValue = "0.5", description = "Rows of a round (default: ${DEFAULT-VALUE})")
    double subsample;

    @Option(
            names = "--column-sample",
            defaultValue = "0.2",
            description = "Features of a split (default: ${DEFAULT-VALUE})")
    double columnSample;

    @Option(names = "--seed", defaultValue = "42", description = "Of the random numbers (default: ${DEFAULT-VALUE})")
    long seed;

    Boosting parameters() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new Boosting(rounds, depth, eta, subsample, columnSample, cores, seed);
    }

    TrainingTable read(SceneOptions scenes, Progress progress) {
        return read(scenes, labels, progress);
    }

    TrainingTable read(SceneOptions scenes, Path file, Progress progress) {
        var cache = scenes.cache();
        try (Cog raster = Cog.open(FileSource.open(file, file.toString()), cache)) {
            return new TrainingTableReader(scenes.sources(), cache)
                    .read(
                            raster,
                            scenes.open(),
                            scenes.season(),
                            scenes.maxCloudCover,
                            scenes.minObservations,
                            progress);
        }
    }
}
