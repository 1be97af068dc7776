package org.geocrop.stac;

/** A source of Sentinel-2 scenes. */
public interface Catalogue {

    /**
     * Scenes that match a query, and what could not be used.
     *
     * @throws org.geocrop.error.CatalogueException if the catalogue can't be read
     */
    SceneSearch search(SceneQuery query);
}
