package org.geocrop.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstimateTest {

    private static Estimate.TileWork tile(int units, double each, double write) {
        return new Estimate.TileWork(Collections.nCopies(units, each), write);
    }

    @Test
    void oneCoreDoesAllAfterAnother() {
        assertThat(Estimate.seconds(List.of(tile(4, 10, 5), tile(2, 10, 5)), 1)).isEqualTo(70);
    }

    @Test
    void aTileIsWrittenWhenItsUnitsAreDone() {
        // Two cores: at 10 one writes the first tile, so that the last unit ends at 25, and its tile at 30.
        assertThat(Estimate.seconds(List.of(tile(2, 10, 5), tile(2, 10, 5)), 2)).isEqualTo(30);
        assertThat(Estimate.seconds(List.of(tile(4, 10, 5)), 100)).isEqualTo(15);
    }

    @Test
    void moreCoresAreNeverSlower() {
        List<Estimate.TileWork> tiles = Collections.nCopies(30, tile(25, 20, 30));
        double before = Double.MAX_VALUE;
        for (int cores : new int[] {1, 10, 100, 1000}) {
            double seconds = Estimate.seconds(tiles, cores);
            assertThat(seconds).isLessThan(before).isGreaterThanOrEqualTo(30 * (25 * 20 + 30) / (double) cores);
            before = seconds;
        }
    }
}
