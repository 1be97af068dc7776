package org.geocrop.geoserver.catalog;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.geocrop.grid.Crs;
import org.geocrop.grid.TileMatrixSet;
import org.geocrop.grid.TileMatrixSet.Matrix;
import org.geocrop.grid.TileMatrixSets;
import org.geoserver.catalog.LayerInfo;
import org.geoserver.gwc.GWC;
import org.geoserver.gwc.layer.GeoServerTileLayer;
import org.geoserver.gwc.layer.GeoServerTileLayerInfo;
import org.geowebcache.config.XMLGridSubset;
import org.geowebcache.grid.BoundingBox;
import org.geowebcache.grid.GridSet;
import org.geowebcache.grid.GridSetFactory;
import org.geowebcache.grid.SRS;

/** The tile matrix sets of {@code tiler-config} as grid sets of GeoWebCache, once, and layers in them. */
final class TileGrids {

    private static final double PIXEL = 0.00028;
    private static final String PREFIX = "GeoCrop";

    private final TileMatrixSets sets;
    private final Installed installed;

    TileGrids(TileMatrixSets sets, Installed installed) {
        this.sets = sets;
        this.installed = installed;
    }

    void install() throws IOException {
        for (TileMatrixSet set : sets.all()) {
            String name = "gridset/" + name(set);
            if (installed.hash(name).isEmpty()) {
                if (GWC.get().getGridSetBroker().get(name(set)) == null) {
                    GWC.get().addGridSet(gridSet(set));
                }
                installed.note(name, "1");
            }
        }
    }

    /** Names of our own: GeoWebCache has a WebMercatorQuad whose corner has its axes swapped. */
    static String name(TileMatrixSet set) {
        return PREFIX + set.id();
    }

    private static GridSet gridSet(TileMatrixSet set) {
        List<Matrix> matrices = set.matrices();
        Matrix first = matrices.get(0);
        double width = first.cellSize() * first.tileSize() * first.width();
        double height = first.cellSize() * first.tileSize() * first.height();
        BoundingBox extent = new BoundingBox(
                first.originX(), first.originY() - height, first.originX() + width, first.originY());
        int epsg = set.crs().epsg();
        return GridSetFactory.createGridSet(
                name(set),
                SRS.getSRS(epsg),
                extent,
                true,
                matrices.stream().mapToDouble(Matrix::cellSize).toArray(),
                null,
                Crs.metresPerUnit(epsg),
                PIXEL,
                matrices.stream().map(Matrix::id).toArray(String[]::new),
                first.tileSize(),
                first.tileSize(),
                // Corners are told in the CRS's own order of axes.
                Crs.isGeographic(epsg));
    }

    /** Adds a layer to all of them. */
    void add(LayerInfo layer) {
        GeoServerTileLayer tiles = GWC.get().getTileLayer(layer);
        if (tiles == null) {
            return;
        }
        GeoServerTileLayerInfo info = tiles.getInfo();
        Set<XMLGridSubset> subsets = new HashSet<>(info.getGridSubsets());
        for (TileMatrixSet set : sets.all()) {
            boolean there = subsets.stream().anyMatch(s -> name(set).equals(s.getGridSetName()));
            if (!there && GWC.get().getGridSetBroker().get(name(set)) != null) {
                XMLGridSubset subset = new XMLGridSubset();
                subset.setGridSetName(name(set));
                subsets.add(subset);
            }
        }
        info.setGridSubsets(subsets);
        GWC.get().save(tiles);
    }

    /** Forgets the tiles of a layer. */
    void truncate(String layer) {
        if (GWC.get().tileLayerExists(layer)) {
            GWC.get().truncate(layer);
        }
    }
}
