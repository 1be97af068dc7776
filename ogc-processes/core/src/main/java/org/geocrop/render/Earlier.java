package org.geocrop.render;

import java.util.Arrays;
import org.geocrop.raster.Cog;

/**
 * A class map to which another is compared: only pixels that have a class in both, and not the same, are drawn.
 *
 * @param raster on any lattice
 * @param same for each of its values, 0 to 255, the value of the same class in the other map; -1 for none
 */
public record Earlier(Cog raster, int[] same) {

    private static final int VALUES = 256;

    public Earlier {
        if (same.length != VALUES) {
            throw new IllegalArgumentException("There are 256 values, not " + same.length);
        }
        same = same.clone();
    }

    /** Whether a pixel is one that has changed. */
    boolean differs(int before, int after) {
        return same[before & 255] != after;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Earlier earlier && raster == earlier.raster && Arrays.equals(same, earlier.same);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(same);
    }

    @Override
    public String toString() {
        return "Earlier[" + raster.grid() + "]";
    }
}
