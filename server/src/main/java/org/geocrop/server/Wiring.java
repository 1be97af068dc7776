package org.geocrop.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.geocrop.access.Access;
import org.geocrop.boosting.EnsembleTrainer;
import org.geocrop.boosting.Loaders;
import org.geocrop.catalogue.Results;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.jdbc.AuditTable;
import org.geocrop.jdbc.Database;
import org.geocrop.jdbc.Holdings;
import org.geocrop.jdbc.JdbcJobStore;
import org.geocrop.jdbc.KeyTable;
import org.geocrop.jdbc.OwnerNames;
import org.geocrop.jdbc.SchedulerQueue;
import org.geocrop.jdbc.SessionTable;
import org.geocrop.job.Job;
import org.geocrop.job.JobListener;
import org.geocrop.job.JobRunner;
import org.geocrop.job.JobStore;
import org.geocrop.jobs.CallbackSecret;
import org.geocrop.jobs.Callbacks;
import org.geocrop.jobs.JobDocuments;
import org.geocrop.model.Deployments;
import org.geocrop.model.ModelRegistry;
import org.geocrop.model.ModelStore;
import org.geocrop.net.Http;
import org.geocrop.outbound.AddressGuard;
import org.geocrop.outbound.GuardedHttp;
import org.geocrop.outbound.GuardedReferences;
import org.geocrop.pipeline.ChunkStore;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Lane;
import org.geocrop.process.Processes;
import org.geocrop.process.References;
import org.geocrop.process.accuracy.AssessAccuracy;
import org.geocrop.process.accuracy.PlanSamples;
import org.geocrop.process.echo.Echo;
import org.geocrop.process.input.Rasters;
import org.geocrop.process.input.SeasonInputs;
import org.geocrop.process.map.Compare;
import org.geocrop.process.map.RefineMap;
import org.geocrop.process.map.ZonalStatistics;
import org.geocrop.process.season.ClassifyCrops;
import org.geocrop.process.season.ClassifyRegion;
import org.geocrop.process.season.Composites;
import org.geocrop.process.season.ExplainPixel;
import org.geocrop.process.season.ExtractFeatures;
import org.geocrop.process.season.ModelProcesses;
import org.geocrop.process.training.RegisterDataset;
import org.geocrop.process.training.TrainModel;
import org.geocrop.process.training.TrainingListener;
import org.geocrop.raster.TileCache;
import org.geocrop.results.ResultReplies;
import org.geocrop.s3.S3Store;
import org.geocrop.security.FormerOwners;
import org.geocrop.settings.DatabaseOptions;
import org.geocrop.settings.S3Options;
import org.geocrop.settings.Settings;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.ByteSource;
import org.geocrop.store.FolderStore;
import org.geocrop.store.HttpRanges;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.OwnerFiles;
import org.geocrop.store.Sources;
import org.geocrop.tiler.TilerConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The composition root: every part of the engine, put together once. */
@Configuration(proxyBeanMethods = false)
class Wiring {

    static final String SAMPLE = "sample";
    /** How long the end of a run is kept in hand while the database is away. */
    private static final Duration END_PATIENCE = Duration.ofMinutes(2);

    @Bean
    ObjectStore objectStore(Settings settings) throws IOException {
        ObjectStore store = settings.s3().isConfigured() ? openS3(settings.s3()) : openFolder(settings.data());
        if (settings.sample().enabled()) {
            Settings.Sample sample = settings.sample();
            new EmbeddedSample(settings.data().toAbsolutePath(), store, sample.size(), sample.year()).prepare();
        }
        return store;
    }

    private static ObjectStore openFolder(Path data) throws IOException {
        return new FolderStore(
                OwnerFiles.folder(OwnerFiles.folder(data.toAbsolutePath()).resolve("store")));
    }

    private static ObjectStore openS3(S3Options settings) {
        S3Store store = new S3Store(settings.connection());
        if (settings.createBuckets()) {
            store.createBuckets();
        }
        return store;
    }

    @Bean
    TilerConfig tilerConfig(Settings settings) {
        String folder = settings.tilerConfig();
        return TilerConfig.load(folder == null || folder.isBlank() ? null : Path.of(folder));
    }

