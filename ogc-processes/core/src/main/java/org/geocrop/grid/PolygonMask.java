package org.geocrop.grid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;

/**
 * Tells which pixels have their centre inside polygons, by the even-odd rule row by row. Immutable after construction.
 */
public final class PolygonMask implements PixelMask {

    /** Edges as x1, y1, x2, y2 with y1 &lt; y2; horizontal edges never cross a row's centre line. */
    private final double[][] edges;

    /** Of a Polygon or MultiPolygon in the CRS of the grids that will be asked for. */
    public static PolygonMask of(Geometry polygons) {
        List<Polygon> all = new ArrayList<>();
        for (int i = 0; i < polygons.getNumGeometries(); i++) {
            all.add((Polygon) polygons.getGeometryN(i));
        }
        return new PolygonMask(all);
    }

    private PolygonMask(List<Polygon> polygons) {
        this.edges = polygons.stream()
                .flatMap(polygon -> java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(polygon.getExteriorRing()),
                        java.util.stream.IntStream.range(0, polygon.getNumInteriorRing())
                                .mapToObj(polygon::getInteriorRingN)))
                .flatMap(ring -> edges(ring.getCoordinates()))
                .toArray(double[][]::new);
    }

    /** For each pixel of the grid, row by row: whether its centre lies inside. */
    @Override
    public boolean[] inside(PixelGrid grid) {
        boolean[] inside = new boolean[Math.multiplyExact(grid.width(), grid.height())];
        double[][] near = Arrays.stream(edges)
                .filter(edge -> edge[1] <= grid.originY() && edge[3] >= grid.minY())
                .toArray(double[][]::new);
        double[] crossings = new double[near.length];
        for (int row = 0; row < grid.height(); row++) {
            int count = crossings(near, grid.centreY(row), crossings);
            for (int i = 0; i + 1 < count; i += 2) {
                int from = firstCentreAtOrAfter(grid, crossings[i]);
                int to = firstCentreAtOrAfter(grid, crossings[i + 1]);
                if (from < to) {
                    Arrays.fill(inside, row * grid.width() + from, row * grid.width() + to, true);
                }
            }
        }
        return inside;
    }

    private static int crossings(double[][] edges, double y, double[] crossings) {
        int count = 0;
        for (double[] edge : edges) {
            if (edge[1] <= y && y < edge[3]) {
                crossings[count++] = edge[0] + (y - edge[1]) / (edge[3] - edge[1]) * (edge[2] - edge[0]);
            }
        }
        Arrays.sort(crossings, 0, count);
        return count;
    }

    private static int firstCentreAtOrAfter(PixelGrid grid, double x) {
        double col = Math.ceil((x - grid.originX()) / grid.resX() - 0.5);
        return (int) Math.max(0, Math.min(grid.width(), col));
    }

    private static java.util.stream.Stream<double[]> edges(Coordinate[] ring) {
        return java.util.stream.IntStream.range(0, ring.length - 1)
                .filter(i -> ring[i].y != ring[i + 1].y)
                .mapToObj(i -> ring[i].y < ring[i + 1].y
                        ? new double[] {ring[i].x, ring[i].y, ring[i + 1].x, ring[i + 1].y}
                        : new double[] {ring[i + 1].x, ring[i + 1].y, ring[i].x, ring[i].y});
    }
}
