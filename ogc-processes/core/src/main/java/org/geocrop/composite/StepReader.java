package org.geocrop.composite;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.geocrop.error.RasterException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.stac.Band;
import org.geocrop.store.Spent;

/**
 * Reads the scenes of one time step for a region, cell by cell: a task for each scene's SCL, then one for each band of
 * each scene that has clear pixels, then the medians of all blocks. What a later cell needs, too, is held until then, so
 * no tile is decoded twice.
 */
final class StepReader {

    /** Takes the medians of a block: [band][pixel] codes. Not called for a block without clear pixels. */
    @FunctionalInterface
    interface Sink {
        void accept(int block, char[][] medians);
    }

    /** A pixel of a scene while its block is composited: a code of each band, SCL, and where it is in the source. */
    private static final int SCENE_BYTES = SeasonComposite.BANDS * Character.BYTES + 3 * Integer.BYTES;

    private final List<SceneTiles> scenes;
    private final Region region;
    private final Sink sink;
    private final Executor readers;
    private final Spent spent;
    private final BooleanSupplier closed;

    StepReader(
            List<OpenScene> scenes, Region region, Sink sink, Executor readers, Spent spent, BooleanSupplier closed) {
        List<PixelGrid> bounds = region.bounds();
        this.scenes = scenes.stream()
                .map(scene -> new SceneTiles(scene, region.isCached(), bounds))
                .toList();
        this.region = region;
        this.sink = sink;
        this.readers = readers;
        this.spent = spent;
        this.closed = closed;
    }

    /** Bytes that are held at a time: decoded tiles, and what a block's medians are taken of. 0 without scenes. */
    static long weight(List<OpenScene> scenes, Region region) {
        List<PixelGrid> bounds = region.bounds();
        long largest = region.blocks().stream()
                .mapToLong(block -> (long) block.width() * block.height())
                .max()
                .orElse(0);
        return scenes.stream()
                .mapToLong(scene ->
                        new SceneTiles(scene, region.isCached(), bounds).weight(bounds) + largest * SCENE_BYTES)
                .sum();
    }

    CompletableFuture<Void> read() {
        List<PixelGrid> bounds = region.bounds();
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        int first = 0;
        for (int i = 0; i < region.cells().size(); i++) {
            List<PixelGrid> cell = region.cells().get(i);
            List<PixelGrid> later = bounds.subList(i + 1, bounds.size());
            int number = first;
            done = done.thenCompose(nothing -> forEach(scenes, scene -> scene.loadMask(cell)))
                    .thenCompose(nothing -> loadClear())
                    .thenRunAsync(
                            () -> {
                                long start = System.nanoTime();
                                composite(cell, number);
                                spent.since(start, Spent.Work.COMPOSITING);
                                scenes.forEach(scene -> scene.retain(later));
                            },
                            readers);
            first += cell.size();
        }
        return done.whenComplete((nothing, fault) -> scenes.forEach(scene -> scene.retain(List.of())));
    }

    @FunctionalInterface
    private interface Load {
        void run(SceneTiles scene);
    }

    private CompletableFuture<Void> loadClear() {
        List<SceneTiles> clear =
                scenes.stream().filter(SceneTiles::hasClearBlocks).toList();
        return CompletableFuture.allOf(Band.REFLECTANCE.stream()
                .map(band -> forEach(clear, scene -> scene.loadClear(band)))
                .toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> forEach(List<SceneTiles> some, Load load) {
        return CompletableFuture.allOf(some.stream()
                .map(scene -> CompletableFuture.runAsync(() -> load(scene, load), readers))
                .toArray(CompletableFuture<?>[]::new));
    }

    private void load(SceneTiles scene, Load load) {
        if (closed.getAsBoolean()) {
            throw new CancellationException("Reading has ended");
        }
        try {
            load.run(scene);
        } catch (RasterException e) {
            throw new SceneStack.SceneLostException(scene.scene(), e);
        }
    }

    private void composite(List<PixelGrid> cell, int first) {
        Precedence precedence = new Precedence(
                scenes.stream().map(SceneTiles::scene).toList(), cell.get(0).epsg());
        for (int block = 0; block < cell.size(); block++) {
            ScenePixels[] pixels = new ScenePixels[scenes.size()];
            for (int i = 0; i < pixels.length; i++) {
                boolean isSeenWanted = precedence.hasFollowers(i);
                PixelGrid target = cell.get(block);
                int number = i;
                load(scenes.get(i), scene -> pixels[number] = scene.read(target, isSeenWanted));
            }
            precedence.apply(pixels);
            List<char[][]> clear = new ArrayList<>();
            for (ScenePixels scene : pixels) {
                if (scene != null && scene.codes() != null) {
                    clear.add(scene.codes());
                }
            }
            if (!clear.isEmpty()) {
                sink.accept(first + block, medians(clear));
            }
        }
    }

    private static char[][] medians(List<char[][]> clear) {
        if (clear.size() == 1) {
            return clear.get(0);
        }
        char[][] medians = new char[SeasonComposite.BANDS][clear.get(0)[0].length];
        for (int band = 0; band < medians.length; band++) {
            int b = band;
            StepMedian.of(clear.stream().map(codes -> codes[b]).toList(), medians[band]);
        }
        return medians;
    }
}
