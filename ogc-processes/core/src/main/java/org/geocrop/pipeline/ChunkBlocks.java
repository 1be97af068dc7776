package org.geocrop.pipeline;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.grid.Window;
import org.geocrop.pipeline.schedule.AreaSchedule;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.Spent;

/** Blocks that are worked out for whoever writes the map later: only as chunks. */
final class ChunkBlocks implements AreaSchedule.BlockWork {

    private final SeasonRequest request;
    private final SeasonBlocks.Chunks chunks;
    private final AtomicInteger reused;
    private final AtomicInteger empty;
    private final Spent spent;

    /**
     * Blocks of a part.
     *
     * @param reused counts those that were there already
     * @param empty counts those without a wanted pixel, which need no chunk
     * @param spent the account of the run
     */
    ChunkBlocks(
            SeasonRequest request, SeasonBlocks.Chunks chunks, AtomicInteger reused, AtomicInteger empty, Spent spent) {
        this.spent = spent;
        this.request = request;
        this.chunks = chunks;
        this.reused = reused;
        this.empty = empty;
    }

    @Override
    public boolean doneWithoutScenes(Window block) {
        boolean[] inside = inside(block);
        if (!SeasonBlocks.contains(inside)) {
            empty.incrementAndGet();
            return true;
        }
        boolean isThere = chunks.store().has(key(block, inside));
        if (isThere) {
            reused.incrementAndGet();
        }
        return isThere;
    }

    @Override
    public CompletableFuture<Void> workOut(Window block, SeasonComposite season) {
        boolean[] inside = inside(block);
        BlockResult result = new BlockResult(block.size(), request.classes().size(), request.rasters());
        result.workOut(season, inside, request.model(), request.minObservations(), request.minApplicability(), spent);
        chunks.store().keep(key(block, inside), result, request.rasters());
        return CompletableFuture.completedFuture(null);
    }

    private boolean[] inside(Window block) {
        return request.target().mask().inside(request.target().grid().cut(block));
    }

    private ObjectKey key(Window block, boolean[] inside) {
        return chunks.keys().of(request.target().grid().cut(block), inside);
    }
}
