package org.geocrop.render;

import org.geocrop.grid.PixelGrid;
import org.geocrop.raster.Cog;

/** Draws a raster onto any lattice as a PNG that is transparent where there is no data. */
public final class MapRenderer {

    private MapRenderer() {}

    /**
     * Draws.
     *
     * @param raster with an EPSG code
     * @param target the lattice of the picture; its size must be bounded by the caller
     * @return a PNG of {@code target.width x target.height}
     */
    public static byte[] png(Cog raster, Style style, PixelGrid target) {
        if (style instanceof Style.Picture picture) {
            return picture(raster, picture, target);
        }
        Palette palette = style instanceof Style.Classes classes ? Palette.of(classes) : Palette.of((Style.Ramp) style);
        byte[] pixels = new byte[target.width() * target.height()];
        View view = View.of(raster, target);
        if (view != null) {
            int[] samples = view.read(raster, 0);
            for (int i = 0; i < view.size(); i++) {
                int from = view.sample(i);
                if (from >= 0) {
                    pixels[view.pixel(i)] = (byte) palette.lookup().index(samples[from]);
                }
            }
        }
        return Png.indexed(pixels, target.width(), target.height(), palette.colors());
    }

    private static byte[] picture(Cog raster, Style.Picture style, PixelGrid target) {
        int[] argb = new int[target.width() * target.height()];
        View view = View.of(raster, target);
        if (view != null) {
            int[][] bands = {view.read(raster, 0), view.read(raster, 1), view.read(raster, 2)};
            for (int i = 0; i < view.size(); i++) {
                int from = view.sample(i);
                if (from >= 0) {
                    int rgb = bands[0][from] << 16 | bands[1][from] << 8 | bands[2][from];
                    argb[view.pixel(i)] = rgb == style.nodata() * 0x010101 ? 0 : 0xff000000 | rgb;
                }
            }
        }
        return Png.rgba(argb, target.width(), target.height());
    }
}
