package org.geocrop.pipeline;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.geocrop.catalogue.Result;
import org.geocrop.composite.OpenScene;
import org.geocrop.composite.SceneStack;
import org.geocrop.error.NoScenesException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.pipeline.schedule.Budget;
import org.geocrop.pipeline.schedule.PixelSeasons;
import org.geocrop.raster.TileCache;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Spent;

/**
 * From a request to a result: find scenes, read them area by area, mask, composite, compute features, predict, write
 * COGs. Memory does not depend on the size of the map, nor the result on the number of threads.
 */
public final class SeasonPipeline implements AutoCloseable {

    /** Reading waits more than it works, so it has threads of its own. */
    private static final int MIN_READERS = 32;

    private static final int READERS_A_CORE = 8;
    /** For questions, which don't wait behind what a map reads ahead. */
    private static final int PIXEL_READERS = 16;
    /** Scenes that may be lost, or read again, in one run. */
    private static final int MAX_LOST_SCENES = 8;

    /** Provenance has all of them. */
    private static final int MAX_REASONS_TOLD = 20;

    private final ObjectStore store;
    private final ChunkStore chunks;
    private final TileCache cache;
    private final Options options;
    private final ExecutorService readers;
    private final ExecutorService pixelReaders;
    private final Budget memory;
    private final Budget spool;

    /**
     * How a pipeline works.
     *
     * @param threads blocks of one job that are worked on at the same time
     * @param maxScenes that one job may read
     * @param keepChunks whether blocks are kept in the store, to be used again
     * @param readBytes memory for the decoded tiles of what is read at the same time, by all jobs
     * @param spoolBytes of temporary files for composites that wait to be worked on, of all jobs
     */
    public record Options(int threads, int maxScenes, boolean keepChunks, long readBytes, long spoolBytes) {

        private static final long DEFAULT_SPOOL_BYTES = 4L << 30;
        /** Of the memory that Java may use. */
        private static final int READ_SHARE = 6;

        /** With a sixth of the memory that Java may use for decoded tiles, and four gibibytes of temporary files. */
        public Options(int threads, int maxScenes, boolean keepChunks) {
            this(threads, maxScenes, keepChunks, defaultReadBytes(), DEFAULT_SPOOL_BYTES);
        }

        /** For a single run that nobody goes on with. */
        public static Options once(int threads) {
            return new Options(threads, 10_000, false);
        }

        /** A sixth of the memory that Java may use. */
        public static long defaultReadBytes() {
            return Runtime.getRuntime().maxMemory() / READ_SHARE;
        }
    }

    /**
     * A pipeline that many jobs may share.
     *
     * @param store where results and chunks go
     * @param cache decoded tiles of scenes
     */
    public SeasonPipeline(ObjectStore store, TileCache cache, Options options) {
        this.store = store;
        this.chunks = new ChunkStore(store);
        this.cache = cache;
        this.options = options;
        this.memory = new Budget(options.readBytes);
        this.spool = new Budget(options.spoolBytes);
        int cores = Runtime.getRuntime().availableProcessors();
        this.readers = readers(Math.max(MIN_READERS, READERS_A_CORE * cores), "geocrop-reader");
        this.pixelReaders = readers(PIXEL_READERS, "geocrop-pixel-reader");
    }

    private static ExecutorService readers(int count, String name) {
        return Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Runs a request to its end.
     *
     * @throws org.geocrop.error.GeocropException for every fault that a request or its surroundings can have; nothing
     *     of the result is visible then
     */
    public Result run(SeasonRequest request, Imagery imagery, Progress progress) {
        progress.phase("searching");
        progress.report(0, "Searching scenes");
        Imagery metered = imagery.on(new Spent());
        SceneFinder finder = finder(metered);
        SceneFinder.Found found = finder.find(
                imagery.catalogue(), request.query(), request.target().grid());
        tell(found, progress);
        try {
            for (int lost = 0; ; lost++) {
                try {
                    return new OpenMap(shop(), request, metered, found).write(request.jobId(), false, progress);
                } catch (SceneStack.SceneLostException e) {
                    if (lost == MAX_LOST_SCENES) {
                        throw new NoScenesException(
                                "More than " + MAX_LOST_SCENES + " scenes could not be read; the last: "
                                        + e.getMessage(),
                                e);
                    }
                    progress.note("Beginning anew, since a scene was lost: " + e.getMessage());
                    found = e.hasChanged()
                            ? finder.reopen(found, e.scene(), request.target().grid())
                            : finder.lose(
                                    found,
                                    e.scene(),
                                    String.valueOf(e.getMessage()),
                                    request.target().grid());
                }
            }
        } finally {
            found.close();
        }
    }

    /**
     * Opens the scenes of a map whose parts are worked out one by one; the caller closes it.
     *
     * @throws org.geocrop.error.GeocropException as {@link #run} does
     */
    public OpenMap open(SeasonRequest request, Imagery imagery) {
        SceneFinder.Found found = finder(imagery)
                .find(imagery.catalogue(), request.query(), request.target().grid());
        try {
            return new OpenMap(shop(), request, imagery, found);
        } catch (RuntimeException e) {
            found.close();
            throw e;
        }
    }

    private static void tell(SceneFinder.Found found, Progress progress) {
        progress.note("Reading " + found.scenes().size() + " scenes; "
                + found.cloudy().size() + " have no clear pixel in the area; "
                + found.leftOut().size() + " could not be used");
        found.leftOut().stream()
                .limit(MAX_REASONS_TOLD)
                .forEach(each -> progress.note("Left out " + each.id() + ": " + each.reason()));
    }

    /** Finds and opens scenes, with the threads of this pipeline. */
    public SceneFinder finder(Imagery imagery) {
        return new SceneFinder(imagery.sources(), cache, readers, options.maxScenes);
    }

    /** Reads pixels of scenes that a finder of this pipeline has found, within the memory that all jobs share. */
    public PixelSeasons pixelSeasons(PixelGrid grid, SceneStack stack, List<OpenScene> scenes) {
        return new PixelSeasons(grid, stack, scenes, readers, memory);
    }

    /** Threads that wait for bytes. */
    public ExecutorService readers() {
        return readers;
    }

    /** Finds and opens scenes of which a few pixels are read, by threads for which no map waits. */
    public SceneFinder pixelFinder(Imagery imagery) {
        return new SceneFinder(imagery.sources(), cache.withoutKeeping(), pixelReaders, options.maxScenes);
    }

    /** Threads that read a few pixels. */
    public ExecutorService pixelReaders() {
        return pixelReaders;
    }

    /** What jobs of a process share: memory, threads, and where chunks go. */
    record Shop(
            ObjectStore store,
            ChunkStore chunks,
            ExecutorService readers,
            Budget memory,
            Budget spool,
            Options options) {}

    private Shop shop() {
        return new Shop(store, chunks, readers, memory, spool, options);
    }

    @Override
    public void close() {
        readers.shutdownNow();
        pixelReaders.shutdownNow();
    }
}
