package org.geocrop.maps;

import java.net.URI;
import java.util.function.Function;
import org.geocrop.access.Access;
import org.geocrop.catalogue.Results;
import org.geocrop.job.Job;
import org.geocrop.job.JobListener;
import org.geocrop.job.JobStore;
import org.geocrop.maps.layers.BaselineLayers;
import org.geocrop.maps.layers.ClassAreas;
import org.geocrop.maps.layers.ConfiguredLayers;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.maps.layers.LayerLegend;
import org.geocrop.maps.layers.RegionLayers;
import org.geocrop.maps.layers.ResultLayers;
import org.geocrop.maps.layers.RunningLayers;
import org.geocrop.raster.TileCache;
import org.geocrop.s3.S3Store;
import org.geocrop.settings.Settings;
import org.geocrop.store.ByteSource;
import org.geocrop.store.HttpRanges;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Sources;
import org.geocrop.tiler.TilerConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts layers and their drawing together. */
@Configuration(proxyBeanMethods = false)
class MapWiring {

    private static final int BYTES_A_PIXEL = 16;

    @Bean
    ResultLayers resultLayers(JobStore jobs, Results results, TilerConfig config, Settings settings) {
        return new ResultLayers(jobs, results, config, settings.maps().mosaicResults());
    }

    /** The map of a job that ran here is a layer as soon as the job has ended. */
    @Bean
    JobListener mapsOfEndedJobs(ResultLayers layers) {
        return new JobListener() {
            @Override
            public void ended(Job job) {
                layers.forget();
            }
        };
    }

    @Bean
    LayerCatalogue layerCatalogue(
            ResultLayers layers,
            Settings settings,
            TilerConfig config,
            ObjectStore store,
            HttpRanges ranges,
            TileCache tiles,
            Access access) {
        Settings.Maps maps = settings.maps();
        Function<URI, ByteSource> signed = store instanceof S3Store s3 ? s3::open : null;
        Sources sources = new Sources(ranges, settings.buckets(), signed, true);
        return new LayerCatalogue(
                layers,
                new RunningLayers(store, tiles, config),
                new BaselineLayers(store, config, tiles),
                new RegionLayers(store, tiles, config),
                new ConfiguredLayers(
                        config, sources, tiles, settings.data().toAbsolutePath().resolve("pictures")),
                access,
                maps.listedResults());
    }

    @Bean
    ClassAreas classAreas() {
        return new ClassAreas();
    }

    @Bean
    LayerLegend layerLegend(ClassAreas areas) {
        return new LayerLegend(areas);
    }

    /** Pictures may have a quarter of the heap. */
    @Bean
    MapDrawer mapDrawer(Settings settings) {
        Settings.Maps maps = settings.maps();
        long pixels = Math.max(maps.pixels(), Runtime.getRuntime().maxMemory() / 4 / BYTES_A_PIXEL);
        return new MapDrawer(new DrawBudget(pixels, maps.patience()), maps.pixels(), maps.side());
    }
}
