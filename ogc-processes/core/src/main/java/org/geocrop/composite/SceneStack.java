package org.geocrop.composite;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.geocrop.error.GeocropException;
import org.geocrop.error.SourceChangedException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.store.Spent;

/**
 * The scenes of a season, by time step. Reads composites step by step, so that memory holds the scenes of a few steps
 * only, and each source tile is decoded once.
 */
public final class SceneStack implements AutoCloseable {

    private final List<List<OpenScene>> steps = new ArrayList<>();
    private final Spent spent;
    private volatile boolean closed;

    public SceneStack(Season season, List<OpenScene> scenes) {
        this(season, scenes, new Spent());
    }

    /** Scenes that are read on the account of a run. */
    public SceneStack(Season season, List<OpenScene> scenes, Spent spent) {
        this.spent = spent;
        for (int t = 0; t < season.steps(); t++) {
            steps.add(new ArrayList<>());
        }
        for (OpenScene scene : scenes) {
            steps.get(season.stepOf(scene.scene().day())).add(scene);
        }
    }

    /** Thrown when a scene that could be opened can't be read any more. */
    public static final class SceneLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient OpenScene scene;

        SceneLostException(OpenScene scene, GeocropException cause) {
            super(cause.getMessage(), cause);
            this.scene = scene;
        }

        public OpenScene scene() {
            return scene;
        }

        /** Whether one of its files became another one, which can be read if it is opened again. */
        public boolean hasChanged() {
            return getCause() instanceof SourceChangedException;
        }
    }

    /** Number of time steps. */
    public int steps() {
        return steps.size();
    }

    /**
     * Starts to read one time step of a region. The result fails with a {@link SceneLostException} if a scene can't be
     * read.
     *
     * @param sink takes the medians of each block that has any
     * @param readers run the tasks
     */
    public CompletableFuture<Void> readStep(int step, Region region, StepSink sink, Executor readers) {
        return new StepReader(
                        steps.get(step),
                        region,
                        (block, medians) -> sink.accept(block, step, medians),
                        readers,
                        spent,
                        () -> closed)
                .read();
    }

    /** Decoded bytes that reading a step of a region holds at a time; 0 if the step has no scene. */
    public long weight(int step, Region region) {
        return StepReader.weight(steps.get(step), region);
    }

    /** Takes the medians of a block in a time step. */
    @FunctionalInterface
    public interface StepSink {

        /**
         * Of a block of the region.
         *
         * @param block its number
         * @param step the time step
         * @param medians [band][pixel] as {@link Reflectance} codes, 0 for a gap
         */
        void accept(int block, int step, char[][] medians);
    }

    /**
     * Reads a block and waits for it.
     *
     * @throws SceneLostException if a scene can't be read
     */
    public SeasonComposite readNow(PixelGrid target, Executor readers) {
        SeasonComposite composite = SeasonComposite.empty(steps.size(), target.width() * target.height());
        CompletableFuture<?>[] reading = IntStream.range(0, steps.size())
                .mapToObj(t -> readStep(
                        t,
                        Region.of(target),
                        (block, step, medians) -> composite.codes()[step] = medians,
                        readers))
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(reading).join();
            return composite;
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw e;
        }
    }

    /** Ends reading: blocks that were not read yet fail. The scenes stay open. */
    @Override
    public void close() {
        closed = true;
    }
}
