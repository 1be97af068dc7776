package org.geocrop.stac.client;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geocrop.json.ForeignJson;
import org.geocrop.stac.Band;

/** Which of several files of a band has the finest pixels. */
final class Resolution {

    private static final double METRES_A_DEGREE = 111_320;
    private static final Pattern IN_NAME = Pattern.compile("(?i)(?:^|[_R/-])(\\d{1,3})m(?:[_./]|$)");

    private Resolution() {}

    /** A way to learn the size of an asset's pixels; NaN where it says nothing. */
    @FunctionalInterface
    private interface Way {
        double metres(String key, ForeignJson asset);
    }

    /** What is said of the file comes before what may be of the sensor. */
    private static final List<Way> WAYS = List.of(
            (key, asset) -> metres(Numbers.of(asset.get("proj:transform").get(0))),
            // As large as a tile: files of one item show the same ground.
            (key, asset) -> 109_800 / Numbers.of(asset.get("proj:shape").get(0)),
            (key, asset) -> Numbers.of(asset.get("raster:bands").get(0).get("spatial_resolution")),
            (key, asset) -> Numbers.of(asset.get("raster:spatial_resolution")),
            (key, asset) -> Numbers.of(asset.get("bands").get(0).get("raster:spatial_resolution")),
            (key, asset) -> Numbers.of(asset.get("gsd")),
            (key, asset) -> Numbers.of(asset.get("bands").get(0).get("gsd")),
            (key, asset) -> Numbers.of(asset.get("eo:bands").get(0).get("gsd")),
            (key, asset) -> inName(key),
            (key, asset) -> inName(asset.text("href")));

    /**
     * The finest, whatever the order; of equal ones the first. The first way that tells all of them apart decides, else
     * the first that tells any: a file of which nothing is said has the product's pixels.
     */
    static ForeignJson finest(List<Map.Entry<String, ForeignJson>> assets, Band band) {
        for (boolean all : new boolean[] {true, false}) {
            for (Way way : WAYS) {
                double[] sizes = assets.stream()
                        .mapToDouble(asset -> way.metres(asset.getKey(), asset.getValue()))
                        .toArray();
                if (all && Arrays.stream(sizes).anyMatch(size -> !isSize(size))) {
                    continue;
                }
                int finest = least(sizes, band.resolution());
                if (finest >= 0) {
                    return assets.get(finest).getValue();
                }
            }
        }
        return assets.get(0).getValue();
    }

    /** The first of the least, or -1 where all are the same. */
    private static int least(double[] sizes, double unknown) {
        int least = 0;
        boolean differ = false;
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = isSize(sizes[i]) ? sizes[i] : unknown;
            differ |= sizes[i] != sizes[0];
            least = sizes[i] < sizes[least] ? i : least;
        }
        return differ ? least : -1;
    }

    private static boolean isSize(double metres) {
        return metres > 0 && Double.isFinite(metres);
    }

    private static double metres(double size) {
        return Math.abs(size) < 0.1 ? Math.abs(size) * METRES_A_DEGREE : Math.abs(size);
    }

    private static double inName(String name) {
        Matcher found = IN_NAME.matcher(name);
        double last = Double.NaN;
        while (found.find()) {
            last = Double.parseDouble(found.group(1));
        }
        return last;
    }
}
