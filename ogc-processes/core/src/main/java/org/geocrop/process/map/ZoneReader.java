package org.geocrop.process.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.document.MapClass;
import org.geocrop.document.ZoneFigures;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelAreas;
import org.geocrop.grid.PixelCover;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.PolygonMask;
import org.geocrop.grid.Window;
import org.geocrop.json.Json;
import org.geocrop.parallel.InOrder;
import org.geocrop.process.input.Rasters;
import org.geocrop.raster.Cog;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

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

    private record Projected(Geometry polygons, @Nullable PolygonMask mask) {}

    /** A zone in the raster's CRS, for as long as its parts are read. */
    private final class Shape {

        private final Aoi zone;
        private @Nullable Projected projected;

        Shape(Aoi zone) {
            this.zone = zone;
        }

        float[] weights(PixelGrid block) {
            Projected shape = projected();
            return ZoneReader.weights(shape.polygons, shape.mask, block);
        }

        private synchronized Projected projected() {
            if (projected == null) {
                projected = new Projected(zone.projected(grid.epsg()), exact ? null : zone.mask(grid.epsg()));
            }
            return projected;
        }

        synchronized void forget() {
            projected = null;
        }
    }

    /** A block of a zone; no place where the raster has nothing of the zone. */
    private record Part(int zone, Shape shape, @Nullable Window place) {}

    /** What the raster has in a part: a value, its weight, and confidence, if there is any, of each pixel. */
    private record Pixels(double[] values, float[] weights, double @Nullable [] confidence) {}

    /** Hears of what was read of zones. */
    interface Listener {

        /** Before a part counts. */
        void begins(int zone);

        /** A zone's statistics are whole. */
        void ends(int zone, Sums sums);
    }

    /** A zone's statistics. */
    public ZoneFigures read(Aoi zone) {
        List<ZoneFigures> read = new ArrayList<>();
        read(List.of(zone), new Listener() {
            @Override
            public void begins(int number) {}

            @Override
            public void ends(int number, Sums sums) {
                read.add(sums.figures());
            }
        });
        return read.get(0);
    }

    /** Reads zones with all cores; the listener hears of them one after the other. */
    void read(List<Aoi> zones, Listener listener) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < zones.size(); i++) {
            Shape shape = new Shape(zones.get(i));
            Window window = window(zones.get(i).projected(grid.epsg()));
            if (window == null) {
                parts.add(new Part(i, shape, null));
                continue;
            }
            for (Window block : grid.cut(window).blocks(BLOCK)) {
                parts.add(new Part(i, shape, block.shifted(window.col(), window.row())));
            }
        }
        Sums[] sums = {new Sums()};
        InOrder.work(parts, this::pixels, (number, pixels) -> {
            Part part = parts.get(number);
            listener.begins(part.zone);
            if (part.place != null) {
                sums[0].add(part.place, pixels);
            }
            if (number + 1 == parts.size() || parts.get(number + 1).zone != part.zone) {
                listener.ends(part.zone, sums[0]);
                sums[0] = new Sums();
                part.shape.forget();
            }
        });
    }

    private Pixels pixels(Part part) {
        Window place = part.place;
        if (place == null) {
            return new Pixels(new double[0], new float[0], null);
        }
        Cog sure = categorical ? raster.confidence() : null;
        return new Pixels(
                data(raster.cog(), place),
                part.shape.weights(grid.cut(place)),
                sure == null ? null : data(sure, place));
    }

    /** The statistics of a zone, as they grow. */
    final class Sums {

        private final Classes classes = new Classes();
        private final Moments moments = new Moments();

        private void add(Window place, Pixels pixels) {
            if (categorical) {
                addClasses(place, pixels, classes);
            } else {
                addMeasurements(place, pixels, moments);
            }
        }

        /** As they are now. */
        ZoneFigures figures() {
            return categorical ? classes.write(raster) : moments.write();
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

    private void addClasses(Window place, Pixels pixels, Classes classes) {
        double[] values = pixels.values;
        float[] weights = pixels.weights;
        double[] confidence = pixels.confidence;
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

    private void addMeasurements(Window place, Pixels pixels, Moments moments) {
        double[] values = pixels.values;
        float[] weights = pixels.weights;
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

        ZoneFigures.OfClasses write(Rasters.Named raster) {
            double total =
                    sums.values().stream().mapToDouble(sum -> sum[HECTARES]).sum();
            List<ZoneFigures.ZoneClass> list = new ArrayList<>();
            sums.forEach((value, sum) -> {
                MapClass about = raster.describe(value);
                list.add(new ZoneFigures.ZoneClass(
                        value,
                        about.name(),
                        about.color(),
                        round(sum[PIXELS]),
                        round(sum[HECTARES]),
                        total == 0 ? 0 : round(sum[HECTARES] / total),
                        raster.confidence() == null ? null : Json.number(sum[CONFIDENCE] / sum[PIXELS_WITH_CONFIDENCE]),
                        null,
                        null,
                        null));
            });
            return new ZoneFigures.OfClasses(round(total), round(nodataHectares), list);
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

        ZoneFigures.OfMeasurements write() {
            boolean isEmpty = !(weight > 0);
            return new ZoneFigures.OfMeasurements(
                    round(weight),
                    round(hectares),
                    isEmpty ? null : Json.number(min),
                    isEmpty ? null : Json.number(max),
                    isEmpty ? null : Json.number(mean),
                    isEmpty ? null : Json.number(Math.sqrt(squares / weight)),
                    isEmpty ? null : Json.number(mean * weight));
        }
    }

    private static double round(double value) {
        return Json.rounded(value);
    }
}
