package org.geocrop.render;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.json.Json;
import org.geocrop.model.CropClass;

/** How a raster looks. */
public sealed interface Style {

    /** The scale of rasters whose samples are values as they are. */
    double UNSCALED = 1;

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
     * A colour map over one band (OGC 05-077r4, 11.3: ColorMap).
     *
     * @param title of the legend, with the unit
     * @param kind how values between the stops get their colour
     * @param stops by growing value, in units (sample x scale); one or more, for a ramp two
     * @param band from 0
     * @param scale units of one sample step
     * @param nodata sample that is transparent; NaN where none is, besides what the file itself says
     */
    record ColorMap(String title, Kind kind, List<Stop> stops, int band, double scale, double nodata) implements Style {

        /** How values get colours. */
        public enum Kind {
            /** Linear in sRGB values between two stops; beyond the first and last their colour. */
            RAMP,
            /** Values below a stop, and not below the one before, have its colour; others none. */
            INTERVALS,
            /** Values equal to a stop have its colour; others none. */
            VALUES
        }

        /**
         * A value with its colour.
         *
         * @param argb 0xAARRGGBB
         * @param label for the legend
         */
        public record Stop(double value, int argb, String label) {}

        private static final int MAX_STOPS = 255;

        public ColorMap {
            stops = List.copyOf(stops);
            if (stops.size() < (kind == Kind.RAMP ? 2 : 1) || stops.size() > MAX_STOPS || !(scale > 0) || band < 0) {
                throw new IllegalArgumentException(
                        "A colour map has 1 to 255 stops, a ramp two or more, and a scale above 0: " + title);
            }
            for (int i = 0; i < stops.size(); i++) {
                double value = stops.get(i).value;
                if (!Double.isFinite(value) || i > 0 && !(value > stops.get(i - 1).value)) {
                    throw new IllegalArgumentException("The stops of a colour map grow in value: " + title);
                }
            }
        }

        /**
         * A ramp of evenly spaced colours.
         *
         * @param colors {@code #rrggbb}
         */
        public static ColorMap ramp(
                String title, double min, double max, double scale, double nodata, List<String> colors) {
            if (colors.size() < 2 || !(max > min)) {
                throw new IllegalArgumentException("A ramp needs two colours and min < max: " + title);
            }
            List<Stop> stops = new ArrayList<>();
            for (int i = 0; i < colors.size(); i++) {
                double value = Json.rounded(min + (max - min) * i / (colors.size() - 1));
                stops.add(new Stop(value, color(colors.get(i)), label(value)));
            }
            return new ColorMap(title, Kind.RAMP, stops, 0, scale, nodata);
        }

        /** Reads {@code #rrggbb} as an opaque colour. */
        public static int color(String text) {
            if (!text.matches("#[0-9a-fA-F]{6}")) {
                throw new IllegalArgumentException("A colour is like #a1b2c3, not " + text);
            }
            return 0xff000000 | Integer.parseInt(text.substring(1), 16);
        }

        /** A value without needless digits. */
        public static String label(double value) {
            return value == Math.rint(value) && Math.abs(value) < 1e15
                    ? String.valueOf((long) value)
                    : String.valueOf((float) value);
        }

        public double min() {
            return stops.get(0).value;
        }

        public double max() {
            return stops.get(stops.size() - 1).value;
        }

        /** Colour of a value in units as 0xAARRGGBB; 0 for none. */
        public int at(double value) {
            return switch (kind) {
                case RAMP -> ramp(value);
                case INTERVALS ->
                    stops.stream()
                            .filter(stop -> value < stop.value)
                            .findFirst()
                            .map(Stop::argb)
                            .orElse(0);
                case VALUES ->
                    stops.stream()
                            .filter(stop -> value == stop.value)
                            .findFirst()
                            .map(Stop::argb)
                            .orElse(0);
            };
        }

        private int ramp(double value) {
            if (!(value > min())) {
                return stops.get(0).argb;
            }
            for (int i = 1; i < stops.size(); i++) {
                Stop to = stops.get(i);
                if (value <= to.value) {
                    Stop from = stops.get(i - 1);
                    return mix(from.argb, to.argb, (value - from.value) / (to.value - from.value));
                }
            }
            return stops.get(stops.size() - 1).argb;
        }

        private static int mix(int a, int b, double share) {
            int argb = 0;
            for (int shift = 24; shift >= 0; shift -= 8) {
                int from = a >>> shift & 255;
                int to = b >>> shift & 255;
                argb |= (int) Math.round(from + (to - from) * share) << shift;
            }
            return argb;
        }
    }

    /**
     * A picture: of three bands or more the first three as red, green and blue, else the first as grey, or the raster's
     * own palette where it has one. Bytes are drawn as they are, other values stretched. A band is opacity only where the
     * file says so.
     *
     * @param nodata a pixel with this value in all colours is transparent; -1 for none
     */
    record Picture(int nodata) implements Style {}
}
