package org.geocrop.render;

import java.util.List;
import org.geocrop.model.CropClass;

/** How a raster looks. */
public sealed interface Style {

    /**
     * One colour for each class id of a one-band raster of bytes; other values are transparent.
     *
     * @param classes in the order of the legend
     */
    record Classes(List<CropClass> classes) implements Style {
        public Classes {
            classes = List.copyOf(classes);
        }
    }

    /**
     * A continuous colour ramp over one band.
     *
     * @param title of the legend, with the unit
     * @param min value shown in the first colour, in units (sample x scale)
     * @param max value shown in the last colour
     * @param scale units of one sample step
     * @param nodata sample that is transparent
     * @param colors two or more, {@code #rrggbb}, evenly spaced from min to max
     */
    record Ramp(String title, double min, double max, double scale, int nodata, List<String> colors) implements Style {
        public Ramp {
            colors = List.copyOf(colors);
            if (colors.size() < 2 || !(max > min) || !(scale > 0)) {
                throw new IllegalArgumentException("A ramp needs two colours, min < max and a scale above 0: " + title);
            }
            for (String color : colors) {
                if (!color.matches("#[0-9a-fA-F]{6}")) {
                    throw new IllegalArgumentException("A colour is like #a1b2c3, not " + color);
                }
            }
        }

        /** Colour at a position from 0 to 1, as 0xRRGGBB, linear in sRGB values between the two nearest colours. */
        public int at(double position) {
            double x = Math.max(0, Math.min(1, position)) * (colors.size() - 1);
            int i = Math.min(colors.size() - 2, (int) x);
            int a = Integer.parseInt(colors.get(i).substring(1), 16);
            int b = Integer.parseInt(colors.get(i + 1).substring(1), 16);
            int rgb = 0;
            for (int shift = 16; shift >= 0; shift -= 8) {
                int from = a >> shift & 255;
                int to = b >> shift & 255;
                rgb |= (int) Math.round(from + (to - from) * (x - i)) << shift;
            }
            return rgb;
        }
    }

    /**
     * Three bands of bytes as red, green and blue.
     *
     * @param nodata a pixel with this value in all bands is transparent
     */
    record Picture(int nodata) implements Style {}
}
