package org.geocrop.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.raster.SampleType;
import org.jspecify.annotations.Nullable;

/** Draws rasters onto any lattice; what has no data stays transparent. */
public final class MapRenderer {

    private static final int NO_CONFIDENCE = 255;
    private static final int NO_BYTE = 256;

    private MapRenderer() {}

    /**
     * Draws.
     *
     * @param drawings the lowest first
     * @param target the lattice of the picture; its size must be bounded by the caller
     */
    public static Picture draw(List<Drawing> drawings, PixelGrid target) {
        List<List<Drawing>> alike = new ArrayList<>();
        for (Drawing drawing : drawings) {
            List<Drawing> last = alike.isEmpty() ? List.of() : alike.get(alike.size() - 1);
            if (!last.isEmpty() && last.get(0).looksLike(drawing) && palette(drawing) != null) {
                last.add(drawing);
            } else {
                alike.add(new ArrayList<>(List.of(drawing)));
            }
        }
        if (alike.isEmpty()) {
            return new Picture.Indexed(
                    target.width(), target.height(), new byte[target.width() * target.height()], new int[1]);
        }
        Picture bottom = draw(alike.get(0), target, palette(alike.get(0).get(0)));
        for (List<Drawing> next : alike.subList(1, alike.size())) {
            bottom = over(draw(next, target, palette(next.get(0))), bottom);
        }
        return bottom;
    }

    private static Picture over(Picture top, Picture bottom) {
        int[] below = bottom.argb();
        int[] above = top.argb();
        int[] argb = new int[below.length];
        for (int i = 0; i < argb.length; i++) {
            argb[i] = Blend.over(above[i], below[i]);
        }
        return new Picture.Rgba(bottom.width(), bottom.height(), argb);
    }

    private static @Nullable Palette palette(Drawing drawing) {
        if (drawing.style() instanceof Style.Classes classes) {
            return Palette.of(classes, drawing.filter().classes());
        }
        return drawing.style() instanceof Style.ColorMap map ? Palette.of(map) : null;
    }

    private static Picture draw(List<Drawing> drawings, PixelGrid target, @Nullable Palette palette) {
        if (palette == null) {
            Drawing only = drawings.get(0);
            int[] argb = new int[target.width() * target.height()];
            View.each(only.raster(), target, only.smooth() ? 1 : 0, view -> Photo.draw(only, view, target, argb));
            return new Picture.Rgba(target.width(), target.height(), argb);
        }
        byte[] pixels = new byte[target.width() * target.height()];
        for (int i = drawings.size() - 1; i >= 0; i--) {
            Drawing drawing = drawings.get(i);
            if (drawing.earlier() != null) {
                changed(drawing, drawing.earlier(), target, palette, pixels);
                continue;
            }
            View.each(drawing.raster(), target, drawing.smooth() ? 1 : 0, view -> {
                if (drawing.smooth()) {
                    smooth(drawing, view, target, palette, pixels);
                } else if (drawing.raster().type() == SampleType.U8) {
                    bytes(drawing, view, target, palette, pixels);
                } else {
                    exact(drawing, view, target, palette, pixels);
                }
            });
        }
        int[] colors = palette.colors;
        double opacity = drawings.get(0).opacity();
        if (opacity < 1) {
            colors = java.util.Arrays.stream(colors)
                    .map(c -> Blend.fade(c, opacity))
                    .toArray();
        }
        return new Picture.Indexed(target.width(), target.height(), pixels, colors);
    }

    private static void changed(Drawing drawing, Earlier earlier, PixelGrid target, Palette palette, byte[] pixels) {
        int[] before = new int[pixels.length];
        classes(Drawing.of(earlier.raster(), drawing.style()), target, before);
        int[] after = new int[pixels.length];
        classes(drawing, target, after);
        for (int i = 0; i < pixels.length; i++) {
            if (pixels[i] == 0 && before[i] != 0 && after[i] != 0 && earlier.differs(before[i], after[i])) {
                pixels[i] = palette.ofByte[after[i] & 255];
            }
        }
    }

