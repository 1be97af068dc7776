package org.geocrop.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.geocrop.store.Spent;
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
     * @param older for the id of a scene the older products that it replaces
     */
    public record Found(
            List<OpenScene> scenes, List<String> cloudy, List<LeftOut> leftOut, Map<String, List<Scene>> older)
            implements AutoCloseable {
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
            return new Found(all, clouds, reasons, older);
        }

        /** The same without one scene. */
        private Found without(OpenScene lost, String reason) {
            List<OpenScene> rest = new ArrayList<>(scenes);
            rest.remove(lost);
            List<LeftOut> reasons = new ArrayList<>(leftOut);
            reasons.add(new LeftOut(lost.scene().id(), reason));
            lost.close();
            return new Found(rest, cloudy, reasons, older);
        }

        /** Older products of scenes that were left out, which were not tried yet. */
        private List<Scene> untried() {
            Set<String> tried = new HashSet<>(cloudy);
            scenes.forEach(open -> tried.add(open.scene().id()));
            leftOut.forEach(each -> tried.add(each.id()));
            return leftOut.stream()
                    .flatMap(each -> older.getOrDefault(each.id(), List.of()).stream())
                    .filter(scene -> tried.add(scene.id()))
                    .toList();
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
        Found found = openOlder(
                open(search.scenes(), scene -> openIfClear(scene, area), search.leftOut(), search.replaced()), area);
        if (found.scenes.isEmpty()) {
            throw new NoScenesException("None of the " + search.scenes().size()
                    + " scenes found has a clear pixel in the area that can be read" + firstOf(found.leftOut));
        }
        return found;
    }

    private CompletableFuture<Optional<OpenScene>> openIfClear(Scene scene, PixelGrid area) {
        return OpenScene.openIfClear(scene, sources, cache, area, readers);
    }

    /** With the older products of what was left out, where there are any. */
    private Found openOlder(Found found, PixelGrid area) {
        List<Scene> older = found.untried();
        return older.isEmpty()
                ? found
                : found.with(open(older, scene -> openIfClear(scene, area), List.of(), found.older));
    }

    /** Opens scenes that were found, clear or not. */
    public Found open(List<Scene> scenes) {
        return open(
                scenes,
                scene -> CompletableFuture.supplyAsync(
                        () -> Optional.of(OpenScene.open(scene, sources, cache)), readers),
                List.of(),
                Map.of());
    }

    private Found open(
            List<Scene> scenes,
            Function<Scene, CompletableFuture<Optional<OpenScene>>> opener,
            List<LeftOut> leftOutBefore,
            Map<String, List<Scene>> older) {
        List<CompletableFuture<Optional<OpenScene>>> opening =
                scenes.stream().map(opener).toList();
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
        return new Found(opened, cloudy, leftOut, older);
    }

    /**
     * Searches without opening.
     *
     * @throws NoScenesException if there is none, or all lack bands
     * @throws LimitExceededException if there are more than one job may read
     */
    public SceneSearch search(Catalogue catalogue, SceneQuery query) {
        SceneSearch search = sources.spent().on(Spent.Work.SEARCHING, () -> catalogue.search(query));
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
    Found reopen(Found found, OpenScene changed, PixelGrid area) {
        try {
            List<OpenScene> scenes = new ArrayList<>(found.scenes);
            scenes.set(scenes.indexOf(changed), OpenScene.open(changed.scene(), sources, cache));
            changed.close();
            return new Found(scenes, found.cloudy, found.leftOut, found.older);
        } catch (GeocropException e) {
            return lose(found, changed, String.valueOf(e.getMessage()), area);
        }
    }

    /** The same scenes without one that can't be read any more, but with its older products, if there are any. */
    Found lose(Found found, OpenScene lost, String reason, PixelGrid area) {
        return openOlder(found.without(lost, reason), area);
    }

    private static void refuseMissingBands(List<Scene> scenes) {
        List<Band> missing = scenes.get(0).missingBands();
        if (scenes.stream().noneMatch(scene -> scene.missingBands().isEmpty())) {
            throw new NoScenesException("None of the " + scenes.size() + " scenes found has all bands that are needed; "
                    + scenes.get(0).id() + " lacks " + missing);
        }
    }
}
