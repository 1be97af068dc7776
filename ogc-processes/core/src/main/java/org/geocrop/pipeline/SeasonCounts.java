package org.geocrop.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.geocrop.document.ClassArea;
import org.geocrop.document.Summary;
import org.geocrop.grid.PixelGrid;
import org.geocrop.model.CropClass;

/**
 * Counts pixels of all blocks: hectares of each class, and how many clear time steps there were. "Observed" are those with
 * as many as the request asks for. Thread-safe.
 */
final class SeasonCounts {

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
    synchronized Summary summary(PixelGrid grid, List<CropClass> classes, SceneFinder.Found found) {
        double hectares = grid.pixelAreaHectares();
        long classified = wanted - pixelsOfClass[0];
        boolean isClassified = !classes.isEmpty();
        return new Summary(
                wanted,
                observed,
                round(wanted * hectares),
                round(observed * hectares),
                share(observed),
                share(unobserved),
                new Summary.Observations(
                        quantile(observed, 0),
                        quantile(observed, 0.5),
                        round(meanObservations()),
                        quantile(observed, 1)),
                new Summary.Scenes(
                        found.scenes().size(),
                        found.cloudy().size(),
                        found.leftOut().size()),
                warnings(),
                isClassified ? classified : null,
                isClassified ? round(classified * hectares) : null,
                isClassified
                        ? classes.stream()
                                .map(c -> area(c, hectares, classified))
                                .toList()
                        : null);
    }

    private ClassArea area(CropClass c, double hectares, long classified) {
        long pixels = pixelsOfClass[c.id()];
        return new ClassArea(
                c.id(),
                c.name(),
                c.color(),
                pixels,
                round(pixels * hectares),
                classified == 0 ? 0 : round((double) pixels / classified),
                pixels == 0 ? 0 : round((double) confidenceOfClass[c.id()] / pixels));
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
