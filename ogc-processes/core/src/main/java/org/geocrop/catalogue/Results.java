package org.geocrop.catalogue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.geocrop.error.NotFoundException;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;

/**
 * Finished results in the object store, found by their {@code item.json}. Since results never change, what was read
 * once is kept, in bounded number.
 */
public final class Results {

    private static final int MAX_DOCUMENT = 16 << 20;

    private final ObjectStore store;
    private final TileCache tiles;
    /** For a while only: another process may remove a result. */
    private final Cache<String, Result> results = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    private final Cache<ObjectKey, Cog> rasters;

    public Results(ObjectStore store, TileCache tiles) {
        this.store = store;
        this.tiles = tiles;
        // Evicted rasters are not closed: sources of a store hold nothing, and someone may be reading.
        this.rasters = Caffeine.newBuilder().maximumSize(1_000).build();
    }

    public Optional<Result> find(String jobId) {
        Result known = results.getIfPresent(jobId);
        if (known != null) {
            return Optional.of(known);
        }
        ObjectKey key = ResultFiles.key(jobId, ResultFiles.ITEM);
        if (store.stat(key).isEmpty()) {
            return Optional.empty();
        }
        Result read = read(key);
        results.put(jobId, read);
        return Optional.of(read);
    }

    /**
     * A result that is complete.
     *
     * @throws NotFoundException if there is none
     */
    public Result require(String jobId) {
        return find(jobId).orElseThrow(() -> new NotFoundException("There is no finished result " + jobId));
    }

    /**
     * A finished result, for one who may read it.
     *
     * @throws NotFoundException if there is none that may be read: the two are not told apart
     */
    public Result require(String jobId, Rights rights) {
        if (!rights.maySee(Thing.job(jobId))) {
            throw new NotFoundException("There is no finished result " + jobId);
        }
        return require(jobId);
    }

    /** All results, newest first. */
    public List<Result> list() {
        List<Result> found = new ArrayList<>();
        for (ObjectStore.Stat stat : store.list(ObjectKey.RESULTS, "results/")) {
            if (stat.key().key().endsWith("/" + ResultFiles.ITEM)) {
                String[] parts = stat.key().key().split("/");
                find(parts[1]).ifPresent(found::add);
            }
        }
        found.sort(java.util.Comparator.comparing(Result::created).reversed());
        return found;
    }

    /**
     * An open raster of a result; the caller does not close it.
     *
     * @throws NotFoundException if the result is not complete or has no such raster
     */
    public Cog raster(String jobId, String raster) {
        Result result = require(jobId);
        if (!result.rasters().contains(raster)) {
            throw new NotFoundException(
                    "The result " + jobId + " has no raster " + raster + "; it has " + result.rasters());
        }
        return rasters.get(ResultFiles.raster(jobId, raster), key -> Cog.open(store.open(key), tiles));
    }

    /**
     * Removes all that a job has written, and what it showed while it ran; the item first, so that nobody sees a result
     * with holes.
     */
    public void remove(String jobId) {
        store.delete(ResultFiles.key(jobId, ResultFiles.ITEM));
        results.invalidate(jobId);
        for (ObjectStore.Stat stat : store.list(ObjectKey.RESULTS, ResultFiles.prefix(jobId))) {
            store.delete(stat.key());
            rasters.invalidate(stat.key());
        }
        for (ObjectStore.Stat stat : store.list(ObjectKey.RESULTS, RunningResult.prefix(jobId))) {
            store.delete(stat.key());
        }
    }

    private Result read(ObjectKey key) {
        return ResultItem.read(store.get(key, MAX_DOCUMENT));
    }
}
