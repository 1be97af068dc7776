package org.geocrop.render;

import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;

/**
 * Where each pixel of a target window lies in a source lattice. The exact transform is computed at control points, as
 * many as bring the interpolation between them within a small part of a source pixel; near the edges of projections,
 * where no number of points does, for each pixel.
 */
final class Warp {

    private static final int FEWEST_CELLS = 8;
    private static final int MOST_CELLS = 64;

    /** Source pixels by which an interpolated position may be wrong. */
    private static final double TOLERANCE = 0.01;

    private static final int FIXED_BITS = 32;
    private static final double FIXED = 1L << FIXED_BITS;

    private final PixelGrid target;
    private final Window window;
    private final PixelGrid from;
    /** Control points: source column and row by turns; null where each pixel is computed. */
    private final double[] points;

    private final int cells;

    private Warp(PixelGrid target, Window window, PixelGrid from, double[] points, int cells) {
        this.target = target;
        this.window = window;
        this.from = from;
        this.points = points;
        this.cells = cells;
    }

    static Warp of(PixelGrid target, Window window, PixelGrid from) {
        for (int cells = FEWEST_CELLS; cells <= MOST_CELLS; cells *= 2) {
            double[] points = controlPoints(target, window, from, cells);
            double error = error(points, cells);
            // The error of bilinear interpolation falls with the square of the distance between points.
            if (error / 4 <= TOLERANCE) {
                return new Warp(target, window, from, points, cells);
            }
            if (Double.isNaN(error)) {
                break;
            }
        }
        return new Warp(target, window, from, new double[0], 0);
    }

    boolean isExact() {
        return cells == 0;
    }

    /**
     * The pixels of the source that may be needed, by the control points' hull, or all of it; null if none.
     *
     * @param margin pixels more on each side
     */
    @org.jspecify.annotations.Nullable Window source(int margin) {
        if (isExact()) {
            return from.window();
        }
        double left = Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        for (int i = 0; i < points.length; i += 2) {
            left = Math.min(left, points[i]);
            right = Math.max(right, points[i]);
            top = Math.min(top, points[i + 1]);
            bottom = Math.max(bottom, points[i + 1]);
        }
        int col = (int) Math.max(0, Math.floor(left) - margin);
        int row = (int) Math.max(0, Math.floor(top) - margin);
        int endCol = (int) Math.min(from.width(), Math.floor(right) + 1 + margin);
        int endRow = (int) Math.min(from.height(), Math.floor(bottom) + 1 + margin);
        return endCol > col && endRow > row ? new Window(col, row, endCol - col, endRow - row) : null;
    }

    /**
     * Positions of the centres of one row of the window in source pixels: column x, row y, the first pixel's corner
     * being 0, 0; NaN where the transform has none.
     */
    void row(int y, double[] cols, double[] rows) {
        if (isExact()) {
            exactRow(y, cols, rows);
            return;
        }
        double v = (y + 0.5) / window.height() * cells;
        int cellY = Math.min(cells - 1, (int) v);
        double down = v - cellY;
        double perPixel = (double) cells / window.width();
        int x = 0;
        for (int cellX = 0; cellX < cells; cellX++) {
            int end = cellX == cells - 1 ? window.width() : (int) Math.ceil((cellX + 1) / perPixel - 0.5);
            int at = (cellY * (cells + 1) + cellX) * 2;
            int below = at + (cells + 1) * 2;
            double col0 = points[at] + (points[below] - points[at]) * down;
            double col1 = points[at + 2] + (points[below + 2] - points[at + 2]) * down;
            double row0 = points[at + 1] + (points[below + 1] - points[at + 1]) * down;
            double row1 = points[at + 3] + (points[below + 3] - points[at + 3]) * down;
            double colStep = (col1 - col0) * perPixel;
            double rowStep = (row1 - row0) * perPixel;
            col0 += (0.5 - cellX / perPixel) * colStep;
            row0 += (0.5 - cellX / perPixel) * rowStep;
            for (; x < end; x++) {
                cols[x] = col0 + x * colStep;
                rows[x] = row0 + x * rowStep;
            }
        }
    }

