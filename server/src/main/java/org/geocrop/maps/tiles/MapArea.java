package org.geocrop.maps.tiles;

import java.util.List;
import java.util.Optional;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Crs;
import org.geocrop.grid.CrsName;
import org.geocrop.grid.PixelGrid;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.layers.LayerBounds;
import org.geocrop.maps.layers.LayerView;

/**
 * The part of the world that a request for a map names.
 *
 * @param crs of the bounds
 * @param named the CRS of the map where the request says no other: that of the area where the request names it, else that
 *     of the layer
 * @param bounds minimum x, y, maximum x, y (east, north) in units of {@code crs}; across the antimeridian the maximum is
 *     above 180 degrees
 */
record MapArea(CrsName crs, CrsName named, double[] bounds) {

    /**
     * By {@code bbox} of four or six numbers, or by {@code subset}; empty where neither is given.
     *
     * @throws InvalidRequestException if it is none, or two of bbox, subset and center are given
     */
    static Optional<MapArea> of(Kvp kvp, Subset subset, List<LayerView> views) {
        int ways = (kvp.has("BBOX") ? 1 : 0) + (subset.isSpatial() ? 1 : 0) + (kvp.has("CENTER") ? 1 : 0);
        if (ways > 1) {
            throw new InvalidRequestException("Only one of `bbox`, `subset` and `center` can say where the map lies");
        }
        CrsName own = CrsName.of(views.get(0).layer().granules().get(0).grid().epsg());
        if (kvp.has("BBOX")) {
            return Optional.of(area(kvp, "BBOX-CRS", own, box(kvp)));
        }
        if (subset.isSpatial()) {
            return Optional.of(ofSubset(kvp, subset, own, views));
        }
        return Optional.empty();
    }

    private static MapArea area(Kvp kvp, String key, CrsName own, double[] written) {
        CrsName crs = crs(kvp, key);
        double[] b = crs.swap(written);
        if (b[0] > b[2] && Crs.isGeographic(crs.epsg())) {
            b[2] += 360;
        }
        if (!(b[2] > b[0]) || !(b[3] > b[1])) {
            throw new InvalidRequestException("`bbox`: each minimum must be below its maximum");
        }
        return new MapArea(crs, kvp.has(key) ? crs : own, b);
    }

    /** An axis that is not bounded is as long as the layer. */
    private static MapArea ofSubset(Kvp kvp, Subset subset, CrsName own, List<LayerView> views) {
        CrsName crs = crs(kvp, "SUBSET-CRS");
        double[] whole = LayerBounds.in(crs.epsg(), views.get(0).layer().bounds())
                .orElseThrow(() -> new InvalidRequestException("`subset-crs` does not reach the layer"));
        double[] x = subset.x() == null ? new double[] {whole[0], whole[2]} : subset.x();
        double[] y = subset.y() == null ? new double[] {whole[1], whole[3]} : subset.y();
        return new MapArea(crs, kvp.has("SUBSET-CRS") ? crs : own, new double[] {x[0], y[0], x[1], y[1]});
    }

    /** West, south, east, north in degrees. */
    double[] lonLat() {
        if (crs.epsg() == Crs.WGS84) {
            return bounds;
        }
        return new PixelGrid(crs.epsg(), bounds[0], bounds[3], bounds[2] - bounds[0], bounds[3] - bounds[1], 1, 1)
                .lonLatBounds();
    }

    /** Its bounds in another CRS. */
    double[] in(CrsName other) {
        if (other.epsg() == crs.epsg()) {
            return bounds;
        }
        return LayerBounds.in(other.epsg(), lonLat())
                .orElseThrow(() -> new InvalidRequestException("`crs` does not reach the area"));
    }

    /** The point {@code center} in a CRS: x, y. */
    static double[] center(Kvp kvp, CrsName in) {
        double[] written = numbers("center", kvp.get("CENTER", ""));
        if (written.length != 2) {
            throw new InvalidRequestException("`center` must be two numbers");
        }
        CrsName crs = crs(kvp, "CENTER-CRS");
        double[] at = crs.northFirst() ? new double[] {written[1], written[0]} : written;
        if (crs.epsg() != in.epsg()) {
            Crs.lenient(crs.epsg(), in.epsg()).apply(at, 1);
            if (!Double.isFinite(at[0]) || !Double.isFinite(at[1])) {
                throw new InvalidRequestException("`center` lies outside of where the map's CRS is defined");
            }
        }
        return at;
    }

    private static CrsName crs(Kvp kvp, String key) {
        return kvp.has(key) ? CrsName.parse(kvp.get(key, "")) : CrsName.CRS84;
    }

    /** Heights of a box of six numbers say nothing about a map. */
    private static double[] box(Kvp kvp) {
        double[] b = numbers("bbox", kvp.get("BBOX", ""));
        return switch (b.length) {
            case 4 -> b;
            case 6 -> new double[] {b[0], b[1], b[3], b[4]};
            default -> throw new InvalidRequestException("`bbox` must be four or six numbers");
        };
    }

    private static double[] numbers(String name, String text) {
        String[] parts = text.split(",", -1);
        double[] numbers = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                numbers[i] = Double.parseDouble(parts[i].trim());
            } catch (NumberFormatException e) {
                throw new InvalidRequestException("`" + name + "` must be numbers", e);
            }
            if (!(Math.abs(numbers[i]) < 1e12)) {
                throw new InvalidRequestException("`" + name + "` has a number that is none of a coordinate");
            }
        }
        return numbers;
    }
}
