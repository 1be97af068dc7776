package org.geocrop.stac;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.operation.union.UnaryUnionOp;

/**
 * Leaves out products that newer ones of the same tile and acquisition replace: the newest processing baseline, then
 * the newest product, goes before the others, but replaces them only where it covers their ground. An acquisition may be
 * split into datastrips, each an item of its own. Where two overlap, pixels of the newer count (see
 * {@code composite.SceneStack}).
 */
public final class Selection {

    static final Comparator<Scene> BY_NEWNESS = Comparator.comparingDouble(Scene::baseline)
            .thenComparing(scene -> scene.product().created())
            .thenComparing(Scene::id);

    private static final Comparator<Scene> OLDEST_FIRST =
            Comparator.comparing(Scene::datetime).thenComparing(Scene::id);

    /** Degrees, about a hundred metres: footprints of the same ground differ by so much. */
    private static final double TOLERANCE = 0.001;

    /** Per cent of a tile by which two products of the same ground may differ in pixels without data. */
    private static final double NODATA_TOLERANCE = 1;

    private Selection() {}

    /** The scenes that count, oldest first. */
    public static List<Scene> newest(List<Scene> scenes) {
        return of(scenes).scenes();
    }

    /** The scenes that count, and those that they replace. */
    public static SceneSearch of(List<Scene> scenes) {
        Map<String, List<Scene>> kept = new HashMap<>();
        Map<String, List<Scene>> replaced = new HashMap<>();
        scenes.stream().sorted(BY_NEWNESS.reversed()).forEach(scene -> {
            List<Scene> ofTile = kept.computeIfAbsent(scene.tile(), tile -> new ArrayList<>());
            List<Scene> newer = ofTile.stream()
                    .filter(other ->
                            other.isOfAcquisition(scene) && other.missingBands().isEmpty())
                    .toList();
            if (isReplaced(scene, newer)) {
                newer.forEach(other -> replaced.computeIfAbsent(other.id(), id -> new ArrayList<>())
                        .add(scene));
            } else {
                ofTile.add(scene);
            }
        });
        List<Scene> oldestFirst = kept.values().stream()
                .flatMap(List::stream)
                .sorted(OLDEST_FIRST)
                .toList();
        return new SceneSearch(oldestFirst, replaced, List.of());
    }

    private static boolean isReplaced(Scene old, List<Scene> newer) {
        if (newer.isEmpty() || (old.epsg() != 0 && newer.stream().allMatch(scene -> isOfAnotherZone(scene, old)))) {
            return false;
        }
        if (newer.stream().allMatch(scene -> scene.product().isOfAnotherDatastrip(old.product()))
                || dataOf(newer) < 100 - old.product().nodata() - NODATA_TOLERANCE) {
            return false;
        }
        List<Geometry> footprints = newer.stream().map(Scene::footprint).toList();
        return UnaryUnionOp.union(footprints).buffer(TOLERANCE).covers(old.footprint());
    }

    private static boolean isOfAnotherZone(Scene scene, Scene old) {
        return scene.epsg() != 0 && scene.epsg() != old.epsg();
    }

    /** Per cent of the tile that the scenes may have at most; NaN where one of them says nothing. */
    private static double dataOf(List<Scene> scenes) {
        return scenes.stream()
                .mapToDouble(scene -> 100 - scene.product().nodata())
                .sum();
    }
}
