package org.geocrop.render;

import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.raster.Cog;
import org.jspecify.annotations.Nullable;

/** The part of a picture that a raster covers, and which of the raster's pixels, at which level, go where in it. */
final class View {

    /** Edge points by which a raster's extent is moved into another CRS. */
    private static final int EDGE_POINTS = 16;

    private final Window part;
    private final int level;
    private final Warp warp;
    private final Window source;
    private final int targetWidth;

    private View(Window part, int level, Warp warp, Window source, int targetWidth) {
        this.part = part;
        this.level = level;
        this.warp = warp;
        this.source = source;
        this.targetWidth = targetWidth;
    }

    /** The view, or null if the raster has no pixel in the picture. */
    static @Nullable View of(Cog raster, PixelGrid target) {
        Window part = covered(raster.grid(), target);
        if (part == null) {
            return null;
        }
        int level = level(raster, target, part);
        Warp warp = new Warp(target, part, raster.grid(level));
        Window source = warp.source;
        return source == null ? null : new View(part, level, warp, source, target.width());
    }

    /** Samples of a band, from 0, for {@link #sample}. */
    int[] read(Cog raster, int band) {
        int[] samples = new int[source.size()];
        raster.read(level, band, source, samples);
        return samples;
    }

    /** Number of pixels of the covered part. */
    int size() {
        return part.size();
    }

    /** Position in the samples of the covered part's i-th pixel, -1 if it lies outside the raster. */
    int sample(int i) {
        return warp.cols[i] < 0 ? -1 : (warp.rows[i] - source.row()) * source.width() + warp.cols[i] - source.col();
    }

    /** Position in the picture of the covered part's i-th pixel. */
    int pixel(int i) {
        return (part.row() + i / part.width()) * targetWidth + part.col() + i % part.width();
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
        Crs.transform(raster.epsg(), target.epsg()).apply(edge, EDGE_POINTS * 4);
        double left = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        for (int i = 0; i < edge.length; i += 2) {
            double col = (edge[i] - target.originX()) / target.resX();
            double row = (target.originY() - edge[i + 1]) / target.resY();
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
        Crs.transform(target.epsg(), full.epsg()).apply(xy, 3);
        double across = Math.hypot(xy[2] - xy[0], xy[3] - xy[1]);
        double down = Math.hypot(xy[4] - xy[0], xy[5] - xy[1]);
        double wanted = Math.min(across, down) / full.resX() * 1.01;
        int level = 0;
        while (level + 1 < raster.levels()
                && (double) full.width() / raster.grid(level + 1).width() <= wanted) {
            level++;
        }
        return level;
    }
}
