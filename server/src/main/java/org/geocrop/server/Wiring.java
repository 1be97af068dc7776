package org.geocrop.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.geocrop.catalogue.Results;
import org.geocrop.jdbc.Database;
import org.geocrop.jdbc.JdbcJobStore;
import org.geocrop.jdbc.SchedulerQueue;
import org.geocrop.job.JobRunner;
import org.geocrop.job.JobStore;
import org.geocrop.model.ModelStore;
import org.geocrop.models.xgboost.XgboostLoader;
import org.geocrop.pipeline.ClassificationPipeline;
import org.geocrop.process.ClassifyCrops;
import org.geocrop.raster.TileCache;
import org.geocrop.s3.S3Store;
import org.geocrop.stac.Catalogue;
import org.geocrop.stac.Catalogues;
import org.geocrop.store.ByteSource;
import org.geocrop.store.FolderStore;
import org.geocrop.store.HttpRanges;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Sources;
import org.geocrop.tiler.TilerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The composition root: every part of the engine, put together once. */
@Configuration(proxyBeanMethods = false)
class Wiring {

    static final String SAMPLE = "sample";

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

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
        return new FolderStore(Files.createDirectories(data.toAbsolutePath().resolve("store")));
    }

    private static ObjectStore openS3(Settings.S3 settings) {
        S3Store store = new S3Store(settings.connection());
        if (settings.createBuckets()) {
            store.createBuckets();
        }
        int aborted = store.abortUploadsBegunBefore(Instant.now().minus(settings.abandonedAfter()));
        if (aborted > 0) {
            LOG.info("Aborted {} uploads that processes which died had left", aborted);
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
    ModelStore modelStore(ObjectStore store) {
        return new ModelStore(store, List.of(new XgboostLoader()));
    }

    @Bean
    Results results(ObjectStore store, TileCache cache) {
        return new Results(store, cache);
    }

    @Bean
    Sources sources(Settings settings, ObjectStore store) {
        boolean files = settings.sample().enabled()
                || settings.catalogues().stream()
                        .anyMatch(c -> "file".equals(c.url().getScheme()));
        Function<URI, ByteSource> signed = store instanceof S3Store s3 ? s3::open : null;
        return new Sources(new HttpRanges(settings.engine().requestsPerHost()), settings.buckets(), signed, files);
    }

    @Bean
    ClassificationPipeline pipeline(Settings settings, ObjectStore store, Sources sources, TileCache cache) {
        int blocks = settings.engine().blocks();
        return new ClassificationPipeline(
                store,
                sources,
                cache,
                blocks > 0 ? blocks : Runtime.getRuntime().availableProcessors());
    }

    @Bean
    ClassifyCrops classifyCrops(
            Settings settings, ClassificationPipeline pipeline, ModelStore models, Sources sources, TilerConfig tiler) {
        Map<String, Catalogue> catalogues = new LinkedHashMap<>();
        if (settings.sample().enabled()) {
            Path scenes = settings.data().toAbsolutePath().resolve("sample");
            catalogues.put(SAMPLE, Catalogues.open(sources.http().client(), scenes.toUri(), List.of()));
        }
        for (Settings.Catalogue catalogue : settings.catalogues()) {
            catalogues.put(
                    catalogue.name(),
                    Catalogues.open(sources.http().client(), catalogue.url(), catalogue.collections()));
        }
        return new ClassifyCrops(
                pipeline,
                models,
                catalogues,
                tiler.calendars(),
                new ClassifyCrops.Limits(
                        settings.limits().areaKm2(), settings.limits().seasonDays()));
    }

    @Bean
    Database database(Settings settings) {
        Settings.Db server = settings.database();
        return server.isConfigured()
                ? Database.postgres(
                        String.valueOf(server.url()),
                        Objects.requireNonNullElse(server.user(), ""),
                        Objects.requireNonNullElse(server.password(), ""))
                : Database.embedded(settings.data());
    }

    @Bean
    JobStore jobStore(Database database) {
        return new JdbcJobStore(database.dataSource());
    }

    @Bean
    JobRunner jobRunner(JobStore jobs, ClassifyCrops process, Results results) {
        return new JobRunner(jobs, process, results);
    }

    @Bean
    SchedulerQueue jobQueue(Database database, Settings settings, JobRunner runner, JobStore jobs) {
        SchedulerQueue queue = new SchedulerQueue(database, settings.engine().jobs(), runner::run);
        // Jobs that were accepted but not queued when the process ended; those in the queue stay as they are.
        jobs.unfinished().forEach(queue::submit);
        queue.start();
        return queue;
    }
}
