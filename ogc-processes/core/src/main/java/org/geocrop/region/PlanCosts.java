package org.geocrop.region;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.composite.OpenScene;
import org.geocrop.error.GeocropException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.pipeline.Imagery;
import org.geocrop.raster.TileCache;
import org.geocrop.stac.Scene;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how much a plan reads and works: a few scenes are opened, none is read. */
final class PlanCosts {

    private static final Logger LOG = LoggerFactory.getLogger(PlanCosts.class);

    /** Packed bytes of a pixel of six bands, where no scene can be opened: as Sentinel-2's COGs have. */
    private static final double ASSUMED_BYTES = 7;

    private static final long CACHE_BYTES = 1 << 20;

    private final RegionRequest request;
    private final Imagery imagery;

    /** A scene of a tile. */
    record Sample(MapTile tile, Scene scene) {}

    PlanCosts(RegionRequest request, Imagery imagery) {
        this.request = request;
        this.imagery = imagery;
    }

    /** The estimate, without the number of distinct scenes. */
    Estimate of(List<RegionPlan.PlannedTile> tiles, List<Sample> samples) {
        List<Double> measured = measured(samples);
        double perPixel = measured.isEmpty()
                ? ASSUMED_BYTES
                : measured.stream().mapToDouble(d -> d).average().orElse(ASSUMED_BYTES);
        double pixelScenes = 0;
        for (RegionPlan.PlannedTile tile : tiles) {
            pixelScenes += (double) worked(tile.tile()) * tile.scenes();
        }
        double seconds = tiles.stream()
                .map(tile -> work(tile, request))
                .mapToDouble(work -> work.units().stream().mapToDouble(d -> d).sum() + work.write())
                .sum();
        return new Estimate(0, Math.round(pixelScenes * perPixel), !measured.isEmpty(), Math.round(seconds));
    }

    /** Pixels whose source tiles are read: those of units, wanted or not. */
    private static long worked(MapTile tile) {
        return tile.units().stream().mapToLong(unit -> unit.window().size()).sum();
    }

    static Estimate.TileWork work(RegionPlan.PlannedTile tile, RegionRequest request) {
        Estimate.Rates rates = Estimate.Rates.MEASURED;
        List<Double> units = new ArrayList<>();
        for (WorkUnit unit : tile.tile().units()) {
            units.add(unit.window().size() * tile.scenes() * rates.pixelScene() + unit.pixels() * rates.pixel());
        }
        PixelGrid grid = tile.tile().grid();
        double packed = (double) grid.width() * grid.height() * rates.written();
        return new Estimate.TileWork(units, packed * request.rasters().size() / 7);
    }

    private List<Double> measured(List<Sample> samples) {
        List<Double> measured = new ArrayList<>();
        for (Sample sample : samples) {
            PixelGrid grid = sample.tile.grid();
            try (OpenScene scene = OpenScene.open(sample.scene, imagery.sources(), new TileCache(CACHE_BYTES))) {
                double pixels = overlap(grid, scene.grid());
                if (pixels > 0) {
                    measured.add(scene.packedBytes(grid) / pixels);
                }
            } catch (GeocropException e) {
                LOG.warn("The scene {} can't be looked at: {}", sample.scene.id(), e.getMessage());
            }
        }
        return measured;
    }

    private static double overlap(PixelGrid a, PixelGrid b) {
        if (a.epsg() != b.epsg()) {
            return 0;
        }
        double width = Math.min(a.maxX(), b.maxX()) - Math.max(a.originX(), b.originX());
        double height = Math.min(a.originY(), b.originY()) - Math.max(a.minY(), b.minY());
        return width > 0 && height > 0 ? width * height / (a.resX() * a.resY()) : 0;
    }
}
