package org.geocrop.maps.tiles;

import java.util.Optional;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.grid.Crs;
import org.geocrop.grid.CrsName;
import org.geocrop.grid.PixelGrid;
import org.geocrop.maps.layers.LayerBounds;
import org.jspecify.annotations.Nullable;

/** The cells of a coverage in the CRS that a request names by {@code crs} (OGC API Coverages, 19-087). */
final class CoverageCrs {

    private static final int STEPS = 32;
    private static final double ALMOST = 1e-6;

    private CoverageCrs() {}

    /**
     * Square cells over the same ground, as many along the diagonal as before, so that about as much is told as the rasters
     * have. Where the area was written in that CRS, they begin at its west and north edges.
     *
     * @return null where the area has none of them
     * @throws InvalidRequestException if the CRS does not reach the cells
     */
    static @Nullable PixelGrid cells(PixelGrid own, CrsName crs, Optional<MapArea> area) {
        if (crs.epsg() == own.epsg()) {
            return own;
        }
        double[] b = bounds(own, crs.epsg());
        double side = Math.hypot(b[2] - b[0], b[3] - b[1]) / Math.hypot(own.width(), own.height());
        if (area.isPresent() && area.get().crs().epsg() == crs.epsg()) {
            double[] wanted = area.get().bounds();
            b = new double[] {
                Math.max(b[0], wanted[0]),
                Math.max(b[1], wanted[1]),
                Math.min(b[2], wanted[2]),
                Math.min(b[3], wanted[3])
            };
        }
        if (b[0] >= b[2] || b[1] >= b[3]) {
            return null;
        }
        return new PixelGrid(
                crs.epsg(), b[0], b[3], side, side, count((b[2] - b[0]) / side), count((b[3] - b[1]) / side));
    }

    /** Bounds of the cells' edges: minimum x, y, maximum x, y. */
    private static double[] bounds(PixelGrid own, int epsg) {
        if (LayerBounds.in(epsg, own.lonLatBounds()).isEmpty()) {
            throw unreached();
        }
        double[] edge = new double[(STEPS + 1) * 4 * 2];
        for (int i = 0; i <= STEPS; i++) {
            double x = own.originX() + (own.maxX() - own.originX()) * i / STEPS;
            double y = own.minY() + (own.originY() - own.minY()) * i / STEPS;
            double[] four = {x, own.minY(), x, own.originY(), own.originX(), y, own.maxX(), y};
            System.arraycopy(four, 0, edge, i * 8, 8);
        }
        Crs.lenient(own.epsg(), epsg).apply(edge, edge.length / 2);
        double[] b = {Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int i = 0; i < edge.length; i += 2) {
            if (!Double.isFinite(edge[i]) || !Double.isFinite(edge[i + 1])) {
                throw unreached();
            }
            b[0] = Math.min(b[0], edge[i]);
            b[1] = Math.min(b[1], edge[i + 1]);
            b[2] = Math.max(b[2], edge[i]);
            b[3] = Math.max(b[3], edge[i + 1]);
        }
        return b;
    }

    private static InvalidRequestException unreached() {
        return new InvalidRequestException("`crs` does not reach the coverage");
    }

    private static int count(double cells) {
        if (cells > Integer.MAX_VALUE) {
            throw new LimitExceededException("A coverage of so many cells is too large");
        }
        return (int) Math.max(1, Math.ceil(cells - ALMOST));
    }
}
