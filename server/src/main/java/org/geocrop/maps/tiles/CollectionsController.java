package org.geocrop.maps.tiles;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.http.Links;
import org.geocrop.http.Page;
import org.geocrop.http.Replies;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.maps.layers.MapLayer;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Layers as collections (OGC API Common 2, 20-024). */
@RestController
class CollectionsController {

    private static final String JSON = "application/json";
    private static final String REL = "http://www.opengis.net/def/rel/ogc/1.0/";

    private final LayerCatalogue catalogue;
    private final Links links;

    CollectionsController(LayerCatalogue catalogue, Links links) {
        this.catalogue = catalogue;
        this.links = links;
    }

    @Page
    @GetMapping("/collections")
    ResponseEntity<byte[]> all() {
        return Replies.json(new CollectionList(
                List.of(
                        links.link("self", JSON, "/collections", "This document"),
                        links.link("alternate", "text/html", "/collections?f=html", "This document as a page")),
                catalogue.all().stream().map(this::document).toList()));
    }

    private record CollectionList(List<Links.Link> links, List<CollectionDocument> collections) {}

    @Page
    @GetMapping("/collections/{layer}")
    ResponseEntity<byte[]> one(@PathVariable String layer) {
        return Replies.json(document(catalogue.require(layer)));
    }

    private CollectionDocument document(MapLayer layer) {
        return CollectionDocument.of(layer, CoverageGrid.domain(layer), links(layer));
    }

    private List<Links.Link> links(MapLayer layer) {
        String name = layer.about().name();
        String path = "/collections/" + name;
        List<Links.Link> all = new ArrayList<>(List.of(
                links.link("self", JSON, path, "This document"),
                links.link("alternate", "text/html", path + "?f=html", "This document as a page"),
                links.link(REL + "map", "image/png", path + "/map", "Map"),
                links.link(REL + "tilesets-map", JSON, path + "/map/tiles", "Map tile sets"),
                links.link(REL + "styles", JSON, path + "/styles", "Styles"),
                links.link(REL + "legend", "image/png", "/xyz/" + name + "/legend.png", "Legend"),
                links.link("related", "application/x-qgis-layer-definition", path + "/qgis.qlr", "Layers for QGIS"),
                links.link("tilejson", JSON, "/xyz/" + name + "/tilejson.json", "TileJSON")));
        if (CoverageGrid.domain(layer).isPresent()) {
            all.add(links.link(REL + "coverage", "image/tiff; application=geotiff", path + "/coverage", "Samples"));
            all.add(links.link(REL + "schema", "application/schema+json", path + "/schema", "Fields"));
        }
        return all;
    }
}
