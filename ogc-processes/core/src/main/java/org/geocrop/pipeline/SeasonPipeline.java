package org.geocrop.pipeline;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.RunningResult;
import org.geocrop.composite.OpenScene;
import org.geocrop.composite.SceneStack;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.error.DismissedException;
import org.geocrop.error.NoScenesException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.PolygonMask;
import org.geocrop.grid.Window;
import org.geocrop.raster.TileCache;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a request to a result: find scenes, read them block by block, mask, composite, compute features, predict, write
 * COGs. A fixed number of blocks is in flight, so memory does not depend on the area. The result does not depend on the
 * number of threads.
 */
public final class SeasonPipeline implements AutoCloseable {

    private static final int BLOCK = 256;
    /** Catalogues' COGs have tiles of up to so many pixels. */
    private static final int LARGEST_TILE = 1024;

    /** Reading waits more than it works, so it has threads of its own. */
    private static final int MIN_READERS = 32;

    private static final int READERS_A_CORE = 8;
    /** Blocks that are read while others are worked on. */
    private static final int READ_AHEAD = 3;

    private static final int LISTEN_EVERY_MS = 250;
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
        Summary summary = new Summary();
        AtomicInteger reused = new AtomicInteger();
        List<Window> blocks = blocks(grid, found);
        RunningResult running = new RunningResult(store, request.jobId());
        boolean isShown = options.keepChunks && request.wants(ResultFiles.CROP_TYPE);
        if (isShown) {
            running.begin(expected(request, grid));
        }
        try (SceneStack stack = new SceneStack(request.season(), found.scenes());
                ResultWriter writer = new ResultWriter(store, request.jobId(), request.processId())) {
            request.rasters().forEach(raster -> writer.raster(raster, grid, Profiles.of(raster, request.classes())));
            BlockTask task = blockTask(request, grid, found, stack, (window, inside, block, isReused) -> {
                writer.write(window, block);
                summary.add(block, inside);
                if (isReused) {
                    reused.incrementAndGet();
                }
                if (isShown && contains(inside)) {
                    running.add(
                            grid.cut(window),
                            window,
                            block.samples(ResultFiles.CROP_TYPE),
                            Profiles.of(ResultFiles.CROP_TYPE, request.classes()));
                }
            });
            runAll(blocks, task, progress, found.scenes().size());
            if (reused.get() > 0) {
                progress.note("Reused " + reused + " of " + blocks.size() + " blocks");
            }
            progress.phase("writing");
            progress.report(0.98, "Writing results");
            Result result = publish(request, imagery, found, grid, summary, writer);
            summary.warnings().forEach(warning -> {
                LOG.warn("Job {}: {}", request.jobId(), warning);
                progress.warn(warning);
            });
            progress.measured(
                    new Progress.Measure(summary.pixels(), found.scenes().size(), blocks.size(), reused.get()));
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

    @FunctionalInterface
    private interface BlockSink {
        void accept(Window window, boolean[] inside, BlockResult block, boolean reused);
    }

    /** Takes a block from its chunk, or reads, works out and keeps it. */
    private BlockTask blockTask(
            SeasonRequest request, PixelGrid grid, SceneFinder.Found found, SceneStack stack, BlockSink sink) {
        PolygonMask mask = request.aoi().mask(grid.epsg());
        ChunkKeys keys = new ChunkKeys(request, found.scenes());
        int classes = request.classes().size();
        return (window, workers) -> {
            PixelGrid place = grid.cut(window);
            boolean[] inside = mask.inside(place);
            if (!contains(inside)) {
                return CompletableFuture.runAsync(
                        () -> sink.accept(window, inside, blank(window, request), false), workers);
            }
            if (!options.keepChunks) {
                return stack.read(place, readers)
                        .thenAcceptAsync(season -> workOut(window, inside, season, request, sink), workers);
            }
            ObjectKey key = keys.of(place, inside);
            return CompletableFuture.supplyAsync(
                            () -> chunks.find(key, window.size(), classes, request.rasters()), readers)
                    .thenCompose(kept -> kept.isPresent()
                            ? CompletableFuture.runAsync(() -> sink.accept(window, inside, kept.get(), true), workers)
                            : stack.read(place, readers)
                                    .thenApplyAsync(season -> workOut(window, inside, season, request, sink), workers)
                                    .thenAcceptAsync(block -> keep(request, key, block), readers));
        };
    }

    private static BlockResult workOut(
            Window window, boolean[] inside, SeasonComposite season, SeasonRequest request, BlockSink sink) {
        BlockResult block = blank(window, request);
        block.workOut(season, inside, request.model(), request.minObservations(), request.minApplicability());
        sink.accept(window, inside, block, false);
        return block;
    }

    private void keep(SeasonRequest request, ObjectKey key, BlockResult block) {
        LOG.debug("Job {} has worked out chunk {}", request.jobId(), key.key());
        chunks.keep(key, block, request.rasters());
    }

    private static BlockResult blank(Window window, SeasonRequest request) {
        return new BlockResult(window.size(), request.classes().size(), request.rasters());
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

    @FunctionalInterface
    private interface BlockTask {
        /** Starts to read a block; the workers do the rest. */
        CompletableFuture<Void> start(Window block, Executor workers);
    }

    /**
     * Runs all blocks with a fixed number in flight: some are read while others are worked on. The first fault ends
     * the run after those that are worked on.
     */
    private void runAll(List<Window> blocks, BlockTask task, Progress progress, int scenes) {
        ExecutorService workers = Executors.newFixedThreadPool(options.threads);
        BlockingQueue<Optional<Throwable>> finished = new LinkedBlockingQueue<>();
        try {
            int started = 0;
            for (int done = 0; done < blocks.size(); done++) {
                while (started < blocks.size() && started - done < options.threads + READ_AHEAD) {
                    task.start(blocks.get(started++), workers)
                            .whenComplete((nothing, fault) -> finished.add(Optional.ofNullable(fault)));
                }
                double fraction = SEARCH_SHARE + (0.97 - SEARCH_SHARE) * done / blocks.size();
                String message = "Classified " + done + " of " + blocks.size() + " blocks from " + scenes + " scenes";
                Optional<Throwable> outcome;
                do {
                    progress.report(fraction, message);
                    outcome = finished.poll(LISTEN_EVERY_MS, TimeUnit.MILLISECONDS);
                } while (outcome == null);
                outcome.ifPresent(SeasonPipeline::rethrow);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DismissedException("The job was interrupted", e);
        } finally {
            shutdown(workers);
        }
    }

    private static void rethrow(Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        if (cause instanceof RuntimeException known) {
            throw known;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(cause);
    }

    private static void shutdown(ExecutorService workers) {
        workers.shutdownNow();
        try {
            // Nobody may write to files that are about to be closed.
            if (!workers.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Blocks did not end within a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Blocks that lie within the tiles of the scenes, as most scenes have them, and all blocks of a tile near each
     * other in time: a tile is then decoded once.
     */
    private static List<Window> blocks(PixelGrid grid, SceneFinder.Found found) {
        Map<List<Integer>, Integer> votes = new LinkedHashMap<>();
        for (OpenScene scene : found.scenes()) {
            PixelGrid own = scene.grid();
            if (own.epsg() == grid.epsg() && own.resX() == grid.resX()) {
                long left = Math.round((grid.originX() - own.originX()) / grid.resX());
                long top = Math.round((own.originY() - grid.originY()) / grid.resY());
                votes.merge(
                        List.of(Math.floorMod(left, LARGEST_TILE), Math.floorMod(top, LARGEST_TILE)), 1, Integer::sum);
            }
        }
        return votes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(vote ->
                        grid.blocks(BLOCK, vote.getKey().get(0), vote.getKey().get(1)))
                .orElseGet(() -> grid.blocks(BLOCK));
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

    private static boolean contains(boolean[] inside) {
        for (boolean b : inside) {
            if (b) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }
}
