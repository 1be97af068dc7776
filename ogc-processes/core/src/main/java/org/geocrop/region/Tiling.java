package org.geocrop.region;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.UtmShape;
import org.geocrop.grid.UtmZone;
import org.geocrop.grid.Window;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * Cuts a region into map tiles. The rule: squares of 100 km begin where Sentinel-2's tiles begin (the left edge of column
 * k at 100 km x k rounded down to 60 m, the top edge of row m at 100 km x m rounded up to 60 m, in each UTM zone), and are
 * cut in four at pixel 4096, which is a border of the scenes' internal tiles of 1024 pixels at 10 m and at 20 m. Units are
 * cut from the square's corner on. Of a tile only the bounds of those units are mapped that have pixels of the region, so
 * each of its pixels lies in exactly one unit of one tile.
 */
final class Tiling {

    static final int DEFAULT_UNIT = 1024;

    private static final int BLOCK = 256;
    private static final int SQUARE_METRES = 100_000;
    private static final int STEP_METRES = 60;
    private static final int METRES = 10;
    private static final int CUT = 4096;
    private static final double DEGREES = 0.05;
    /** Of 50 km: more than Africa has. */
    private static final int MAX_TILES = 20_000;

    private static final GeometryFactory GEOMETRIES = new GeometryFactory();

    private final RegionShape shape;
    private final int unit;

    /**
     * Cuts a region.
     *
     * @param unit pixels of a unit's side: a multiple of 256 that divides 4096
     */
    Tiling(RegionShape shape, int unit) {
        if (unit < BLOCK || unit > CUT || unit % BLOCK != 0 || CUT % unit != 0) {
            throw new InvalidRequestException(
                    "A unit has 256, 512, 1024, 2048 or 4096 pixels a side, like the scenes' internal tiles: " + unit);
        }
        this.shape = shape;
        this.unit = unit;
    }

    /** All tiles that have pixels of the region, by zone, then from north to south and from west to east. */
    List<MapTile> tiles() {
        List<MapTile> tiles = new ArrayList<>();
        for (UtmZone zone : zones()) {
            DistrictMask mask = new DistrictMask(shape, zone.epsg());
            List<Square> squares = squares(zone);
            if (squares.size() > MAX_TILES) {
                throw new LimitExceededException("The region reaches over " + squares.size()
                        + " squares of 50 km in zone " + zone.label() + "; at most " + MAX_TILES + " are mapped");
            }
            squares.parallelStream()
                    .flatMap(square -> square.tile(mask, unit).stream())
                    .forEachOrdered(tiles::add);
        }
        if (tiles.isEmpty()) {
            throw new InvalidRequestException("The region has no centre of a 10 m pixel in it");
        }
        return tiles;
    }

    private List<UtmZone> zones() {
        double[] b = shape.bounds();
        int first = zoneOf(b[0]);
        int last = zoneOf(b[2]);
        return IntStream.rangeClosed(first, last)
                .boxed()
                .flatMap(zone -> IntStream.of(32600, 32700)
                        .filter(code -> code == 32600 ? b[3] >= 0 : b[1] < 0)
                        .mapToObj(code -> new UtmZone(code + zone)))
                .toList();
    }

    private static int zoneOf(double longitude) {
        return Math.min(60, (int) Math.floor((longitude + 180) / 6) + 1);
    }

    /** The quarters of squares that the region's bounds in a zone touch. */
    private List<Square> squares(UtmZone zone) {
        double[] b = shape.bounds();
        Envelope inZone = new Envelope(
                Math.max(b[0], zone.west()),
                Math.min(b[2], zone.east()),
                zone.isSouth() ? b[1] : Math.max(b[1], 0),
                zone.isSouth() ? Math.min(b[3], 0) : b[3]);
        if (inZone.isNull() || !(inZone.getWidth() > 0 && inZone.getHeight() > 0)) {
            return List.of();
        }
        Geometry box = UtmShape.projected(GEOMETRIES.toGeometry(inZone), zone.epsg(), DEGREES);
        Envelope e = box.getEnvelopeInternal();
        e.expandBy(METRES);
        List<Square> squares = new ArrayList<>();
        int top = (int) Math.ceil(e.getMaxY() / SQUARE_METRES) + 1;
        int bottom = (int) Math.floor(e.getMinY() / SQUARE_METRES);
        int left = (int) Math.floor(e.getMinX() / SQUARE_METRES);
        int right = (int) Math.ceil(e.getMaxX() / SQUARE_METRES) + 1;
        for (int row = top; row >= bottom; row--) {
            for (int quarters = 0; quarters < 4; quarters += 2) {
                for (int col = left; col <= right; col++) {
                    for (int quarter = quarters; quarter < quarters + 2; quarter++) {
                        Square square = new Square(zone, col, row, quarter);
                        if (square.bounds().intersects(e)) {
                            squares.add(square);
                        }
                    }
                }
            }
        }
        return squares;
    }

    /**
     * A quarter of a square.
     *
     * @param col of the square, in 100 km of easting of its left edge
     * @param row of the square, in 100 km of northing of its top edge
     * @param quarter 0 and 1 above, 2 and 3 below
     */
    private record Square(UtmZone zone, int col, int row, int quarter) {

        private static int left(int col) {
            return Math.floorDiv(col * SQUARE_METRES, STEP_METRES) * STEP_METRES;
        }

        private static int top(int row) {
            return -Math.floorDiv(-row * SQUARE_METRES, STEP_METRES) * STEP_METRES;
        }

        PixelGrid grid() {
            int width = (left(col + 1) - left(col)) / METRES;
            int height = (top(row) - top(row - 1)) / METRES;
            int x = quarter % 2 * CUT;
            int y = quarter / 2 * CUT;
            return new PixelGrid(zone.epsg(), left(col), top(row), METRES, METRES, width, height)
                    .cut(new Window(x, y, x == 0 ? CUT : width - CUT, y == 0 ? CUT : height - CUT));
        }

        Envelope bounds() {
            PixelGrid grid = grid();
            return new Envelope(grid.originX(), grid.maxX(), grid.minY(), grid.originY());
        }

        /** None if the region has no pixel in it. */
        List<MapTile> tile(DistrictMask mask, int unit) {
            PixelGrid grid = grid();
            List<WorkUnit> units = new ArrayList<>();
            for (Window window : grid.blocks(unit)) {
                long pixels = count(mask.inside(grid.cut(window)));
                if (pixels > 0) {
                    units.add(new WorkUnit(window, pixels));
                }
            }
            if (units.isEmpty()) {
                return List.of();
            }
            Window all = enclosing(units);
            List<WorkUnit> moved = units.stream()
                    .map(u -> new WorkUnit(u.window().shifted(-all.col(), -all.row()), u.pixels()))
                    .toList();
            String id = String.format(Locale.ROOT, "%s-%02d-%02d-%d", zone.label(), col, row, quarter);
            return List.of(new MapTile(id, grid.cut(all), moved));
        }

        private static Window enclosing(List<WorkUnit> units) {
            int left = units.stream().mapToInt(u -> u.window().col()).min().orElseThrow();
            int top = units.stream().mapToInt(u -> u.window().row()).min().orElseThrow();
            int right = units.stream().mapToInt(u -> u.window().endCol()).max().orElseThrow();
            int bottom = units.stream().mapToInt(u -> u.window().endRow()).max().orElseThrow();
            return new Window(left, top, right - left, bottom - top);
        }

        private static long count(boolean[] inside) {
            long pixels = 0;
            for (boolean b : inside) {
                pixels += b ? 1 : 0;
            }
            return pixels;
        }
    }
}
