package org.geocrop.tiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.model.CropClass;
import org.geocrop.render.Style;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TilerConfigTest {

    private static final List<CropClass> CLASSES = List.of(new CropClass(1, "maize", "#f2d13c"));

    @TempDir
    Path folder;

    @Test
    void theBuiltInCalendarIsThatOfTheContract() {
        TilerConfig config = TilerConfig.load(null);
        assertThat(config.calendars()).containsExactly(SeasonCalendar.ZIMBABWE_SUMMER);
    }

    @Test
    void everyRasterOfAResultHasAStyle() {
        TilerConfig config = TilerConfig.load(null);
        for (String raster : ResultFiles.DRAWN) {
            assertThat(config.style(raster, CLASSES)).as(raster).isPresent();
        }
        assertThat(config.style(ResultFiles.CROP_TYPE, CLASSES).orElseThrow().style())
                .isEqualTo(new Style.Classes(CLASSES));
        assertThat(config.style("confidence", CLASSES).orElseThrow().style()).isInstanceOf(Style.ColorMap.class);
        assertThat(config.style("true_color", CLASSES).orElseThrow().style()).isEqualTo(new Style.Picture(0));
        assertThat(config.style("elsewhere", CLASSES)).isEmpty();
    }

    @Test
    void aFolderReplacesWhatItHas() throws Exception {
        Files.writeString(folder.resolve("seasons.yaml"), """
                seasons:
                  - {id: winter-wheat, title: Winter wheat, region: Zimbabwe, start: "05-01", end: "10-31", defaultModel: wheat}
                """);
        TilerConfig config = TilerConfig.load(folder);
        assertThat(config.calendars()).extracting(SeasonCalendar::id).containsExactly("winter-wheat");
        assertThat(config.style("confidence", CLASSES)).isPresent();
    }

    @Test
    void mistakesAreNamed() throws Exception {
        Files.writeString(folder.resolve("styles.yaml"), "styles: {confidence: {type: ramp, title: x, minimum: 0}}");
        assertThatThrownBy(() -> TilerConfig.load(folder)).hasMessageContaining("styles.yaml");
        Files.writeString(folder.resolve("styles.yaml"), "styles: {confidence: {type: rainbow}}");
        assertThatThrownBy(() -> TilerConfig.load(folder)).hasMessageContaining("rainbow");
        Files.delete(folder.resolve("styles.yaml"));
        Files.writeString(folder.resolve("seasons.yaml"), "seasons: [{id: a, start: '13-40', end: '01-01'}]");
        assertThatThrownBy(() -> TilerConfig.load(folder)).hasMessageContaining("seasons.yaml");
    }
}
