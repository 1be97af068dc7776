package org.geocrop.render;

import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.jspecify.annotations.Nullable;

/**
 * Where each pixel of a target window lies in a source lattice, nearest neighbour. The exact transform is computed at
 * 17 x 17 points and bilinear between them, which for tiles differs from the exact one in a pixel at most.
 */
final class Warp {

    private static final int CELLS = 16;

    /** Source column of each target pixel, -1 outside; row by row. */
    final int[] cols;
    /** Source row of each target pixel. */
    final int[] rows;
    /** Source pixels that are needed, or null if none is. */
    final @Nullable Window source;

    Warp(PixelGrid target, Window window, PixelGrid from) {
        cols = new int[window.size()];
        rows = new int[window.size()];
        double[] points = controlPoints(target, window, from);
        int minCol = Integer.MAX_VALUE;
        int minRow = Integer.MAX_VALUE;
        int maxCol = -1;
        int maxRow = -1;
        for (int y = 0; y < window.height(); y++) {
            double v = (y + 0.5) / window.height() * CELLS;
            int cellY = Math.min(CELLS - 1, (int) v);
            for (int x = 0; x < window.width(); x++) {
                double u = (x + 0.5) / window.width() * CELLS;
                int cellX = Math.min(CELLS - 1, (int) u);
                int at = (cellY * (CELLS + 1) + cellX) * 2;
                int col = (int) Math.floor(bilinear(points, at, u - cellX, v - cellY));
                int row = (int) Math.floor(bilinear(points, at + 1, u - cellX, v - cellY));
                int i = y * window.width() + x;
                if (col < 0 || row < 0 || col >= from.width() || row >= from.height()) {
                    cols[i] = -1;
                    continue;
                }
                cols[i] = col;
                rows[i] = row;
                minCol = Math.min(minCol, col);
                maxCol = Math.max(maxCol, col);
                minRow = Math.min(minRow, row);
                maxRow = Math.max(maxRow, row);
            }
        }
        source = maxCol < 0 ? null : new Window(minCol, minRow, maxCol - minCol + 1, maxRow - minRow + 1);
    }

    private static double[] controlPoints(PixelGrid target, Window window, PixelGrid from) {
        double[] points = new double[(CELLS + 1) * (CELLS + 1) * 2];
        int at = 0;
        for (int j = 0; j <= CELLS; j++) {
            for (int i = 0; i <= CELLS; i++) {
                points[at++] = target.originX() + (window.col() + (double) window.width() * i / CELLS) * target.resX();
                points[at++] = target.originY() - (window.row() + (double) window.height() * j / CELLS) * target.resY();
            }
        }
        Crs.transform(target.epsg(), from.epsg()).apply(points, points.length / 2);
        for (int i = 0; i < points.length; i += 2) {
            points[i] = (points[i] - from.originX()) / from.resX();
            points[i + 1] = (from.originY() - points[i + 1]) / from.resY();
        }
        return points;
    }

    private static double bilinear(double[] points, int at, double u, double v) {
        int below = at + (CELLS + 1) * 2;
        double top = points[at] + (points[at + 2] - points[at]) * u;
        double bottom = points[below] + (points[below + 2] - points[below]) * u;
        return top + (bottom - top) * v;
    }
}
