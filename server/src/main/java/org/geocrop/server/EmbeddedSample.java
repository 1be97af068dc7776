package org.geocrop.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.geocrop.boosting.Boosting;
import org.geocrop.boosting.ClassesFile;
import org.geocrop.boosting.EnsembleTrainer;
import org.geocrop.boosting.LabelledTable;
import org.geocrop.boosting.Loaders;
import org.geocrop.error.ConflictException;
import org.geocrop.error.StoreException;
import org.geocrop.grid.Season;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.hash.Sha256;
import org.geocrop.json.Json;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.ModelStore;
import org.geocrop.model.Trainer;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.sampling.TrainingTable;
import org.geocrop.pipeline.sampling.TrainingTableReader;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.sample.SampleLandscape;
import org.geocrop.sample.SamplePlaces;
import org.geocrop.stac.SceneQuery;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.FileSource;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Sources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded default: a synthetic landscape and a model trained on it, made at first start. */
public final class EmbeddedSample {

    /** Name of the model. */
    public static final String MODEL = "zimbabwe-sample";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSample.class);
    private static final int ROWS_PER_CLASS = 1500;
    /** Enough to say how good it is, and soon done. */
    private static final int VALIDATED_ROWS_PER_CLASS = 250;

    private static final Boosting QUICK =
            new Boosting(60, 6, 0.1, 0.8, 0.8, Runtime.getRuntime().availableProcessors(), 42);

    private final Path home;
    private final ObjectStore store;
    private final SampleLandscape.Options options;
    private final int year;

    /**
     * A sample in a folder.
     *
     * @param store where its model goes
     * @param size of the landscape in 10 m pixels
     * @param year in which its season begins
     */
    public EmbeddedSample(Path home, ObjectStore store, int size, int year) {
        this.home = home;
        this.store = store;
        this.year = year;
        this.options = SampleLandscape.Options.season(size, year);
    }

    /** The folder of the scenes' catalogue. */
    public Path scenes() {
        return home.resolve("sample");
    }

    /** West, south, east, north of the landscape, with commas. */
    public String bounds() {
        double[] b = options.grid().lonLatBounds();
        double inset = 0.0005;
        return String.format(
                Locale.ROOT, "%.6f,%.6f,%.6f,%.6f", b[0] + inset, b[1] + inset, b[2] - inset, b[3] - inset);
    }

    /** Makes what is missing. */
    public void prepare() {
        ModelStore models = new ModelStore(store, Loaders.all());
        try {
            if (!Files.isRegularFile(scenes().resolve("catalog.json"))) {
                LOG.info("Generating the sample landscape");
                generate();
            }
            Path places = scenes().resolve(SamplePlaces.FILE);
            if (!Files.isRegularFile(places)) {
                Files.write(places, Json.write(new SamplePlaces(options).write()));
            }
            if (models.list().stream().noneMatch(bundle -> bundle.name().equals(MODEL))) {
                LOG.info("Training the model {} on the sample landscape", MODEL);
                train(models);
            }
        } catch (IOException e) {
            throw new StoreException("The sample landscape could not be made", e);
        }
    }

    private void generate() throws IOException {
        Files.createDirectories(home);
        Path unfinished = Files.createTempDirectory(home, "sample-unfinished");
        new SampleLandscape(options).write(unfinished, (done, of) -> {});
        if (Files.exists(scenes())) {
            delete(scenes());
        }
        Files.move(unfinished, scenes(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void train(ModelStore models) throws IOException {
        Season season = SeasonCalendar.ZIMBABWE_SUMMER.season(year);
        Path labels = scenes().resolve("labels/train.tif");
        TileCache cache = new TileCache(64L << 20);
        Sources sources = Sources.local();
        TrainingTable table;
        try (Cog raster = Cog.open(FileSource.open(labels, "labels/train.tif"), cache)) {
            table = new TrainingTableReader(sources, cache)
                    .read(
                            raster,
                            Catalogues.open(sources.http().http(), scenes().toUri(), List.of()),
                            season,
                            SceneQuery.DEFAULT_MAX_CLOUD_COVER,
                            5,
                            Progress.NONE);
        }
        Trainer.Trained trained = new EnsembleTrainer(List.of(QUICK), VALIDATED_ROWS_PER_CLASS)
                .train(
                        LabelledTable.samples(
                                table,
                                ClassesFile.read(Files.readAllBytes(scenes().resolve("classes.json"))),
                                ROWS_PER_CLASS,
                                QUICK.seed()),
                        new Trainer.Plan(
                                MODEL,
                                "1",
                                new ModelBundle.SeasonWindow("09-01", "05-31"),
                                "labels/train.tif",
                                Sha256.of(Files.readAllBytes(labels)),
                                List.of("xgboost"),
                                3,
                                0,
                                Duration.ZERO,
                                QUICK.seed(),
                                Instant.now()),
                        note -> LOG.info("{}", note));
        try {
            models.save(trained);
        } catch (ConflictException e) {
            LOG.info("Another server has made the model meanwhile");
        }
        LOG.info(
                "{} rows, classes {}",
                Arrays.stream(table.labels()).count(),
                trained.bundle().classes());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
