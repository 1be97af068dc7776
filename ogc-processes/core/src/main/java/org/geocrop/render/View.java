package org.geocrop.render;

import java.util.function.Consumer;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.raster.Cog;
import org.jspecify.annotations.Nullable;

/**
 * A part of a picture that a raster covers: which of the raster's pixels, at which level, go where in it. Large parts
 * are cut so that the pixels of one stay within a bound, whatever the raster's overviews.
 */
final class View {

    /** Edge points by which a raster's extent is moved into another CRS. */
    private static final int EDGE_POINTS = 16;

    private static final int MAX_SOURCE_PIXELS = 1 << 22;

    private final Window part;
    private final int level;
    private final Warp warp;
    private final Window source;
    private final double[] cols;
    private final double[] rows;

    private View(Window part, int level, Warp warp, Window source) {
        this.part = part;
        this.level = level;
        this.warp = warp;
        this.source = source;
        this.cols = new double[part.width()];
        this.rows = new double[part.width()];
    }

    /** Gives the parts one after the other; none if the raster has no pixel in the picture. */
    static void each(Cog raster, PixelGrid target, int margin, Consumer<View> use) {
        Window part = covered(raster.grid(), target);
        if (part != null) {
            each(raster, target, part, level(raster, target, part), margin, use);
        }
    }

    private static void each(Cog raster, PixelGrid target, Window part, int level, int margin, Consumer<View> use) {
        PixelGrid grid = raster.grid(level);
        Warp warp = Warp.of(target, part, grid);
        Window source = warp.isExact() ? exactSource(warp, part, grid, margin) : warp.source(margin);
        if (source == null) {
            return;
        }
        if ((long) source.width() * source.height() <= MAX_SOURCE_PIXELS || part.size() == 1) {
            use.accept(new View(part, level, warp, source));
        } else if (part.width() >= part.height()) {
            int half = part.width() / 2;
            each(raster, target, new Window(part.col(), part.row(), half, part.height()), level, margin, use);
            Window right = new Window(part.col() + half, part.row(), part.width() - half, part.height());
            each(raster, target, right, level, margin, use);
        } else {
            int half = part.height() / 2;
            each(raster, target, new Window(part.col(), part.row(), part.width(), half), level, margin, use);
            Window below = new Window(part.col(), part.row() + half, part.width(), part.height() - half);
            each(raster, target, below, level, margin, use);
        }
    }

    Window part() {
        return part;
    }

    /** Samples of a band, from 0, as integers, those without data as they are. */
    int[] read(Cog raster, int band) {
        int[] samples = new int[source.size()];
        raster.read(level, band, source, samples);
        return samples;
    }

    /** Samples of a band, from 0, without loss; NaN for no data. */
    double[] readExact(Cog raster, int band) {
        double[] samples = new double[source.size()];
        raster.data().read(level, band, source, samples);
        return samples;
    }

    /** Samples of a band, from 0, as integers, with another number for no data. */
    int[] readData(Cog raster, int band, int none) {
        int[] samples = new int[source.size()];
        raster.data().read(level, band, source, samples, none);
        return samples;
    }

    /** What the raster's mask and alpha say, 0 for no data; null if it has neither. */
    int @Nullable [] mask(Cog raster) {
        return raster.data().mask(level, source);
    }

    /** For each pixel of a row of the part the position of its sample, -1 outside the raster. */
    void nearest(int y, int[] at) {
        warp.nearest(y, source, at);
    }

    /**
     * A row of the part by bilinear interpolation: samples without data don't count, and a pixel whose own sample has
     * none stays without.
     *
     * @param samples NaN for no data
     * @param values filled; NaN for no data
     */
    void smooth(int y, double[] samples, double[] values) {
        warp.row(y, cols, rows);
        for (int x = 0; x < values.length; x++) {
            double col = cols[x] - source.col();
            double row = rows[x] - source.row();
            values[x] = col >= 0 && row >= 0 && col < source.width() && row < source.height()
                    ? bilinear(samples, col, row)
                    : Double.NaN;
        }
    }

