package org.geocrop.maps;

import java.net.URI;
import java.util.function.Function;
import org.geocrop.catalogue.Results;
import org.geocrop.job.JobStore;
import org.geocrop.raster.TileCache;
import org.geocrop.s3.S3Store;
import org.geocrop.server.Access;
import org.geocrop.server.Settings;
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
    LayerCatalogue layerCatalogue(
            Settings settings,
            TilerConfig config,
            JobStore jobs,
            Results results,
            ObjectStore store,
            HttpRanges ranges,
            TileCache tiles,
            Access access) {
        Settings.Maps maps = settings.maps();
        Function<URI, ByteSource> signed = store instanceof S3Store s3 ? s3::open : null;
        Sources sources = new Sources(ranges, settings.buckets(), signed, true);
        return new LayerCatalogue(
                new ResultLayers(jobs, results, config, maps.mosaicResults()),
                new RunningLayers(store, tiles, config),
                new BaselineLayers(store, config, tiles),
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
