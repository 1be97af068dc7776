package org.geocrop.maps.layers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.Map;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.raster.Cog;
import org.geocrop.render.Filter;

/** Hectares of the classes of a result, of all pixels or of those of which the model was sure enough. */
public final class ClassAreas {

    private static final int CLASSES = 256;
    private static final int CONFIDENCES = 101;
    private static final int BLOCK = 512;

    private final Cache<String, long[]> counts =
            Caffeine.newBuilder().maximumSize(200).build();

    /**
     * Hectares by class id.
     *
     * @param granule of classes
     */
    public Map<Integer, Double> hectares(Granule granule, Filter filter) {
        long[] pixels = counts.get(granule.id(), id -> count(granule));
        double hectares = granule.grid().pixelAreaHectares();
        Map<Integer, Double> areas = new HashMap<>();
        granule.classes().forEach(c -> {
            if (filter.classes().isEmpty() || filter.classes().contains(c.id())) {
                long sum = 0;
                for (int sure = filter.minConfidence(); sure < CONFIDENCES; sure++) {
                    sum += pixels[c.id() * CONFIDENCES + sure];
                }
                areas.put(c.id(), Math.round(sum * hectares * 100) / 100.0);
            }
        });
        return areas;
    }

    /** Pixels by class and confidence, block by block; those of rasters without confidence are as sure as can be. */
    private static long[] count(Granule granule) {
        long[] pixels = new long[CLASSES * CONFIDENCES];
        Cog classes = granule.raster().get();
        Cog confidence =
                granule.confidence() == null ? null : granule.confidence().get();
        PixelGrid grid = classes.grid();
        int[] ids = new int[BLOCK * BLOCK];
        int[] sure = new int[BLOCK * BLOCK];
        for (Window block : grid.blocks(BLOCK)) {
            classes.data().read(0, 0, block, ids, 0);
            if (confidence != null) {
                confidence.read(0, 0, block, sure);
            }
            for (int i = 0; i < block.size(); i++) {
                int per = confidence == null ? CONFIDENCES - 1 : Math.min(CONFIDENCES - 1, sure[i]);
                pixels[(ids[i] & 255) * CONFIDENCES + per]++;
            }
        }
        return pixels;
    }
}