    @Bean
    TileCache tileCache(Settings settings) {
        return new TileCache((long) settings.engine().tileCacheMb() << 20);
    }

    @Bean
    ModelStore modelStore(ObjectStore store, Settings settings) {
        return new ModelStore(store, Loaders.all(), (long) settings.engine().modelCacheMb() << 20);
    }

    @Bean
    ModelRegistry modelRegistry(ObjectStore store, ModelStore models) {
        return new ModelRegistry(store, models);
    }

    @Bean
    Results results(ObjectStore store, TileCache cache) {
        return new Results(store, cache);
    }

    @Bean
    HttpRanges httpRanges(Settings settings) {
        return new HttpRanges(settings.engine().requestsPerHost());
    }

    @Bean
    Sources sources(Settings settings, ObjectStore store, HttpRanges ranges) {
        boolean files = settings.sample().enabled()
                || settings.catalogues().stream()
                        .anyMatch(c -> "file".equals(c.url().getScheme()));
        Function<URI, ByteSource> signed = store instanceof S3Store s3 ? s3::open : null;
        return new Sources(ranges, settings.buckets(), signed, files);
    }

    @Bean
    GuardedHttp guardedHttp(Settings settings) {
        Settings.Outbound outbound = settings.outbound();
        return new GuardedHttp(
                new AddressGuard(AddressGuard.Resolver.SYSTEM, outbound.privateNetworks()),
                GuardedHttp.Connector.NETWORK,
                outbound.timeout());
    }

    @Bean
    References references(GuardedHttp http, Settings settings) {
        Settings.Outbound outbound = settings.outbound();
        return new GuardedReferences(http, outbound.referenceBytes(), outbound.timeout());
    }

    @Bean
    SeasonPipeline pipeline(Settings settings, ObjectStore store, TileCache cache) {
        int blocks = settings.engine().blocks();
        return new SeasonPipeline(
                store,
                cache,
                new SeasonPipeline.Options(
                        blocks > 0 ? blocks : Runtime.getRuntime().availableProcessors(),
                        settings.limits().scenes(),
                        settings.engine().keepChunks(),
                        settings.engine().readMemoryMb() > 0
                                ? (long) settings.engine().readMemoryMb() << 20
                                : SeasonPipeline.Options.defaultReadBytes(),
                        (long) settings.engine().spoolMb() << 20));
    }

    @Bean
    ChunkStore chunkStore(ObjectStore store) {
        return new ChunkStore(store);
    }

    @Bean
    SeasonInputs seasonInputs(Settings settings, Sources sources, GuardedHttp guarded, TilerConfig tiler) {
        Http http = sources.http().http();
        List<Imagery> catalogues = new ArrayList<>();
        if (settings.sample().enabled()) {
            URI scenes = settings.data().toAbsolutePath().resolve("sample").toUri();
            catalogues.add(new Imagery(SAMPLE, Catalogues.open(http, scenes, List.of()), sources));
        }
        for (Settings.Catalogue catalogue : settings.catalogues()) {
            catalogues.add(new Imagery(
                    catalogue.name(), Catalogues.open(http, catalogue.url(), catalogue.collections()), sources));
        }
        return new SeasonInputs(
                catalogues,
                settings.outbound().catalogues() ? byAddress(settings, guarded) : null,
                tiler.calendars(),
                new SeasonInputs.Limits(
                        settings.limits().areaKm2(), settings.limits().seasonDays()));
    }

    /** A catalogue that a request brought: everything it leads to is guarded, nothing is read with our credentials. */
    private static Function<URI, Imagery> byAddress(Settings settings, GuardedHttp guarded) {
        HttpRanges ranges = new HttpRanges(guarded, settings.engine().requestsPerHost());
        Sources sources = new Sources(ranges, settings.buckets(), null, false);
        return address -> {
            try {
                guarded.guard().check(address);
            } catch (Http.RefusedException e) {
                throw new InvalidRequestException(
                        "inputs/catalogue: the address may not be reached: " + e.getMessage(), e);
            }
            return new Imagery(address.toString(), Catalogues.open(guarded, address, List.of()), sources);
        };
    }

