package org.geocrop.maps.xyz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Results;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.MapDrawer;
import org.geocrop.maps.layers.Granule;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.maps.layers.Times;
import org.geocrop.raster.Cog;
import org.geocrop.render.Values;
import org.jspecify.annotations.Nullable;

/**
 * Which values of a layer are wanted: bands by number ({@code bidx=1,2}) or expressions
 * ({@code expression=(b1-b2)/(b1+b2);b3}), whose bands are {@code b1}, {@code b2}… of the layer or, for a result, the
 * names of its other rasters, such as {@code ndvi_peak}.
 *
 * @param names of the values
 * @param expressions empty where bands are wanted as they are
 * @param nodata a sample that counts as no data besides those that the file names; NaN for none
 */
record ValueQuery(List<String> names, List<Expression> expressions, double nodata, boolean smooth) {

    private static final int MOST = 10;

    static boolean isAsked(Kvp kvp) {
        return kvp.has("BIDX")
                || kvp.has("EXPRESSION")
                || kvp.has("RESCALE")
                || kvp.has("COLORMAP_NAME")
                || kvp.has("COLORMAP")
                || kvp.has("NODATA");
    }

    static ValueQuery parse(Kvp kvp, MapLayer layer) {
        double nodata = kvp.has("NODATA") ? number("nodata", kvp.get("NODATA", "")) : Double.NaN;
        boolean smooth = kvp.get("RESAMPLING", layer.isOfClasses() ? "nearest" : "bilinear")
                .equals("bilinear");
        if (kvp.has("EXPRESSION")) {
            List<String> texts = List.of(kvp.get("EXPRESSION", "").split(";"));
            bounded(texts.size());
            return new ValueQuery(texts, texts.stream().map(Expression::new).toList(), nodata, smooth);
        }
        List<String> bands = new ArrayList<>();
        int count = layer.granules().get(0).raster().get().bands();
        if (kvp.has("BIDX")) {
            for (String band : kvp.get("BIDX", "").split(",")) {
                bands.add("b" + band.trim());
            }
        } else {
            for (int i = 1; i <= Math.min(count, MOST); i++) {
                bands.add("b" + i);
            }
        }
        bounded(bands.size());
        return new ValueQuery(bands, List.of(), nodata, smooth);
    }

    private static void bounded(int count) {
        if (count > MOST) {
            throw new InvalidRequestException("At most " + MOST + " bands or expressions may be asked for at once");
        }
    }

    static double number(String name, String text) {
        try {
            return Double.parseDouble(text.trim());
        } catch (NumberFormatException e) {
            throw new InvalidRequestException(name + ": is a number", e);
        }
    }

    /**
     * Values on a lattice, for each name in row order; NaN where there are none. Of granules that overlap the newest
     * counts.
     */
    Map<String, double[]> read(MapLayer layer, Times times, PixelGrid target, Results results) {
        int pixels = target.width() * target.height();
        Map<String, double[]> all = new LinkedHashMap<>();
        names.forEach(name -> {
            double[] none = new double[pixels];
            Arrays.fill(none, Double.NaN);
            all.put(name, none);
        });
        for (Granule granule : layer.granules(MapDrawer.area(target), times)) {
            Map<String, double[]> bands = new LinkedHashMap<>();
            for (String band : bandNames()) {
                bands.put(band, band(granule, band, target, results));
            }
            for (int i = 0; i < names.size(); i++) {
                double[] values = expressions.isEmpty()
                        ? java.util.Objects.requireNonNull(bands.get(names.get(i)))
                        : expressions.get(i).values(bands, pixels);
                fill(java.util.Objects.requireNonNull(all.get(names.get(i))), values);
            }
        }
        return all;
    }

    /** How many arrays of pixels are in memory at once. */
    int arrays() {
        return names.size() * 2 + bandNames().size() + 1;
    }

    private Set<String> bandNames() {
        Set<String> bands = new LinkedHashSet<>();
        if (expressions.isEmpty()) {
            bands.addAll(names);
        }
        expressions.forEach(expression -> bands.addAll(expression.names()));
        bounded(bands.size());
        return bands;
    }

    private static void fill(double[] all, double[] values) {
        for (int i = 0; i < all.length; i++) {
            if (Double.isNaN(all[i])) {
                all[i] = values[i];
            }
        }
    }

    private double[] band(Granule granule, String name, PixelGrid target, Results results) {
        Cog cog = granule.raster().get();
        int band = number(name);
        double scale = 1;
        if (band < 0) {
            cog = other(granule, name, results);
            band = 0;
            scale = name.endsWith("_peak") ? ResultFiles.INDEX_SCALE : 1;
        }
        if (band >= cog.bands()) {
            throw new InvalidRequestException("There is no band " + name + ": the layer has " + cog.bands());
        }
        double none = cog.data().inType(nodata);
        double[] values = Values.read(cog, band, target, smooth);
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] == none ? Double.NaN : values[i] * scale;
        }
        return values;
    }

    /** The band of {@code b1} from 0; -1 for other names. */
    private static int number(String name) {
        if (!name.matches("b\\d{1,4}")) {
            return -1;
        }
        int band = Integer.parseInt(name.substring(1)) - 1;
        if (band < 0) {
            throw new InvalidRequestException("Bands count from b1");
        }
        return band;
    }

    private static Cog other(Granule granule, String name, @Nullable Results results) {
        if (results == null
                || granule.result() == null
                || !granule.result().rasters().contains(name)) {
            throw new InvalidRequestException("There is no band '" + name.replaceAll("\\W", "?") + "'; bands are b1, b2"
                    + (granule.result() == null
                            ? "…"
                            : "… and " + granule.result().rasters()));
        }
        return results.raster(granule.result().jobId(), name);
    }
}
