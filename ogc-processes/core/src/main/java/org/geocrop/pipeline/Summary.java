package org.geocrop.pipeline;

import java.util.List;
import org.geocrop.grid.PixelGrid;
import org.geocrop.model.CropClass;
import org.geocrop.store.Json;
import tools.jackson.databind.node.ObjectNode;

/** Counts pixels of all blocks: hectares of each class, and how many clear time steps there were. Thread-safe. */
final class Summary {

    private final long[] pixelsOfClass = new long[256];
    private final long[] confidenceOfClass = new long[256];
    private final long[] pixelsByObservations = new long[256];
    private long wanted;
    private long observed;

    synchronized void add(BlockResult block, boolean[] inside) {
        for (int i = 0; i < inside.length; i++) {
            if (!inside[i]) {
                continue;
            }
            wanted++;
            int id = block.cropType[i];
            pixelsOfClass[id]++;
            if (id != 0) {
                confidenceOfClass[id] += block.confidence[i];
            }
            if (block.observations[i] != BlockResult.BYTE_NODATA) {
                observed++;
                pixelsByObservations[block.observations[i]]++;
            }
        }
    }

    /** Pixels within the area. */
    synchronized long pixels() {
        return wanted;
    }

    /** Without classes, what was classified is left out. */
    synchronized ObjectNode write(PixelGrid grid, List<CropClass> classes) {
        double hectares = grid.pixelAreaHectares();
        long classified = wanted - pixelsOfClass[0];
        ObjectNode summary = Json.object();
        summary.put("pixels_in_aoi", wanted);
        summary.put("pixels_observed", observed);
        summary.put("hectares_in_aoi", round(wanted * hectares));
        summary.put("hectares_observed", round(observed * hectares));
        ObjectNode clear = summary.putObject("observations");
        clear.put("min", quantile(observed, 0));
        clear.put("median", quantile(observed, 0.5));
        clear.put("max", quantile(observed, 1));
        if (classes.isEmpty()) {
            return summary;
        }
        summary.put("pixels_classified", classified);
        summary.put("hectares_classified", round(classified * hectares));
        var list = summary.putArray("classes");
        for (CropClass c : classes) {
            long pixels = pixelsOfClass[c.id()];
            list.addObject()
                    .put("id", c.id())
                    .put("name", c.name())
                    .put("color", c.color())
                    .put("pixels", pixels)
                    .put("hectares", round(pixels * hectares))
                    .put("share", classified == 0 ? 0 : round((double) pixels / classified))
                    .put("mean_confidence", pixels == 0 ? 0 : round((double) confidenceOfClass[c.id()] / pixels));
        }
        return summary;
    }

    private int quantile(long total, double share) {
        long rank = Math.max(1, Math.round(total * share));
        long seen = 0;
        for (int n = 0; n < pixelsByObservations.length; n++) {
            seen += pixelsByObservations[n];
            if (seen >= rank) {
                return n;
            }
        }
        return 0;
    }

    private static double round(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
