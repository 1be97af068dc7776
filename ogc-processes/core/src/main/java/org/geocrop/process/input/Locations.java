package org.geocrop.process.input;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.geojson.Feature;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.json.ForeignJson;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.sampling.PixelSampler;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;

/** Points and polygons of GeoJSON features, and the pixels that they mean. */
public final class Locations {

    /** A point's surroundings in degrees, so that it has an area. */
    private static final double MARGIN = 0.0005;

    private final List<Feature> features;
    private final List<@Nullable Aoi> polygons = new ArrayList<>();
    private final List<List<double[]>> points = new ArrayList<>();
    private final Envelope bounds = new Envelope();

    private final String input;

    private Locations(String input, List<Feature> features) {
        this.input = input;
        this.features = features;
    }

    /**
     * Reads features.
     *
     * @param input what faults point at
     */
    public static Locations read(String input, List<Feature> features) {
        Locations locations = new Locations(input, features);
        for (int i = 0; i < features.size(); i++) {
            locations.add(i, features.get(i).geometry());
        }
        return locations;
    }

    /** Reads the features of an input; those without a place are noted and left out. */
    public static Locations read(String input, Inputs inputs, ObjectStore store, Progress progress) {
        return read(input, Places.located(input, Places.features(input, inputs, store), progress));
    }

    public Feature feature(int index) {
        return features.get(index);
    }

    public int size() {
        return features.size();
    }

    /** The bounds of all. */
    public Aoi area() {
        return Aoi.bbox(bounds.getMinX(), bounds.getMinY(), bounds.getMaxX(), bounds.getMaxY());
    }

    /** The pixels of a grid that they mean, each with the index of its feature. */
    public List<PixelSampler.Pixel> pixels(PixelGrid grid, int most) {
        List<PixelSampler.Pixel> pixels = new ArrayList<>();
        Crs.PointTransform transform = Crs.transform(Crs.WGS84, grid.epsg());
        for (int i = 0; i < features.size(); i++) {
            for (double[] point : points.get(i)) {
                double[] xy = transform.apply(point[0], point[1]);
                int col = (int) Math.floor((xy[0] - grid.originX()) / grid.resX());
                int row = (int) Math.floor((grid.originY() - xy[1]) / grid.resY());
                pixels.add(new PixelSampler.Pixel(i, col, row));
            }
            Aoi polygon = polygons.get(i);
            if (polygon != null) {
                addInside(i, polygon, grid, pixels, most);
            }
            refuse(pixels.size(), most);
        }
        return pixels;
    }

    private void addInside(int index, Aoi polygon, PixelGrid grid, List<PixelSampler.Pixel> pixels, int most) {
        var mask = polygon.mask(grid.epsg());
        for (Window block : grid.blocks(512)) {
            boolean[] inside = mask.inside(grid.cut(block));
            for (int i = 0; i < inside.length; i++) {
                if (inside[i]) {
                    pixels.add(new PixelSampler.Pixel(
                            index, block.col() + i % block.width(), block.row() + i / block.width()));
                }
            }
            refuse(pixels.size(), most);
        }
    }

    private void refuse(int pixels, int most) {
        if (pixels > most) {
            throw new LimitExceededException(
                    "inputs/" + input + ": have more than " + most + " pixels, which is the most for one job");
        }
    }

    private void add(int index, ForeignJson geometry) {
        List<double[]> own = new ArrayList<>();
        Aoi polygon = null;
        switch (geometry.text("type")) {
            case "Point" -> own.add(position(index, geometry.get("coordinates")));
            case "MultiPoint" -> {
                ForeignJson positions = geometry.get("coordinates");
                if (!positions.isList()) {
                    throw notAPosition(index);
                }
                positions.forEach(position -> own.add(position(index, position)));
            }
            default -> {
                polygon = Places.area(input, index, features.get(index));
                double[] b = polygon.bounds();
                bounds.expandToInclude(new Envelope(b[0], b[2], b[1], b[3]));
            }
        }
        for (double[] point : own) {
            bounds.expandToInclude(
                    new Envelope(point[0] - MARGIN, point[0] + MARGIN, point[1] - MARGIN, point[1] + MARGIN));
        }
        points.add(own);
        polygons.add(polygon);
    }

    private double[] position(int index, ForeignJson position) {
        boolean right = position.size() >= 2
                && position.get(0).isNumber()
                && position.get(1).isNumber();
        double lon = right ? position.get(0).number() : Double.NaN;
        double lat = right ? position.get(1).number() : Double.NaN;
        if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 80)) {
            throw notAPosition(index);
        }
        return new double[] {lon, lat};
    }

    private InvalidRequestException notAPosition(int index) {
        return InvalidRequestException.at(
                Places.pointer(input, index),
                "a position is [longitude, latitude] within -180..180 and -80..80 degrees");
    }
}