    private double bilinear(double[] samples, double col, double row) {
        double own = samples[(int) row * source.width() + (int) col];
        if (Double.isNaN(own)) {
            return own;
        }
        int left = (int) Math.floor(col - 0.5);
        int top = (int) Math.floor(row - 0.5);
        double u = col - 0.5 - left;
        double v = row - 0.5 - top;
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < 4; i++) {
            int c = Math.max(0, Math.min(source.width() - 1, left + (i & 1)));
            int r = Math.max(0, Math.min(source.height() - 1, top + (i >> 1)));
            double sample = samples[r * source.width() + c];
            double weight = ((i & 1) == 0 ? 1 - u : u) * (i < 2 ? 1 - v : v);
            if (!Double.isNaN(sample)) {
                sum += sample * weight;
                weights += weight;
            }
        }
        return weights > 0 ? sum / weights : own;
    }

    private static @Nullable Window exactSource(Warp warp, Window part, PixelGrid grid, int margin) {
        double[] cols = new double[part.width()];
        double[] rows = new double[part.width()];
        double[] hull = {Double.MAX_VALUE, Double.MAX_VALUE, -1, -1};
        for (int y = 0; y < part.height(); y++) {
            warp.row(y, cols, rows);
            for (int x = 0; x < cols.length; x++) {
                if (cols[x] >= 0 && rows[x] >= 0 && cols[x] < grid.width() && rows[x] < grid.height()) {
                    hull[0] = Math.min(hull[0], cols[x]);
                    hull[1] = Math.min(hull[1], rows[x]);
                    hull[2] = Math.max(hull[2], cols[x]);
                    hull[3] = Math.max(hull[3], rows[x]);
                }
            }
        }
        if (hull[2] < 0) {
            return null;
        }
        int col = Math.max(0, (int) hull[0] - margin);
        int row = Math.max(0, (int) hull[1] - margin);
        return new Window(
                col,
                row,
                Math.min(grid.width(), (int) hull[2] + 1 + margin) - col,
                Math.min(grid.height(), (int) hull[3] + 1 + margin) - row);
    }

    /** Target pixels that the raster may cover: far from it, projections need not be defined. */
    private static @Nullable Window covered(PixelGrid raster, PixelGrid target) {
        double[] edge = new double[EDGE_POINTS * 4 * 2];
        double width = raster.maxX() - raster.originX();
        double height = raster.originY() - raster.minY();
        for (int i = 0; i < EDGE_POINTS; i++) {
            double share = (double) i / (EDGE_POINTS - 1);
            double x = raster.originX() + width * share;
            double y = raster.minY() + height * share;
            double[] four = {x, raster.minY(), x, raster.originY(), raster.originX(), y, raster.maxX(), y};
            System.arraycopy(four, 0, edge, i * 8, 8);
        }
        Crs.lenient(raster.epsg(), target.epsg()).apply(edge, EDGE_POINTS * 4);
        double left = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        for (int i = 0; i < edge.length; i += 2) {
            double col = (edge[i] - target.originX()) / target.resX();
            double row = (target.originY() - edge[i + 1]) / target.resY();
            if (!Double.isFinite(col) || !Double.isFinite(row)) {
                return target.window();
            }
            left = Math.min(left, col);
            right = Math.max(right, col);
            top = Math.min(top, row);
            bottom = Math.max(bottom, row);
        }
        // An edge bends by less than this between two of its points.
        double slack = 1 + 0.02 * Math.max(right - left, bottom - top);
        int col0 = clamp(Math.floor(left - slack), target.width());
        int col1 = clamp(Math.ceil(right + slack), target.width());
        int row0 = clamp(Math.floor(top - slack), target.height());
        int row1 = clamp(Math.ceil(bottom + slack), target.height());
        return col1 > col0 && row1 > row0 ? new Window(col0, row0, col1 - col0, row1 - row0) : null;
    }

    private static int clamp(double value, int max) {
        return (int) Math.max(0, Math.min(max, value));
    }

    /** The coarsest level whose pixels are not larger than the target's, measured where the picture is. */
    private static int level(Cog raster, PixelGrid target, Window part) {
        double x = target.originX() + (part.col() + part.width() / 2.0) * target.resX();
        double y = target.originY() - (part.row() + part.height() / 2.0) * target.resY();
        double[] xy = {x, y, x + target.resX(), y, x, y - target.resY()};
        PixelGrid full = raster.grid();
        Crs.lenient(target.epsg(), full.epsg()).apply(xy, 3);
        double across = Math.hypot((xy[2] - xy[0]) / full.resX(), (xy[3] - xy[1]) / full.resY());
        double down = Math.hypot((xy[4] - xy[0]) / full.resX(), (xy[5] - xy[1]) / full.resY());
        double wanted = Math.min(across, down) * 1.01;
        int level = 0;
        while (level + 1 < raster.levels()
                && (double) full.width() / raster.grid(level + 1).width() <= wanted) {
            level++;
        }
        return level;
    }
}
