package org.geocrop.maps.layers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.geocrop.grid.Crs;
import org.geocrop.grid.CrsName;

/** Extents in the CRSs that are offered. */
public final class LayerBounds {

    /** Degrees from a UTM zone's central meridian beyond which its coordinates mean little. */
    private static final double ZONE_REACH = 20;

    private static final double MERCATOR_LATITUDE = 85.06;
    private static final int STEPS = 20;

    private LayerBounds() {}

    /** CRS:84, EPSG:4326, EPSG:3857, the UTM zones of the region, and those of the layers' own rasters. */
    public static List<CrsName> offered(Collection<MapLayer> layers) {
        Set<Integer> codes = new LinkedHashSet<>(List.of(Crs.WGS84, Crs.WEB_MERCATOR, 32735, 32736));
        layers.forEach(layer -> layer.granules().forEach(g -> codes.add(g.grid().epsg())));
        List<CrsName> offered = new ArrayList<>();
        offered.add(CrsName.CRS84);
        codes.forEach(code -> offered.add(CrsName.of(code)));
        return offered;
    }

    /**
     * An area's bounds in a CRS: minimum x, y, maximum x, y (east, north); empty where the CRS does not reach.
     *
     * @param lonLat west, south, east, north in degrees
     */
    public static Optional<double[]> in(int epsg, double[] lonLat) {
        if (epsg == Crs.WGS84) {
            return Optional.of(lonLat.clone());
        }
        double south = lonLat[1];
        double north = lonLat[3];
        if (epsg == Crs.WEB_MERCATOR) {
            south = Math.max(-MERCATOR_LATITUDE, south);
            north = Math.min(MERCATOR_LATITUDE, north);
        }
        if (Crs.isUtm(epsg)) {
            double meridian = epsg % 100 * 6 - 183;
            if (Math.abs((lonLat[0] + lonLat[2]) / 2 - meridian) > ZONE_REACH) {
                return Optional.empty();
            }
        }
        double[] edge = new double[(STEPS + 1) * 4 * 2];
        for (int i = 0; i <= STEPS; i++) {
            double x = lonLat[0] + (lonLat[2] - lonLat[0]) * i / STEPS;
            double y = south + (north - south) * i / STEPS;
            double[] four = {x, south, x, north, lonLat[0], y, lonLat[2], y};
            System.arraycopy(four, 0, edge, i * 8, 8);
        }
        Crs.lenient(Crs.WGS84, epsg).apply(edge, edge.length / 2);
        double[] bounds = {Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int i = 0; i < edge.length; i += 2) {
            if (!Double.isFinite(edge[i]) || !Double.isFinite(edge[i + 1])) {
                return Optional.empty();
            }
            bounds[0] = Math.min(bounds[0], edge[i]);
            bounds[1] = Math.min(bounds[1], edge[i + 1]);
            bounds[2] = Math.max(bounds[2], edge[i]);
            bounds[3] = Math.max(bounds[3], edge[i + 1]);
        }
        return Optional.of(bounds);
    }
}
