package org.geocrop.render;

import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.raster.Cog;
import org.geocrop.raster.SampleType;
import org.jspecify.annotations.Nullable;

/**
 * A raster as a photo: its first three bands red, green and blue, of fewer the first grey, or its palette. What opacity it
 * has, only a band says that ExtraSamples call alpha. A pixel without data in all colours is transparent.
 */
final class Photo {

    private static final int NONE = -1;
    private static final int OPAQUE = 255;
    private static final int U16_TO_BYTE = 257;

    private final Drawing drawing;
    private final Cog raster;
    private final int @Nullable [] palette;
    private final int[][] colors;
    /** Stands for a colour without data beside others that have some. */
    private final int missing;

    private final int @Nullable [] alpha;

    private Photo(Drawing drawing, View view) {
        this.drawing = drawing;
        this.raster = drawing.raster();
        boolean bytes = raster.type() == SampleType.U8;
        int count = raster.bands() >= 3 ? 3 : 1;
        this.palette = raster.bands() == 1 ? raster.palette() : null;
        this.colors = new int[count][];
        for (int i = 0; i < count; i++) {
            colors[i] = bytes || palette != null ? view.readData(raster, i, NONE) : stretched(view, i, count);
        }
        this.missing = bytes ? (int) raster.nodata().orElse(0) : 0;
        int band = raster.data().alphaBand();
        this.alpha = band >= count ? view.read(raster, band) : null;
    }

    static void draw(Drawing drawing, View view, PixelGrid target, int[] argb) {
        Photo photo = new Photo(drawing, view);
        Window part = view.part();
        int[] at = new int[part.width()];
        for (int y = 0; y < part.height(); y++) {
            view.nearest(y, at);
            int to = (part.row() + y) * target.width() + part.col();
            for (int x = 0; x < at.length; x++) {
                if (at[x] >= 0) {
                    argb[to + x] = photo.color(at[x], argb[to + x]);
                }
            }
        }
    }

    private int[] stretched(View view, int band, int count) {
        Stretch stretch = Stretch.of(raster, count);
        double none = ((Style.Picture) drawing.style()).nodata();
        double[] samples = view.readExact(raster, band);
        int[] brightness = new int[samples.length];
        for (int i = 0; i < samples.length; i++) {
            boolean blank = Double.isNaN(samples[i]) || none >= 0 && samples[i] == none;
            brightness[i] = blank ? NONE : stretch.brightness(samples[i]);
        }
        return brightness;
    }

    private int color(int from, int otherwise) {
        boolean blank = true;
        for (int[] color : colors) {
            blank &= color[from] == NONE;
        }
        if (blank) {
            return otherwise;
        }
        int first = colors[0][from];
        int rgb;
        if (palette != null) {
            rgb = palette[Math.min(first, palette.length - 1)];
        } else if (colors.length == 1) {
            rgb = first * 0x010101;
        } else {
            rgb = byteOf(first) << 16 | byteOf(colors[1][from]) << 8 | byteOf(colors[2][from]);
        }
        int none = ((Style.Picture) drawing.style()).nodata();
        if (none >= 0 && raster.type() == SampleType.U8 && (palette != null ? first == none : rgb == none * 0x010101)) {
            return 0;
        }
        return Blend.fade(opacity(from) << 24 | rgb, drawing.opacity());
    }

    private int byteOf(int color) {
        return color == NONE ? missing : color;
    }

    private int opacity(int from) {
        if (alpha == null) {
            return OPAQUE;
        }
        return switch (raster.type()) {
            case U8 -> alpha[from];
            case U16 -> alpha[from] / U16_TO_BYTE;
            default -> OPAQUE;
        };
    }
}
