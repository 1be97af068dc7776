package org.geocrop.region;

import java.util.List;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.StoreException;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.stac.SceneLists;
import org.geocrop.stac.SceneSearch;
import org.geocrop.store.ObjectStore;

/**
 * How a region is mapped: its tiles, their units, and where the lists of their scenes are. It never changes, so a run that
 * is taken up later does the same.
 *
 * @param request what is wanted
 * @param shapeSha256 of the region's GeoJSON
 * @param tiles from north to south, zone by zone
 * @param estimate what it costs
 */
public record RegionPlan(RegionRequest request, String shapeSha256, List<PlannedTile> tiles, Estimate estimate) {

    private static final int MAX_PLAN = 64 << 20;
    private static final int MAX_SCENES = 256 << 20;

    /**
     * A tile with its scenes.
     *
     * @param scenesSha256 names the list
     * @param scenes how many
     */
    public record PlannedTile(MapTile tile, String scenesSha256, int scenes) {}

    public RegionPlan {
        tiles = List.copyOf(tiles);
    }

    public RegionFiles files() {
        return request.files();
    }

    public int units() {
        return tiles.stream().mapToInt(t -> t.tile().units().size()).sum();
    }

    public long pixels() {
        return tiles.stream().mapToLong(t -> t.tile().pixels()).sum();
    }

    /**
     * A tile by its id.
     *
     * @throws NotFoundException if it has none
     */
    public PlannedTile tile(String id) {
        return tiles.stream()
                .filter(each -> each.tile().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("The region has no tile " + id));
    }

    /**
     * The plan of a region's season.
     *
     * @throws NotFoundException if there is none
     */
    public static RegionPlan read(ObjectStore store, RegionFiles files) {
        if (store.stat(files.plan()).isEmpty()) {
            throw new NotFoundException("There is no plan of the region " + files);
        }
        try {
            return Json.read(store.get(files.plan(), MAX_PLAN), RegionPlan.class);
        } catch (Json.MalformedException e) {
            throw new StoreException("The plan of the region " + files + " is damaged: " + e.getMessage(), e);
        }
    }

    /** Hours that it takes on so many cores. */
    public double hours(int cores) {
        return Estimate.seconds(
                        tiles.stream()
                                .map(tile -> PlanCosts.work(tile, request))
                                .toList(),
                        cores)
                / 3600;
    }

    /** The districts. */
    public RegionShape shape(ObjectStore store) {
        try {
            return RegionShape.of(
                    ForeignJson.read(store.get(files().shape(shapeSha256), MAX_PLAN)),
                    request.name(),
                    RegionShape.NAME);
        } catch (Json.MalformedException e) {
            throw new StoreException("The districts of the region " + files() + " are damaged: " + e.getMessage(), e);
        }
    }

    SceneSearch scenes(ObjectStore store, PlannedTile tile) {
        return SceneLists.read(store.get(files().scenes(tile.scenesSha256()), MAX_SCENES));
    }
}
