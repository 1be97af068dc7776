package org.geocrop.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.geocrop.boosting.Boosting;
import org.geocrop.boosting.ClassesFile;
import org.geocrop.boosting.EnsembleTrainer;
import org.geocrop.boosting.LabelledTable;
import org.geocrop.boosting.Loaders;
import org.geocrop.hash.Sha256;
import org.geocrop.model.Ensemble;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.ModelStore;
import org.geocrop.model.Trainer;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.sampling.TrainingTable;
import org.geocrop.pipeline.sampling.TrainingTableReader;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.region.SampleRegion;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.FileSource;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Sources;

/** A small model, trained on the labels of one of the sample country's landscapes. */
final class SampleModel {

    private static final Boosting SMALL = new Boosting(8, 4, 0.3, 0.8, 0.8, 1, 42);

    private SampleModel() {}

    static void train(Path landscape, ObjectStore store) throws IOException {
        Path labels = landscape.resolve("labels/train.tif");
        TileCache cache = new TileCache(64L << 20);
        Sources sources = Sources.local();
        TrainingTable table;
        try (Cog raster = Cog.open(FileSource.open(labels, "labels/train.tif"), cache)) {
            table = new TrainingTableReader(sources, cache)
                    .read(
                            raster,
                            Catalogues.open(sources.http().http(), landscape.toUri(), List.of()),
                            SampleRegion.SEASON,
                            100,
                            5,
                            Progress.NONE);
        }
        Trainer.Trained trained = new EnsembleTrainer(List.of(SMALL), 100)
                .train(
                        LabelledTable.samples(
                                table,
                                ClassesFile.read(Files.readAllBytes(landscape.resolve("classes.json"))),
                                300,
                                SMALL.seed()),
                        new Trainer.Plan(
                                "sample",
                                "1",
                                new ModelBundle.SeasonWindow("09-01", "05-31"),
                                "labels/train.tif",
                                Sha256.of(Files.readAllBytes(labels)),
                                List.of("xgboost"),
                                2,
                                0,
                                Duration.ZERO,
                                SMALL.seed(),
                                Instant.EPOCH),
                        note -> {});
        new ModelStore(store, Loaders.all()).save(trained);
    }

    static Ensemble load(ObjectStore store) {
        return new ModelStore(store, Loaders.all()).load("sample");
    }

    /** Copies all of a store's models. */
    static void copy(Path from, Path to) throws IOException {
        FolderStore source = new FolderStore(from);
        FolderStore target = new FolderStore(to);
        for (ObjectStore.Stat stat : source.list(ObjectKey.MODELS, "")) {
            target.put(stat.key(), "application/octet-stream", source.get(stat.key(), 1 << 26));
        }
    }
}
