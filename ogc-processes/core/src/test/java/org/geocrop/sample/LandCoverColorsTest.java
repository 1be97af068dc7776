package org.geocrop.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.geocrop.model.CropClass;
import org.geocrop.render.ColorVision;
import org.junit.jupiter.api.Test;

/** The sample's eleven classes look different to everyone. */
class LandCoverColorsTest {

    @Test
    void classesAreToldApart() {
        List<String> colors = LandCover.classes().stream().map(CropClass::color).toList();
        assertThat(colors).hasSize(11);
        assertThat(ColorVision.closest(colors)).isGreaterThan(10);
        assertThat(ColorVision.closest(List.of("#8c5a2b", "#1f6b3a")))
                .as("what was hard to tell apart")
                .isLessThan(4);
    }
}
