package org.geocrop.feature;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.hash.Sha256;

/** Feature set v1: 51 numbers that describe a pixel's season. The order is part of every model; it never changes. */
public final class FeatureSet {

    public static final String VERSION = "v1";

    public static final List<String> FEATURE_ORDER_V1 = List.copyOf(names());

    /** Number of features, 51. */
    public static final int COUNT = FEATURE_ORDER_V1.size();

    /** SHA-256, in hex, of the ordered names joined by line feeds: what a model bundle must carry. */
    public static final String SHA256 = Sha256.of(String.join("\n", FEATURE_ORDER_V1));

    private FeatureSet() {}

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (String index : List.of("ndvi", "ndre", "evi")) {
            for (String statistic : List.of(
                    "max",
                    "min",
                    "mean",
                    "std",
                    "amplitude",
                    "auc",
                    "peak_timestep",
                    "max_slope_up",
                    "max_slope_down")) {
                names.add(index + "_" + statistic);
            }
        }
        names.addAll(List.of("ndvi_harmonic1_sin", "ndvi_harmonic1_cos", "ndvi_harmonic2_sin", "ndvi_harmonic2_cos"));
        names.addAll(List.of("ndvi_ndre_peak_diff", "canopy_density_contrast"));
        for (String index : List.of("ndvi", "ndwi", "ndre")) {
            for (String window : List.of("early", "peak", "late")) {
                names.add(index + "_" + window + "_mean");
                names.add(index + "_" + window + "_max");
            }
        }
        return names;
    }
}
