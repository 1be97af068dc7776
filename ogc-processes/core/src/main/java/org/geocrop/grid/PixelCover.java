package org.geocrop.grid;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/**
 * The share of each pixel that polygons cover, exact but for rounding: each edge adds the signed area to its right
 * within its row to the pixels that it crosses, and a running sum along the row fills the rest (the accumulation that
 * font rasterizers use). Shells and holes go around in opposite directions, so holes are taken away.
 */
public final class PixelCover {

    private PixelCover() {}

    /**
     * Shares of a grid's pixels.
     *
     * @param polygons a valid Polygon or MultiPolygon in the grid's CRS
     * @return 0 to 1, row by row
     */
    public static float[] of(Geometry polygons, PixelGrid grid) {
        int stride = grid.width() + 2;
        double[] sums = new double[Math.multiplyExact(stride, grid.height())];
        for (int i = 0; i < polygons.getNumGeometries(); i++) {
            Polygon polygon = (Polygon) polygons.getGeometryN(i);
            add(polygon.getExteriorRing(), true, grid, sums);
            for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
                add(polygon.getInteriorRingN(hole), false, grid, sums);
            }
        }
        float[] shares = new float[grid.width() * grid.height()];
        for (int row = 0; row < grid.height(); row++) {
            double sum = 0;
            for (int col = 0; col < grid.width(); col++) {
                sum += sums[row * stride + col];
                shares[row * grid.width() + col] = (float) Math.max(0, Math.min(1, sum));
            }
        }
        return shares;
    }

    private static void add(LinearRing ring, boolean shell, PixelGrid grid, double[] sums) {
        Coordinate[] points = ring.getCoordinates();
        double sign = org.locationtech.jts.algorithm.Orientation.isCCW(points) == shell ? 1 : -1;
        for (int i = 1; i < points.length; i++) {
            double x0 = (points[i - 1].x - grid.originX()) / grid.resX();
            double y0 = (grid.originY() - points[i - 1].y) / grid.resY();
            double x1 = (points[i].x - grid.originX()) / grid.resX();
            double y1 = (grid.originY() - points[i].y) / grid.resY();
            // Rows count downwards, so an edge of a counter-clockwise shell that goes down has the inside to its right.
            if (y0 < y1) {
                addEdge(x0, y0, x1, y1, sign, grid, sums);
            } else if (y0 > y1) {
                addEdge(x1, y1, x0, y0, -sign, grid, sums);
            }
        }
    }

    /** An edge that goes down, from row coordinate y0 to y1. */
    private static void addEdge(
            double x0, double y0, double x1, double y1, double sign, PixelGrid grid, double[] sums) {
        double slope = (x1 - x0) / (y1 - y0);
        int first = (int) Math.max(0, Math.floor(y0));
        int last = (int) Math.min(grid.height() - 1, Math.ceil(y1) - 1);
        for (int row = first; row <= last; row++) {
            double top = Math.max(y0, row);
            double bottom = Math.min(y1, row + 1);
            double a = x0 + (top - y0) * slope;
            double b = x0 + (bottom - y0) * slope;
            addInRow(Math.min(a, b), Math.max(a, b), (bottom - top) * sign, row, grid.width(), sums);
        }
    }

    /** Part of an edge within one row: from column coordinate left to right, and of a signed height. */
    private static void addInRow(double left, double right, double height, int row, int width, double[] sums) {
        int at = row * (width + 2);
        double from = Math.max(0, Math.min(width, left));
        double to = Math.max(0, Math.min(width, right));
        double span = right - left;
        // What lies before the first column covers all columns, what lies behind the last covers none.
        double before = span == 0 ? (left < 0 ? height : 0) : height * Math.max(0, Math.min(right, 0) - left) / span;
        sums[at] += before;
        if (span == 0) {
            if (left >= 0 && left < width) {
                int col = (int) left;
                sums[at + col] += height * (col + 1 - left);
                sums[at + col + 1] += height * (left - col);
            }
            return;
        }
        for (int col = (int) from; col < to; col++) {
            double start = Math.max(from, col);
            double end = Math.min(to, col + 1);
            double part = height * (end - start) / span;
            double covered = col + 1 - (start + end) / 2;
            sums[at + col] += part * covered;
            sums[at + col + 1] += part * (1 - covered);
        }
    }
}
