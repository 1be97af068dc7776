package org.geocrop.maps.xyz;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.render.Style.ColorMap;

/** Named colour ramps, by colours at even distances, and colour maps that requests bring. */
final class ColorMaps {

    private static final int MOST = 255;

    /** Of matplotlib and ColorBrewer. */
    private static final Map<String, List<String>> NAMED = new TreeMap<>(Map.ofEntries(
            Map.entry("gray", List.of("#000000", "#ffffff")),
            Map.entry(
                    "viridis",
                    List.of(
                            "#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30",
                            "#fde725")),
            Map.entry(
                    "magma",
                    List.of(
                            "#000004", "#1d1147", "#51127c", "#832681", "#b73779", "#e75263", "#fc8961", "#fec488",
                            "#fcfdbf")),
            Map.entry(
                    "inferno",
                    List.of(
                            "#000004", "#210c4a", "#57106e", "#8a226a", "#bc3754", "#e45a31", "#f98e09", "#f9cb35",
                            "#fcffa4")),
            Map.entry(
                    "plasma",
                    List.of(
                            "#0d0887", "#4c02a1", "#7e03a8", "#aa2395", "#cc4778", "#e66c5c", "#f89540", "#fdc527",
                            "#f0f921")),
            Map.entry("rdylgn", List.of("#a50026", "#f46d43", "#fee08b", "#ffffbf", "#d9ef8b", "#66bd63", "#006837")),
            Map.entry("ylgn", List.of("#ffffe5", "#d9f0a3", "#addd8e", "#78c679", "#41ab5d", "#238443", "#004529")),
            Map.entry("greens", List.of("#f7fcf5", "#c7e9c0", "#74c476", "#238b45", "#00441b")),
            Map.entry("blues", List.of("#f7fbff", "#c6dbef", "#6baed6", "#2171b5", "#08306b")),
            Map.entry("reds", List.of("#fff5f0", "#fcbba1", "#fb6a4a", "#cb181d", "#67000d")),
            Map.entry("brbg", List.of("#543005", "#bf812d", "#f6e8c3", "#f5f5f5", "#c7eae5", "#35978f", "#003c30"))));

    private ColorMaps() {}

    /** A named ramp from min to max. A name that ends with {@code _r} is the other way round. */
    static ColorMap named(String name, double min, double max) {
        String key = name.toLowerCase(Locale.ROOT);
        boolean reversed = key.endsWith("_r");
        List<String> colors = NAMED.get(reversed ? key.substring(0, key.length() - 2) : key);
        if (colors == null) {
            throw new InvalidRequestException("colormap_name: is one of " + NAMED.keySet() + ", or with _r reversed");
        }
        List<String> order = new ArrayList<>(colors);
        if (reversed) {
            java.util.Collections.reverse(order);
        }
        return ColorMap.ramp(name, min, max, 1, Double.NaN, order);
    }

    /**
     * A map of values to colours: {@code {"1": "#ff0000", "2": [0, 255, 0]}}; or of intervals:
     * {@code [[[0, 10], "#ff0000"], …]}.
     */
    static ColorMap read(String json) {
        try {
            ForeignJson map = ForeignJson.read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            List<ColorMap.Stop> stops = new ArrayList<>();
            if (map.size() == 0 || map.size() > MOST) {
                throw new InvalidRequestException("colormap: has 1 to " + MOST + " entries");
            }
            if (map.isObject()) {
                map.members().forEach((key, color) -> {
                    double value = Double.parseDouble(key);
                    stops.add(new ColorMap.Stop(value, color(color), ColorMap.label(value)));
                });
                stops.sort(Comparator.comparingDouble(ColorMap.Stop::value));
                return new ColorMap("", ColorMap.Kind.VALUES, stops, 0, 1, Double.NaN);
            }
            for (ForeignJson interval : map) {
                double end = interval.get(0).get(1).number();
                double start = interval.get(0).get(0).number();
                if (stops.isEmpty()) {
                    // Below the first interval there is no colour.
                    stops.add(new ColorMap.Stop(start, 0, ""));
                }
                stops.add(new ColorMap.Stop(end, color(interval.get(1)), start + " to " + end));
            }
            return new ColorMap("", ColorMap.Kind.INTERVALS, stops, 0, 1, Double.NaN);
        } catch (Json.MalformedException | IllegalArgumentException e) {
            throw new InvalidRequestException("colormap: is like {\"1\": \"#ff0000\"} or [[[0, 10], \"#ff0000\"]]", e);
        }
    }

    private static int color(ForeignJson color) {
        if (color.isList() && (color.size() == 3 || color.size() == 4)) {
            int argb = color.size() == 4 ? channel(color.get(3)) << 24 : 0xff000000;
            return argb | channel(color.get(0)) << 16 | channel(color.get(1)) << 8 | channel(color.get(2));
        }
        return ColorMap.color(color.text());
    }

    private static int channel(ForeignJson value) {
        int channel = value.whole(-1);
        if (channel < 0 || channel > 255) {
            throw new IllegalArgumentException("A channel is 0 to 255");
        }
        return channel;
    }
}
