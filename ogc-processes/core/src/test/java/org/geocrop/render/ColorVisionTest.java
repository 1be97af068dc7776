package org.geocrop.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The measure by which colours are told apart. */
class ColorVisionTest {

    /** Test data of Sharma, Wu and Dalal (2005), table 1: pairs 1, 7, 17 and 25. */
    @ParameterizedTest
    @CsvSource({
        "50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425",
        "50, 0, 0, 50, -1, 2, 2.3669",
        "50, 2.5, 0, 73, 25, -18, 27.1492",
        "60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644"
    })
    void distancesAreThoseThatWerePublished(
            double l1, double a1, double b1, double l2, double a2, double b2, double distance) {
        assertThat(ColorVision.distance(new double[] {l1, a1, b1}, new double[] {l2, a2, b2}))
                .isCloseTo(distance, within(5e-5));
    }
}
