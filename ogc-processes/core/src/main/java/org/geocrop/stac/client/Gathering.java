package org.geocrop.stac.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.CatalogueException;
import org.geocrop.json.ForeignJson;
import org.geocrop.stac.Scene;
import org.geocrop.stac.SceneQuery;
import org.geocrop.stac.SceneSearch;
import org.geocrop.stac.SceneSearch.LeftOut;
import org.geocrop.stac.Selection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the items of a search. What can't be used is left out with its reason, and never ends the search. */
final class Gathering {

    /** Reasons beyond this many are only counted. */
    private static final int MAX_REASONS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Gathering.class);

    private final SceneQuery query;
    private final List<Scene> scenes = new ArrayList<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private int unlisted;
    private int items;

    Gathering(SceneQuery query) {
        this.query = query;
    }

    /**
     * Takes an item.
     *
     * @param at where it was read; its relative hrefs resolve against this
     */
    void add(ForeignJson item, URI at) {
        items++;
        String id = item.text("id");
        String name = id.isEmpty() ? "an item without id" : id;
        try {
            Scene scene = StacItem.parse(item, at);
            if (query.matches(scene)) {
                scenes.add(scene);
            }
        } catch (CatalogueException e) {
            leaveOut(name, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Whatever an item holds, its reader's surprise is the item's fault.
            LOG.debug("The item {} surprised its reader", name, e);
            leaveOut(name, "it is not a usable STAC item: " + Hrefs.cut(String.valueOf(e.getMessage())));
        }
    }

    void leaveOut(String id, String reason) {
        LOG.warn("Left out of the search: {}: {}", id, reason);
        if (leftOut.size() < MAX_REASONS) {
            leftOut.add(new LeftOut(id, reason));
        } else {
            unlisted++;
        }
    }

    /** How many items were seen, usable or not. */
    int items() {
        return items;
    }

    /** How many items match. */
    int size() {
        return scenes.size();
    }

    SceneSearch finish() {
        List<LeftOut> all = new ArrayList<>(leftOut);
        if (unlisted > 0) {
            all.add(new LeftOut(unlisted + " more", "they could not be used either"));
        }
        SceneSearch selected = Selection.of(scenes);
        return new SceneSearch(selected.scenes(), selected.replaced(), all);
    }
}
