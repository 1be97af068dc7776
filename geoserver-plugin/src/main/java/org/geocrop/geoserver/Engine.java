package org.geocrop.geoserver;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.geocrop.boosting.Loaders;
import org.geocrop.catalogue.Results;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.model.ModelRegistry;
import org.geocrop.model.ModelStore;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.process.Processes;
import org.geocrop.process.input.Rasters;
import org.geocrop.process.input.SeasonInputs;
import org.geocrop.process.map.Compare;
import org.geocrop.process.map.ZonalStatistics;
import org.geocrop.process.season.ClassifyCrops;
import org.geocrop.process.season.Composites;
import org.geocrop.process.season.ExtractFeatures;
import org.geocrop.raster.TileCache;
import org.geocrop.s3.S3Settings;
import org.geocrop.s3.S3Store;
import org.geocrop.stac.Catalogues;
import org.geocrop.store.ByteSource;
import org.geocrop.store.FolderStore;
import org.geocrop.store.HttpRanges;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Sources;
import org.geocrop.tiler.TilerConfig;

/** The engine as this host puts it together. */
public final class Engine implements AutoCloseable {

    private static final long MOST_PIXELS = 400_000_000L;
    private static final int MOST_SAMPLES = 5_000_000;

    private final ObjectStore store;
    private final Results results;
    private final TilerConfig looks;
    private final SeasonPipeline pipeline;
    private final Processes processes;

    private Engine(
            ObjectStore store, Results results, TilerConfig looks, SeasonPipeline pipeline, Processes processes) {
        this.store = store;
        this.results = results;
        this.looks = looks;
        this.pipeline = pipeline;
        this.processes = processes;
    }

    /**
     * Opens the store and all that works on it.
     *
     * @throws InvalidRequestException if no catalogue is configured
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
        SeasonInputs season = new SeasonInputs(
                catalogues(settings, store),
                null,
                looks.calendars(),
                new SeasonInputs.Limits(settings.maxAreaKm2(), settings.maxSeasonDays()));
        Rasters rasters = new Rasters(store, results, cache);
        ModelStore models = new ModelStore(store, Loaders.all());
        Processes processes = new Processes(List.of(
                new ClassifyCrops(pipeline, models, new ModelRegistry(store, models), season),
                new Composites(pipeline, season),
                new ZonalStatistics(store, rasters, MOST_PIXELS),
                new ExtractFeatures(store, pipeline, season, MOST_SAMPLES),
                new Compare(store, rasters, MOST_PIXELS)));
        return new Engine(store, results, looks, pipeline, processes);
    }

    private static ObjectStore store(PluginSettings settings) {
        URI endpoint = settings.endpoint();
        if (endpoint == null) {
            return new FolderStore(settings.folder());
        }
        boolean keys = !settings.accessKey().isEmpty();
        S3Store store = new S3Store(new S3Settings(
                endpoint,
                settings.region(),
                keys ? settings.accessKey() : null,
                keys ? settings.secretKey() : null,
                null,
                null,
                Duration.ofSeconds(30)));
        store.createBuckets();
        return store;
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

    public Results results() {
        return results;
    }

    /** Seasons, styles and tile matrix sets. */
    public TilerConfig looks() {
        return looks;
    }

    public Processes processes() {
        return processes;
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
