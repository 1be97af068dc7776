package org.geocrop.pipeline.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.geocrop.composite.SceneStack;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.SceneFinder;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.pipeline.schedule.Budget;
import org.geocrop.pipeline.schedule.PixelSeasons;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.stac.Catalogue;
import org.geocrop.stac.SceneQuery;
import org.geocrop.store.Sources;

/** Computes the features of the labelled pixels of a label raster: what models are trained on. */
public final class TrainingTableReader {

    private static final int READERS = 8;
    private static final int MAX_SCENES = 10_000;
    private static final long MAX_PIXELS = 200_000_000;
    /** Rows of a table lie in one array. */
    private static final int MAX_LABELLED = Integer.MAX_VALUE / FeatureSet.COUNT - 1;

    private final Sources sources;
    private final TileCache cache;

    public TrainingTableReader(Sources sources, TileCache cache) {
        this.sources = sources;
        this.cache = cache;
    }

    /**
     * Reads labels and scenes. Memory holds the rows, and of scenes what {@link SeasonPipeline.Options} allows.
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
        LabelledPixels pixels = LabelledPixels.of(labels);
        if (pixels.size() > MAX_LABELLED) {
            throw new InvalidRequestException("The label raster " + labels.name() + " has " + pixels.size()
                    + " labelled pixels; it may have at most " + MAX_LABELLED);
        }
        double[] b = grid.lonLatBounds();
        SceneQuery query = new SceneQuery(Aoi.bbox(b[0], b[1], b[2], b[3]), season, maxCloudCover);
        Rows rows = new Rows(pixels, minObservations, progress);
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try (SceneFinder.Found found = new SceneFinder(sources, cache, readers, MAX_SCENES).find(catalogue, query);
                SceneStack stack = new SceneStack(season, found.scenes())) {
            Budget memory = new Budget(SeasonPipeline.Options.defaultReadBytes());
            new PixelSeasons(grid, stack, found.scenes(), readers, memory).read(pixels.places(), rows);
        } finally {
            readers.shutdownNow();
        }
        return rows.table();
    }

    /** A row for each labelled pixel, in their order, whenever it comes. */
    private static final class Rows implements PixelSeasons.Taker {

        private final LabelledPixels pixels;
        private final int minObservations;
        private final Progress progress;
        private final float[] rows;
        private final boolean[] isThere;
        private int done;

        Rows(LabelledPixels pixels, int minObservations, Progress progress) {
            this.pixels = pixels;
            this.minObservations = minObservations;
            this.progress = progress;
            this.rows = new float[pixels.size() * FeatureSet.COUNT];
            this.isThere = new boolean[pixels.size()];
        }

        @Override
        public void waits() {
            progress.report((double) done / Math.max(1, isThere.length), "Features of labelled pixels");
        }

        @Override
        public void take(List<Integer> numbers, SeasonComposite season) {
            FeatureRows.of(season, numbers, minObservations, (number, observations, features, at) -> {
                isThere[number] = true;
                System.arraycopy(features, at, rows, number * FeatureSet.COUNT, FeatureSet.COUNT);
            });
            done += numbers.size();
            waits();
        }

        /** Of the pixels that have enough; their rows move together in place. */
        TrainingTable table() {
            int[] labels = new int[isThere.length];
            int[] fields = new int[isThere.length];
            int[] places = new int[isThere.length];
            int size = 0;
            for (int i = 0; i < isThere.length; i++) {
                if (isThere[i]) {
                    System.arraycopy(rows, i * FeatureSet.COUNT, rows, size * FeatureSet.COUNT, FeatureSet.COUNT);
                    labels[size] = pixels.label(i);
                    fields[size] = pixels.field(i);
                    places[size++] = pixels.pixel(i);
                }
            }
            return new TrainingTable(
                    size == isThere.length ? rows : Arrays.copyOf(rows, size * FeatureSet.COUNT),
                    Arrays.copyOf(labels, size),
                    Arrays.copyOf(fields, size),
                    Arrays.copyOf(places, size),
                    pixels.width());
        }
    }
}
