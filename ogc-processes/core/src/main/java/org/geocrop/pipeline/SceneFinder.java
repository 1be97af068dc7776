package org.geocrop.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.geocrop.composite.OpenScene;
import org.geocrop.error.DismissedException;
import org.geocrop.error.GeocropException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.error.NoScenesException;
import org.geocrop.raster.TileCache;
import org.geocrop.stac.Band;
import org.geocrop.stac.Catalogue;
import org.geocrop.stac.Scene;
import org.geocrop.stac.SceneQuery;
import org.geocrop.store.Sources;

/** Finds the scenes of a query and opens them; those that can't be opened are left out with the reason. */
public final class SceneFinder {

    private final Sources sources;
    private final TileCache cache;
    private final ExecutorService readers;
    private final int maxScenes;

    public SceneFinder(Sources sources, TileCache cache, ExecutorService readers, int maxScenes) {
        this.sources = sources;
        this.cache = cache;
        this.readers = readers;
        this.maxScenes = maxScenes;
    }

    /**
     * Scenes that can be used, and the ids of those that can't with the reason.
     *
     * @param scenes oldest first
     */
    public record Found(List<OpenScene> scenes, Map<String, String> leftOut) implements AutoCloseable {
        @Override
        public void close() {
            scenes.forEach(OpenScene::close);
        }

        /** The same without one scene. */
        Found without(OpenScene lost, String reason) {
            List<OpenScene> rest = new ArrayList<>(scenes);
            rest.remove(lost);
            Map<String, String> reasons = new LinkedHashMap<>(leftOut);
            reasons.put(lost.scene().id(), reason);
            lost.close();
            return new Found(rest, reasons);
        }
    }

    /**
     * Searches and opens.
     *
     * @throws NoScenesException if none is left, or all lack bands
     */
    public Found find(Catalogue catalogue, SceneQuery query) {
        return open(search(catalogue, query));
    }

    /**
     * Opens scenes that were found.
     *
     * @throws NoScenesException if none can be opened
     */
    public Found open(List<Scene> scenes) {
        List<CompletableFuture<OpenScene>> opening = scenes.stream()
                .map(scene -> CompletableFuture.supplyAsync(() -> OpenScene.open(scene, sources, cache), readers))
                .toList();
        List<OpenScene> opened = new ArrayList<>();
        Map<String, String> leftOut = new LinkedHashMap<>();
        RuntimeException unexpected = null;
        for (int i = 0; i < scenes.size(); i++) {
            try {
                opened.add(opening.get(i).get());
            } catch (InterruptedException e) {
                opening.forEach(scene -> scene.thenAccept(OpenScene::close));
                Thread.currentThread().interrupt();
                throw new DismissedException("The job was interrupted", e);
            } catch (java.util.concurrent.ExecutionException e) {
                if (e.getCause() instanceof GeocropException known) {
                    leftOut.put(scenes.get(i).id(), String.valueOf(known.getMessage()));
                } else {
                    unexpected = new IllegalStateException(e.getCause());
                }
            }
        }
        if (unexpected != null) {
            opened.forEach(OpenScene::close);
            throw unexpected;
        }
        if (opened.isEmpty()) {
            throw new NoScenesException("None of the " + scenes.size() + " scenes found can be read; the first: "
                    + leftOut.values().iterator().next());
        }
        return new Found(opened, leftOut);
    }

    /**
     * Searches without opening.
     *
     * @throws NoScenesException if there is none, or all lack bands
     * @throws LimitExceededException if there are more than one job may read
     */
    public List<Scene> search(Catalogue catalogue, SceneQuery query) {
        List<Scene> scenes = catalogue.search(query);
        if (scenes.isEmpty()) {
            throw new NoScenesException("The catalogue has no scene for this area between "
                    + query.season().start() + " and " + query.season().end() + " with at most "
                    + query.maxCloudCover() + " % cloud");
        }
        if (scenes.size() > maxScenes) {
            throw new LimitExceededException("The area and season have " + scenes.size() + " scenes; at most "
                    + maxScenes + " are read in one job");
        }
        refuseMissingBands(scenes);
        return scenes;
    }

    /** The same scenes with one opened anew, or without it if that fails. */
    Found reopen(Found found, OpenScene changed) {
        try {
            List<OpenScene> scenes = new ArrayList<>(found.scenes);
            scenes.set(scenes.indexOf(changed), OpenScene.open(changed.scene(), sources, cache));
            changed.close();
            return new Found(scenes, found.leftOut);
        } catch (GeocropException e) {
            return found.without(changed, String.valueOf(e.getMessage()));
        }
    }

    private static void refuseMissingBands(List<Scene> scenes) {
        List<Band> missing = scenes.get(0).missingBands();
        if (scenes.stream().noneMatch(scene -> scene.missingBands().isEmpty())) {
            throw new NoScenesException("None of the " + scenes.size() + " scenes found has all bands that are needed; "
                    + scenes.get(0).id() + " lacks " + missing);
        }
    }
}
