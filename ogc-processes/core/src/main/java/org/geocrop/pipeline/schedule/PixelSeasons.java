package org.geocrop.pipeline.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.geocrop.composite.OpenScene;
import org.geocrop.composite.Region;
import org.geocrop.composite.SceneStack;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.error.DismissedException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.parallel.Tasks;

/**
 * Reads the seasons of single pixels as maps are read: area by area, so that each tile of the scenes is decoded once, and
 * as many time steps at a time as memory allows. Of what is between the pixels little is read, and nothing kept.
 */
public final class PixelSeasons {

    /** Pixels are looked for in blocks of so many. */
    private static final int BLOCK = 64;

    private static final int LISTEN_EVERY_MS = 250;
    /** Of the pixels that are read at a time, all bands in all steps. */
    private static final long BYTES_AT_ONCE = 64L << 20;

    private final PixelGrid grid;
    private final SceneStack stack;
    private final List<OpenScene> scenes;
    private final ExecutorService readers;
    private final Budget memory;
    private final long bytesAtOnce;

    /**
     * A reader of scenes.
     *
     * @param memory decoded bytes that may be held at a time
     */
    public PixelSeasons(
            PixelGrid grid, SceneStack stack, List<OpenScene> scenes, ExecutorService readers, Budget memory) {
        this(grid, stack, scenes, readers, memory, BYTES_AT_ONCE);
    }

    /**
     * A reader of scenes that reads so many bytes of pixels at a time, all bands in all steps; of an area that has more, in
     * parts.
     */
    public PixelSeasons(
            PixelGrid grid,
            SceneStack stack,
            List<OpenScene> scenes,
            ExecutorService readers,
            Budget memory,
            long bytesAtOnce) {
        this.bytesAtOnce = bytesAtOnce;
        this.grid = grid;
        this.stack = stack;
        this.scenes = scenes;
        this.readers = readers;
        this.memory = memory;
    }

    /** A pixel of the grid. */
    public record Place(int col, int row) {}

    /** Takes what was read. */
    public interface Taker {

        /** Called often; may throw to end it. */
        void waits();

        /**
         * An area was read.
         *
         * @param numbers of its pixels in the list of places
         * @param season of these pixels, in the same order
         */
        void take(List<Integer> numbers, SeasonComposite season);
    }

    /** Reads all places; a scene that is lost ends it with a {@link SceneStack.SceneLostException}. */
    public void read(List<Place> places, Taker taker) {
        List<Areas.Area> areas = Areas.of(grid, scenes, Long.MAX_VALUE);
        Map<Window, List<Integer>> inBlocks = inBlocks(areas, places);
        long atOnce = bytesAtOnce / ((long) stack.steps() * SeasonComposite.BANDS * Character.BYTES);
        for (Areas.Area area : areas) {
            Part part = new Part();
            for (List<Window> cell : area.cells()) {
                part.cells.add(new ArrayList<>());
                for (Window block : cell) {
                    for (Map.Entry<Window, List<Integer>> some : small(
                                    block, inBlocks.getOrDefault(block, List.of()), places)
                            .entrySet()) {
                        if (part.size + some.getValue().size() > atOnce) {
                            part.read(places, taker);
                            part = new Part();
                            part.cells.add(new ArrayList<>());
                        }
                        part.add(grid.cut(some.getKey()), some.getValue());
                    }
                }
            }
            part.read(places, taker);
        }
    }

    /** What is read together: an area, or where very many of its pixels are wanted a part of it. */
    private final class Part {
        private final List<List<PixelGrid>> cells = new ArrayList<>();
        private final List<List<Integer>> numbers = new ArrayList<>();
        private long size;

        void add(PixelGrid block, List<Integer> some) {
            cells.get(cells.size() - 1).add(block);
            numbers.add(some);
            size += some.size();
        }

        void read(List<Place> places, Taker taker) {
            if (!numbers.isEmpty()) {
                PixelSeasons.this.read(new Region(cells, false), numbers, places, taker);
            }
        }
    }

    /** For each block of a map the places within it. */
    private static Map<Window, List<Integer>> inBlocks(List<Areas.Area> areas, List<Place> places) {
        Map<Place, Window> corners = new HashMap<>();
        TreeSet<Integer> cols = new TreeSet<>();
        TreeSet<Integer> rows = new TreeSet<>();
        areas.stream()
                .flatMap(area -> area.cells().stream())
                .flatMap(List::stream)
                .forEach(block -> {
                    corners.put(new Place(block.col(), block.row()), block);
                    cols.add(block.col());
                    rows.add(block.row());
                });
        Map<Window, List<Integer>> inBlocks = new HashMap<>();
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            Place corner = new Place(
                    Objects.requireNonNull(cols.floor(place.col)), Objects.requireNonNull(rows.floor(place.row)));
            inBlocks.computeIfAbsent(Objects.requireNonNull(corners.get(corner)), key -> new ArrayList<>())
                    .add(i);
        }
        return inBlocks;
    }

    /** The parts of a block that have places. */
    private static Map<Window, List<Integer>> small(Window block, List<Integer> numbers, List<Place> places) {
        Map<Window, List<Integer>> small = new LinkedHashMap<>();
        for (int number : numbers) {
            Place place = places.get(number);
            int col = block.col() + (place.col - block.col()) / BLOCK * BLOCK;
            int row = block.row() + (place.row - block.row()) / BLOCK * BLOCK;
            Window part = new Window(col, row, BLOCK, BLOCK).intersection(block);
            small.computeIfAbsent(part, key -> new ArrayList<>()).add(number);
        }
        return small;
    }

    private void read(Region region, List<List<Integer>> numbers, List<Place> places, Taker taker) {
        List<PixelGrid> blocks = region.blocks();
        int[] first = new int[numbers.size() + 1];
        for (int i = 0; i < numbers.size(); i++) {
            first[i + 1] = first[i] + numbers.get(i).size();
        }
        List<Integer> all = numbers.stream().flatMap(List::stream).toList();
        SeasonComposite season = SeasonComposite.empty(stack.steps(), all.size());
        SceneStack.StepSink sink = (block, step, medians) -> {
            PixelGrid at = blocks.get(block);
            int left = (int) Math.round((at.originX() - grid.originX()) / grid.resX());
            int top = (int) Math.round((grid.originY() - at.originY()) / grid.resY());
            for (int i = first[block]; i < first[block + 1]; i++) {
                Place place = places.get(all.get(i));
                int from = (place.row - top) * at.width() + place.col - left;
                for (int band = 0; band < medians.length; band++) {
                    season.codes()[step][band][i] = medians[band][from];
                }
            }
        };
        List<CompletableFuture<Void>> steps = new ArrayList<>();
        try {
            for (int step = 0; step < stack.steps(); step++) {
                Runnable giveBack = memory.take(stack.weight(step, region));
                steps.add(stack.readStep(step, region, sink, readers).whenComplete((nothing, fault) -> giveBack.run()));
                taker.waits();
            }
            await(Tasks.all(steps), taker);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DismissedException("The job was interrupted", e);
        } finally {
            // Scenes may be closed afterwards.
            Tasks.all(steps).handle((nothing, fault) -> null).join();
        }
        taker.take(all, season);
    }

    private static void await(CompletableFuture<Void> done, Taker taker) throws InterruptedException {
        while (true) {
            try {
                done.get(LISTEN_EVERY_MS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                taker.waits();
            } catch (ExecutionException e) {
                throw Tasks.fault(e);
            }
        }
    }
}
