package org.geocrop.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import java.time.LocalDate;
import org.assertj.core.api.Assertions;
import org.geocrop.error.InvalidRequestException;
import org.junit.jupiter.api.Test;

class PixelGridTest {

    @Test
    void blocksCoverEachPixelOnce() {
        qt().forAll(
                        integers().between(1, 700),
                        integers().between(1, 700),
                        integers().between(1, 8))
                .checkAssert((width, height, sixteenths) -> {
                    PixelGrid grid = new PixelGrid(32736, 0, 0, 10, 10, width, height);
                    int[] count = new int[width * height];
                    for (Window block : grid.blocks(sixteenths * 16)) {
                        for (int row = block.row(); row < block.endRow(); row++) {
                            for (int col = block.col(); col < block.endCol(); col++) {
                                count[row * width + col]++;
                            }
                        }
                    }
                    assertThat(count).containsOnly(1);
                });
    }

    @Test
    void aCutKeepsTheLattice() {
        PixelGrid grid = new PixelGrid(32736, 284_000, 8_070_000, 10, 10, 512, 512);
        PixelGrid cut = grid.cut(new Window(100, 200, 30, 40));
        assertThat(cut).isEqualTo(new PixelGrid(32736, 285_000, 8_068_000, 10, 10, 30, 40));
        assertThat(cut.centreX(0)).isEqualTo(grid.centreX(100));
        assertThat(cut.centreY(39)).isEqualTo(grid.centreY(239));
    }

    @Test
    void webMercatorTilesAreThoseOfTheMatrixSet() {
        PixelGrid world = mercator(0, 0, 0, 256);
        // Annex D.1 of OGC 17-083r4: scale denominator 559082264.0287178 at 0.28 mm a pixel.
        assertThat(world.resX()).isCloseTo(559082264.0287178 * 0.00028, within(1e-6));
        PixelGrid tile = mercator(12, 2400, 2249, 512);
        double[] bounds = tile.lonLatBounds();
        assertThat(bounds[0]).isCloseTo(2400.0 / 4096 * 360 - 180, within(1e-9));
        assertThat(bounds[2]).isCloseTo(2401.0 / 4096 * 360 - 180, within(1e-9));
        assertThat(Math.toDegrees(Math.atan(Math.sinh(Math.PI * (1 - 2 * 2249.0 / 4096)))))
                .isCloseTo(bounds[3], within(1e-9));
    }

    @Test
    void aSeasonHasStepsOfTenDaysBothEndDaysCounted() {
        Season season = SeasonCalendar.ZIMBABWE_SUMMER.season(2022);
        assertThat(season.start()).isEqualTo(LocalDate.of(2022, 9, 1));
        assertThat(season.end()).isEqualTo(LocalDate.of(2023, 5, 31));
        assertThat(season.steps()).isEqualTo(28);
        assertThat(season.stepOf(LocalDate.of(2022, 9, 10))).isZero();
        assertThat(season.stepOf(LocalDate.of(2022, 9, 11))).isEqualTo(1);
        assertThat(season.stepOf(season.end())).isEqualTo(27);
        assertThat(season.interval()).isEqualTo("2022-09-01T00:00:00Z/2023-05-31T23:59:59Z");
        Assertions.assertThatThrownBy(() -> new Season(LocalDate.of(2022, 9, 1), LocalDate.of(2022, 9, 30)))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void aMaskHoldsTheCentresInside() {
        Aoi aoi = Aoi.bbox(30.98, -17.48, 31.0, -17.46);
        PixelGrid grid = aoi.targetGrid();
        boolean[] inside = aoi.mask(grid.epsg()).inside(grid);
        Crs.PointTransform toLonLat = Crs.transform(grid.epsg(), Crs.WGS84);
        for (int i = 0; i < inside.length; i += 37) {
            double[] p = toLonLat.apply(grid.centreX(i % grid.width()), grid.centreY(i / grid.width()));
            double fromEdge = Math.min(Math.min(p[0] - 30.98, 31.0 - p[0]), Math.min(p[1] + 17.48, -17.46 - p[1]));
            if (Math.abs(fromEdge) > 1e-6) {
                assertThat(inside[i]).as("%s, %s", p[0], p[1]).isEqualTo(fromEdge > 0);
            }
        }
    }

    private static PixelGrid mercator(int zoom, int col, int row, int size) {
        TileMatrixSet set = TileMatrixSets.webMercatorQuad();
        return set.tile(set.matrix("" + zoom), col, row, size);
    }
}
