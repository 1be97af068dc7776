package org.geocrop.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.geocrop.composite.OpenScene;
import org.geocrop.error.DismissedException;
import org.geocrop.error.GeocropException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.error.NoScenesException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.raster.TileCache;
import org.geocrop.stac.Band;
import org.geocrop.stac.Catalogue;
import org.geocrop.stac.Scene;
import org.geocrop.stac.SceneQuery;
import org.geocrop.stac.SceneSearch;
import org.geocrop.stac.SceneSearch.LeftOut;
import org.geocrop.store.Sources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the scenes of a query and opens them; those that can't be opened are left out with the reason. */
public final class SceneFinder {

    private static final Logger LOG = LoggerFactory.getLogger(SceneFinder.class);

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
     * Scenes of a query.
     *
     * @param scenes that can be used, oldest first
     * @param cloudy ids of those without a clear pixel in the area, of which no more was read than that
     * @param leftOut what could not be used
     */
    public record Found(List<OpenScene> scenes, List<String> cloudy, List<LeftOut> leftOut) implements AutoCloseable {
        @Override
        public void close() {
            scenes.forEach(OpenScene::close);
        }

        /** Together with others, such as the older products of what could not be read. */
        Found with(Found others) {
            List<OpenScene> all = new ArrayList<>(scenes);
            all.addAll(others.scenes);
            all.sort(Comparator.comparing((OpenScene open) -> open.scene().datetime())
                    .thenComparing(open -> open.scene().id()));
            List<String> clouds = new ArrayList<>(cloudy);
            clouds.addAll(others.cloudy);
            List<LeftOut> reasons = new ArrayList<>(leftOut);
            reasons.addAll(others.leftOut);
            return new Found(all, clouds, reasons);
        }

        /** The same without one scene. */
        Found without(OpenScene lost, String reason) {
            List<OpenScene> rest = new ArrayList<>(scenes);
            rest.remove(lost);
            List<LeftOut> reasons = new ArrayList<>(leftOut);
            reasons.add(new LeftOut(lost.scene().id(), reason));
            lost.close();
            return new Found(rest, cloudy, reasons);
        }
    }

    /**
     * Searches and opens.
     *
     * @throws NoScenesException if none is left, or all lack bands
     */
    public Found find(Catalogue catalogue, SceneQuery query) {
        return find(catalogue, query, query.aoi().targetGrid());
    }

    /** The same where pixels are wanted in another area than that of the query. */
    Found find(Catalogue catalogue, SceneQuery query, PixelGrid area) {
        SceneSearch search = search(catalogue, query);
        Function<Scene, Optional<OpenScene>> opener =
                scene -> Optional.ofNullable(OpenScene.openIfClear(scene, sources, cache, area));
        Found found = open(search.scenes(), opener, search.leftOut());
        List<Scene> older = found.leftOut.stream()
                .flatMap(each -> search.replaced().getOrDefault(each.id(), List.of()).stream())
                .distinct()
                .toList();
        if (!older.isEmpty()) {
            found = found.with(open(older, opener, List.of()));
        }
        if (found.scenes.isEmpty()) {
            throw new NoScenesException("None of the " + search.scenes().size()
                    + " scenes found has a clear pixel in the area that can be " + "read" + firstOf(found.leftOut));
        }
        return found;
    }

    /** Opens scenes that were found, clear or not. */
    public Found open(List<Scene> scenes) {
        return open(scenes, scene -> Optional.of(OpenScene.open(scene, sources, cache)), List.of());
    }

    private Found open(List<Scene> scenes, Function<Scene, Optional<OpenScene>> opener, List<LeftOut> leftOutBefore) {
        List<CompletableFuture<Optional<OpenScene>>> opening = scenes.stream()
                .map(scene -> CompletableFuture.supplyAsync(() -> opener.apply(scene), readers))
                .toList();
        List<OpenScene> opened = new ArrayList<>();
        List<String> cloudy = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>(leftOutBefore);
        RuntimeException unexpected = null;
        for (int i = 0; i < scenes.size(); i++) {
            String id = scenes.get(i).id();
            try {
                opening.get(i).get().ifPresentOrElse(opened::add, () -> cloudy.add(id));
            } catch (InterruptedException e) {
                opening.forEach(scene -> scene.thenAccept(open -> open.ifPresent(OpenScene::close)));
                Thread.currentThread().interrupt();
                throw new DismissedException("The job was interrupted", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GeocropException known) {
                    LOG.warn("Left out the scene {}: {}", id, known.getMessage());
                    leftOut.add(new LeftOut(id, String.valueOf(known.getMessage())));
                } else {
                    unexpected = new IllegalStateException(e.getCause());
                }
            }
        }
        if (unexpected != null) {
            opened.forEach(OpenScene::close);
            throw unexpected;
        }
        return new Found(opened, cloudy, leftOut);
    }

    /**
     * Searches without opening.
     *
     * @throws NoScenesException if there is none, or all lack bands
     * @throws LimitExceededException if there are more than one job may read
     */
    public SceneSearch search(Catalogue catalogue, SceneQuery query) {
        SceneSearch search = catalogue.search(query);
        List<Scene> scenes = search.scenes();
        if (scenes.isEmpty()) {
            String clouds = query.maxCloudCover() < 100 ? " with at most " + query.maxCloudCover() + " % cloud" : "";
            throw new NoScenesException("The catalogue has no scene for this area between "
                    + query.season().start() + " and " + query.season().end() + clouds + firstOf(search.leftOut()));
        }
        if (scenes.size() > maxScenes) {
            throw new LimitExceededException("The area and season have " + scenes.size() + " scenes; at most "
                    + maxScenes + " are read in one job");
        }
        refuseMissingBands(scenes);
        return search;
    }

    private static String firstOf(List<LeftOut> leftOut) {
        return leftOut.isEmpty()
                ? ""
                : "; " + leftOut.size() + " could not be used, the first: "
                        + leftOut.get(0).id() + ": " + leftOut.get(0).reason();
    }

    /** The same scenes with one opened anew, or without it if that fails. */
    Found reopen(Found found, OpenScene changed) {
        try {
            List<OpenScene> scenes = new ArrayList<>(found.scenes);
            scenes.set(scenes.indexOf(changed), OpenScene.open(changed.scene(), sources, cache));
            changed.close();
            return new Found(scenes, found.cloudy, found.leftOut);
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
