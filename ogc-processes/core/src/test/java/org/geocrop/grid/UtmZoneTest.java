package org.geocrop.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UtmZoneTest {

    private static final UtmZone ZONE = new UtmZone(32736);

    @Test
    void aPixelBelongsToTheZoneInWhichTheLongitudeOfItsCentreLies() {
        // 30 degrees east runs through the middle of these pixels.
        double[] at = Crs.transform(Crs.WGS84, 32736).apply(30, -18);
        PixelGrid grid = new PixelGrid(
                32736, Math.floor(at[0] / 10) * 10 - 300, Math.floor(at[1] / 10) * 10 + 300, 10, 10, 60, 60);
        boolean[] inside = ZONE.inside(grid);
        Crs.PointTransform toLonLat = Crs.transform(32736, Crs.WGS84);
        int within = 0;
        for (int row = 0; row < 60; row++) {
            for (int col = 0; col < 60; col++) {
                double longitude = toLonLat.apply(grid.centreX(col), grid.centreY(row))[0];
                assertThat(inside[row * 60 + col]).as("%s %s", col, row).isEqualTo(longitude >= 30);
                within += inside[row * 60 + col] ? 1 : 0;
            }
        }
        assertThat(within).isBetween(1500, 2100);
    }

    @Test
    void theMeridianHasTheSameLongitudeAtEachNorthing() {
        Crs.PointTransform toLonLat = Crs.transform(32736, Crs.WGS84);
        for (double northing : new double[] {1_200_000, 5_000_000, 7_512_345.678, 9_999_995}) {
            double[] west = toLonLat.apply(ZONE.eastingOf(30, northing), northing);
            assertThat(west[0]).isCloseTo(30, org.assertj.core.data.Offset.offset(1e-9));
            double[] east = toLonLat.apply(ZONE.eastingOf(36, northing), northing);
            assertThat(east[0]).isCloseTo(36, org.assertj.core.data.Offset.offset(1e-9));
        }
    }

    @Test
    void theEquatorIsOfTheNorth() {
        boolean[] south = ZONE.inside(new PixelGrid(32736, 500_000, 10_000_020, 10, 10, 1, 4));
        assertThat(south).containsExactly(false, false, true, true);
        boolean[] north = new UtmZone(32636).inside(new PixelGrid(32636, 500_000, 20, 10, 10, 1, 4));
        assertThat(north).containsExactly(true, true, false, false);
    }

    @Test
    void itHasALabelAndNoOtherCrs() {
        assertThat(ZONE.label()).isEqualTo("36S");
        assertThat(new UtmZone(32601).label()).isEqualTo("1N");
        assertThatThrownBy(() -> new UtmZone(3857)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ZONE.inside(new PixelGrid(32735, 0, 0, 10, 10, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
