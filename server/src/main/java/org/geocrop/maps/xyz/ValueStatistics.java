package org.geocrop.maps.xyz;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.json.Json;
import org.geocrop.model.CropClass;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Statistics of values: moments and percentiles with a histogram of even bins, or how often each value comes. */
final class ValueStatistics {

    private static final int MOST_VALUES = 1000;

    private ValueStatistics() {}

    /**
     * Moments, percentiles and a histogram {@code [counts, edges]}.
     *
     * @param values NaN for none
     * @param bins of the histogram
     */
    static ObjectNode of(double[] values, int bins) {
        double[] valid = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        ObjectNode json = counts(values.length, valid.length);
        if (valid.length == 0) {
            return json;
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
        double min = valid[0];
        double max = valid[valid.length - 1];
        json.put("min", min).put("max", max).put("mean", mean).put("sum", sum);
        json.put("std", Math.sqrt(squares / valid.length));
        json.put("median", percentile(valid, 0.5));
        json.put("percentile_2", percentile(valid, 0.02));
        json.put("percentile_98", percentile(valid, 0.98));
        long[] counts = new long[bins];
        double width = (max - min) / bins;
        for (double value : valid) {
            counts[width > 0 ? (int) Math.min(bins - 1, (value - min) / width) : 0]++;
        }
        ArrayNode histogram = json.putArray("histogram");
        histogram.add(Json.of(counts));
        double[] edges = new double[bins + 1];
        for (int i = 0; i <= bins; i++) {
            edges[i] = min + width * i;
        }
        histogram.add(Json.of(edges));
        return json;
    }

    /** How often each value comes, by value, with the names of classes. */
    static ObjectNode categorical(double[] values, Map<Integer, CropClass> classes) {
        TreeMap<Double, Long> counts = new TreeMap<>();
        long valid = 0;
        for (double value : values) {
            if (!Double.isNaN(value) && (counts.size() < MOST_VALUES || counts.containsKey(value))) {
                counts.merge(value, 1L, Long::sum);
            }
            valid += Double.isNaN(value) ? 0 : 1;
        }
        ObjectNode json = counts(values.length, valid);
        ArrayNode categories = json.putArray("categories");
        for (Map.Entry<Double, Long> entry : counts.entrySet()) {
            ObjectNode category = categories.addObject();
            category.put("value", entry.getKey()).put("count", entry.getValue());
            category.put("share", valid == 0 ? 0 : Math.round(1e6 * entry.getValue() / valid) / 1e6);
            CropClass known = classes.get(entry.getKey().intValue());
            if (known != null && known.id() == entry.getKey()) {
                category.put("name", known.name()).put("color", known.color());
            }
        }
        return json;
    }

    private static ObjectNode counts(int all, long valid) {
        ObjectNode json = Json.object();
        json.put("count", valid).put("masked_pixels", all - valid).put("valid_pixels", valid);
        return json.put("valid_percent", all == 0 ? 0 : Math.round(1e4 * valid / all) / 100.0);
    }

    /** Linear between the two nearest. */
    private static double percentile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
    }
}
