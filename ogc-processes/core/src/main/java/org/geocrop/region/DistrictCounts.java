package org.geocrop.region;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.grid.Window;
import org.geocrop.raster.Cog;

/** Counts the pixels of a tile's crop map by district and class, block by block. */
final class DistrictCounts {

    private static final int BLOCK = 512;
    private static final int CLASSES = 256;

    private DistrictCounts() {}

    static List<TileResult.Part> of(Cog classes, RegionShape shape) {
        DistrictMask mask = new DistrictMask(shape, classes.grid().epsg());
        Map<Integer, long[]> counts = new TreeMap<>();
        int[] values = new int[BLOCK * BLOCK];
        for (Window block : classes.grid().blocks(BLOCK)) {
            int[] districts = mask.districts(classes.grid().cut(block));
            classes.read(0, 0, block, values);
            for (int i = 0; i < districts.length; i++) {
                if (districts[i] != DistrictMask.NONE) {
                    counts.computeIfAbsent(districts[i], key -> new long[CLASSES])[values[i] & CLASSES - 1]++;
                }
            }
        }
        List<TileResult.Part> parts = new ArrayList<>();
        counts.forEach((district, pixels) -> parts.add(part(district, pixels)));
        return parts;
    }

    private static TileResult.Part part(int district, long[] pixels) {
        Map<Integer, Long> classes = new TreeMap<>();
        long all = pixels[0];
        for (int id = 1; id < CLASSES; id++) {
            all += pixels[id];
            if (pixels[id] > 0) {
                classes.put(id, pixels[id]);
            }
        }
        return new TileResult.Part(district, all, classes);
    }
}