    /** The nearest class of each pixel of a picture, 0 for none. */
    private static void classes(Drawing drawing, PixelGrid target, int[] ids) {
        int least = drawing.filter().minConfidence();
        View.each(drawing.raster(), target, 0, view -> {
            int[] samples = view.readData(drawing.raster(), 0, 0);
            int[] sure = confidence(drawing, view);
            Window part = view.part();
            int[] at = new int[part.width()];
            for (int y = 0; y < part.height(); y++) {
                view.nearest(y, at);
                int to = (part.row() + y) * target.width() + part.col();
                for (int x = 0; x < at.length; x++) {
                    int from = at[x];
                    if (from >= 0 && isSure(sure, from, least)) {
                        ids[to + x] = samples[from];
                    }
                }
            }
        });
    }

    private static void bytes(Drawing drawing, View view, PixelGrid target, Palette palette, byte[] pixels) {
        // Index 0 is transparent: one more value than bytes have stands for no data.
        int[] samples = view.readData(drawing.raster(), band(drawing.style()), NO_BYTE);
        byte[] indices = java.util.Arrays.copyOf(palette.ofByte, NO_BYTE + 1);
        int[] sure = confidence(drawing, view);
        int least = drawing.filter().minConfidence();
        Window part = view.part();
        int[] at = new int[part.width()];
        for (int y = 0; y < part.height(); y++) {
            view.nearest(y, at);
            int to = (part.row() + y) * target.width() + part.col();
            if (sure == null) {
                bytes(at, samples, indices, pixels, to);
            } else {
                sureBytes(at, samples, indices, pixels, to, sure, least);
            }
        }
    }

    private static void bytes(int[] at, int[] samples, byte[] indices, byte[] pixels, int to) {
        for (int x = 0; x < at.length; x++) {
            int from = at[x];
            if (from >= 0 && pixels[to + x] == 0) {
                pixels[to + x] = indices[samples[from]];
            }
        }
    }

    private static void sureBytes(
            int[] at, int[] samples, byte[] indices, byte[] pixels, int to, int[] sure, int least) {
        for (int x = 0; x < at.length; x++) {
            int from = at[x];
            if (from >= 0 && pixels[to + x] == 0 && isSure(sure, from, least)) {
                pixels[to + x] = indices[samples[from]];
            }
        }
    }

    private static void exact(Drawing drawing, View view, PixelGrid target, Palette palette, byte[] pixels) {
        double[] samples = valid(drawing, view);
        int[] sure = confidence(drawing, view);
        int least = drawing.filter().minConfidence();
        Window part = view.part();
        int[] at = new int[part.width()];
        for (int y = 0; y < part.height(); y++) {
            view.nearest(y, at);
            int to = (part.row() + y) * target.width() + part.col();
            for (int x = 0; x < at.length; x++) {
                int from = at[x];
                if (from >= 0 && pixels[to + x] == 0 && isSure(sure, from, least)) {
                    pixels[to + x] = (byte) palette.index(samples[from]);
                }
            }
        }
    }

    private static void smooth(Drawing drawing, View view, PixelGrid target, Palette palette, byte[] pixels) {
        double[] samples = valid(drawing, view);
        Window part = view.part();
        double[] values = new double[part.width()];
        for (int y = 0; y < part.height(); y++) {
            view.smooth(y, samples, values);
            int to = (part.row() + y) * target.width() + part.col();
            for (int x = 0; x < values.length; x++) {
                if (pixels[to + x] == 0) {
                    pixels[to + x] = (byte) palette.index(values[x]);
                }
            }
        }
    }

    /** Samples with NaN for what the file or the style say is no data. */
    private static double[] valid(Drawing drawing, View view) {
        double[] samples = view.readExact(drawing.raster(), band(drawing.style()));
        double none = drawing.style() instanceof Style.ColorMap map
                ? drawing.raster().data().inType(map.nodata())
                : Double.NaN;
        for (int i = 0; i < samples.length; i++) {
            samples[i] = samples[i] == none ? Double.NaN : samples[i];
        }
        return samples;
    }

    private static int band(Style style) {
        return style instanceof Style.ColorMap map ? map.band() : 0;
    }

    private static int @Nullable [] confidence(Drawing drawing, View view) {
        boolean wanted = drawing.filter().minConfidence() > 0 && drawing.confidence() != null;
        return wanted ? view.read(Objects.requireNonNull(drawing.confidence()), 0) : null;
    }

    private static boolean isSure(int @Nullable [] sure, int at, int least) {
        return sure == null || sure[at] >= least && sure[at] != NO_CONFIDENCE;
    }
}
