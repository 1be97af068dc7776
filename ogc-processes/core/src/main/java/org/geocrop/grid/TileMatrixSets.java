package org.geocrop.grid;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.error.NotFoundException;
import org.geocrop.grid.TileMatrixSet.Matrix;

/** The tile matrix sets of a server: the registered ones of the OGC that it offers, and its own. */
public final class TileMatrixSets {

    public static final String WEB_MERCATOR_QUAD = "WebMercatorQuad";

    private static final String REGISTER = "http://www.opengis.net/def/tilematrixset/OGC/1.0/";
    private static final String SCALES = "http://www.opengis.net/def/wkss/OGC/1.0/";
    private static final double PIXEL = 0.00028;
    private static final int TILE = 256;
    private static final double HALF_WORLD = 20037508.3427892;
    /** As WMTS 1.0.0, annex E.4, lists it; half the world to seven decimals gives another twelfth digit. */
    private static final double MERCATOR_SCALE = 559082264.0287178;

    /** Of the registered UTM zones: left and top edge in zone coordinates of the northern hemisphere, and cell size 1. */
    private static final double UTM_LEFT = -9501965.72931276;

    private static final double UTM_TOP = 20003931.4586255;
    private static final double UTM_CELL = 78140.3572602559;
    private static final double FALSE_NORTHING = 10_000_000;

    private final Map<String, TileMatrixSet> sets = new LinkedHashMap<>();

    /**
     * The built-in sets and others.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public TileMatrixSets(List<TileMatrixSet> own) {
        List<TileMatrixSet> all = new ArrayList<>();
        for (TileMatrixSet set : List.of(webMercatorQuad(), worldCrs84Quad(), utmSouth(35), utmSouth(36))) {
            all.add(set);
            all.add(set.withDoubleTiles());
        }
        all.addAll(own);
        for (TileMatrixSet set : all) {
            if (sets.put(set.id(), set) != null) {
                throw new IllegalArgumentException("There are two tile matrix sets of the name " + set.id());
            }
        }
    }

    public Collection<TileMatrixSet> all() {
        return sets.values();
    }

    /**
     * A set by its id.
     *
     * @throws NotFoundException if there is none
     */
    public TileMatrixSet require(String id) {
        TileMatrixSet set = sets.get(id);
        if (set == null) {
            throw new NotFoundException("There is no such tile matrix set; there are " + sets.keySet());
        }
        return set;
    }

    /** Spherical Mercator of web maps, 25 levels (OGC 17-083r4, annex D.1). */
    public static TileMatrixSet webMercatorQuad() {
        List<Matrix> matrices = new ArrayList<>();
        for (int z = 0; z <= 24; z++) {
            double cell = 2 * HALF_WORLD / TILE / (1L << z);
            matrices.add(new Matrix(
                    "" + z, MERCATOR_SCALE / (1L << z), cell, -HALF_WORLD, HALF_WORLD, TILE, 1L << z, 1L << z));
        }
        return new TileMatrixSet(
                WEB_MERCATOR_QUAD,
                "Google Maps Compatible for the World",
                REGISTER + WEB_MERCATOR_QUAD,
                CrsName.of(Crs.WEB_MERCATOR),
                SCALES + "GoogleMapsCompatible",
                matrices);
    }

    /** Longitude and latitude, two tiles at the top (annex D.2). */
    static TileMatrixSet worldCrs84Quad() {
        List<Matrix> matrices = new ArrayList<>();
        for (int z = 0; z <= 23; z++) {
            double cell = 180.0 / TILE / (1L << z);
            matrices.add(
                    new Matrix("" + z, cell * Crs.METRES_PER_DEGREE / PIXEL, cell, -180, 90, TILE, 2L << z, 1L << z));
        }
        return new TileMatrixSet(
                "WorldCRS84Quad",
                "CRS84 for the World",
                REGISTER + "WorldCRS84Quad",
                CrsName.CRS84,
                SCALES + "GoogleCRS84Quad",
                matrices);
    }

    /** The tiles of the registered UTMzzWGS84Quad (annex D.4) by the coordinates of the zone's southern code. */
    static TileMatrixSet utmSouth(int zone) {
        List<Matrix> matrices = new ArrayList<>();
        for (int z = 1; z <= 24; z++) {
            double cell = UTM_CELL / (1L << (z - 1));
            matrices.add(new Matrix(
                    "" + z, cell / PIXEL, cell, UTM_LEFT, UTM_TOP + FALSE_NORTHING, TILE, 1L << (z - 1), 1L << z));
        }
        return new TileMatrixSet(
                "UTM" + zone + "SWGS84Quad",
                "UTM zone " + zone + " south, WGS 84",
                null,
                CrsName.of(32700 + zone),
                null,
                matrices);
    }
}
