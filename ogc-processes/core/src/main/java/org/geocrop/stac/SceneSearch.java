package org.geocrop.stac;

import java.util.List;
import java.util.Map;

/**
 * What a search found.
 *
 * @param scenes that match, oldest first, without those that newer products replace
 * @param replaced for the id of a scene the older products that it replaces, newest first: they are there if it can't be
 *     read
 * @param leftOut what could not be used, whether it would have matched or not
 */
public record SceneSearch(List<Scene> scenes, Map<String, List<Scene>> replaced, List<LeftOut> leftOut) {

    public SceneSearch {
        scenes = List.copyOf(scenes);
        replaced = Map.copyOf(replaced);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Something of a catalogue that could not be used.
     *
     * @param id the item's id, or the link to it
     */
    public record LeftOut(String id, String reason) {}
}
