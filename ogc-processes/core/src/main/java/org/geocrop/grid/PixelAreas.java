package org.geocrop.grid;

/**
 * Hectares of the pixels of a grid, row by row. In a projected CRS a pixel has the area that it has in the CRS; in
 * degrees it has its area on the WGS 84 ellipsoid (Snyder, Map Projections: A Working Manual, 1987, eq. 3-12: the
 * authalic function q), which shrinks towards the poles.
 */
public final class PixelAreas {

    private static final double SEMI_MAJOR = 6_378_137;
    private static final double FLATTENING = 1 / 298.257223563;
    private static final double E2 = FLATTENING * (2 - FLATTENING);
    private static final double E = Math.sqrt(E2);
    private static final double SQUARE_METRES_A_HECTARE = 10_000;

    private final PixelGrid grid;
    private final boolean geographic;

    public PixelAreas(PixelGrid grid) {
        this.grid = grid;
        this.geographic = Crs.isGeographic(grid.epsg());
    }

    /** Hectares of each pixel of a row. */
    public double hectares(int row) {
        if (!geographic) {
            return grid.pixelAreaHectares();
        }
        double north = Math.toRadians(grid.originY() - row * grid.resY());
        double south = Math.toRadians(grid.originY() - (row + 1) * grid.resY());
        double width = Math.toRadians(grid.resX());
        return SEMI_MAJOR * SEMI_MAJOR / 2 * width * Math.abs(q(north) - q(south)) / SQUARE_METRES_A_HECTARE;
    }

    private static double q(double latitude) {
        double sin = Math.sin(latitude);
        double es = E * sin;
        return (1 - E2) * (sin / (1 - es * es) - Math.log((1 - es) / (1 + es)) / (2 * E));
    }
}
