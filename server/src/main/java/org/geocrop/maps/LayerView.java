package org.geocrop.maps;

import org.geocrop.tiler.Look;
import org.jspecify.annotations.Nullable;

/**
 * A layer as a request wants to see it.
 *
 * @param style name of one of its styles; empty for the default
 * @param own a look that the request brought, instead of a style of the layer; or null
 * @param smooth bilinear or not; null for what fits the style
 */
public record LayerView(
        MapLayer layer,
        String style,
        @Nullable Look own,
        Times times,
        ClassFilter filter,
        @Nullable Boolean smooth) {

    public static LayerView of(MapLayer layer) {
        return new LayerView(layer, "", null, Times.NEWEST, ClassFilter.NONE, null);
    }

    /** Its look, for legends. */
    public Look look() {
        return own != null ? own : layer.look(style);
    }
}
