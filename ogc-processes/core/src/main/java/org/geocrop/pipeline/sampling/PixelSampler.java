package org.geocrop.pipeline.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.composite.SceneStack;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.error.NoScenesException;
import org.geocrop.feature.FeatureExtractor;
import org.geocrop.feature.FeatureSet;
import org.geocrop.grid.PixelGrid;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.SceneFinder;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.pipeline.schedule.PixelSeasons;
import org.geocrop.stac.SceneQuery;
import org.geocrop.store.Spent;
import org.jspecify.annotations.Nullable;

/** Computes the features of single pixels. */
public final class PixelSampler {

    /** Rows come by blocks of so many pixels, and by strips within them. */
    private static final int BLOCK = 64;

    private final SeasonPipeline pipeline;

    public PixelSampler(SeasonPipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** A pixel of the grid that a feature means. */
    public record Pixel(int feature, int col, int row) {}

    /** Takes rows, block by block. */
    @FunctionalInterface
    public interface Sink {

        /**
         * A pixel's row.
         *
         * @param observations time steps with data
         */
        void accept(Pixel pixel, int observations, float[] features);
    }

    private record Row(int observations, float[] features) {}

    /**
     * Samples pixels of a grid.
     *
     * @param minObservations pixels with fewer time steps with data are left out
     */
    public void sample(
            PixelGrid grid,
            List<Pixel> pixels,
            SceneQuery query,
            Imagery imagery,
            int minObservations,
            Progress progress,
            Sink sink) {
        progress.phase("searching");
        progress.report(0, "Searching scenes");
        List<Pixel> ordered = inBlocks(grid, pixels);
        @Nullable Row[] rows = new @Nullable Row[ordered.size()];
        Spent spent = new Spent();
        try (SceneFinder.Found found = pipeline.finder(imagery.on(spent)).find(imagery.catalogue(), query);
                SceneStack stack = new SceneStack(query.season(), found.scenes(), spent)) {
            progress.phase("reading");
            pipeline.pixelSeasons(grid, stack, found.scenes())
                    .read(
                            ordered.stream()
                                    .map(pixel -> new PixelSeasons.Place(pixel.col, pixel.row))
                                    .toList(),
                            new Rows(rows, minObservations, progress));
            progress.measured(new Progress.Measure(
                    pixels.size(), found.scenes().size(), blocks(grid, pixels), 0, spent.report()));
        } catch (SceneStack.SceneLostException e) {
            throw new NoScenesException("A scene could not be read any more: " + e.getMessage(), e);
        }
        for (int i = 0; i < rows.length; i++) {
            Row row = rows[i];
            if (row != null) {
                sink.accept(ordered.get(i), row.observations, row.features);
            }
        }
    }

    /** The order of rows: it does not depend on how scenes are cut into tiles. */
    private static List<Pixel> inBlocks(PixelGrid grid, List<Pixel> pixels) {
        Map<Integer, List<Pixel>> blocks = new TreeMap<>();
        for (Pixel pixel : pixels) {
            blocks.computeIfAbsent(block(grid, pixel), key -> new ArrayList<>()).add(pixel);
        }
        int across = across(grid);
        List<Pixel> ordered = new ArrayList<>();
        blocks.forEach((number, some) -> {
            int width = Math.min(BLOCK, grid.width() - number % across * BLOCK);
            Map<Integer, List<Pixel>> strips = new LinkedHashMap<>();
            for (Pixel pixel : some) {
                int place = pixel.row % BLOCK * width + pixel.col % BLOCK;
                strips.computeIfAbsent(place / FeatureExtractor.STRIP, key -> new ArrayList<>())
                        .add(pixel);
            }
            strips.values().forEach(ordered::addAll);
        });
        return ordered;
    }

    private static int across(PixelGrid grid) {
        return (grid.width() - 1) / BLOCK + 1;
    }

    private static int block(PixelGrid grid, Pixel pixel) {
        return pixel.row / BLOCK * across(grid) + pixel.col / BLOCK;
    }

    private static int blocks(PixelGrid grid, List<Pixel> pixels) {
        return (int)
                pixels.stream().mapToInt(pixel -> block(grid, pixel)).distinct().count();
    }

    /** Makes rows of seasons, and tells how many. */
    private static final class Rows implements PixelSeasons.Taker {

        private final @Nullable Row[] rows;
        private final int minObservations;
        private final Progress progress;
        private int done;

        Rows(@Nullable Row[] rows, int minObservations, Progress progress) {
            this.rows = rows;
            this.minObservations = minObservations;
            this.progress = progress;
        }

        @Override
        public void waits() {
            progress.report((double) done / rows.length, "Read " + done + " of " + rows.length + " pixels");
        }

        @Override
        public void take(List<Integer> numbers, SeasonComposite season) {
            FeatureRows.of(
                    season,
                    numbers,
                    minObservations,
                    (number, observations, features, at) -> rows[number] =
                            new Row(observations, Arrays.copyOfRange(features, at, at + FeatureSet.COUNT)));
            done += numbers.size();
            waits();
        }
    }
}
