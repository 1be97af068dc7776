package org.geocrop.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Executors;
import org.geocrop.SharedData;
import org.geocrop.composite.SceneStack;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.pipeline.SceneFinder;
import org.geocrop.raster.TileCache;
import org.geocrop.stac.SceneQuery;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.Sources;
import org.junit.jupiter.api.Test;

/** The whole way from real scenes to features against an independent implementation in float64. */
class GoldenFeaturesTest {

    @Test
    void allFeaturesOfTenRealPixelsAgree() throws Exception {
        Path scenes = SharedData.path("sentinel2/flanders-31UES-2019");
        List<String> lines = Files.readAllLines(SharedData.path("golden/features-v1-flanders.csv"));
        assertThat(lines.get(0)).isEqualTo("row,col," + String.join(",", FeatureSet.FEATURE_ORDER_V1));

        PixelGrid grid = new PixelGrid(32631, 574680, 5622440, 10, 10, 64, 64);
        SeasonComposite composite = flandersComposite(scenes, grid);
        FeatureExtractor extractor = new FeatureExtractor(composite.steps());
        float[] rows = new float[FeatureExtractor.STRIP * FeatureSet.COUNT];
        int compared = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(",");
            int pixel = Integer.parseInt(values[0]) * 64 + Integer.parseInt(values[1]);
            int from = pixel / FeatureExtractor.STRIP * FeatureExtractor.STRIP;
            extractor.extract(composite, from, FeatureExtractor.STRIP, rows);
            for (int f = 0; f < FeatureSet.COUNT; f++) {
                double expected = Double.parseDouble(values[f + 2]);
                assertThat((double) rows[(pixel - from) * FeatureSet.COUNT + f])
                        .as("%s of pixel %s,%s", FeatureSet.FEATURE_ORDER_V1.get(f), values[0], values[1])
                        .isCloseTo(expected, within(1e-4));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(510);
    }

    static SeasonComposite flandersComposite(Path scenes, PixelGrid grid) {
        Season season = new Season(LocalDate.parse("2019-03-01"), LocalDate.parse("2019-10-31"));
        Sources sources = Sources.local();
        var readers = Executors.newFixedThreadPool(4);
        try {
            SceneFinder finder = new SceneFinder(sources, new TileCache(1 << 24), readers, 1000);
            double[] b = grid.lonLatBounds();
            SceneQuery query = new SceneQuery(Aoi.bbox(b[0], b[1], b[2], b[3]), season, 100);
            SceneFinder.Found found =
                    finder.find(Catalogues.open(sources.http().http(), scenes.toUri(), List.of()), query);
            assertThat(found.leftOut()).isEmpty();
            return new SceneStack(season, found.scenes()).readNow(grid, readers);
        } finally {
            readers.shutdownNow();
        }
    }
}
