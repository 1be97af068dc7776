package org.geocrop.render;

import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.raster.Cog;

/** Draws a raster onto any lattice as a PNG that is transparent where there is no data. */
public final class MapRenderer {

    /** Edge points by which a raster's extent is moved into another CRS. */
    private static final int EDGE_POINTS = 16;

    private MapRenderer() {}

    /**
     * Draws.
     *
     * @param raster with an EPSG code
     * @param target the lattice of the picture; its size must be bounded by the caller
     * @return a PNG of {@code target.width x target.height}
     */
    public static byte[] png(Cog raster, Style style, PixelGrid target) {
        Window part = covered(raster.grid(), target);
        if (style instanceof Style.Picture picture) {
            return picture(raster, picture, target, part);
        }
        Palette palette = style instanceof Style.Classes classes ? Palette.of(classes) : Palette.of((Style.Ramp) style);
        byte[] pixels = new byte[target.width() * target.height()];
        if (part.size() > 0) {
            int level = level(raster, target, part);
            Warp warp = new Warp(target, part, raster.grid(level));
            if (warp.source != null) {
                int[] samples = new int[warp.source.size()];
                raster.read(level, 0, warp.source, samples);
                for (int i = 0; i < part.size(); i++) {
                    if (warp.cols[i] >= 0) {
                        int sample = samples[at(warp, i)];
                        pixels[position(part, i, target.width())] =
                                (byte) palette.lookup().index(sample);
                    }
                }
            }
        }
        return Png.indexed(pixels, target.width(), target.height(), palette.colors());
    }

    private static byte[] picture(Cog raster, Style.Picture style, PixelGrid target, Window part) {
        int[] argb = new int[target.width() * target.height()];
        if (part.size() > 0) {
            int level = level(raster, target, part);
            Warp warp = new Warp(target, part, raster.grid(level));
            if (warp.source != null) {
                int[][] bands = new int[3][warp.source.size()];
                for (int band = 0; band < 3; band++) {
                    raster.read(level, band, warp.source, bands[band]);
                }
                for (int i = 0; i < part.size(); i++) {
                    if (warp.cols[i] >= 0) {
                        int from = at(warp, i);
                        int rgb = bands[0][from] << 16 | bands[1][from] << 8 | bands[2][from];
                        if (rgb != style.nodata() * 0x010101) {
                            argb[position(part, i, target.width())] = 0xff000000 | rgb;
                        }
                    }
                }
            }
        }
        return Png.rgba(argb, target.width(), target.height());
    }

    private static int at(Warp warp, int i) {
        Window source = java.util.Objects.requireNonNull(warp.source);
        return (warp.rows[i] - source.row()) * source.width() + warp.cols[i] - source.col();
    }

    private static int position(Window part, int i, int width) {
        return (part.row() + i / part.width()) * width + part.col() + i % part.width();
    }

    /** Target pixels that the raster may cover: far from it, projections need not be defined. */
    private static Window covered(PixelGrid raster, PixelGrid target) {
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
        return new Window(col0, row0, Math.max(0, col1 - col0), Math.max(0, row1 - row0));
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
