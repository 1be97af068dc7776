package org.geocrop.pipeline.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.geocrop.composite.SceneStack;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.feature.FeatureExtractor;
import org.geocrop.feature.FeatureSet;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.grid.Window;
import org.geocrop.net.Http;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.SceneFinder;
import org.geocrop.raster.Cog;
import org.geocrop.raster.SampleType;
import org.geocrop.raster.TileCache;
import org.geocrop.raster.TinyTiff;
import org.geocrop.sample.SampleLandscape;
import org.geocrop.stac.Catalogue;
import org.geocrop.stac.SceneQuery;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.FileSource;
import org.geocrop.store.MemorySource;
import org.geocrop.store.Sources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labelled pixels, their fields, their order and their features. */
class TrainingTableReaderTest {

    private static final int WIDTH = 300;
    private static final int HEIGHT = 270;
    private static final int MIN_OBSERVATIONS = 24;

    @TempDir
    Path folder;

    /** Winding fields, which only their last row joins, in four blocks. */
    @Test
    void fieldsAreWhatHangsTogether() {
        Random random = new Random(7);
        int[] values = random.ints((long) WIDTH * HEIGHT, 0, 3)
                .map(v -> random.nextInt(5) == 0 ? 0 : Math.max(1, v))
                .toArray();
        TinyTiff tiff = TinyTiff.of(
                        SampleType.U8,
                        WIDTH,
                        HEIGHT,
                        1,
                        Arrays.stream(values).asDoubleStream().toArray())
                .at(32736, 300_000, 8_070_000, 10);
        LabelledPixels found;
        try (Cog raster = Cog.open(new MemorySource("labels", tiff.bytes()), new TileCache(1 << 20))) {
            found = LabelledPixels.of(raster);
        }
        int[] fields = flooded(values);
        List<Integer> expected = new ArrayList<>();
        for (Window block : new PixelGrid(32736, 300_000, 8_070_000, 10, 10, WIDTH, HEIGHT).blocks(256)) {
            for (int i = 0; i < block.size(); i++) {
                int pixel = (block.row() + i / block.width()) * WIDTH + block.col() + i % block.width();
                if (values[pixel] != 0) {
                    expected.add(pixel);
                }
            }
        }
        assertThat(found.size()).isEqualTo(expected.size());
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.pixel(i)).isEqualTo(expected.get(i));
            assertThat(found.label(i)).isEqualTo(values[found.pixel(i)]);
            assertThat(found.field(i)).as("field of %d", found.pixel(i)).isEqualTo(fields[found.pixel(i)]);
        }
    }

    /** For each pixel the first one of its field. */
    private static int[] flooded(int[] values) {
        int[] fields = new int[values.length];
        Arrays.fill(fields, -1);
        for (int first = 0; first < values.length; first++) {
            Deque<Integer> open = new ArrayDeque<>(fields[first] < 0 ? List.of(first) : List.of());
            while (!open.isEmpty()) {
                int pixel = open.pop();
                fields[pixel] = first;
                for (int step : new int[] {-1, 1, -WIDTH, WIDTH}) {
                    int next = pixel + step;
                    boolean isBeside =
                            next >= 0 && next < values.length && (Math.abs(step) > 1 || next / WIDTH == pixel / WIDTH);
                    if (isBeside && fields[next] < 0 && values[next] == values[pixel]) {
                        open.push(next);
                    }
                }
            }
        }
        return fields;
    }

    /** The same numbers as of whole blocks, and only pixels that were seen often enough. */
    @Test
    void rowsAreTheFeaturesOfTheirPixels() throws Exception {
        SampleLandscape.Options options = SampleLandscape.Options.season(96, 2022);
        new SampleLandscape(options).write(folder, (done, of) -> {});
        Season season = SeasonCalendar.ZIMBABWE_SUMMER.season(2022);
        Catalogue catalogue = Catalogues.open(Http.direct(), folder.toUri(), List.of());
        Path labels = folder.resolve("labels/train.tif");
        TileCache cache = new TileCache(16 << 20);
        try (Cog raster = Cog.open(FileSource.open(labels, "labels"), cache)) {
            TrainingTable table = new TrainingTableReader(Sources.local(), cache)
                    .read(raster, catalogue, season, 100, MIN_OBSERVATIONS, Progress.NONE);
            LabelledPixels pixels = LabelledPixels.of(raster);
            SeasonComposite composite = composite(raster.placed(), catalogue, season, cache);
            int row = 0;
            for (int i = 0; i < pixels.size(); i++) {
                FeatureExtractor extractor = new FeatureExtractor(composite.steps());
                float[] features = new float[FeatureExtractor.STRIP * FeatureSet.COUNT];
                extractor.extract(composite, pixels.pixel(i), 1, features);
                if (extractor.observations(0) >= MIN_OBSERVATIONS) {
                    assertThat(table.pixels()[row]).isEqualTo(pixels.pixel(i));
                    assertThat(table.labels()[row]).isEqualTo(pixels.label(i));
                    assertThat(table.fields()[row]).isEqualTo(pixels.field(i));
                    int at = row * FeatureSet.COUNT;
                    assertThat(Arrays.copyOfRange(table.rows(), at, at + FeatureSet.COUNT))
                            .isEqualTo(Arrays.copyOf(features, FeatureSet.COUNT));
                    row++;
                }
            }
            assertThat(table.size()).isEqualTo(row).isBetween(1, pixels.size() - 1);
        }
    }

    private static SeasonComposite composite(PixelGrid grid, Catalogue catalogue, Season season, TileCache cache) {
        double[] b = grid.lonLatBounds();
        SceneQuery query = new SceneQuery(Aoi.bbox(b[0], b[1], b[2], b[3]), season, 100);
        ExecutorService readers = Executors.newFixedThreadPool(4);
        try (SceneFinder.Found found = new SceneFinder(Sources.local(), cache, readers, 1000).find(catalogue, query);
                SceneStack stack = new SceneStack(season, found.scenes())) {
            return stack.readNow(grid, readers);
        } finally {
            readers.shutdownNow();
        }
    }
}
