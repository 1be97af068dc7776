package org.geocrop.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.WKTReader;

/** Shares of pixels, beside intersections that JTS computes. */
class PixelCoverTest {

    private static final GeometryFactory GEOMETRIES = new GeometryFactory();
    private static final PixelGrid GRID = new PixelGrid(32636, 1000, 2000, 10, 5, 12, 9);

    private static void same(Geometry polygons) {
        float[] shares = PixelCover.of(polygons, GRID);
        for (int row = 0; row < GRID.height(); row++) {
            for (int col = 0; col < GRID.width(); col++) {
                Geometry pixel = GEOMETRIES.toGeometry(new Envelope(
                        GRID.originX() + col * 10,
                        GRID.originX() + (col + 1) * 10,
                        GRID.originY() - (row + 1) * 5,
                        GRID.originY() - row * 5));
                assertThat((double) shares[row * GRID.width() + col])
                        .as("pixel %d, %d of %s", col, row, polygons)
                        .isCloseTo(pixel.intersection(polygons).getArea() / 50, within(1e-6));
            }
        }
    }

    @Test
    void polygonsWithHolesInPartsAndBeyondTheGrid() throws Exception {
        WKTReader reader = new WKTReader();
        same(reader.read("POLYGON ((1010 1990, 1050 1990, 1050 1970, 1010 1970, 1010 1990))"));
        same(reader.read("POLYGON ((1013 1993, 1057 1991, 1049 1963, 1011 1972, 1013 1993))"));
        same(reader.read("POLYGON ((900 2100, 1300 2100, 1300 1900, 900 1900, 900 2100))"));
        same(reader.read("POLYGON ((990 1985, 1300 1981, 1300 1977, 990 1961, 990 1985))"));
        same(reader.read("POLYGON ((1005 1997, 1115 1996, 1113 1958, 1003 1957, 1005 1997),"
                + " (1043 1983, 1077 1984, 1061 1967, 1043 1983))"));
        same(reader.read("MULTIPOLYGON (((1001 1999, 1004 1999, 1004 1996, 1001 1999)),"
                + " ((1060 1980, 1090 1985, 1080 1965, 1060 1980)))"));
        same(reader.read("POLYGON ((2000 1990, 2050 1990, 2050 1970, 2000 1990))"));
    }

    @Test
    void anyTriangle() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            Coordinate[] ring = new Coordinate[4];
            for (int j = 0; j < 3; j++) {
                ring[j] = new Coordinate(980 + random.nextDouble() * 160, 1940 + random.nextDouble() * 80);
            }
            ring[3] = ring[0].copy();
            same(GEOMETRIES.createPolygon(ring));
        }
    }

    @Test
    void areasOfPixelsInDegreesAddUpToTheEllipsoid() {
        // The WGS 84 ellipsoid has 510 065 621.7 km² (Moritz, Geodetic Reference System 1980, for its twin GRS 80).
        PixelGrid world = new PixelGrid(4326, -180, 90, 1, 1, 360, 180);
        PixelAreas areas = new PixelAreas(world);
        double hectares = 0;
        for (int row = 0; row < world.height(); row++) {
            hectares += areas.hectares(row) * world.width();
        }
        assertThat(hectares / 100).isCloseTo(510_065_621.7, within(10.0));
        assertThat(new PixelAreas(GRID).hectares(3)).isEqualTo(0.005);
    }
}
