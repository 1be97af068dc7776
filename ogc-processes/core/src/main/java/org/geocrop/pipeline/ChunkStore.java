package org.geocrop.pipeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.geocrop.error.ConflictException;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.RasterException;
import org.geocrop.error.StoreException;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blocks that were worked out already, in the object store. A chunk's key is a hash of all that its pixels depend on
 * ({@link ChunkKeys}), so whoever has the same key may take it: the same job after a crash, or another one whose area
 * overlaps. That a chunk can't be kept or read is no fault: the block is worked out again.
 */
public final class ChunkStore {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkStore.class);
    private static final String PREFIX = "chunks/";
    private static final int MAX_BYTES = 64 << 20;

    private final ObjectStore store;

    public ChunkStore(ObjectStore store) {
        this.store = store;
    }

    static ObjectKey key(String hash) {
        return new ObjectKey(ObjectKey.RESULTS, PREFIX + hash.substring(0, 2) + "/" + hash);
    }

    Optional<BlockResult> find(ObjectKey key, int pixels, int classes, List<String> rasters) {
        try {
            return Optional.of(ChunkCodec.unpack(store.get(key, MAX_BYTES), pixels, classes, rasters));
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (StoreException | RasterException e) {
            LOG.warn("The chunk {} can't be used and is worked out again: {}", key, e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether a chunk is there; that can't be told is as if it were not. */
    boolean has(ObjectKey key) {
        try {
            return store.stat(key).isPresent();
        } catch (StoreException e) {
            LOG.warn("Whether there is a chunk {} can't be told: {}", key, e.getMessage());
            return false;
        }
    }

    void keep(ObjectKey key, BlockResult block, List<String> rasters) {
        try {
            store.put(key, "application/octet-stream", ChunkCodec.pack(block, rasters));
        } catch (ConflictException e) {
            LOG.debug("Another run has kept the chunk {} meanwhile", key);
        } catch (StoreException e) {
            LOG.warn("The chunk {} can't be kept: {}", key, e.getMessage());
        }
    }

    /** Removes chunks that were kept before a time; tells how many. */
    public int removeOlderThan(Instant time) {
        int removed = 0;
        for (ObjectStore.Stat stat : store.list(ObjectKey.RESULTS, PREFIX)) {
            if (stat.modified().isBefore(time)) {
                store.delete(stat.key());
                removed++;
            }
        }
        return removed;
    }
}
