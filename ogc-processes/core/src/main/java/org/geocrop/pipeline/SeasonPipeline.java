package org.geocrop.pipeline;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.RunningResult;
import org.geocrop.composite.SceneStack;
import org.geocrop.error.NoScenesException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.raster.TileCache;
import org.geocrop.store.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a request to a result: find scenes, read them area by area, mask, composite, compute features, predict, write
 * COGs. Memory does not depend on the size of the map, nor the result on the number of threads.
 */
public final class SeasonPipeline implements AutoCloseable {

    /** Reading waits more than it works, so it has threads of its own. */
    private static final int MIN_READERS = 32;

    private static final int READERS_A_CORE = 8;
    /** Scenes that may be lost, or read again, in one run. */
    private static final int MAX_LOST_SCENES = 8;

    /** Provenance has all of them. */
    private static final int MAX_REASONS_TOLD = 20;

    private static final double SEARCH_SHARE = 0.05;

    private static final Logger LOG = LoggerFactory.getLogger(SeasonPipeline.class);

    private final ObjectStore store;
    private final ChunkStore chunks;
    private final TileCache cache;
    private final Options options;
    private final ExecutorService readers;
    private final ReadBudget budget = ReadBudget.ofThisProcess();

    /**
     * How a pipeline works.
     *
     * @param threads blocks of one job that are worked on at the same time; a few more are read ahead
     * @param maxScenes that one job may read
     * @param keepChunks whether blocks are kept in the store, to be used again
     */
    public record Options(int threads, int maxScenes, boolean keepChunks) {

        /** For a single run that nobody goes on with. */
        public static Options once(int threads) {
            return new Options(threads, 10_000, false);
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
        this.readers = Executors.newFixedThreadPool(
                Math.max(MIN_READERS, READERS_A_CORE * Runtime.getRuntime().availableProcessors()), task -> {
                    Thread thread = new Thread(task, "geocrop-reader");
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
        SceneFinder finder = finder(imagery);
        SceneFinder.Found found = finder.find(imagery.catalogue(), request.query());
        tell(found, progress);
        try {
            for (int lost = 0; ; lost++) {
                requireEnough(found, request);
                try {
                    return make(request, imagery, found, progress);
                } catch (SceneStack.SceneLostException e) {
                    if (lost == MAX_LOST_SCENES) {
                        throw new NoScenesException(
                                "More than " + MAX_LOST_SCENES + " scenes could not be read; the last: "
                                        + e.getMessage(),
                                e);
                    }
                    progress.note("Beginning anew, since a scene was lost: " + e.getMessage());
                    found = e.hasChanged()
                            ? finder.reopen(found, e.scene())
                            : found.without(e.scene(), String.valueOf(e.getMessage()));
                }
            }
        } finally {
            found.close();
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

    /** Threads that wait for bytes. */
    public ExecutorService readers() {
        return readers;
    }

    private Result make(SeasonRequest request, Imagery imagery, SceneFinder.Found found, Progress progress) {
        progress.phase("classifying");
        PixelGrid grid = request.aoi().targetGrid();
        RunningResult running = new RunningResult(store, request.jobId());
        boolean isShown = options.keepChunks && request.wants(ResultFiles.CROP_TYPE);
        if (isShown) {
            running.begin(expected(request, grid));
        }
        List<Areas.Area> areas = Areas.of(grid, found.scenes(), request.season().steps());
        int blocks = areas.stream().mapToInt(Areas.Area::blocks).sum();
        try (SceneStack stack = new SceneStack(request.season(), found.scenes());
                ResultWriter writer = new ResultWriter(store, request.jobId(), request.processId())) {
            request.rasters().forEach(raster -> writer.raster(raster, grid, Profiles.of(raster, request.classes())));
            SeasonBlocks work = new SeasonBlocks(
                    request,
                    grid,
                    options.keepChunks ? new SeasonBlocks.Chunks(chunks, new ChunkKeys(request, found.scenes())) : null,
                    writer,
                    isShown ? running : null,
                    readers);
            try (AreaSchedule schedule = new AreaSchedule(grid, stack, readers, budget, options.threads, work)) {
                schedule.run(
                        areas,
                        (share, done) -> progress.report(
                                SEARCH_SHARE + (0.97 - SEARCH_SHARE) * share,
                                "Classified " + done + " of " + blocks + " blocks from "
                                        + found.scenes().size() + " scenes"));
            }
            if (work.reused() > 0) {
                progress.note("Reused " + work.reused() + " of " + blocks + " blocks");
            }
            progress.phase("writing");
            progress.report(0.98, "Writing results");
            Result result = publish(request, imagery, found, grid, work.summary(), writer);
            work.summary().warnings().forEach(warning -> {
                LOG.warn("Job {}: {}", request.jobId(), warning);
                progress.warn(warning);
            });
            progress.measured(
                    new Progress.Measure(work.summary().pixels(), found.scenes().size(), blocks, work.reused()));
            return result;
        } finally {
            if (isShown) {
                running.remove();
            }
        }
    }

    private static Result expected(SeasonRequest request, PixelGrid grid) {
        return new Result(
                request.jobId(),
                request.processId(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                List.of(new Result.Output(ResultFiles.CROP_TYPE, ResultFiles.CROP_TYPE + ".tif", ResultFiles.COG_TYPE)),
                coverage(request, grid));
    }

    private static Coverage coverage(SeasonRequest request, PixelGrid grid) {
        return new Coverage(
                grid,
                request.aoi().bounds(),
                request.season(),
                request.model() == null ? null : request.model().bundle().id(),
                request.classes());
    }

    private static Result publish(
            SeasonRequest request,
            Imagery imagery,
            SceneFinder.Found found,
            PixelGrid grid,
            Summary summary,
            ResultWriter writer) {
        Map<String, ResultWriter.Document> documents = new LinkedHashMap<>();
        documents.put("summary", ResultWriter.Document.json(summary.write(grid, request.classes(), found)));
        documents.put("provenance", ResultWriter.Document.json(Provenance.write(request, imagery.name(), found)));
        return writer.publish(
                documents,
                new ResultWriter.Place(coverage(request, grid), request.aoi().geometry()));
    }

    private static void requireEnough(SceneFinder.Found found, SeasonRequest request) {
        List<Integer> steps = new ArrayList<>();
        found.scenes()
                .forEach(
                        scene -> steps.add(request.season().stepOf(scene.scene().day())));
        long distinct = steps.stream().distinct().count();
        if (distinct < request.minObservations()) {
            throw new NoScenesException("The " + found.scenes().size() + " scenes that can be read fall into "
                    + distinct + " time steps of ten days; at least " + request.minObservations() + " are needed");
        }
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }
}
