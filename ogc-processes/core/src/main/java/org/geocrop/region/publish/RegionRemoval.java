package org.geocrop.region.publish;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.region.RegionFiles;
import org.geocrop.region.TileResult;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;

/** Removes a region's season with all that it consists of; chunks stay, since others may use them. */
public final class RegionRemoval {

    private RegionRemoval() {}

    /**
     * Removes it, what makes it visible first. Nobody may run it meanwhile.
     *
     * @return how many objects were removed
     */
    public static int remove(ObjectStore store, RegionFiles files) {
        int removed = remove(store, List.of(files.collection()));
        List<ObjectKey> tiles = keys(store, files.workPrefix() + "tiles/");
        for (ObjectKey tile : tiles) {
            String result = TileResult.read(store, tile).result();
            store.delete(ResultFiles.key(result, ResultFiles.ITEM));
            removed += remove(store, keys(store, ResultFiles.prefix(result)));
        }
        removed += remove(store, keys(store, files.prefix()));
        return removed + remove(store, keys(store, files.workPrefix()));
    }

    private static List<ObjectKey> keys(ObjectStore store, String prefix) {
        List<ObjectKey> keys = new ArrayList<>();
        store.list(ObjectKey.RESULTS, prefix).forEach(stat -> keys.add(stat.key()));
        return keys;
    }

    private static int remove(ObjectStore store, List<ObjectKey> keys) {
        keys.forEach(store::delete);
        return keys.size();
    }
}
