package org.geocrop.maps.layers;

import java.util.List;
import java.util.function.Supplier;
import org.geocrop.catalogue.Result;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.model.CropClass;
import org.geocrop.raster.Cog;
import org.jspecify.annotations.Nullable;

/**
 * One raster of a layer.
 *
 * @param id names its content: another content has another id
 * @param grid of the raster
 * @param bounds west, south, east, north in degrees
 * @param season that it shows; null where it has none
 * @param classes of its values; empty where they are none
 * @param raster opens it
 * @param confidence opens the per cent of its pixels; null where there is none
 * @param result that it belongs to; or null
 * @param earlier that it is compared to: only what differs is drawn; or null
 */
public record Granule(
        String id,
        PixelGrid grid,
        double[] bounds,
        @Nullable Season season,
        List<CropClass> classes,
        Supplier<Cog> raster,
        @Nullable Supplier<Cog> confidence,
        @Nullable Result result,
        @Nullable Earlier earlier) {

    /** A map of classes before. */
    public record Earlier(Supplier<Cog> raster, List<CropClass> classes) {

        public Earlier {
            classes = List.copyOf(classes);
        }
    }

    public Granule {
        bounds = bounds.clone();
        classes = List.copyOf(classes);
    }

    /** A granule that is compared to nothing. */
    public static Granule of(
            String id,
            PixelGrid grid,
            double[] bounds,
            @Nullable Season season,
            List<CropClass> classes,
            Supplier<Cog> raster,
            @Nullable Supplier<Cog> confidence,
            @Nullable Result result) {
        return new Granule(id, grid, bounds, season, classes, raster, confidence, result, null);
    }

    /** The same, compared to an earlier one; areas of classes are not known of it. */
    public Granule since(Granule before) {
        return new Granule(
                "difference:" + before.id + ":" + id,
                grid,
                bounds,
                season,
                classes,
                raster,
                confidence,
                null,
                new Earlier(before.raster, before.classes));
    }

    boolean touches(double[] other) {
        return bounds[0] <= other[2] && other[0] <= bounds[2] && bounds[1] <= other[3] && other[1] <= bounds[3];
    }
}
