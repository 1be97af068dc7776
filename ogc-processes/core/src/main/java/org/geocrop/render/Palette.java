package org.geocrop.render;

import java.util.List;
import java.util.Set;
import org.geocrop.model.CropClass;
import org.geocrop.render.Style.ColorMap;

/** Up to 256 colours and the way from a value to one of them. Index 0 is transparent. */
final class Palette {

    private static final int MOST = 255;

    /** 0xAARRGGBB. */
    final int[] colors;
    /** Index of each byte, for rasters of unsigned bytes. */
    final byte[] ofByte = new byte[256];

    private final Lookup lookup;

    @FunctionalInterface
    private interface Lookup {
        int index(double sample);
    }

    private Palette(int[] colors, Lookup lookup) {
        this.colors = colors;
        this.lookup = lookup;
        for (int i = 0; i < 256; i++) {
            ofByte[i] = (byte) lookup.index(i);
        }
    }

    /** Index of a sample's colour; 0 for NaN. */
    int index(double sample) {
        return Double.isNaN(sample) ? 0 : lookup.index(sample);
    }

    /**
     * The palette of classes.
     *
     * @param shown ids of those that are drawn; empty for all
     */
    static Palette of(Style.Classes style, Set<Integer> shown) {
        int highest = style.classes().stream().mapToInt(CropClass::id).max().orElse(0);
        int[] colors = new int[highest + 1];
        boolean[] known = new boolean[highest + 1];
        for (CropClass c : style.classes()) {
            colors[c.id()] = 0xff000000 | c.rgb();
            known[c.id()] = shown.isEmpty() || shown.contains(c.id());
        }
        return new Palette(colors, sample -> sample > 0 && sample <= highest && known[(int) sample] ? (int) sample : 0);
    }

    static Palette of(ColorMap map) {
        return switch (map.kind()) {
            case RAMP -> ramp(map);
            case INTERVALS, VALUES -> discrete(map);
        };
    }

    private static Palette discrete(ColorMap map) {
        List<ColorMap.Stop> stops = map.stops();
        double[] values = new double[stops.size()];
        int[] colors = new int[stops.size() + 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = stops.get(i).value();
            colors[i + 1] = stops.get(i).argb();
        }
        boolean intervals = map.kind() == ColorMap.Kind.INTERVALS;
        return new Palette(colors, sample -> {
            double value = sample * map.scale();
            if (sample == map.nodata()) {
                return 0;
            }
            for (int i = 0; i < values.length; i++) {
                if (intervals ? value < values[i] : Math.abs(value - values[i]) <= 1e-9 * Math.abs(values[i])) {
                    return i + 1;
                }
            }
            return 0;
        });
    }

    /** As many colours for each part between two stops as 255 allow. */
    private static Palette ramp(ColorMap map) {
        int parts = map.stops().size() - 1;
        int each = (MOST - 1) / parts;
        double[] values = map.stops().stream().mapToDouble(ColorMap.Stop::value).toArray();
        int[] colors = new int[parts * each + 2];
        for (int part = 0; part < parts; part++) {
            for (int i = 0; i <= each; i++) {
                double value = values[part] + (values[part + 1] - values[part]) * i / each;
                colors[1 + part * each + i] = map.at(value);
            }
        }
        return new Palette(colors, sample -> {
            double value = sample * map.scale();
            if (sample == map.nodata()) {
                return 0;
            }
            if (!(value > values[0])) {
                return 1;
            }
            for (int part = 0; part < parts; part++) {
                if (value <= values[part + 1]) {
                    double share = (value - values[part]) / (values[part + 1] - values[part]);
                    return 1 + part * each + (int) Math.round(share * each);
                }
            }
            return 1 + parts * each;
        });
    }
}
