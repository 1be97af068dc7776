package org.geocrop.region;

import java.util.List;
import java.util.Map;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.StoreException;
import org.geocrop.json.Json;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;

/**
 * A tile that is written.
 *
 * @param tile its id
 * @param result id of the result with its COGs
 * @param districts what it has of each district that reaches into it
 */
public record TileResult(String tile, String result, List<Part> districts) {

    private static final int MAX_RECORD = 16 << 20;

    /**
     * Pixels of a district in a tile.
     *
     * @param district its number in the region
     * @param pixels all of them
     * @param classes pixels by class id; the rest has no class
     */
    public record Part(int district, long pixels, Map<Integer, Long> classes) {}

    public TileResult {
        districts = List.copyOf(districts);
    }

    /** What a worker has written of a tile. */
    public static TileResult read(ObjectStore store, ObjectKey key) {
        return read(store, key, TileResult.class);
    }

    /** A small document of a worker. */
    static <T> T read(ObjectStore store, ObjectKey key, Class<T> type) {
        try {
            return Json.read(store.get(key, MAX_RECORD), type);
        } catch (NotFoundException e) {
            throw new StoreException(key + " has gone", e);
        } catch (Json.MalformedException e) {
            throw new StoreException(key + " is damaged: " + e.getMessage(), e);
        }
    }
}
