package org.geocrop.batch;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.geocrop.boosting.Loaders;
import org.geocrop.model.ModelStore;
import org.geocrop.raster.TileCache;
import org.geocrop.region.RegionPlan;
import org.geocrop.region.RegionRequest;
import org.geocrop.region.RegionWorker;
import org.geocrop.store.HttpRanges;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Sources;

/** The workers of an executor's process: opened by the first task, kept for all others. */
final class Workshop {

    private static final Map<RegionJob, RegionWorker> WORKERS = new ConcurrentHashMap<>();

    private Workshop() {}

    static RegionWorker of(RegionJob job) {
        return WORKERS.computeIfAbsent(job, Workshop::open);
    }

    private static RegionWorker open(RegionJob job) {
        ObjectStore store = job.open();
        RegionPlan plan = RegionPlan.read(store, job.files());
        return new RegionWorker(
                store,
                plan,
                new ModelStore(store, Loaders.all()).load(plan.request().model()),
                sources(plan.request().scenes()),
                TileCache.ofThisProcess(),
                Runtime.getRuntime().availableProcessors());
    }

    private static Sources sources(RegionRequest.Scenes scenes) {
        boolean isLocal = "file".equals(URI.create(scenes.catalogue()).getScheme());
        return new Sources(new HttpRanges(HttpRanges.DEFAULT_REQUESTS_PER_HOST), scenes.buckets(), null, isLocal);
    }

    /** Closes what is open; a next task opens it anew. */
    static void close() {
        WORKERS.keySet().forEach(job -> {
            RegionWorker worker = WORKERS.remove(job);
            if (worker != null) {
                worker.close();
            }
        });
    }
}
