package org.geocrop.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.geocrop.grid.PixelGrid;
import org.geocrop.json.Json;
import org.geocrop.model.CropClass;
import tools.jackson.databind.node.ObjectNode;

/**
 * Counts pixels of all blocks: hectares of each class, and how many clear time steps there were. "Observed" are those with
 * as many as the request asks for. Thread-safe.
 */
final class Summary {

    private final long[] pixelsOfClass = new long[256];
    private final long[] confidenceOfClass = new long[256];
    private final long[] pixelsByObservations = new long[256];
    private long wanted;
    private long observed;
    private long unobserved;

    synchronized void add(BlockResult block, boolean[] inside) {
        unobserved += block.unobserved;
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

    /** What whoever looks at the result has to know about the area that it does not show. */
    synchronized List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (unobserved > 0) {
            warnings.add(perCent(unobserved) + " of the area has no clear observation at all");
        }
        if (wanted - observed - unobserved > 0) {
            warnings.add(perCent(wanted - observed - unobserved) + " of the area has too few clear observations");
        }
        return warnings;
    }

    private String perCent(long pixels) {
        double share = 100.0 * pixels / wanted;
        return share < 0.1 ? "Less than 0.1 %" : String.format(Locale.ROOT, "%.1f %%", share);
    }

    /** Without classes, what was classified is left out. */
    synchronized ObjectNode write(PixelGrid grid, List<CropClass> classes, SceneFinder.Found found) {
        double hectares = grid.pixelAreaHectares();
        long classified = wanted - pixelsOfClass[0];
        ObjectNode summary = Json.object();
        summary.put("pixels_in_aoi", wanted);
        summary.put("pixels_observed", observed);
        summary.put("hectares_in_aoi", round(wanted * hectares));
        summary.put("hectares_observed", round(observed * hectares));
        summary.put("observed_share", share(observed));
        summary.put("unobserved_share", share(unobserved));
        ObjectNode clear = summary.putObject("observations");
        clear.put("min", quantile(observed, 0));
        clear.put("median", quantile(observed, 0.5));
        clear.put("mean", round(meanObservations()));
        clear.put("max", quantile(observed, 1));
        summary.putObject("scenes")
                .put("used", found.scenes().size())
                .put("without_clear_pixels", found.cloudy().size())
                .put("left_out", found.leftOut().size());
        summary.set("warnings", Json.of(warnings()));
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

    private double share(long pixels) {
        return wanted == 0 ? 0 : round((double) pixels / wanted);
    }

    private double meanObservations() {
        long sum = 0;
        for (int n = 0; n < pixelsByObservations.length; n++) {
            sum += n * pixelsByObservations[n];
        }
        return observed == 0 ? 0 : (double) sum / observed;
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
