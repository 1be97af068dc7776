package org.geocrop.region;

import org.geocrop.model.Ensemble;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.pipeline.SeasonRequest;
import org.geocrop.raster.TileCache;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Sources;

/** A map tile by the pipeline of a single job, with nothing that was kept. */
public final class PlainMap {

    private PlainMap() {}

    /** Makes a tile's map as the result of a job. */
    public static void run(ObjectStore store, RegionPlan plan, Ensemble model, MapTile tile, String job, int threads) {
        var found = plan.scenes(store, plan.tile(tile.id()));
        try (RegionWorker worker = new RegionWorker(store, plan, model, Sources.local(), new TileCache(1 << 20), 1);
                SeasonPipeline pipeline =
                        new SeasonPipeline(store, new TileCache(64 << 20), SeasonPipeline.Options.once(threads))) {
            SeasonRequest asked = worker.request(tile);
            SeasonRequest request = new SeasonRequest(
                    job,
                    asked.processId(),
                    asked.aoi(),
                    asked.season(),
                    model,
                    asked.minObservations(),
                    asked.maxCloudCover(),
                    asked.minApplicability(),
                    asked.rasters(),
                    asked.target());
            pipeline.run(request, new Imagery("plain", query -> found, Sources.local()), Progress.NONE);
        }
    }
}
