package org.geocrop.stac;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps one scene for one tile and acquisition: the newest processing baseline, then the newest product, wins. */
final class Selection {

    private static final Comparator<Scene> BY_NEWNESS = Comparator.comparingDouble(Scene::baseline)
            .thenComparing(Scene::created)
            .thenComparing(Scene::id);

    private Selection() {}

    static List<Scene> newest(List<Scene> scenes) {
        Map<String, List<Scene>> kept = new LinkedHashMap<>();
        for (Scene scene : scenes) {
            List<Scene> ofTile =
                    kept.computeIfAbsent(scene.tile().isEmpty() ? scene.id() : scene.tile(), tile -> new ArrayList<>());
            int same = indexOfSame(ofTile, scene);
            if (same < 0) {
                ofTile.add(scene);
            } else if (BY_NEWNESS.compare(scene, ofTile.get(same)) > 0) {
                ofTile.set(same, scene);
            }
        }
        return kept.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Scene::datetime).thenComparing(Scene::id))
                .toList();
    }

    private static int indexOfSame(List<Scene> scenes, Scene scene) {
        for (int i = 0; i < scenes.size(); i++) {
            if (scenes.get(i).isOfAcquisition(scene)) {
                return i;
            }
        }
        return -1;
    }
}
