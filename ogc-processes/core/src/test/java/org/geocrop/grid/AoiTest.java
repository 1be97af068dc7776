package org.geocrop.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.doubles;

import org.geocrop.error.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;

class AoiTest {

    private static final GeometryFactory GEOMETRIES = new GeometryFactory();

    @Test
    void aCircleHasTheAreaOfItsRadius() {
        qt().forAll(
                        doubles().between(26, 33),
                        doubles().between(-22, -16),
                        doubles().between(50, 20_000))
                .checkAssert((lon, lat, radius) -> {
                    // A polygon of 72 corners has 0.9987 of its circle; UTM adds at most 0.2 %.
                    double circle = Math.PI * radius * radius / 1e6;
                    assertThat(Aoi.circle(lon, lat, radius).areaKm2()).isCloseTo(circle, within(circle * 0.004));
                });
    }

    @Test
    void theTargetGridCoversTheAreaAndLiesOnTheTenMetreLattice() {
        qt().forAll(
                        doubles().between(26, 33),
                        doubles().between(-22, -16),
                        doubles().between(50, 20_000))
                .checkAssert((lon, lat, radius) -> {
                    Aoi aoi = Aoi.circle(lon, lat, radius);
                    PixelGrid grid = aoi.targetGrid();
                    assertThat(grid.originX() % 10).isZero();
                    assertThat(grid.originY() % 10).isZero();
                    var envelope = aoi.projected(grid.epsg()).getEnvelopeInternal();
                    assertThat(envelope.getMinX()).isBetween(grid.originX(), grid.originX() + 10);
                    assertThat(envelope.getMaxX()).isBetween(grid.maxX() - 10, grid.maxX());
                    assertThat(envelope.getMinY()).isBetween(grid.minY(), grid.minY() + 10);
                    assertThat(envelope.getMaxY()).isBetween(grid.originY() - 10, grid.originY());
                });
    }

    /** The first and the last position of a ring are often one object. */
    @Test
    void aClosedRingIsTransformedOnce() {
        Coordinate first = new Coordinate(30.98, -17.48);
        Coordinate[] ring = {
            first, new Coordinate(31.06, -17.48), new Coordinate(31.06, -17.42), new Coordinate(30.98, -17.42), first
        };
        Aoi aoi = Aoi.of(GEOMETRIES.createPolygon(ring));
        assertThat(aoi.areaKm2()).isCloseTo(8.5 * 6.64, within(0.3));
        assertThat(aoi.projected(32736).isValid()).isTrue();
        assertThat(aoi.bounds()).containsExactly(30.98, -17.48, 31.06, -17.42);
    }

    @Test
    void theZoneIsThatOfTheCentre() {
        assertThat(Aoi.circle(29.999, -17, 100).utmZone()).isEqualTo(32735);
        assertThat(Aoi.circle(30.001, -17, 100).utmZone()).isEqualTo(32736);
        assertThat(Aoi.circle(4.06, 50.75, 100).utmZone()).isEqualTo(32631);
    }

    @Test
    void whatIsNoAreaIsRefusedWithItsReason() {
        assertThatThrownBy(() -> Aoi.circle(-17.5, 131, 100))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("longitude first");
        assertThatThrownBy(() -> Aoi.circle(31, -17.5, 0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> Aoi.circle(31, -17.5, -5)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> Aoi.circle(31, -17.5, Double.NaN)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> Aoi.circle(Double.NaN, -17.5, 10)).hasMessageContaining("Longitude");
        assertThatThrownBy(() -> Aoi.bbox(31, -17, 30, -16)).hasMessageContaining("west < east");
        Coordinate[] bow = {
            new Coordinate(31, -17),
            new Coordinate(31.1, -17.1),
            new Coordinate(31.1, -17),
            new Coordinate(31, -17.1),
            new Coordinate(31, -17)
        };
        assertThatThrownBy(() -> Aoi.of(GEOMETRIES.createPolygon(bow))).hasMessageContaining("cross");
    }
}
