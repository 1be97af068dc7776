package org.geocrop.maps.xyz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.render.Picture;
import org.geocrop.render.Style;
import org.geocrop.render.Style.ColorMap;

/** Values as pictures, by {@code rescale}, {@code colormap_name} and {@code colormap}; and as arrays of NumPy. */
final class ValueImage {

    private ValueImage() {}

    /** One value as a colour map paints it, three or more as red, green and blue. */
    static Picture picture(Map<String, double[]> values, int width, int height, Kvp kvp, MapLayer layer) {
        List<double[]> bands = new ArrayList<>(values.values());
        int[] argb = new int[width * height];
        if (bands.size() < 3) {
            ColorMap map = colorMap(kvp, layer, bands.get(0));
            double[] band = bands.get(0);
            for (int i = 0; i < argb.length; i++) {
                argb[i] = Double.isNaN(band[i]) || band[i] == map.nodata() || (float) band[i] == (float) map.nodata()
                        ? 0
                        : map.at(band[i] * map.scale());
            }
            return new Picture.Rgba(width, height, argb);
        }
        double[][] ranges = new double[3][];
        for (int c = 0; c < 3; c++) {
            ranges[c] = range(kvp, c, bands.get(c));
        }
        for (int i = 0; i < argb.length; i++) {
            int rgb = 0;
            boolean valid = true;
            for (int c = 0; c < 3; c++) {
                double value = bands.get(c)[i];
                valid &= !Double.isNaN(value);
                double share = (value - ranges[c][0]) / (ranges[c][1] - ranges[c][0]);
                rgb = rgb << 8 | (int) Math.round(Math.max(0, Math.min(1, share)) * 255);
            }
            argb[i] = valid ? 0xff000000 | rgb : 0;
        }
        return new Picture.Rgba(width, height, argb);
    }

    private static ColorMap colorMap(Kvp kvp, MapLayer layer, double[] values) {
        if (kvp.has("COLORMAP")) {
            return ColorMaps.read(kvp.get("COLORMAP", ""));
        }
        boolean own = !kvp.has("RESCALE") && !kvp.has("COLORMAP_NAME") && !kvp.has("EXPRESSION");
        if (own && layer.look("").style() instanceof ColorMap map) {
            return map;
        }
        if (own && layer.look("").style() instanceof Style.Classes classes) {
            return new ColorMap(
                    "",
                    ColorMap.Kind.VALUES,
                    classes.classes().stream()
                            .sorted(java.util.Comparator.comparingInt(c -> c.id()))
                            .map(c -> new ColorMap.Stop(c.id(), 0xff000000 | c.rgb(), c.name()))
                            .toList(),
                    0,
                    1,
                    Double.NaN);
        }
        double[] range = range(kvp, 0, values);
        return ColorMaps.named(kvp.get("COLORMAP_NAME", "gray"), range[0], range[1]);
    }

    /** {@code rescale=0,1} for all, or {@code 0,1,0,10} by turns; where it is not given, of the values themselves. */
    private static double[] range(Kvp kvp, int band, double[] values) {
        if (kvp.has("RESCALE")) {
            String[] parts = kvp.get("RESCALE", "").split(",");
            int at = parts.length > band * 2 + 1 ? band * 2 : 0;
            if (parts.length < 2 || parts.length % 2 != 0) {
                throw new InvalidRequestException("rescale: is min,max or a pair for each band");
            }
            double[] range = {ValueQuery.number("rescale", parts[at]), ValueQuery.number("rescale", parts[at + 1])};
            if (!(range[1] > range[0]) || !Double.isFinite(range[1] - range[0])) {
                throw new InvalidRequestException("rescale: min is below max");
            }
            return range;
        }
        double min = Double.MAX_VALUE;
        double max = -Double.MAX_VALUE;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
        }
        return max > min ? new double[] {min, max} : new double[] {0, 1};
    }

    /**
     * An array of NumPy (format 1.0), 32-bit floats of the shape (bands + 1, height, width): the last is the mask, 255
     * where there is data.
     */
    static byte[] npy(Map<String, double[]> values, int width, int height) {
        String header = String.format(
                Locale.ROOT,
                "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d, %d), }",
                values.size() + 1,
                height,
                width);
        int padding = 63 - (10 + header.length()) % 64;
        header = header + " ".repeat(padding) + "\n";
        ByteBuffer body = ByteBuffer.allocate(10 + header.length() + (values.size() + 1) * width * height * 4)
                .order(ByteOrder.LITTLE_ENDIAN);
        body.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        body.put(header.getBytes(StandardCharsets.US_ASCII));
        boolean[] valid = new boolean[width * height];
        java.util.Arrays.fill(valid, true);
        for (double[] band : values.values()) {
            for (int i = 0; i < band.length; i++) {
                valid[i] &= !Double.isNaN(band[i]);
                body.putFloat(Double.isNaN(band[i]) ? 0 : (float) band[i]);
            }
        }
        for (boolean one : valid) {
            body.putFloat(one ? 255 : 0);
        }
        return body.array();
    }
}
