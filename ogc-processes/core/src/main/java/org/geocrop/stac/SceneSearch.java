package org.geocrop.stac;

import java.util.List;

/**
 * What a search found.
 *
 * @param scenes that match, oldest first, without those that newer products replace
 * @param leftOut what could not be used, whether it would have matched or not
 */
public record SceneSearch(List<Scene> scenes, List<LeftOut> leftOut) {

    public SceneSearch {
        scenes = List.copyOf(scenes);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Something of a catalogue that could not be used.
     *
     * @param id the item's id, or the link to it
     */
    public record LeftOut(String id, String reason) {}
}
