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
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.ResultItem;
import org.geocrop.composite.OpenScene;
import org.geocrop.composite.SceneStack;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.error.DismissedException;
import org.geocrop.error.NoScenesException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.PolygonMask;
import org.geocrop.grid.Window;
import org.geocrop.raster.TileCache;
import org.geocrop.stac.Catalogue;
import org.geocrop.stac.SceneQuery;
import org.geocrop.store.Json;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Sources;

/**
 * From a request to a result: find scenes, read them block by block, mask, composite, compute features, predict, write
 * COGs. A fixed number of blocks is in flight, so memory does not depend on the area. The result does not depend on the
 * number of threads.
 */
public final class ClassificationPipeline implements AutoCloseable {

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

    private static final double SEARCH_SHARE = 0.05;

    private final ObjectStore store;
    private final Sources sources;
    private final TileCache cache;
    private final int threads;
    private final ExecutorService readers;

    /**
     * A pipeline that many jobs may share.
     *
     * @param store where results go
     * @param sources opens the catalogues' hrefs
     * @param cache decoded tiles of scenes
     * @param threads blocks of one job that are worked on at the same time; a few more are read ahead
     */
    public ClassificationPipeline(ObjectStore store, Sources sources, TileCache cache, int threads) {
        this.store = store;
        this.sources = sources;
        this.cache = cache;
        this.threads = threads;
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
    public Result run(ClassificationRequest request, Catalogue catalogue, Progress progress) {
        progress.report(0, "Searching scenes");
        SceneFinder finder = new SceneFinder(sources, cache, readers);
        SceneQuery query = new SceneQuery(request.aoi(), request.season(), request.maxCloudCover());
        SceneFinder.Found found = finder.find(catalogue, query);
        try {
            for (int lost = 0; ; lost++) {
                requireEnough(found, request);
                try {
                    return classify(request, found, progress);
                } catch (SceneStack.SceneLostException e) {
                    if (lost == MAX_LOST_SCENES) {
                        throw new NoScenesException(
                                "More than " + MAX_LOST_SCENES + " scenes could not be read; the last: "
                                        + e.getMessage(),
                                e);
                    }
                    found = e.hasChanged()
                            ? finder.reopen(found, e.scene())
                            : found.without(e.scene(), String.valueOf(e.getMessage()));
                }
            }
        } finally {
            found.close();
        }
    }

    private Result classify(ClassificationRequest request, SceneFinder.Found found, Progress progress) {
        PixelGrid grid = request.aoi().targetGrid();
        Summary summary = new Summary();
        try (SceneStack stack = new SceneStack(request.season(), found.scenes());
                ResultWriter writer = new ResultWriter(
                        store, request.jobId(), grid, request.model().classes(), request.probabilities())) {
            PolygonMask mask = request.aoi().mask(grid.epsg());
            BlockTask task = (window, workers) -> {
                PixelGrid block = grid.cut(window);
                boolean[] inside = mask.inside(block);
                CompletableFuture<SeasonComposite> composite =
                        contains(inside) ? stack.read(block, readers) : CompletableFuture.completedFuture(null);
                return composite.thenAcceptAsync(
                        season -> {
                            BlockResult result = new BlockResult(
                                    window.size(), request.model().classes().size(), request.probabilities());
                            if (season != null) {
                                result.classify(season, inside, request.model(), request.minObservations());
                            }
                            writer.write(window, result);
                            summary.add(result, inside);
                        },
                        workers);
            };
            runAll(blocks(grid, found), task, progress, found.scenes().size());
            progress.report(0.98, "Writing results");
            return publish(request, found, grid, summary, writer);
        }
    }

    private Result publish(
            ClassificationRequest request,
            SceneFinder.Found found,
            PixelGrid grid,
            Summary summary,
            ResultWriter writer) {
        Result result = new Result(
                request.jobId(),
                grid,
                request.aoi().bounds(),
                request.season(),
                request.model().bundle().id(),
                request.model().classes(),
                writer.rasters(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        Map<String, byte[]> documents = new LinkedHashMap<>();
        documents.put(
                ResultFiles.SUMMARY,
                Json.pretty(summary.write(grid, request.model().classes())));
        documents.put(ResultFiles.PROVENANCE, Json.pretty(Provenance.write(request, found)));
        writer.publish(
                documents, Json.pretty(ResultItem.write(result, request.aoi().geometry())));
        return result;
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
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        BlockingQueue<Optional<Throwable>> finished = new LinkedBlockingQueue<>();
        try {
            int started = 0;
            for (int done = 0; done < blocks.size(); done++) {
                while (started < blocks.size() && started - done < threads + READ_AHEAD) {
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
                outcome.ifPresent(ClassificationPipeline::rethrow);
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

    private static void requireEnough(SceneFinder.Found found, ClassificationRequest request) {
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
