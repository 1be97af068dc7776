package org.geocrop.maps.xyz;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.json.Document;
import org.geocrop.model.CropClass;
import org.jspecify.annotations.Nullable;

/** Statistics of values: moments and percentiles with a histogram of even bins, or how often each value comes. */
final class ValueStatistics {

    private static final int MOST_VALUES = 1000;

    private ValueStatistics() {}

    /**
     * Of measurements; what needs a value is null where there is none.
     *
     * @param histogram counts, and edges of the bins
     */
    @Document
    record Measured(
            long count,
            long maskedPixels,
            long validPixels,
            double validPercent,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double mean,
            @Nullable Double sum,
            @Nullable Double std,
            @Nullable Double median,
            @JsonProperty("percentile_2") @Nullable Double percentile2,
            @JsonProperty("percentile_98") @Nullable Double percentile98,
            @Nullable List<Object> histogram) {}

    /** Of classes. */
    @Document
    record Counted(long count, long maskedPixels, long validPixels, double validPercent, List<Category> categories) {}

    /** A value; its name and colour where it is that of a class. */
    @Document
    record Category(
            double value,
            long count,
            double share,
            @Nullable String name,
            @Nullable String color) {}

    /**
     * Moments, percentiles and a histogram.
     *
     * @param values NaN for none
     * @param bins of the histogram
     */
    static Measured of(double[] values, int bins) {
        double[] valid = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        long masked = values.length - valid.length;
        double percent = percent(values.length, valid.length);
        if (valid.length == 0) {
            return new Measured(0, masked, 0, percent, null, null, null, null, null, null, null, null, null);
        }
        double sum = 0;
        for (double value : valid) {
            sum += value;
        }
        double mean = sum / valid.length;
        double squares = 0;
        for (double value : valid) {
            squares += (value - mean) * (value - mean);
        }
        return new Measured(
                valid.length,
                masked,
                valid.length,
                percent,
                valid[0],
                valid[valid.length - 1],
                mean,
                sum,
                Math.sqrt(squares / valid.length),
                percentile(valid, 0.5),
                percentile(valid, 0.02),
                percentile(valid, 0.98),
                histogram(valid, bins));
    }

    private static List<Object> histogram(double[] sorted, int bins) {
        double min = sorted[0];
        double width = (sorted[sorted.length - 1] - min) / bins;
        long[] counts = new long[bins];
        for (double value : sorted) {
            counts[width > 0 ? (int) Math.min(bins - 1, (value - min) / width) : 0]++;
        }
        double[] edges = new double[bins + 1];
        for (int i = 0; i <= bins; i++) {
            edges[i] = min + width * i;
        }
        return List.of(counts, edges);
    }

    /** How often each value comes, by value, with the names of classes. */
    static Counted categorical(double[] values, Map<Integer, CropClass> classes) {
        TreeMap<Double, Long> counts = new TreeMap<>();
        long valid = 0;
        for (double value : values) {
            if (!Double.isNaN(value) && (counts.size() < MOST_VALUES || counts.containsKey(value))) {
                counts.merge(value, 1L, Long::sum);
            }
            valid += Double.isNaN(value) ? 0 : 1;
        }
        List<Category> categories = new ArrayList<>();
        for (Map.Entry<Double, Long> entry : counts.entrySet()) {
            double value = entry.getKey();
            CropClass named = classes.get((int) value);
            CropClass known = named != null && named.id() == value ? named : null;
            categories.add(new Category(
                    value,
                    entry.getValue(),
                    valid == 0 ? 0 : Math.round(1e6 * entry.getValue() / valid) / 1e6,
                    known == null ? null : known.name(),
                    known == null ? null : known.color()));
        }
        return new Counted(valid, values.length - valid, valid, percent(values.length, valid), categories);
    }

    private static double percent(int all, long valid) {
        return all == 0 ? 0 : Math.round(1e4 * valid / all) / 100.0;
    }

    /** Linear between the two nearest. */
    private static double percentile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
    }
}
