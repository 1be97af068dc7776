package org.geocrop.stac;

import java.util.List;

/** A source of Sentinel-2 scenes. */
public interface Catalogue {

    /**
     * Scenes that match a query: one for each tile and acquisition, oldest first.
     *
     * @throws org.geocrop.error.CatalogueException if the catalogue can't be read
     */
    List<Scene> search(SceneQuery query);
}
