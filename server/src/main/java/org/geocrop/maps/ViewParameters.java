package org.geocrop.maps;

import org.geocrop.error.InvalidRequestException;
import org.geocrop.maps.layers.ClassFilter;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.maps.layers.Times;
import org.jspecify.annotations.Nullable;

/** The parameters by which all tile and map resources say how a layer is to be seen. */
public final class ViewParameters {

    private ViewParameters() {}

    /** {@code style}, {@code datetime} or {@code time}, {@code classes}, {@code minconf}, {@code resampling}. */
    public static LayerView view(MapLayer layer, Kvp kvp) {
        return view(layer, kvp.get("STYLE", ""), kvp);
    }

    /**
     * A view in a style that the path names.
     *
     * @throws InvalidRequestException if a parameter is not right
     */
    public static LayerView view(MapLayer layer, String style, Kvp kvp) {
        Times times = Times.parse(kvp.get("DATETIME", kvp.get("TIME", "")));
        if (!times.match(layer)) {
            throw new InvalidRequestException(
                    "The layer " + layer.name() + " has nothing at that time; it has " + layer.times());
        }
        ClassFilter filter = ClassFilter.parse(kvp.get("CLASSES"), kvp.get("MINCONF"));
        LayerView view = new LayerView(layer, style, null, times, filter, smooth(kvp.get("RESAMPLING")));
        view.look();
        filter.check(layer);
        return view;
    }

    private static @Nullable Boolean smooth(@Nullable String resampling) {
        if (resampling == null || resampling.isBlank()) {
            return null;
        }
        return switch (resampling) {
            case "nearest" -> Boolean.FALSE;
            case "bilinear" -> Boolean.TRUE;
            default -> throw new InvalidRequestException("resampling: is nearest or bilinear");
        };
    }
}
