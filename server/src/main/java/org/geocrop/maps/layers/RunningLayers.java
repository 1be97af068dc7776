package org.geocrop.maps.layers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.RunningResult;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.RasterException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.geocrop.tiler.TilerConfig;

/** The blocks that a job has finished as a layer of its id, until the result takes its place. */
public final class RunningLayers {

    private static final Duration KNOWN_FOR = Duration.ofSeconds(1);

    private final ObjectStore store;
    private final TileCache tiles;
    private final TilerConfig config;
    private final Cache<String, Optional<MapLayer>> layers =
            Caffeine.newBuilder().maximumSize(100).expireAfterWrite(KNOWN_FOR).build();
    private final Cache<ObjectKey, Optional<Cog>> blocks =
            Caffeine.newBuilder().maximumSize(5_000).build();

    public RunningLayers(ObjectStore store, TileCache tiles, TilerConfig config) {
        this.store = store;
        this.tiles = tiles;
        this.config = config;
    }

    /** A layer of a job that has begun to write; who may read it was asked before. */
    Optional<MapLayer> find(String job) {
        return layers.get(job, this::read);
    }

    private Optional<MapLayer> read(String job) {
        RunningResult running = new RunningResult(store, job);
        Optional<Result> item = running.item();
        if (item.isEmpty() || config.style(ResultFiles.CROP_TYPE, List.of()).isEmpty()) {
            return Optional.empty();
        }
        Coverage coverage = item.get().requireCoverage();
        List<Granule> granules = running.blocks().stream()
                .flatMap(key -> blocks.get(key, this::open).stream().map(block -> granule(key, block, coverage)))
                .toList();
        return granules.isEmpty()
                ? Optional.empty()
                : Optional.of(MapLayer.of(
                        MapLayer.About.of(
                                job,
                                "Crop type, still running (" + ResultLayers.shortId(job) + ")",
                                "What the job has finished so far.",
                                List.of("running", ResultFiles.CROP_TYPE)),
                        granules,
                        List.of(ResultFiles.CROP_TYPE),
                        (style, classes) -> config.style(style, classes).orElseThrow(),
                        MapLayer.Lifetime.CHANGING,
                        false));
    }

    /** A block may go while it is opened: its job has ended. */
    private Optional<Cog> open(ObjectKey key) {
        try {
            return Optional.of(Cog.open(store.open(key), tiles));
        } catch (NotFoundException | RasterException e) {
            return Optional.empty();
        }
    }

    private static Granule granule(ObjectKey key, Cog block, Coverage coverage) {
        PixelGrid grid = block.grid();
        return Granule.of(
                key.key(), grid, grid.lonLatBounds(), coverage.season(), coverage.classes(), () -> block, null, null);
    }
}