    /**
     * For each pixel of one row of the window the position of its sample in a window of the source, row by row; -1
     * outside of it.
     */
    void nearest(int y, Window source, int[] at) {
        if (isExact()) {
            double[] cols = new double[at.length];
            double[] rows = new double[at.length];
            exactRow(y, cols, rows);
            for (int x = 0; x < at.length; x++) {
                double col = cols[x] - source.col();
                double row = rows[x] - source.row();
                boolean inside = col >= 0 && row >= 0 && col < source.width() && row < source.height();
                at[x] = inside ? (int) row * source.width() + (int) col : -1;
            }
            return;
        }
        double v = (y + 0.5) / window.height() * cells;
        int cellY = Math.min(cells - 1, (int) v);
        double down = v - cellY;
        double perPixel = (double) cells / window.width();
        int x = 0;
        for (int cellX = 0; cellX < cells; cellX++) {
            int end = cellX == cells - 1 ? at.length : (int) Math.ceil((cellX + 1) / perPixel - 0.5);
            int i = (cellY * (cells + 1) + cellX) * 2;
            int below = i + (cells + 1) * 2;
            double col0 = points[i] + (points[below] - points[i]) * down;
            double col1 = points[i + 2] + (points[below + 2] - points[i + 2]) * down;
            double row0 = points[i + 1] + (points[below + 1] - points[i + 1]) * down;
            double row1 = points[i + 3] + (points[below + 3] - points[i + 3]) * down;
            double first = (x + 0.5) * perPixel - cellX;
            long col = fixed(col0 + (col1 - col0) * first - source.col());
            long row = fixed(row0 + (row1 - row0) * first - source.row());
            long colStep = fixed((col1 - col0) * perPixel);
            long rowStep = fixed((row1 - row0) * perPixel);
            int pixels = end - x;
            if (pixels <= 0) {
                continue;
            }
            boolean inside = isIn(col, source.width())
                    && isIn(col + colStep * (pixels - 1), source.width())
                    && isIn(row, source.height())
                    && isIn(row + rowStep * (pixels - 1), source.height());
            if (inside) {
                inside(at, x, end, col, row, colStep, rowStep, source.width());
            } else {
                edge(at, x, end, col, row, colStep, rowStep, source);
            }
            x = end;
        }
    }

    /** With 32 bits for parts of a pixel, which is far finer than the control points are right. */
    private static long fixed(double value) {
        return (long) Math.floor(value * FIXED);
    }

    private static boolean isIn(long fixed, int size) {
        return fixed >= 0 && fixed >> FIXED_BITS < size;
    }

    private static void inside(int[] at, int from, int to, long col, long row, long colStep, long rowStep, int width) {
        long c = col;
        long r = row;
        for (int x = from; x < to; x++) {
            at[x] = (int) (r >> FIXED_BITS) * width + (int) (c >> FIXED_BITS);
            c += colStep;
            r += rowStep;
        }
    }

    private static void edge(
            int[] at, int from, int to, long col, long row, long colStep, long rowStep, Window source) {
        long c = col;
        long r = row;
        for (int x = from; x < to; x++) {
            at[x] = isIn(c, source.width()) && isIn(r, source.height())
                    ? (int) (r >> FIXED_BITS) * source.width() + (int) (c >> FIXED_BITS)
                    : -1;
            c += colStep;
            r += rowStep;
        }
    }

    private void exactRow(int y, double[] cols, double[] rows) {
        int width = window.width();
        double[] xy = new double[width * 2];
        for (int x = 0; x < width; x++) {
            xy[2 * x] = target.centreX(window.col() + x);
            xy[2 * x + 1] = target.centreY(window.row() + y);
        }
        Crs.lenient(target.epsg(), from.epsg()).apply(xy, width);
        for (int x = 0; x < width; x++) {
            cols[x] = (xy[2 * x] - from.originX()) / from.resX();
            rows[x] = (from.originY() - xy[2 * x + 1]) / from.resY();
        }
    }

    private static double[] controlPoints(PixelGrid target, Window window, PixelGrid from, int cells) {
        double[] points = new double[(cells + 1) * (cells + 1) * 2];
        int at = 0;
        for (int j = 0; j <= cells; j++) {
            for (int i = 0; i <= cells; i++) {
                points[at++] = target.originX() + (window.col() + (double) window.width() * i / cells) * target.resX();
                points[at++] = target.originY() - (window.row() + (double) window.height() * j / cells) * target.resY();
            }
        }
        Crs.lenient(target.epsg(), from.epsg()).apply(points, points.length / 2);
        for (int i = 0; i < points.length; i += 2) {
            points[i] = (points[i] - from.originX()) / from.resX();
            points[i + 1] = (from.originY() - points[i + 1]) / from.resY();
        }
        return points;
    }

    /** How far every second point lies from where its neighbours would put it; NaN if a point has no place. */
    private static double error(double[] points, int cells) {
        int line = (cells + 1) * 2;
        double error = 0;
        for (int j = 0; j <= cells; j++) {
            for (int i = 1; i < cells; i += 2) {
                int across = j * line + i * 2;
                int down = i * line + j * 2;
                for (int k = 0; k < 2; k++) {
                    error = Math.max(
                            error,
                            Math.abs(points[across + k] - (points[across + k - 2] + points[across + k + 2]) / 2));
                    error = Math.max(
                            error,
                            Math.abs(points[down + k] - (points[down + k - line] + points[down + k + line]) / 2));
                }
            }
        }
        for (double point : points) {
            if (Double.isNaN(point) || Double.isInfinite(point)) {
                return Double.NaN;
            }
        }
        return error;
    }
}
