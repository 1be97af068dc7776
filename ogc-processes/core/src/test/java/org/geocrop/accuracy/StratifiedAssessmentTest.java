package org.geocrop.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.geocrop.error.InvalidRequestException;
import org.junit.jupiter.api.Test;

/**
 * The worked example of Olofsson, P., Foody, G. M., Herold, M., Stehman, S. V., Woodcock, C. E., Wulder, M. A. (2014):
 * Good practices for estimating area and assessing accuracy of land change. Remote Sensing of Environment 148, 42-57,
 * section 5 (tables 8 and 9): deforestation, forest gain, stable forest, stable non-forest; pixels of 30 m.
 */
class StratifiedAssessmentTest {

    private static final double PIXEL_HECTARES = 0.09;
    private static final double[] AREAS = {
        200_000 * PIXEL_HECTARES, 150_000 * PIXEL_HECTARES, 3_200_000 * PIXEL_HECTARES, 6_450_000 * PIXEL_HECTARES
    };
    private static final long[][] SAMPLES = {{66, 0, 5, 4}, {0, 55, 8, 12}, {1, 0, 153, 11}, {2, 1, 9, 313}};

    private final StratifiedAssessment example = new StratifiedAssessment(ConfusionMatrix.of(SAMPLES), AREAS);

    @Test
    void sharesOfTheAreaAreThoseOfTable9() {
        String[][] printed = {
            {"0.0176", "0.0000", "0.0013", "0.0011"},
            {"0.0000", "0.0110", "0.0016", "0.0024"},
            {"0.0019", "0.0000", "0.2967", "0.0213"},
            {"0.0040", "0.0020", "0.0179", "0.6212"}
        };
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                assertThat(printed(4, example.share(i, j))).as(i + "," + j).isEqualTo(printed[i][j]);
            }
        }
    }

    /**
     * As printed on page 54, but for two: producer's accuracies of forest gain and of stable non-forest are printed with
     * 0.23 and 0.01, which is not what the paper's own equation 7 gives for its table 8.
     */
    @Test
    void accuraciesHaveThePrintedIntervals() {
        assertThat(interval(2, example.overall())).isEqualTo("0.95 0.02");
        String[] users = {"0.88 0.07", "0.73 0.10", "0.93 0.04", "0.96 0.02"};
        String[] producers = {"0.75 0.21", "0.85 0.25", "0.93 0.03", "0.96 0.02"};
        for (int c = 0; c < 4; c++) {
            assertThat(interval(2, example.users(c))).isEqualTo(users[c]);
            assertThat(interval(2, example.producers(c))).isEqualTo(producers[c]);
        }
    }

    /** The general ratio estimator is equation 7 of the paper. */
    @Test
    void producersAccuracyHasTheErrorOfEquation7() {
        double[] pixels = {200_000, 150_000, 3_200_000, 6_450_000};
        for (int j = 0; j < 4; j++) {
            double total = 0;
            double others = 0;
            for (int i = 0; i < 4; i++) {
                double n = ConfusionMatrix.of(SAMPLES).said(i);
                double share = SAMPLES[i][j] / n;
                total += pixels[i] * share;
                others += i == j ? 0 : pixels[i] * pixels[i] * share * (1 - share) / (n - 1);
            }
            double n = ConfusionMatrix.of(SAMPLES).said(j);
            double u = SAMPLES[j][j] / n;
            double p = pixels[j] * u / total;
            double own = pixels[j] * pixels[j] * (1 - p) * (1 - p) * u * (1 - u) / (n - 1);
            assertThat(example.producers(j).standardError())
                    .isCloseTo(Math.sqrt(own + p * p * others) / total, org.assertj.core.api.Assertions.within(1e-12));
        }
    }

    @Test
    void areasHaveThePrintedIntervals() {
        assertThat(printed(4, example.proportionOfArea(0).standardError())).isEqualTo("0.0035");
        String[] hectares = {"21158 6158", "11686 3756", "285770 15510", "581386 16282"};
        for (int c = 0; c < 4; c++) {
            assertThat(interval(0, example.area(c))).isEqualTo(hectares[c]);
            assertThat(example.mappedArea(c)).isCloseTo(AREAS[c], org.assertj.core.api.Assertions.within(1e-6));
        }
    }

    /** Section 5.1.1: 641 samples for a standard error of 0.01 of the overall accuracy. */
    @Test
    void samplesAreAllocatedAsInTheExample() {
        double[] weights = {0.02, 0.015, 0.32, 0.645};
        int total = SampleAllocation.total(weights, new double[] {0.7, 0.6, 0.9, 0.95}, 0.01);
        assertThat(total).isBetween(630, 645);

        int[] samples = SampleAllocation.allocate(weights, 640, 75);
        assertThat(samples).startsWith(75, 75);
        assertThat(samples[2] + samples[3]).isEqualTo(490);
        assertThat(samples[3]).isGreaterThan(samples[2]);
    }

    /** F1 is what user's and producer's accuracy make of it. */
    @Test
    void f1IsTheHarmonicMean() {
        for (int c = 0; c < 4; c++) {
            double u = example.users(c).value();
            double p = example.producers(c).value();
            assertThat(example.f1(c).value())
                    .isCloseTo(2 * u * p / (u + p), org.assertj.core.api.Assertions.within(1e-12));
            assertThat(example.f1(c).standardError()).isPositive().isLessThan(0.2);
        }
    }

    @Test
    void aClassOnTheMapNeedsSamples() {
        long[][] samples = {{5, 0}, {0, 1}};
        assertThatThrownBy(() -> new StratifiedAssessment(ConfusionMatrix.of(samples), new double[] {1, 1}))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Class number 2");
    }

    private static String interval(int digits, Estimate estimate) {
        return printed(digits, estimate.value()) + " " + printed(digits, estimate.margin());
    }

    private static String printed(int digits, double value) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
