package org.geocrop.catalogue;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.geocrop.cog.CogProfile;
import org.geocrop.cog.CogWriter;
import org.geocrop.error.ConflictException;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.StoreException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.json.Json;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a job has finished while it still runs: each block of its crop map as a COG of its own at {@code
 * running/<job>/<column>-<row>.tif} beside an {@code item.json}, so that any server that shares the store can show
 * them. They are for looking at only: that one can't be written or removed is no fault of the job.
 */
public final class RunningResult {

    private static final String PREFIX = "running/";

    private static final Logger LOG = LoggerFactory.getLogger(RunningResult.class);
    private static final int MAX_ITEM = 1 << 20;

    private final ObjectStore store;
    private final String jobId;

    public RunningResult(ObjectStore store, String jobId) {
        this.store = store;
        this.jobId = jobId;
    }

    /** Jobs that show something, or have left it, and when each wrote last. */
    public static Map<String, Instant> all(ObjectStore store) {
        Map<String, Instant> jobs = new TreeMap<>();
        for (ObjectStore.Stat stat : store.list(ObjectKey.RESULTS, PREFIX)) {
            String job = stat.key().key().substring(PREFIX.length()).split("/", 2)[0];
            if (ResultFiles.isJobId(job)) {
                jobs.merge(job, stat.modified(), (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        return jobs;
    }

    private ObjectKey key(String file) {
        return new ObjectKey(ObjectKey.RESULTS, prefix(jobId) + file);
    }

    /** That of a result refuses what can't be a job's id. */
    static String prefix(String jobId) {
        return ResultFiles.prefix(jobId).replaceFirst("results/", PREFIX);
    }

    /** Says what the blocks will be blocks of. */
    public void begin(Result expected) {
        remove();
        put(key(ResultFiles.ITEM), "application/json", Json.write(ResultItem.of(expected, null)));
    }

    /**
     * Adds a block.
     *
     * @param block lattice of its pixels
     * @param window where it lies in the lattice of the job
     * @param classes row by row
     */
    public void add(PixelGrid block, Window window, int[] classes, CogProfile profile) {
        ObjectKey key = key(window.col() + "-" + window.row() + ".tif");
        try (CogWriter writer = new CogWriter(block, profile);
                ObjectStore.Upload upload = store.create(key, ResultFiles.COG_TYPE)) {
            writer.write(block.window(), classes);
            writer.finish(upload);
            upload.commit();
        } catch (ConflictException e) {
            LOG.debug("{} is there from an earlier attempt", key);
        } catch (IOException | StoreException e) {
            LOG.warn("The block {} can't be shown before the job ends: {}", key, e.getMessage());
        }
    }

    /** What the job will have made; empty if it shows nothing yet. */
    public Optional<Result> item() {
        try {
            return Optional.of(ResultItem.read(store.get(key(ResultFiles.ITEM), MAX_ITEM)));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** Blocks that are there. */
    public List<ObjectKey> blocks() {
        return store.list(ObjectKey.RESULTS, prefix(jobId)).stream()
                .map(ObjectStore.Stat::key)
                .filter(key -> key.key().endsWith(".tif"))
                .toList();
    }

    /** Removes all of it, the item first. */
    public void remove() {
        try {
            store.delete(key(ResultFiles.ITEM));
            store.list(ObjectKey.RESULTS, prefix(jobId)).forEach(stat -> store.delete(stat.key()));
        } catch (StoreException e) {
            LOG.warn("Blocks of the job {} could not be removed: {}", jobId, e.getMessage());
        }
    }

    private void put(ObjectKey key, String mediaType, byte[] body) {
        try {
            store.put(key, mediaType, body);
        } catch (ConflictException | StoreException e) {
            LOG.warn("The job {} can't be shown before it ends: {}", jobId, e.getMessage());
        }
    }
}
