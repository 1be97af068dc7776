package org.geocrop.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.geocrop.error.ModelException;
import org.junit.jupiter.api.Test;

class ApplicabilityTest {

    private static final int ROWS = 20_000;

    /** Two classes at (0, 0) and (20, 0), whose features go together; the second deviates ten times as much. */
    private final float[] rows = new float[ROWS * 2];

    private final int[] labels = new int[ROWS];
    private final Applicability training;

    ApplicabilityTest() {
        Random random = new Random(1);
        for (int row = 0; row < ROWS; row++) {
            double a = random.nextGaussian();
            labels[row] = row % 2;
            rows[row * 2] = (float) (a + 20 * labels[row]);
            rows[row * 2 + 1] = (float) (10 * (0.9 * a + Math.sqrt(1 - 0.81) * random.nextGaussian()));
        }
        Applicability described = Applicability.of(rows, 2, labels, 2);
        training = described.calibrated(described.distances(rows, ROWS));
    }

    /** Correlations are shrunk from 0.9 to 0.81; the formula for two features is 1 / (1 - r²) (x² - 2 r x y + y²). */
    @Test
    void distanceIsThatOfMahalanobis() {
        float[] asked = {1, 10, 1, -10, 20, 0, 10, 0};
        float[] distances = training.distances(asked, 4);
        double r = 0.81;
        assertThat((double) distances[0]).isCloseTo((2 - 2 * r) / (1 - r * r), within(0.05));
        assertThat((double) distances[1]).isCloseTo((2 + 2 * r) / (1 - r * r), within(0.3));
        assertThat((double) distances[2]).isCloseTo(0, within(0.01));
        assertThat((double) distances[3]).isCloseTo(100 / (1 - r * r), within(8.0));
    }

    @Test
    void perCentIsTheShareOfRowsThatAreFarther() {
        float[] like = training.perCent(rows, ROWS);
        for (int least : new int[] {1, 5, 50, 90}) {
            int below = 0;
            for (float each : like) {
                below += each < least ? 1 : 0;
            }
            assertThat(100.0 * below / ROWS).isCloseTo(least, within(0.3));
        }
        float[] asked = {0, 0, 10, 0, Float.NaN, 0, 3, -30};
        assertThat(training.perCent(asked, 4)[0]).isGreaterThan(99);
        assertThat(training.perCent(asked, 4)).endsWith(0, 0, 0);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Applicability read = Applicability.read(training.write(), 2, 2);
        assertThat(read.perCent(rows, ROWS)).isEqualTo(training.perCent(rows, ROWS));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Applicability.read(training.write(), 3, 2)).isInstanceOf(ModelException.class);
        assertThatThrownBy(() -> Applicability.read(training.write(), 2, 3)).isInstanceOf(ModelException.class);
        for (String text : new String[] {"{}", "[", "{\"centres\":[null,[1,2]],\"whitening\":[[1],[1,2]]}"}) {
            byte[] json = text.getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> Applicability.read(json, 2, 2)).isInstanceOf(ModelException.class);
        }
    }
}
