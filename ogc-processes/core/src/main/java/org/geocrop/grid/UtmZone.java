package org.geocrop.grid;

import java.util.Arrays;

/**
 * The ground of one UTM zone and hemisphere: a pixel belongs to the zone in which the longitude of its centre lies, the
 * western meridian included, and to the hemisphere in which its centre lies, the equator being of the north.
 *
 * @param epsg a WGS 84 / UTM code
 */
public record UtmZone(int epsg) implements PixelMask {

    private static final double FALSE_EASTING = 500_000;
    private static final double SOUTHERN_EQUATOR = 10_000_000;
    private static final double METRES_PER_DEGREE = 110_600;
    private static final double PRECISE = 1e-7;
    private static final int ROUNDS = 20;

    public UtmZone {
        if (!Crs.isUtm(epsg)) {
            throw new IllegalArgumentException("EPSG:" + epsg + " is no UTM zone");
        }
    }

    /** Degrees east of its western meridian. */
    public double west() {
        return (epsg % 100 - 1) * 6 - 180;
    }

    /** Degrees east of its eastern meridian. */
    public double east() {
        return west() + 6;
    }

    public boolean isSouth() {
        return epsg / 100 == 327;
    }

    /** Such as {@code 36S}. */
    public String label() {
        return epsg % 100 + (isSouth() ? "S" : "N");
    }

    /** For each pixel of a grid of this zone, row by row: whether its centre lies in the zone. */
    @Override
    public boolean[] inside(PixelGrid grid) {
        if (grid.epsg() != epsg) {
            throw new IllegalArgumentException("A grid of EPSG:" + grid.epsg() + " has no pixels of EPSG:" + epsg);
        }
        boolean[] inside = new boolean[Math.multiplyExact(grid.width(), grid.height())];
        // A meridian leans towards the middle of its zone all the way to the pole.
        boolean westCuts = isCutInTheWest(grid);
        boolean eastCuts = Math.min(eastingOf(east(), grid.originY()), eastingOf(east(), grid.minY())) < grid.maxX();
        for (int row = 0; row < grid.height(); row++) {
            double y = grid.centreY(row);
            if (isSouth() ? y < SOUTHERN_EQUATOR : y >= 0) {
                int from = westCuts ? firstCentreAtOrAfter(grid, eastingOf(west(), y)) : 0;
                int to = eastCuts ? firstCentreAtOrAfter(grid, eastingOf(east(), y)) : grid.width();
                Arrays.fill(inside, row * grid.width() + from, row * grid.width() + Math.max(from, to), true);
            }
        }
        return inside;
    }

    /** Whether some of a grid lies west of the zone. */
    public boolean isCutInTheWest(PixelGrid grid) {
        return Math.max(eastingOf(west(), grid.originY()), eastingOf(west(), grid.minY())) > grid.originX();
    }

    private static int firstCentreAtOrAfter(PixelGrid grid, double x) {
        double col = Math.ceil((x - grid.originX()) / grid.resX() - 0.5);
        return (int) Math.max(0, Math.min(grid.width(), col));
    }

    /** The easting of a meridian at a northing, to a tenth of a millimetre: by Newton's method over the latitude. */
    double eastingOf(double meridian, double northing) {
        Crs.PointTransform toLonLat = Crs.transform(epsg, Crs.WGS84);
        Crs.PointTransform toUtm = Crs.transform(Crs.WGS84, epsg);
        double latitude = toLonLat.apply(FALSE_EASTING, northing)[1];
        double[] at = toUtm.apply(meridian, latitude);
        for (int i = 0; i < ROUNDS && Math.abs(at[1] - northing) > PRECISE; i++) {
            latitude += (northing - at[1]) / METRES_PER_DEGREE;
            at = toUtm.apply(meridian, latitude);
        }
        return at[0];
    }
}
