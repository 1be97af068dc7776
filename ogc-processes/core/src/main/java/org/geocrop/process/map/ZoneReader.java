package org.geocrop.process.map;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelAreas;
import org.geocrop.grid.PixelCover;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.PolygonMask;
import org.geocrop.grid.Window;
import org.geocrop.json.Json;
import org.geocrop.process.input.Rasters;
import org.geocrop.raster.Cog;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the pixels of zones, block by block, and sums them up. */
public final class ZoneReader {

    private static final int BLOCK = 512;

    private final Rasters.Named raster;
    private final boolean categorical;
    private final boolean exact;
    private final PixelGrid grid;
    private final PixelAreas areas;

    public ZoneReader(Rasters.Named raster, boolean categorical, boolean exact) {
        this.raster = raster;
        this.categorical = categorical;
        this.exact = exact;
        this.grid = raster.cog().grid();
        this.areas = new PixelAreas(grid);
    }

    /** Pixels of the zone's bounds that the raster has. */
    long pixels(Aoi zone) {
        Window window = window(zone.projected(grid.epsg()));
        return window == null ? 0 : (long) window.width() * window.height();
    }

    /** Adds a zone's statistics to its properties. */
    public void read(Aoi zone, Runnable tick, ObjectNode properties) {
        Geometry polygons = zone.projected(grid.epsg());
        PolygonMask mask = exact ? null : zone.mask(grid.epsg());
        Window window = window(polygons);
        Classes classes = new Classes();
        Moments moments = new Moments();
        if (window != null) {
            for (Window block : grid.cut(window).blocks(BLOCK)) {
                tick.run();
                Window place = block.shifted(window.col(), window.row());
                float[] weights = weights(polygons, mask, grid.cut(place));
                if (categorical) {
                    readClasses(place, weights, classes);
                } else {
                    readMeasurements(place, weights, moments);
                }
            }
        }
        if (categorical) {
            classes.write(raster, properties);
        } else {
            moments.write(properties);
        }
    }

    /** By the mask where there is one, else exact. */
    private static float[] weights(Geometry polygons, @Nullable PolygonMask mask, PixelGrid block) {
        if (mask == null) {
            return PixelCover.of(polygons, block);
        }
        boolean[] inside = mask.inside(block);
        float[] weights = new float[inside.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = inside[i] ? 1 : 0;
        }
        return weights;
    }

    private @Nullable Window window(Geometry polygons) {
        Envelope e = polygons.getEnvelopeInternal();
        int left = (int) Math.max(0, Math.floor((e.getMinX() - grid.originX()) / grid.resX()));
        int top = (int) Math.max(0, Math.floor((grid.originY() - e.getMaxY()) / grid.resY()));
        int right = (int) Math.min(grid.width(), Math.ceil((e.getMaxX() - grid.originX()) / grid.resX()));
        int bottom = (int) Math.min(grid.height(), Math.ceil((grid.originY() - e.getMinY()) / grid.resY()));
        return right <= left || bottom <= top ? null : new Window(left, top, right - left, bottom - top);
    }

    private void readClasses(Window place, float[] weights, Classes classes) {
        double[] values = data(raster.cog(), place);
        Cog sure = raster.confidence();
        double[] confidence = sure == null ? null : data(sure, place);
        for (int i = 0; i < values.length; i++) {
            if (weights[i] > 0) {
                double hectares = weights[i] * areas.hectares(place.row() + i / place.width());
                if (Double.isNaN(values[i])) {
                    classes.nodataHectares += hectares;
                } else if (values[i] != Math.rint(values[i])) {
                    throw new InvalidRequestException("inputs/kind: values such as " + Json.rounded(values[i])
                            + " are no classes; continuous is the kind of this raster");
                } else {
                    classes.add(
                            (long) values[i], weights[i], hectares, confidence == null ? Double.NaN : confidence[i]);
                }
            }
        }
    }

    private void readMeasurements(Window place, float[] weights, Moments moments) {
        double[] values = data(raster.cog(), place);
        for (int i = 0; i < values.length; i++) {
            if (weights[i] > 0 && !Double.isNaN(values[i])) {
                moments.add(
                        values[i] * raster.scale(),
                        weights[i],
                        weights[i] * areas.hectares(place.row() + i / place.width()));
            }
        }
    }

    private static double[] data(Cog cog, Window place) {
        double[] values = new double[place.size()];
        cog.data().read(0, 0, place, values);
        return values;
    }

    /** Sums by class. */
    private static final class Classes {
        private static final int PIXELS = 0;
        private static final int HECTARES = 1;
        private static final int CONFIDENCE = 2;
        private static final int PIXELS_WITH_CONFIDENCE = 3;

        private final Map<Long, double[]> sums = new TreeMap<>();
        private double nodataHectares;
        /** Neighbours are mostly of one class. */
        private long last;

        private double @Nullable [] sumOfLast;

        void add(long value, double weight, double hectares, double confidence) {
            double[] sum = sumOfLast;
            if (sum == null || value != last) {
                sum = sums.computeIfAbsent(value, key -> new double[4]);
                last = value;
                sumOfLast = sum;
            }
            sum[PIXELS] += weight;
            sum[HECTARES] += hectares;
            if (!Double.isNaN(confidence)) {
                sum[CONFIDENCE] += weight * confidence;
                sum[PIXELS_WITH_CONFIDENCE] += weight;
            }
        }

        void write(Rasters.Named raster, ObjectNode properties) {
            double total =
                    sums.values().stream().mapToDouble(sum -> sum[HECTARES]).sum();
            properties.put("hectares", round(total));
            properties.put("hectares_nodata", round(nodataHectares));
            ArrayNode list = properties.putArray("classes");
            sums.forEach((value, sum) -> {
                ObjectNode each = raster.describe(value);
                each.put("pixels", round(sum[PIXELS]));
                each.put("hectares", round(sum[HECTARES]));
                each.put("share", total == 0 ? 0 : round(sum[HECTARES] / total));
                if (raster.confidence() != null) {
                    double pixels = sum[PIXELS_WITH_CONFIDENCE];
                    each.put("mean_confidence", Json.number(sum[CONFIDENCE] / pixels));
                }
                list.add(each);
            });
        }
    }

    /** Weighted mean and deviation by West's update (Comm. ACM 22, 1979), which does not lose small differences. */
    private static final class Moments {
        private double weight;
        private double mean;
        private double squares;
        private double hectares;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;

        void add(double value, double w, double ha) {
            weight += w;
            hectares += ha;
            double delta = value - mean;
            mean += delta * w / weight;
            squares += w * delta * (value - mean);
            min = Math.min(min, value);
            max = Math.max(max, value);
        }

        void write(ObjectNode properties) {
            properties.put("count", round(weight));
            properties.put("hectares", round(hectares));
            for (String name : Arrays.asList("min", "max", "mean", "std", "sum")) {
                properties.putNull(name);
            }
            if (weight > 0) {
                properties
                        .put("min", Json.number(min))
                        .put("max", Json.number(max))
                        .put("mean", Json.number(mean));
                properties.put("std", Json.number(Math.sqrt(squares / weight))).put("sum", Json.number(mean * weight));
            }
        }
    }

    private static double round(double value) {
        return Json.rounded(value);
    }
}
