package org.geocrop.pipeline.sampling;

import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.geocrop.composite.SceneStack;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.feature.FeatureExtractor;
import org.geocrop.feature.FeatureSet;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.grid.Window;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.SceneFinder;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.stac.Catalogue;
import org.geocrop.stac.SceneQuery;
import org.geocrop.store.Sources;

/** Computes the features of the labelled pixels of a label raster: what models are trained on. */
public final class TrainingTableReader {

    private static final int BLOCK = 256;
    private static final int MAX_SCENES = 10_000;
    private static final long MAX_PIXELS = 200_000_000;

    private final Sources sources;
    private final TileCache cache;

    public TrainingTableReader(Sources sources, TileCache cache) {
        this.sources = sources;
        this.cache = cache;
    }

    /**
     * Reads labels and scenes.
     *
     * @param labels one integer band on a 10 m lattice, 0 for no label
     * @param maxCloudCover per cent; scenes above are skipped
     * @param minObservations time steps with data that a pixel needs
     */
    public TrainingTable read(
            Cog labels,
            Catalogue catalogue,
            Season season,
            double maxCloudCover,
            int minObservations,
            Progress progress) {
        PixelGrid grid = labels.placed();
        if ((long) grid.width() * grid.height() > MAX_PIXELS) {
            throw new InvalidRequestException(
                    "The label raster " + labels.name() + " may have at most " + MAX_PIXELS + " pixels");
        }
        int[] values = new int[grid.width() * grid.height()];
        labels.data().read(0, 0, grid.window(), values, 0);
        int[] fields = Fields.of(values, grid.width());
        double[] b = grid.lonLatBounds();
        Rows rows = new Rows((int) Arrays.stream(values).filter(v -> v != 0).count());
        ExecutorService readers = Executors.newFixedThreadPool(8);
        SceneQuery query = new SceneQuery(Aoi.bbox(b[0], b[1], b[2], b[3]), season, maxCloudCover);
        try (SceneFinder.Found found = new SceneFinder(sources, cache, readers, MAX_SCENES).find(catalogue, query);
                SceneStack stack = new SceneStack(season, found.scenes())) {
            var blocks = grid.blocks(BLOCK);
            for (int i = 0; i < blocks.size(); i++) {
                progress.report((double) i / blocks.size(), "Features of labelled pixels");
                readBlock(stack, grid, blocks.get(i), readers, values, fields, minObservations, rows);
            }
        } finally {
            readers.shutdownNow();
        }
        return rows.table(grid.width());
    }

    private static void readBlock(
            SceneStack stack,
            PixelGrid grid,
            Window window,
            ExecutorService readers,
            int[] values,
            int[] fields,
            int minObservations,
            Rows rows) {
        int[] pixels = new int[window.size()];
        boolean any = false;
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (window.row() + i / window.width()) * grid.width() + window.col() + i % window.width();
            any |= values[pixels[i]] != 0;
        }
        if (!any) {
            return;
        }
        SeasonComposite composite = stack.readNow(grid.cut(window), readers);
        FeatureExtractor extractor = new FeatureExtractor(composite.steps());
        float[] strip = new float[FeatureExtractor.STRIP * FeatureSet.COUNT];
        for (int from = 0; from < pixels.length; from += FeatureExtractor.STRIP) {
            int count = Math.min(FeatureExtractor.STRIP, pixels.length - from);
            extractor.extract(composite, from, count, strip);
            for (int i = 0; i < count; i++) {
                int pixel = pixels[from + i];
                if (values[pixel] != 0 && extractor.observations(i) >= minObservations) {
                    rows.add(strip, i, values[pixel], fields[pixel], pixel);
                }
            }
        }
    }

    /** Rows as they come. */
    private static final class Rows {
        private final float[] rows;
        private final int[] labels;
        private final int[] fields;
        private final int[] pixels;
        private int size;

        Rows(int capacity) {
            rows = new float[Math.multiplyExact(capacity, FeatureSet.COUNT)];
            labels = new int[capacity];
            fields = new int[capacity];
            pixels = new int[capacity];
        }

        void add(float[] strip, int lane, int label, int field, int pixel) {
            System.arraycopy(strip, lane * FeatureSet.COUNT, rows, size * FeatureSet.COUNT, FeatureSet.COUNT);
            labels[size] = label;
            pixels[size] = pixel;
            fields[size++] = field;
        }

        TrainingTable table(int width) {
            return new TrainingTable(
                    Arrays.copyOf(rows, size * FeatureSet.COUNT),
                    Arrays.copyOf(labels, size),
                    Arrays.copyOf(fields, size),
                    Arrays.copyOf(pixels, size),
                    width);
        }
    }
}
