package org.geocrop.composite;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.geocrop.error.GeocropException;
import org.geocrop.error.RasterException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.jspecify.annotations.Nullable;

/**
 * The scenes of a season, by time step. Reads the composite of a block with one task a step, so that many requests are
 * under way at once while memory holds the scenes of a few steps only.
 */
public final class SceneStack {

    private final List<List<OpenScene>> steps = new ArrayList<>();

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
    }

    /**
     * Reads a block.
     *
     * @param target the block's pixels
     * @param readers runs one task for each time step that has scenes
     * @throws SceneLostException if a scene can't be read
     */
    public SeasonComposite read(PixelGrid target, Executor readers) {
        SeasonComposite composite = SeasonComposite.empty(steps.size(), target.width() * target.height());
        List<CompletableFuture<Void>> tasks = new ArrayList<>();
        for (int t = 0; t < steps.size(); t++) {
            List<OpenScene> scenes = steps.get(t);
            char[][] medians = composite.codes()[t];
            if (!scenes.isEmpty()) {
                tasks.add(CompletableFuture.runAsync(() -> readStep(scenes, target, medians), readers));
            }
        }
        try {
            CompletableFuture.allOf(tasks.toArray(new CompletableFuture<?>[0])).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw e;
        }
        return composite;
    }

    private static void readStep(List<OpenScene> scenes, PixelGrid target, char[][] medians) {
        List<char[][]> clear = new ArrayList<>();
        for (OpenScene scene : scenes) {
            char[][] codes = read(scene, target);
            if (codes != null) {
                clear.add(codes);
            }
        }
        for (int band = 0; band < medians.length; band++) {
            int b = band;
            StepMedian.of(clear.stream().map(codes -> codes[b]).toList(), medians[band]);
        }
    }

    private static char @Nullable [][] read(OpenScene scene, PixelGrid target) {
        try {
            return scene.read(target);
        } catch (RasterException e) {
            throw new SceneLostException(scene, e);
        }
    }
}
