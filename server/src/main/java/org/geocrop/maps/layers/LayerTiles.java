package org.geocrop.maps.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.geocrop.grid.Crs;
import org.geocrop.grid.TileMatrixSet;
import org.geocrop.grid.TileMatrixSet.Limits;
import org.geocrop.grid.TileMatrixSets;

/** Which tiles a layer has. */
public final class LayerTiles {

    private LayerTiles() {}

    /** The tiles of each matrix that a layer meets. */
    public static List<Limits> limits(MapLayer layer, TileMatrixSet set) {
        List<Limits> all = new ArrayList<>();
        Optional<double[]> bounds = LayerBounds.in(set.crs().epsg(), layer.bounds());
        if (bounds.isEmpty()) {
            return all;
        }
        for (TileMatrixSet.Matrix matrix : set.matrices()) {
            set.limits(matrix, bounds.get()).ifPresent(all::add);
        }
        return all;
    }

    /** The sets in whose CRS a layer lies well, those of all first. */
    public static List<TileMatrixSet> sets(MapLayer layer, TileMatrixSets sets) {
        return sets.all().stream()
                .filter(set -> LayerBounds.in(set.crs().epsg(), layer.bounds())
                        .filter(bounds -> set.matrices().stream()
                                .anyMatch(matrix -> set.limits(matrix, bounds).isPresent()))
                        .isPresent())
                .toList();
    }

    /** The ground size of a layer's finest pixel in metres. */
    public static double metresOfPixel(MapLayer layer) {
        return layer.granules().stream()
                .mapToDouble(g -> g.grid().resX() * Crs.metresPerUnit(g.grid().epsg()))
                .min()
                .orElse(1);
    }
}
