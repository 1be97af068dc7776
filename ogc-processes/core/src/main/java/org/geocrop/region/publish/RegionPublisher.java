package org.geocrop.region.publish;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.cog.CogProfile;
import org.geocrop.error.ConflictException;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.Json;
import org.geocrop.model.CropClass;
import org.geocrop.pipeline.Profiles;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.region.RegionFiles;
import org.geocrop.region.RegionPlan;
import org.geocrop.region.RegionProgress;
import org.geocrop.region.RegionShape;
import org.geocrop.region.TileResult;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a region visible whose tiles are all written: areas, overviews, provenance, and {@code collection.json} last. */
public final class RegionPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(RegionPublisher.class);

    private final ObjectStore store;
    private final TileCache cache;

    public RegionPublisher(ObjectStore store, TileCache cache) {
        this.store = store;
        this.cache = cache;
    }

    /**
     * Publishes; nothing happens if that was done already.
     *
     * @param classes of the plan's model
     * @throws InvalidRequestException if tiles are missing
     */
    public void publish(RegionPlan plan, List<CropClass> classes) {
        RegionFiles files = plan.files();
        if (store.stat(files.collection()).isPresent()) {
            return;
        }
        int open = RegionProgress.Open.of(store, plan).tiles().size();
        if (open > 0) {
            throw new InvalidRequestException("The region " + files + " is not whole: " + open + " of "
                    + plan.tiles().size() + " tiles are not written");
        }
        List<TileResult> tiles = plan.tiles().stream()
                .map(planned -> TileResult.read(store, files.tile(planned.tile().id())))
                .toList();
        RegionShape shape = plan.shape(store);
        RegionAreas areas = new RegionAreas(shape, classes, tiles);
        put(
                files.key("areas.json"),
                "application/json",
                Json.pretty(areas.report(plan.request().name())));
        put(files.key("areas.csv"), ResultFiles.CSV_TYPE, areas.csv());
        RegionOverview overview = new RegionOverview(shape.bounds());
        plan.request().rasters().stream()
                .filter(ResultFiles.DRAWN::contains)
                .forEach(raster -> overview(files, overview, raster, classes, tiles));
        put(files.key("provenance.json"), "application/json", Json.pretty(RegionProvenance.of(plan, tiles)));
        put(
                files.collection(),
                "application/json",
                Json.pretty(RegionCollection.of(plan, shape, classes, overview, tiles)));
    }

    private void overview(
            RegionFiles files,
            RegionOverview overview,
            String raster,
            List<CropClass> classes,
            List<TileResult> tiles) {
        ObjectKey key = files.key("overview/" + raster + ".tif");
        if (store.stat(key).isPresent()) {
            return;
        }
        CogProfile profile = Profiles.of(raster, classes);
        List<Cog> cogs = new ArrayList<>();
        try {
            for (TileResult tile : tiles) {
                cogs.add(Cog.open(store.open(ResultFiles.raster(tile.result(), raster)), cache));
            }
            overview.write(store, key, profile, cogs);
        } catch (ConflictException e) {
            LOG.debug("Another process has written {} meanwhile", key);
        } finally {
            cogs.forEach(Cog::close);
        }
    }

    /** What another process has written there meanwhile is as good. */
    private void put(ObjectKey key, String type, byte[] body) {
        try {
            store.put(key, type, body);
        } catch (ConflictException e) {
            LOG.debug("Another process has written {} meanwhile", key);
        }
    }
}
