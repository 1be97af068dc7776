package org.geocrop.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.geocrop.geojson.Feature;
import org.geocrop.geojson.FeatureCollection;
import org.geocrop.geojson.Shape;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.json.Json;

/**
 * What people would call the parts of the sample landscape: wards, villages, roads between them and the river, with
 * names that nobody bears. The same options give the same places.
 *
 * <p>GeoJSON in CRS84; each feature has a {@code kind} (ward, village, road, river) and a {@code name}.
 */
public final class SamplePlaces {

    /** Beside the catalogue. */
    public static final String FILE = "places.geojson";

    private static final List<String> VILLAGES = List.of(
            "Chirodzo",
            "Nyamasvi",
            "Mutondo",
            "Gombera",
            "Rukweza",
            "Dambwe",
            "Chitsaka",
            "Mupfure",
            "Zvirongo",
            "Nharira",
            "Muzhanje",
            "Shavanhowe",
            "Karangwe",
            "Musasa",
            "Bvunzai",
            "Mapako");

    private static final List<String> WARDS = List.of("Nyagura", "Chomunda", "Murambwi", "Gurungwe");
    private static final String RIVER = "Nyachidze";
    private static final int STEPS = 64;
    private static final int METRES = 10;
    /** Villages lie apart, so that their names do. */
    private static final double APART = 900;

    private final PixelGrid grid;
    private final Landscape landscape;
    private final Crs.PointTransform toDegrees;
    private final double west;
    private final double south;
    private final double side;

    /** Places of a landscape. */
    public SamplePlaces(SampleLandscape.Options options) {
        this.grid = options.grid();
        this.landscape = new Landscape(SampleLandscape.SEED);
        this.toDegrees = Crs.transform(grid.epsg(), Crs.WGS84);
        this.side = (double) options.size() * METRES;
        this.west = options.east();
        this.south = options.north() - side;
    }

    /** Wards first, so that what lies in them is drawn above. */
    public FeatureCollection write() {
        List<Feature> features = new ArrayList<>();
        for (int i = 0; i < WARDS.size(); i++) {
            List<double[]> ring = ward(i % 2, i / 2);
            features.add(feature("ward", WARDS.get(i) + " Ward", "Polygon", new double[][][] {degrees(ring)}));
        }
        List<double[]> river = river();
        if (river.size() > 1) {
            features.add(feature("river", RIVER, "LineString", degrees(river)));
        }
        List<double[]> villages = villages();
        for (int i = 0; i + 1 < villages.size(); i++) {
            String name = VILLAGES.get(i) + " Road";
            features.add(feature("road", name, "LineString", degrees(road(villages.get(i), villages.get(i + 1)))));
        }
        for (int i = 0; i < villages.size(); i++) {
            features.add(feature("village", VILLAGES.get(i), "Point", degrees(villages.subList(i, i + 1))[0]));
        }
        return new FeatureCollection(features);
    }

    /** A quarter of the landscape; neighbours share their winding borders. */
    private List<double[]> ward(int column, int row) {
        List<double[]> ring = new ArrayList<>();
        for (int i = 0; i <= STEPS; i++) {
            ring.add(at(column / 2.0 + i / (2.0 * STEPS), row / 2.0));
        }
        for (int i = 1; i <= STEPS; i++) {
            ring.add(at((column + 1) / 2.0, row / 2.0 + i / (2.0 * STEPS)));
        }
        for (int i = 1; i <= STEPS; i++) {
            ring.add(at((column + 1) / 2.0 - i / (2.0 * STEPS), (row + 1) / 2.0));
        }
        for (int i = 1; i < STEPS; i++) {
            ring.add(at(column / 2.0, (row + 1) / 2.0 - i / (2.0 * STEPS)));
        }
        ring.add(ring.get(0));
        return ring;
    }

    /** A position by its shares of width and height, moved a little; the landscape's own edges stay straight. */
    private double[] at(double x, double y) {
        double bow = 0.12 * x * (1 - x) * y * (1 - y) * 16;
        return new double[] {
            west + side * (x + bow * (Noise.fractal(3 * x, 3 * y, 71) - 0.5)),
            south + side * (y + bow * (Noise.fractal(3 * x, 3 * y, 72) - 0.5))
        };
    }

    /** Centres of the blocks with villages, from west to east, those that lie apart. */
    private List<double[]> villages() {
        List<double[]> found = new ArrayList<>();
        long cols = (long) Math.floor(side / Landscape.BLOCK);
        long col = (long) Math.ceil(west / Landscape.BLOCK);
        long row = (long) Math.ceil(south / Landscape.BLOCK);
        for (long c = col; c < col + cols; c++) {
            for (long r = row; r < row + cols; r++) {
                double[] centre = {(c + 0.5) * Landscape.BLOCK, (r + 0.5) * Landscape.BLOCK};
                boolean apart = found.stream()
                        .allMatch(other -> Math.hypot(other[0] - centre[0], other[1] - centre[1]) > APART);
                if (landscape.isVillage(c, r) && apart && found.size() < VILLAGES.size()) {
                    found.add(centre);
                }
            }
        }
        found.sort(Comparator.comparingDouble(centre -> centre[0]));
        return found;
    }

    /** Along the edges of farm blocks, as field roads go: two bends. */
    private static List<double[]> road(double[] from, double[] to) {
        double bend = Math.rint((from[0] + to[0]) / 2 / Landscape.BLOCK) * Landscape.BLOCK;
        return List.of(from, new double[] {bend, from[1]}, new double[] {bend, to[1]}, to);
    }

    /** The middle of the river from south to north, as long as it goes on. */
    private List<double[]> river() {
        List<double[]> longest = List.of();
        List<double[]> course = new ArrayList<>();
        double step = side / (4 * STEPS);
        for (double n = south; n <= south + side; n += step) {
            double[] next = crossing(n, step, course.isEmpty() ? null : course.get(course.size() - 1));
            if (next == null) {
                course = new ArrayList<>();
            } else {
                course.add(next);
            }
            longest = course.size() > longest.size() ? List.copyOf(course) : longest;
        }
        return longest;
    }

    /** Where the river crosses a northing: nearest to where it was before. */
    private double @org.jspecify.annotations.Nullable [] crossing(
            double n, double step, double @org.jspecify.annotations.Nullable [] before) {
        double[] best = null;
        for (double e = west; e < west + side; e += step) {
            double left = landscape.bend(e, n);
            double right = landscape.bend(e + step, n);
            if (left < 0 != right < 0) {
                double middle = e + step * left / (left - right);
                double away = before == null ? 0 : Math.abs(middle - before[0]);
                if (away < 6 * step && (best == null || before != null && away < Math.abs(best[0] - before[0]))) {
                    best = new double[] {middle, n};
                }
            }
        }
        return best;
    }

    private double[][] degrees(List<double[]> positions) {
        return positions.stream()
                .map(position -> toDegrees.apply(position[0], position[1]))
                .map(lonLat -> new double[] {rounded(lonLat[0]), rounded(lonLat[1])})
                .toArray(double[][]::new);
    }

    private static double rounded(double degrees) {
        return Math.round(degrees * 1e6) / 1e6;
    }

    private static Feature feature(String kind, String name, String type, Object coordinates) {
        return Feature.of(new Shape(type, coordinates), Json.members("kind", kind, "name", name));
    }
}
