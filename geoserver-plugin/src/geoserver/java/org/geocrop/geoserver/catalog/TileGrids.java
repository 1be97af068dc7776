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
    private static final int MERCATOR = 3857;

    private final TileMatrixSets sets;
    private final Installed installed;

    TileGrids(TileMatrixSets sets, Installed installed) {
        this.sets = sets;
        this.installed = installed;
    }

    void install() throws IOException {
        for (TileMatrixSet set : sets.all()) {
            String name = "gridset/" + set.id();
            if (installed.hash(name).isEmpty()) {
                if (GWC.get().getGridSetBroker().get(set.id()) == null) {
                    GWC.get().addGridSet(gridSet(set));
                }
                installed.note(name, "1");
            }
        }
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
                set.id(),
                SRS.getSRS(epsg == MERCATOR ? 900913 : epsg),
                extent,
                true,
                matrices.stream().mapToDouble(Matrix::cellSize).toArray(),
                null,
                Crs.metresPerUnit(epsg),
                PIXEL,
                matrices.stream().map(Matrix::id).toArray(String[]::new),
                first.tileSize(),
                first.tileSize(),
                false);
    }

    /** Adds a layer to the grid sets of the web and to those of its own zone. */
    void add(LayerInfo layer, int epsg) {
        GeoServerTileLayer tiles = GWC.get().getTileLayer(layer);
        if (tiles == null) {
            return;
        }
        GeoServerTileLayerInfo info = tiles.getInfo();
        Set<XMLGridSubset> subsets = new HashSet<>(info.getGridSubsets());
        for (TileMatrixSet set : sets.all()) {
            boolean fits = !Crs.isUtm(set.crs().epsg()) || set.crs().epsg() == epsg;
            boolean there = subsets.stream().anyMatch(s -> set.id().equals(s.getGridSetName()));
            if (fits && !there && GWC.get().getGridSetBroker().get(set.id()) != null) {
                XMLGridSubset subset = new XMLGridSubset();
                subset.setGridSetName(set.id());
                subsets.add(subset);
            }
        }
        info.setGridSubsets(subsets);
        GWC.get().save(tiles);
    }
}
