package org.geocrop.pipeline;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.RunningResult;
import org.geocrop.composite.SceneStack;
import org.geocrop.composite.SeasonSpool;
import org.geocrop.error.NoScenesException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.hash.Sha256;
import org.geocrop.pipeline.schedule.AreaSchedule;
import org.geocrop.pipeline.schedule.Areas;
import org.geocrop.store.Spent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A map whose scenes are open. Parts of it can be worked out ahead, in any order and by many processes, into chunks; who
 * writes it takes the chunks that are there and works out the rest, so the bytes are the same however it was divided.
 */
public final class OpenMap implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenMap.class);
    private static final double SEARCH_SHARE = 0.05;
    private static final double WRITE_SHARE = 0.97;

    private final SeasonPipeline.Shop shop;
    private final SeasonRequest request;
    private final Imagery imagery;
    private final SceneFinder.Found found;
    private final PixelGrid grid;
    private final List<Areas.Area> areas;
    private final Spent spent;

    /**
     * A map of scenes that were found.
     *
     * @throws NoScenesException if they fall into too few time steps
     */
    OpenMap(SeasonPipeline.Shop shop, SeasonRequest request, Imagery imagery, SceneFinder.Found found) {
        this.shop = shop;
        this.request = request;
        this.imagery = imagery;
        this.found = found;
        this.grid = request.target().grid();
        requireEnough();
        this.spent = imagery.sources().spent();
        this.areas = Areas.of(
                grid,
                found.scenes(),
                SeasonSpool.pixelsIn(
                        SeasonSpool.room(shop.options().spoolBytes()),
                        request.season().steps()));
    }

    /**
     * What was done of a part.
     *
     * @param blocks with wanted pixels
     * @param reused of those, blocks that were there already
     */
    public record Worked(int blocks, int reused) {}

    /** A hash of all that the rasters depend on. */
    public String hash() {
        ChunkKeys keys = keys();
        Sha256 digest = new Sha256();
        // How areas are cut depends on the room that there is; what blocks there are does not.
        List<Window> blocks = areas.stream()
                .flatMap(area -> area.cells().stream())
                .flatMap(List::stream)
                .sorted(Comparator.comparingInt(Window::row).thenComparingInt(Window::col))
                .toList();
        for (Window block : blocks) {
            boolean[] inside = request.target().mask().inside(grid.cut(block));
            digest.add(keys.of(grid.cut(block), inside).key().getBytes(StandardCharsets.UTF_8));
        }
        return digest.hex();
    }

    /**
     * Works out the blocks that begin in a part and keeps them as chunks, but for those that are there.
     *
     * @throws SceneStack.SceneLostException if a scene can't be read any more
     */
    public Worked workOut(Window part, Progress progress) {
        List<Areas.Area> mine = Areas.within(areas, part);
        int blocks = mine.stream().mapToInt(Areas.Area::blocks).sum();
        AtomicInteger reused = new AtomicInteger();
        AtomicInteger empty = new AtomicInteger();
        ChunkBlocks work =
                new ChunkBlocks(request, new SeasonBlocks.Chunks(shop.chunks(), keys()), reused, empty, spent);
        try (SceneStack stack = new SceneStack(request.season(), found.scenes(), spent);
                AreaSchedule schedule = schedule(stack, work)) {
            schedule.run(mine, (share, done) -> progress.report(share, "Classified " + done + " of " + blocks));
        }
        return new Worked(blocks - empty.get(), reused.get());
    }

    /**
     * Writes the whole map.
     *
     * @param id names the result
     * @param shared whether the id is made of the {@link #hash}: others may write the same at the same time, and nobody
     *     sees blocks before the map is whole
     */
    public Result write(String id, boolean shared, Progress progress) {
        progress.phase("classifying");
        RunningResult running = new RunningResult(shop.store(), id);
        boolean keeps = shop.options().keepChunks();
        boolean shows = !shared && keeps && request.wants(ResultFiles.CROP_TYPE);
        if (shows) {
            running.begin(expected(id));
        }
        int blocks = areas.stream().mapToInt(Areas.Area::blocks).sum();
        try (SceneStack stack = new SceneStack(request.season(), found.scenes(), spent);
                ResultWriter writer = new ResultWriter(shop.store(), id, request.processId(), shared)) {
            request.rasters().forEach(raster -> writer.raster(raster, grid, Profiles.of(raster, request.classes())));
            SeasonBlocks work = new SeasonBlocks(
                    request,
                    grid,
                    keeps ? new SeasonBlocks.Chunks(shop.chunks(), keys()) : null,
                    writer,
                    shows ? running : null,
                    shop.readers(),
                    spent);
            try (AreaSchedule schedule = schedule(stack, work)) {
                schedule.run(
                        areas,
                        (share, done) -> progress.report(
                                SEARCH_SHARE + (WRITE_SHARE - SEARCH_SHARE) * share,
                                "Classified " + done + " of " + blocks + " blocks from "
                                        + found.scenes().size() + " scenes"));
            }
            if (work.reused() > 0) {
                progress.note("Reused " + work.reused() + " of " + blocks + " blocks");
            }
            progress.phase("writing");
            progress.report(0.98, "Writing results");
            Result result = spent.on(Spent.Work.WRITING, () -> publish(work.counts(), writer));
            work.counts().warnings().forEach(warning -> {
                LOG.warn("Job {}: {}", id, warning);
                progress.warn(warning);
            });
            Spent.Report report = spent.report();
            progress.note(report.text());
            progress.measured(
                    new Progress.Measure(work.counts().pixels(), found.scenes().size(), blocks, work.reused(), report));
            return result;
        } finally {
            if (shows) {
                running.remove();
            }
        }
    }

    private AreaSchedule schedule(SceneStack stack, AreaSchedule.BlockWork work) {
        return new AreaSchedule(
                grid,
                stack,
                shop.readers(),
                shop.memory(),
                shop.spool(),
                spent,
                shop.options().threads(),
                work);
    }

    private ChunkKeys keys() {
        return new ChunkKeys(request, found.scenes());
    }

    private Result expected(String id) {
        return new Result(
                id,
                request.processId(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                List.of(new Result.Output(ResultFiles.CROP_TYPE, ResultFiles.CROP_TYPE + ".tif", ResultFiles.COG_TYPE)),
                coverage());
    }

    private Coverage coverage() {
        return new Coverage(
                grid,
                request.aoi().bounds(),
                request.season(),
                request.model() == null ? null : request.model().bundle().id(),
                request.classes());
    }

    private Result publish(SeasonCounts counts, ResultWriter writer) {
        Map<String, ResultWriter.Document> documents = new LinkedHashMap<>();
        documents.put("summary", ResultWriter.Document.json(counts.summary(grid, request.classes(), found)));
        documents.put("provenance", ResultWriter.Document.json(SeasonProvenance.of(request, imagery.name(), found)));
        return writer.publish(
                documents, new ResultWriter.Place(coverage(), request.aoi().geometry()));
    }

    private void requireEnough() {
        int distinct = request.season()
                .stepsWith(found.scenes().stream().map(scene -> scene.scene().day()));
        if (distinct < request.minObservations()) {
            throw new NoScenesException("The " + found.scenes().size() + " scenes that can be read fall into "
                    + distinct + " time steps of ten days; at least " + request.minObservations() + " are needed");
        }
    }

    /** Closes the scenes. */
    @Override
    public void close() {
        found.close();
    }
}