    @Bean
    Processes processes(
            Settings settings,
            ObjectStore store,
            SeasonPipeline pipeline,
            SeasonInputs season,
            ModelStore models,
            ModelRegistry registry,
            Results results,
            TileCache cache,
            Access access,
            Deployments deployments,
            TrainingListener tracking) {
        ClassifyCrops classify = new ClassifyCrops(pipeline, models, registry, access.ofEveryone(), season);
        Rasters rasters = new Rasters(store, results, cache);
        Settings.Limits limits = settings.limits();
        List<GeoProcess> all = new ArrayList<>(List.of(
                classify,
                new Composites(pipeline, season),
                new ZonalStatistics(store, rasters, limits.zonePixels()),
                new ExtractFeatures(store, pipeline, season, limits.samplePixels()),
                new Compare(store, rasters, limits.zonePixels()),
                new ExplainPixel(store, pipeline, season, models),
                new RefineMap(store, results, rasters, limits.zonePixels()),
                new AssessAccuracy(store, rasters, limits.zonePixels()),
                new PlanSamples(store, rasters, limits.zonePixels()),
                new TrainModel(store, pipeline, season, models, new EnsembleTrainer(), tracking, limits.samplePixels()),
                new RegisterDataset(store),
                new Echo(store)));
        if (settings.spark().isConfigured()) {
            all.add(new ClassifyRegion(
                    store, models, season, Regions.scenes(settings, SAMPLE), Regions.runner(settings, store)));
        }
        return new Processes(all, new ModelProcesses(classify, models, deployments));
    }

    @Bean
    Deployments deployments(ObjectStore store) {
        return new Deployments(store);
    }

    @Bean
    Database database(Settings settings) {
        DatabaseOptions server = settings.database();
        return server.isConfigured()
                ? Database.postgres(
                        String.valueOf(server.url()),
                        Objects.requireNonNullElse(server.user(), ""),
                        Objects.requireNonNullElse(server.password(), ""),
                        server.connectionLifetime())
                : Database.embedded(settings.data(), server.connectionLifetime());
    }

    @Bean
    JdbcJobStore jobStore(Database database, Settings settings) {
        FormerOwners.qualify(new OwnerNames(database), settings.identity());
        return new JdbcJobStore(database);
    }

    @Bean
    Holdings holdings(Database database) {
        return new Holdings(database);
    }

    @Bean
    KeyTable keyTable(Database database) {
        return new KeyTable(database);
    }

    @Bean
    SessionTable sessionTable(Database database) {
        return new SessionTable(database);
    }

    @Bean
    AuditTable auditTable(Database database) {
        return new AuditTable(database);
    }

    @Bean
    Callbacks callbacks(
            Database database,
            JdbcJobStore jobs,
            JobDocuments documents,
            ResultReplies replies,
            GuardedHttp http,
            Settings settings)
            throws IOException {
        Callbacks callbacks = new Callbacks(
                database, jobs, documents, replies, http, CallbackSecret.of(settings), settings.callbacks());
        callbacks.start();
        return callbacks;
    }

    @Bean
    JobRunner jobRunner(
            JobStore jobs, Processes processes, Results results, List<JobListener> listeners, Settings settings) {
        JobListener listener = new JobListener() {
            @Override
            public void running(Job job) {
                listeners.forEach(it -> it.running(job));
            }

            @Override
            public void ended(Job job) {
                listeners.forEach(it -> it.ended(job));
            }
        };
        JobRunner.Limits limits = new JobRunner.Limits(
                settings.limits().runTime(), settings.engine().attempts(), END_PATIENCE);
        return new JobRunner(jobs, processes, results, limits, listener);
    }

    @Bean
    SchedulerQueue jobQueue(Database database, Settings settings, JobRunner runner) {
        int maps = settings.engine().jobs();
        if (maps == 0 && !settings.database().isConfigured()) {
            throw new IllegalStateException(
                    "GEOCROP_JOBS=0 leaves jobs to other servers: that needs a database that they share"
                            + " (GEOCROP_DATABASE_URL)");
        }
        Map<Lane, Integer> workers = Map.of(
                Lane.MAP, maps, Lane.QUESTION, maps == 0 ? 0 : settings.engine().questions());
        SchedulerQueue queue = new SchedulerQueue(database, workers, runner::run);
        queue.start();
        return queue;
    }
}
