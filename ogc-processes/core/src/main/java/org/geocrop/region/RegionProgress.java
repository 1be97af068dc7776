package org.geocrop.region;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;

/**
 * How far a region is, as the store tells it: whoever runs it, and whether anyone does.
 *
 * @param units of the plan
 * @param unitsDone whose blocks are kept
 * @param tiles of the plan
 * @param tilesDone that are written
 * @param isPublished whether it is visible
 */
public record RegionProgress(int units, int unitsDone, int tiles, int tilesDone, boolean isPublished) {

    public static RegionProgress of(ObjectStore store, RegionPlan plan) {
        Open open = Open.of(store, plan);
        return new RegionProgress(
                plan.units(),
                plan.units()
                        - open.tiles().stream().mapToInt(t -> t.units().size()).sum(),
                plan.tiles().size(),
                plan.tiles().size() - open.tiles().size(),
                store.stat(plan.files().collection()).isPresent());
    }

    /** 0 to 1: units count for most of it. */
    public double share() {
        return isPublished ? 1 : 0.9 * unitsDone / units + 0.09 * tilesDone / tiles;
    }

    /**
     * What is left to do.
     *
     * @param tiles that are not written
     */
    public record Open(List<OpenTile> tiles) {

        /**
         * A tile that is not written.
         *
         * @param units numbers of those that are not done
         */
        public record OpenTile(String id, List<Integer> units) {}

        public static Open of(ObjectStore store, RegionPlan plan) {
            Set<String> units = keys(store, plan.files().unitsPrefix());
            Set<String> written = keys(store, plan.files().tilesPrefix());
            List<OpenTile> open = new ArrayList<>();
            for (RegionPlan.PlannedTile planned : plan.tiles()) {
                MapTile tile = planned.tile();
                if (!written.contains(plan.files().tile(tile.id()).key())) {
                    List<Integer> left = new ArrayList<>();
                    for (int unit = 0; unit < tile.units().size(); unit++) {
                        if (!units.contains(plan.files().unit(tile.id(), unit).key())) {
                            left.add(unit);
                        }
                    }
                    open.add(new OpenTile(tile.id(), left));
                }
            }
            return new Open(open);
        }

        private static Set<String> keys(ObjectStore store, String prefix) {
            Set<String> keys = new HashSet<>();
            store.list(ObjectKey.RESULTS, prefix)
                    .forEach(stat -> keys.add(stat.key().key()));
            return keys;
        }
    }
}
