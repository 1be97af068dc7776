package org.geocrop.geoserver;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.geocrop.boosting.EnsembleTrainer;
import org.geocrop.boosting.Loaders;
import org.geocrop.catalogue.Results;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.Season;
import org.geocrop.model.ModelRegistry;
import org.geocrop.model.ModelStore;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Processes;
import org.geocrop.process.accuracy.AssessAccuracy;
import org.geocrop.process.accuracy.PlanSamples;
import org.geocrop.process.input.Rasters;
import org.geocrop.process.input.SeasonInputs;
import org.geocrop.process.map.Compare;
import org.geocrop.process.map.RefineMap;
import org.geocrop.process.map.ZonalStatistics;
import org.geocrop.process.season.ClassifyCrops;
import org.geocrop.process.season.Composites;
import org.geocrop.process.season.ExplainPixel;
import org.geocrop.process.season.ExtractFeatures;
import org.geocrop.process.training.RegisterDataset;
import org.geocrop.process.training.TrainModel;
import org.geocrop.process.training.TrainingListener;
import org.geocrop.raster.TileCache;
import org.geocrop.s3.S3Settings;
import org.geocrop.s3.S3Store;
import org.geocrop.stac.SceneQuery;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.ByteSource;
import org.geocrop.store.FolderStore;
import org.geocrop.store.HttpRanges;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Sources;
import org.geocrop.tiler.TilerConfig;

/** The engine as this host puts it together. */
public final class Engine implements AutoCloseable {

    private static final long MOST_PIXELS = 400_000_000L;
    private static final int MOST_SAMPLES = 5_000_000;

    private final ObjectStore store;
    private final ObjectStore links;
    private final Rights rights;
    private final Results results;
    private final Ledger ledger;
    private final TilerConfig looks;
    private final SeasonPipeline pipeline;
    private final Processes processes;
    private final ModelRegistry models;
    private final List<Imagery> imagery;

    private Engine(
            PluginSettings settings,
            ObjectStore store,
            Results results,
            TilerConfig looks,
            SeasonPipeline pipeline,
            Processes processes,
            ModelRegistry models,
            List<Imagery> imagery) {
        this.store = store;
        this.links = settings.publicEndpoint() == null ? store : s3(settings, settings.publicEndpoint());
        this.rights = settings.rights();
        this.results = results;
        this.ledger = new Ledger(store, results);
        this.looks = looks;
        this.pipeline = pipeline;
        this.processes = processes;
        this.models = models;
        this.imagery = imagery;
    }

    /**
     * Opens the store and all that works on it.
     *
     * @throws InvalidRequestException if no catalogue is configured
     * @throws org.geocrop.error.StoreException if the store is away: it may be tried again
     */
    public static Engine open(PluginSettings settings) {
        if (settings.catalogues().isEmpty()) {
            throw new InvalidRequestException(
                    "No STAC catalogue is configured: set catalogue.<name>=<address> in geocrop.properties");
        }
        ObjectStore store = store(settings);
        TileCache cache = new TileCache((long) settings.tileCacheMb() << 20);
        Results results = new Results(store, cache);
        TilerConfig looks = TilerConfig.load(settings.tilerConfig());
        SeasonPipeline pipeline = new SeasonPipeline(
                store, cache, new SeasonPipeline.Options(settings.blocks(), settings.maxScenes(), true));
        List<Imagery> imagery = catalogues(settings, store);
        SeasonInputs season = new SeasonInputs(
                imagery,
                null,
                looks.calendars(),
                new SeasonInputs.Limits(settings.maxAreaKm2(), settings.maxSeasonDays()));
        Rasters rasters = new Rasters(store, results, cache);
        ModelStore models = new ModelStore(store, Loaders.all());
        ModelRegistry registry = new ModelRegistry(store, models);
        List<GeoProcess> all = new ArrayList<>(List.of(
                new ClassifyCrops(pipeline, models, registry, season),
                new Composites(pipeline, season),
                new ZonalStatistics(store, rasters, MOST_PIXELS),
                new ExtractFeatures(store, pipeline, season, MOST_SAMPLES),
                new Compare(store, rasters, MOST_PIXELS),
                new ExplainPixel(store, pipeline, season, models),
                new RefineMap(store, results, rasters, MOST_PIXELS),
                new AssessAccuracy(store, rasters, MOST_PIXELS),
                new PlanSamples(store, rasters, MOST_PIXELS),
                new RegisterDataset(store)));
        if (Training.isPossible()) {
            all.add(new TrainModel(
                    store, pipeline, season, models, new EnsembleTrainer(), TrainingListener.NONE, MOST_SAMPLES));
        }
        Processes processes = new Processes(all);
        return new Engine(settings, store, results, looks, pipeline, processes, registry, imagery);
    }

    private static ObjectStore store(PluginSettings settings) {
        URI endpoint = settings.endpoint();
        if (endpoint == null) {
            return new FolderStore(settings.folder());
        }
        S3Store store = s3(settings, endpoint);
        store.createBuckets();
        return store;
    }

    private static S3Store s3(PluginSettings settings, URI endpoint) {
        boolean keys = !settings.accessKey().isEmpty();
        return new S3Store(new S3Settings(
                endpoint,
                settings.region(),
                keys ? settings.accessKey() : null,
                keys ? settings.secretKey() : null,
                null,
                null,
                Duration.ofSeconds(30)));
    }

    private static List<Imagery> catalogues(PluginSettings settings, ObjectStore store) {
        boolean files = settings.catalogues().values().stream().anyMatch(address -> "file".equals(address.getScheme()));
        Function<URI, ByteSource> signed = store instanceof S3Store s3 ? s3::open : null;
        HttpRanges ranges = new HttpRanges(HttpRanges.DEFAULT_REQUESTS_PER_HOST);
        Sources sources = new Sources(ranges, settings.buckets(), signed, files);
        List<Imagery> catalogues = new ArrayList<>();
        for (Map.Entry<String, URI> each : settings.catalogues().entrySet()) {
            catalogues.add(
                    new Imagery(each.getKey(), Catalogues.open(ranges.http(), each.getValue(), List.of()), sources));
        }
        return catalogues;
    }

    public ObjectStore store() {
        return store;
    }

    /** A link to an object under the address by which clients reach the store; empty for a folder. */
    Optional<URI> link(ObjectKey key, Duration lifetime) {
        return links.link(key, lifetime);
    }

    public Rights rights() {
        return rights;
    }

    /** The results of this host. */
    public Ledger ledger() {
        return ledger;
    }

    public Results results() {
        return results;
    }

    /** Seasons, styles and tile matrix sets. */
    public TilerConfig looks() {
        return looks;
    }

    ModelRegistry models() {
        return models;
    }

    /** Asks each catalogue for scenes of a place where there are none. */
    Map<String, Runnable> tests() {
        Map<String, Runnable> tests = new LinkedHashMap<>();
        SceneQuery nowhere = new SceneQuery(
                Aoi.circle(0, 0, 100),
                new Season(LocalDate.of(2020, 1, 1), LocalDate.of(2020, 6, 30)),
                SceneQuery.DEFAULT_MAX_CLOUD_COVER);
        imagery.forEach(each ->
                tests.put("catalogue." + each.name(), () -> each.catalogue().search(nowhere)));
        return tests;
    }

    /** Removes what is kept for runs and no run can need any more. */
    public void sweep(Instant now) {
        Coverages.sweep(store, now);
    }

    public Processes processes() {
        return processes;
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
