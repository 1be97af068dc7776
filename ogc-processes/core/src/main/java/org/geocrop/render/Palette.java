package org.geocrop.render;

import org.geocrop.model.CropClass;

/**
 * Up to 256 colours and the way from a sample to one of them. Index 0 is transparent.
 *
 * @param colors 0xRRGGBB
 */
record Palette(int[] colors, Lookup lookup) {

    @FunctionalInterface
    interface Lookup {
        /** Index of a sample's colour. */
        int index(int sample);
    }

    private static final int RAMP_COLORS = 255;

    static Palette of(Style.Classes style) {
        int highest = style.classes().stream().mapToInt(CropClass::id).max().orElse(0);
        int[] colors = new int[highest + 1];
        boolean[] known = new boolean[highest + 1];
        for (CropClass c : style.classes()) {
            colors[c.id()] = c.rgb();
            known[c.id()] = true;
        }
        return new Palette(colors, sample -> sample > 0 && sample <= highest && known[sample] ? sample : 0);
    }

    static Palette of(Style.Ramp style) {
        int[] colors = new int[RAMP_COLORS + 1];
        for (int i = 1; i <= RAMP_COLORS; i++) {
            colors[i] = style.at((i - 1.0) / (RAMP_COLORS - 1));
        }
        double unit = (RAMP_COLORS - 1) / (style.max() - style.min());
        return new Palette(colors, sample -> {
            if (sample == style.nodata()) {
                return 0;
            }
            double step = (sample * style.scale() - style.min()) * unit;
            return 1 + (int) Math.round(Math.max(0, Math.min(RAMP_COLORS - 1.0, step)));
        });
    }
}
