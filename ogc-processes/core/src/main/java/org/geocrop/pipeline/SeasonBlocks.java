package org.geocrop.pipeline;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.RunningResult;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.PixelMask;
import org.geocrop.grid.Window;
import org.geocrop.pipeline.schedule.AreaSchedule;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.Spent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The blocks of a map: taken from chunks that were worked out before, or worked out, written, counted and shown. */
final class SeasonBlocks implements AreaSchedule.BlockWork {

    private static final Logger LOG = LoggerFactory.getLogger(SeasonBlocks.class);

    private final SeasonRequest request;
    private final PixelGrid grid;
    private final PixelMask mask;
    private final @Nullable Chunks chunks;
    private final ResultWriter writer;
    private final @Nullable RunningResult shown;
    private final Executor readers;
    private final Spent spent;
    private final SeasonCounts counts = new SeasonCounts();
    private final AtomicInteger reused = new AtomicInteger();

    /** Where blocks are kept, and by which names. */
    record Chunks(ChunkStore store, ChunkKeys keys) {}

    /**
     * Blocks of a run.
     *
     * @param chunks null to keep none
     * @param shown to whom blocks are added as they are done, or null
     * @param readers run what waits
     * @param spent the account of the run
     */
    SeasonBlocks(
            SeasonRequest request,
            PixelGrid grid,
            @Nullable Chunks chunks,
            ResultWriter writer,
            @Nullable RunningResult shown,
            Executor readers,
            Spent spent) {
        this.request = request;
        this.grid = grid;
        this.mask = request.target().mask();
        this.chunks = chunks;
        this.writer = writer;
        this.shown = shown;
        this.readers = readers;
        this.spent = spent;
    }

    SeasonCounts counts() {
        return counts;
    }

    /** Blocks that were there already from another run or attempt. */
    int reused() {
        return reused.get();
    }

    @Override
    public boolean doneWithoutScenes(Window window) {
        PixelGrid place = grid.cut(window);
        boolean[] inside = mask.inside(place);
        if (!contains(inside)) {
            done(window, inside, blank(window));
            return true;
        }
        Optional<BlockResult> kept = chunks == null
                ? Optional.empty()
                : chunks.store.find(
                        chunks.keys.of(place, inside),
                        window.size(),
                        request.classes().size(),
                        request.rasters());
        kept.ifPresent(block -> {
            reused.incrementAndGet();
            done(window, inside, block);
        });
        return kept.isPresent();
    }

    @Override
    public CompletableFuture<Void> workOut(Window window, SeasonComposite season) {
        boolean[] inside = mask.inside(grid.cut(window));
        BlockResult block = blank(window);
        block.workOut(season, inside, request.model(), request.minObservations(), request.minApplicability(), spent);
        done(window, inside, block);
        return chunks == null
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(() -> keep(chunks, window, inside, block), readers);
    }

    private void keep(Chunks to, Window window, boolean[] inside, BlockResult block) {
        ObjectKey key = to.keys.of(grid.cut(window), inside);
        to.store.keep(key, block, request.rasters());
        LOG.debug("Job {} has worked out chunk {}", request.jobId(), key.key());
    }

    private void done(Window window, boolean[] inside, BlockResult block) {
        long start = System.nanoTime();
        writer.write(window, block);
        spent.since(start, Spent.Work.WRITING);
        counts.add(block, inside);
        if (shown != null && contains(inside)) {
            shown.add(
                    grid.cut(window),
                    window,
                    block.samples(ResultFiles.CROP_TYPE),
                    Profiles.of(ResultFiles.CROP_TYPE, request.classes()));
        }
    }

    private BlockResult blank(Window window) {
        return new BlockResult(window.size(), request.classes().size(), request.rasters());
    }

    /** Whether any pixel is wanted. */
    static boolean contains(boolean[] inside) {
        for (boolean b : inside) {
            if (b) {
                return true;
            }
        }
        return false;
    }
}
