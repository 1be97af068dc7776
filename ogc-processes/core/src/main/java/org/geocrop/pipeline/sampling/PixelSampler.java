package org.geocrop.pipeline.sampling;

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
import org.geocrop.grid.Window;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.SceneFinder;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.stac.SceneQuery;
import org.geocrop.store.Spent;

/** Computes the features of single pixels, reading only the blocks in which they lie. */
public final class PixelSampler {

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
         * @param features filled anew for the next row
         */
        void accept(Pixel pixel, int observations, float[] features);
    }

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
        Map<Integer, List<Pixel>> blocks = new TreeMap<>();
        int across = (grid.width() - 1) / BLOCK + 1;
        for (Pixel pixel : pixels) {
            int block = pixel.row / BLOCK * across + pixel.col / BLOCK;
            blocks.computeIfAbsent(block, key -> new java.util.ArrayList<>()).add(pixel);
        }
        Spent spent = new Spent();
        try (SceneFinder.Found found = pipeline.finder(imagery.on(spent)).find(imagery.catalogue(), query);
                SceneStack stack = new SceneStack(query.season(), found.scenes(), spent)) {
            progress.phase("reading");
            int done = 0;
            for (Map.Entry<Integer, List<Pixel>> block : blocks.entrySet()) {
                progress.report((double) done++ / blocks.size(), "Read " + done + " of " + blocks.size() + " blocks");
                Window window = new Window(
                                block.getKey() % across * BLOCK, block.getKey() / across * BLOCK, BLOCK, BLOCK)
                        .intersection(grid.window());
                read(stack, grid, window, block.getValue(), minObservations, sink);
            }
            progress.measured(
                    new Progress.Measure(pixels.size(), found.scenes().size(), blocks.size(), 0, spent.report()));
        } catch (SceneStack.SceneLostException e) {
            throw new NoScenesException("A scene could not be read any more: " + e.getMessage(), e);
        }
    }

    private void read(
            SceneStack stack, PixelGrid grid, Window window, List<Pixel> pixels, int minObservations, Sink sink) {
        SeasonComposite composite = stack.readNow(grid.cut(window), pipeline.readers());
        FeatureExtractor extractor = new FeatureExtractor(composite.steps());
        Map<Integer, List<Pixel>> strips = new LinkedHashMap<>();
        for (Pixel pixel : pixels) {
            strips.computeIfAbsent(place(window, pixel) / FeatureExtractor.STRIP, key -> new java.util.ArrayList<>())
                    .add(pixel);
        }
        float[] rows = new float[FeatureExtractor.STRIP * FeatureSet.COUNT];
        float[] row = new float[FeatureSet.COUNT];
        strips.forEach((strip, wanted) -> {
            int from = strip * FeatureExtractor.STRIP;
            extractor.extract(composite, from, Math.min(FeatureExtractor.STRIP, composite.pixels() - from), rows);
            for (Pixel pixel : wanted) {
                int lane = place(window, pixel) - from;
                if (extractor.observations(lane) >= minObservations) {
                    System.arraycopy(rows, lane * FeatureSet.COUNT, row, 0, FeatureSet.COUNT);
                    sink.accept(pixel, extractor.observations(lane), row);
                }
            }
        });
    }

    private static int place(Window window, Pixel pixel) {
        return (pixel.row - window.row()) * window.width() + pixel.col - window.col();
    }
}
