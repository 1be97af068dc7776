package org.geocrop.stac;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where and when the items of a STAC 1.0 collection are. */
public record Extent(Spatial spatial, Temporal temporal) {

    /** Boxes: west, south, east and north in degrees. */
    public record Spatial(List<double[]> bbox) {}

    /** From the first to the last day; null where there is none. */
    public record Temporal(List<List<@Nullable String>> interval) {}

    /** Of one box and one time. */
    public static Extent of(double[] bbox, List<@Nullable String> interval) {
        return new Extent(new Spatial(List.of(bbox)), new Temporal(List.of(interval)));
    }
}
