package org.geocrop.render;

import org.geocrop.raster.Cog;
import org.jspecify.annotations.Nullable;

/**
 * A raster as it is to be drawn.
 *
 * @param raster with an EPSG code
 * @param opacity 0 to 1
 * @param smooth bilinear between samples, instead of the nearest; never for classes
 * @param confidence per cent on the raster's own lattice, for filters; or null
 * @param earlier map of classes to which a map of classes is compared; or null
 */
public record Drawing(
        Cog raster,
        Style style,
        double opacity,
        boolean smooth,
        Filter filter,
        @Nullable Cog confidence,
        @Nullable Earlier earlier) {

    public Drawing {
        if (style instanceof Style.Classes) {
            smooth = false;
        }
    }

    public static Drawing of(Cog raster, Style style) {
        return new Drawing(raster, style, 1, !(style instanceof Style.Classes), Filter.NONE, null, null);
    }

    /** Whether another drawing has the same colours for the same values, so that both fit one palette. */
    boolean looksLike(Drawing other) {
        return style.equals(other.style) && opacity == other.opacity && filter.equals(other.filter);
    }
}
