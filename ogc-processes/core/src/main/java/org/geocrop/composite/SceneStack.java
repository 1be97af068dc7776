package org.geocrop.composite;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.geocrop.error.GeocropException;
import org.geocrop.error.RasterException;
import org.geocrop.error.SourceChangedException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.jspecify.annotations.Nullable;

/**
 * The scenes of a season, by time step. Reads the composite of a block with one task a scene, step by step, so that
 * many requests are under way at once while memory holds the scenes of a few steps only.
 */
public final class SceneStack implements AutoCloseable {

    private final List<List<OpenScene>> steps = new ArrayList<>();
    private volatile boolean closed;

    public SceneStack(Season season, List<OpenScene> scenes) {
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

    /**
     * Starts to read a block. The result fails with a {@link SceneLostException} if a scene can't be read.
     *
     * @param target the block's pixels
     * @param readers runs one task for each scene
     */
    public CompletableFuture<SeasonComposite> read(PixelGrid target, Executor readers) {
        SeasonComposite composite = SeasonComposite.empty(steps.size(), target.width() * target.height());
        List<CompletableFuture<Void>> tasks = new ArrayList<>();
        for (int t = 0; t < steps.size(); t++) {
            if (!steps.get(t).isEmpty()) {
                tasks.add(readStep(steps.get(t), target, composite.codes()[t], readers));
            }
        }
        return CompletableFuture.allOf(tasks.toArray(new CompletableFuture<?>[0]))
                .thenApply(done -> composite);
    }

    /**
     * Reads a block and waits for it.
     *
     * @throws SceneLostException if a scene can't be read
     */
    public SeasonComposite readNow(PixelGrid target, Executor readers) {
        try {
            return read(target, readers).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw e;
        }
    }

    private CompletableFuture<Void> readStep(
            List<OpenScene> scenes, PixelGrid target, char[][] medians, Executor readers) {
        Precedence precedence = new Precedence(scenes, target.epsg());
        ScenePixels[] pixels = new ScenePixels[scenes.size()];
        CompletableFuture<?>[] tasks = new CompletableFuture<?>[scenes.size()];
        for (int i = 0; i < tasks.length; i++) {
            int scene = i;
            tasks[i] = CompletableFuture.runAsync(
                    () -> pixels[scene] = read(scenes.get(scene), target, precedence.hasFollowers(scene)), readers);
        }
        return CompletableFuture.allOf(tasks).thenRun(() -> {
            precedence.apply(pixels);
            for (int band = 0; band < medians.length; band++) {
                List<char[]> clear = new ArrayList<>();
                for (ScenePixels scene : pixels) {
                    if (scene != null && scene.codes() != null) {
                        clear.add(scene.codes()[band]);
                    }
                }
                StepMedian.of(clear, medians[band]);
            }
        });
    }

    private @Nullable ScenePixels read(OpenScene scene, PixelGrid target, boolean isSeenWanted) {
        if (closed) {
            throw new CancellationException("Reading has ended");
        }
        try {
            return scene.read(target, isSeenWanted);
        } catch (RasterException e) {
            throw new SceneLostException(scene, e);
        }
    }

    /** Ends reading: blocks that were not read yet fail. The scenes stay open. */
    @Override
    public void close() {
        closed = true;
    }
}
