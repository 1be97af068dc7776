package org.geocrop.process.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.geocrop.render.ColorVision;
import org.junit.jupiter.api.Test;

/** The colours that classes of a trained model get. */
class TrainingColorsTest {

    @Test
    void areToldApartByEveryone() {
        assertThat(ColorVision.closest(TrainingLabels.COLORS)).isGreaterThan(10);
    }
}
