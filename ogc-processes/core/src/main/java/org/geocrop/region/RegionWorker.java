package org.geocrop.region;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.composite.SceneStack;
import org.geocrop.error.ConflictException;
import org.geocrop.error.NoScenesException;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Target;
import org.geocrop.hash.Sha256;
import org.geocrop.json.Json;
import org.geocrop.model.Ensemble;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.OpenMap;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.pipeline.SeasonRequest;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.stac.Scene;
import org.geocrop.stac.SceneSearch;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Sources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works at a region, in one of many processes: what it opened for one unit (model, connections, scenes) it has for the
 * next. All that it leaves is in the store, and doing something again leaves the same.
 */
public final class RegionWorker implements AutoCloseable {

    public static final String PROCESS = "classify-region";

    private static final Logger LOG = LoggerFactory.getLogger(RegionWorker.class);
    private static final int MAX_LOST_SCENES = 8;
    private static final int HASH_DIGITS = 16;

    private final ObjectStore store;
    private final RegionPlan plan;
    private final RegionShape shape;
    private final Ensemble model;
    private final Sources sources;
    private final TileCache cache;
    private final SeasonPipeline pipeline;
    private final OpenTiles tiles;
    private final Map<Integer, DistrictMask> masks = new LinkedHashMap<>();

    /**
     * A worker.
     *
     * @param model of the plan
     * @param sources opens its scenes
     * @param cores units that are worked out at the same time, each by its caller's thread
     */
    public RegionWorker(
            ObjectStore store, RegionPlan plan, Ensemble model, Sources sources, TileCache cache, int cores) {
        if (!model.sha256().equals(plan.request().modelSha256())) {
            throw new ConflictException("The model " + plan.request().model() + " is not the one that the region "
                    + plan.files() + " was planned with");
        }
        this.store = store;
        this.plan = plan;
        this.shape = plan.shape(store);
        this.model = model;
        this.sources = sources;
        this.cache = cache;
        this.pipeline = new SeasonPipeline(store, cache, new SeasonPipeline.Options(1, Integer.MAX_VALUE, true));
        this.tiles = new OpenTiles(this::open, cores);
    }

    /** Works out a unit and keeps its blocks. */
    public UnitResult work(String tile, int unit, Progress progress) {
        long begun = System.nanoTime();
        WorkUnit wanted = plan.tile(tile).tile().units().get(unit);
        OpenMap.Worked worked = patiently(tile, map -> map.workOut(wanted.window(), progress));
        double seconds = Math.round((System.nanoTime() - begun) / 1e6) / 1e3;
        UnitResult result = new UnitResult(tile, unit, wanted.pixels(), worked.blocks(), worked.reused(), seconds);
        record(plan.files().unit(tile, unit), result);
        return result;
    }

    /** Writes a tile from the blocks of its units; those that are not there are worked out. */
    public TileResult write(String tile, Progress progress) {
        ObjectKey key = plan.files().tile(tile);
        if (store.stat(key).isEmpty()) {
            String result = patiently(tile, map -> {
                String id =
                        plan.request().name() + "-" + tile + "-" + map.hash().substring(0, HASH_DIGITS);
                if (store.stat(ResultFiles.key(id, ResultFiles.ITEM)).isEmpty()) {
                    map.write(id, true, progress);
                }
                return id;
            });
            try (Cog classes = Cog.open(store.open(ResultFiles.raster(result, ResultFiles.CROP_TYPE)), cache)) {
                record(key, new TileResult(tile, result, DistrictCounts.of(classes, shape)));
            }
        }
        return TileResult.read(store, key);
    }

    /** Which of the tile's scenes can't be used shows while they are read: then it is done again without them. */
    private <T> T patiently(String tile, java.util.function.Function<OpenMap, T> work) {
        for (int lost = 0; ; lost++) {
            try (OpenTiles.Lease lease = tiles.lease(tile)) {
                try {
                    return work.apply(lease.map());
                } catch (SceneStack.SceneLostException e) {
                    lease.outdated();
                    if (lost == MAX_LOST_SCENES) {
                        throw new NoScenesException(
                                "More than " + MAX_LOST_SCENES + " scenes of the tile " + tile
                                        + " could not be read; the last: " + e.getMessage(),
                                e);
                    }
                    LOG.warn("The tile {} begins anew, since a scene was lost: {}", tile, e.getMessage());
                    if (!e.hasChanged()) {
                        lose(tile, e.scene().scene().id(), String.valueOf(e.getMessage()));
                    }
                }
            }
        }
    }

    private OpenMap open(String tile) {
        RegionPlan.PlannedTile planned = plan.tile(tile);
        SceneSearch scenes = withoutLost(plan.scenes(store, planned), tile);
        try {
            return pipeline.open(
                    request(planned.tile()),
                    new Imagery(plan.request().scenes().catalogue(), query -> scenes, sources));
        } catch (NoScenesException e) {
            throw new NoScenesException("The tile " + tile + ": " + e.getMessage(), e);
        }
    }

    /** What is asked for of a tile; the plain pipeline makes the same map of it. */
    public SeasonRequest request(MapTile tile) {
        RegionRequest wanted = plan.request();
        PixelGrid grid = tile.grid();
        double[] b = grid.lonLatBounds();
        return new SeasonRequest(
                wanted.name() + "-" + wanted.label() + "-" + tile.id(),
                PROCESS,
                Aoi.bbox(b[0], b[1], b[2], b[3]),
                wanted.season(),
                model,
                wanted.minObservations(),
                wanted.maxCloudCover(),
                wanted.minApplicability(),
                wanted.rasters(),
                new Target(grid, mask(grid.epsg())));
    }

    private synchronized DistrictMask mask(int epsg) {
        return masks.computeIfAbsent(epsg, code -> new DistrictMask(shape, code));
    }

    /** Scenes that one worker has lost are lost to all: else their maps of the tile would differ. */
    private SceneSearch withoutLost(SceneSearch search, String tile) {
        Map<String, String> lost = new LinkedHashMap<>();
        for (ObjectStore.Stat stat : store.list(ObjectKey.RESULTS, plan.files().lostPrefix(tile))) {
            SceneSearch.LeftOut each = TileResult.read(store, stat.key(), SceneSearch.LeftOut.class);
            lost.put(each.id(), each.reason());
        }
        if (lost.isEmpty()) {
            return search;
        }
        List<Scene> rest = search.scenes().stream()
                .filter(scene -> !lost.containsKey(scene.id()))
                .toList();
        List<SceneSearch.LeftOut> leftOut = new ArrayList<>(search.leftOut());
        lost.forEach((id, reason) -> leftOut.add(new SceneSearch.LeftOut(id, reason)));
        return new SceneSearch(rest, search.replaced(), leftOut);
    }

    private void lose(String tile, String scene, String reason) {
        record(plan.files().lost(tile, Sha256.of(scene)), new SceneSearch.LeftOut(scene, reason));
    }

    /** What another process has written there meanwhile is as good. */
    private void record(ObjectKey key, Object record) {
        try {
            store.put(key, "application/json", Json.write(record));
        } catch (ConflictException e) {
            LOG.debug("Another process has written {} meanwhile", key);
        }
    }

    @Override
    public void close() {
        tiles.close();
        pipeline.close();
    }
}
