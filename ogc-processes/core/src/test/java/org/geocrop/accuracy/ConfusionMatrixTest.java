package org.geocrop.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

    /** Cohen 1960: 0.4 for these four cells. */
    @Test
    void kappaIsCohens() {
        ConfusionMatrix matrix = ConfusionMatrix.of(new long[][] {{20, 10}, {5, 15}});
        assertThat(matrix.overallAccuracy()).isEqualTo(0.7);
        assertThat(matrix.kappa()).isEqualTo(0.4, within(1e-12));
        assertThat(matrix.usersAccuracy(0)).isEqualTo(20 / 30.0);
        assertThat(matrix.producersAccuracy(0)).isEqualTo(0.8);
        assertThat(matrix.f1(0)).isEqualTo(40 / 55.0);
        assertThat(matrix.total()).isEqualTo(50);
    }

    @Test
    void matricesAddUp() {
        ConfusionMatrix sum = new ConfusionMatrix(2);
        sum.add(0, 1);
        sum.add(ConfusionMatrix.of(new long[][] {{1, 2}, {3, 4}}));
        assertThat(sum.counts()).isDeepEqualTo(new long[][] {{1, 3}, {3, 4}});
    }

    /** Two-sided binomial: 2 x (1 + 10) / 2^10 for 1 against 9. */
    @Test
    void mcNemarIsExact() {
        assertThat(new McNemar(1, 9).pValue()).isCloseTo(22.0 / 1024, within(1e-12));
        assertThat(new McNemar(9, 1).pValue()).isCloseTo(22.0 / 1024, within(1e-12));
        assertThat(new McNemar(1, 9).statistic()).isCloseTo(6.4, within(1e-12));
        assertThat(new McNemar(7, 7).pValue()).isEqualTo(1);
        assertThat(new McNemar(0, 0).pValue()).isEqualTo(1);
        assertThat(new McNemar(400, 600).pValue()).isBetween(1e-11, 1e-9);
    }

    /** Wilson 1927 as in Newcombe 1998, table 1: 81 of 263 give 0.2553 to 0.3662. */
    @Test
    void intervalsOfSharesAreWilsons() {
        double[] bounds = Estimate.wilson(81.0 / 263, 263);
        assertThat(bounds[0]).isCloseTo(0.2553, within(5e-5));
        assertThat(bounds[1]).isCloseTo(0.3662, within(5e-5));
    }
}
