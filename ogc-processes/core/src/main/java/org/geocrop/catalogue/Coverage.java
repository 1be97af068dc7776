package org.geocrop.catalogue;

import java.util.List;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.model.CropClass;
import org.jspecify.annotations.Nullable;

/**
 * What the rasters of a result share.
 *
 * @param grid of the rasters
 * @param bounds west, south, east, north in degrees
 * @param season that they show; null for a comparison
 * @param model {@code name@version}; null where none was used
 * @param classes of the class raster; empty where there is none
 */
public record Coverage(
        PixelGrid grid,
        double[] bounds,
        @Nullable Season season,
        @Nullable String model,
        List<CropClass> classes) {

    public Coverage {
        bounds = bounds.clone();
        classes = List.copyOf(classes);
    }
}
