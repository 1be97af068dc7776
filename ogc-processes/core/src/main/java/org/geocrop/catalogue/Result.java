package org.geocrop.catalogue;

import java.util.List;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.model.CropClass;

/**
 * A finished map.
 *
 * @param jobId the job that made it
 * @param grid of its rasters
 * @param bounds west, south, east, north in degrees
 * @param season that it shows
 * @param model {@code name@version}
 * @param classes of the crop type raster
 * @param rasters names of its rasters, such as {@code crop_type}
 * @param created RFC 3339 time
 */
public record Result(
        String jobId,
        PixelGrid grid,
        double[] bounds,
        Season season,
        String model,
        List<CropClass> classes,
        List<String> rasters,
        String created) {

    public Result {
        bounds = bounds.clone();
        classes = List.copyOf(classes);
        rasters = List.copyOf(rasters);
    }
}
