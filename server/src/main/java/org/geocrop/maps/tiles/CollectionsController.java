package org.geocrop.maps.tiles;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.geocrop.grid.CrsName;
import org.geocrop.grid.PixelGrid;
import org.geocrop.http.Links;
import org.geocrop.http.Page;
import org.geocrop.http.Replies;
import org.geocrop.json.Json;
import org.geocrop.maps.layers.LayerBounds;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.maps.layers.MapLayer;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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
        ObjectNode document = Json.object();
        document.putArray("links")
                .add(links.link("self", JSON, "/collections", "This document"))
                .add(links.link("alternate", "text/html", "/collections?f=html", "This document as a page"));
        ArrayNode collections = document.putArray("collections");
        catalogue.all().forEach(layer -> collections.add(document(layer)));
        return Replies.json(document);
    }

    @Page
    @GetMapping("/collections/{layer}")
    ResponseEntity<byte[]> one(@PathVariable String layer) {
        return Replies.json(document(catalogue.require(layer)));
    }

    private ObjectNode document(MapLayer layer) {
        MapLayer.About about = layer.about();
        ObjectNode collection = Json.object();
        collection.put("id", about.name()).put("title", about.title()).put("description", about.description());
        collection.set("keywords", Json.of(about.keywords()));
        if (about.attribution() != null) {
            collection.put("attribution", about.attribution().title());
        }
        ObjectNode extent = collection.putObject("extent");
        ObjectNode spatial = extent.putObject("spatial");
        spatial.putArray("bbox").add(Json.of(layer.bounds()));
        spatial.put("crs", CrsName.CRS84.uri());
        List<Integer> codes =
                layer.granules().stream().map(g -> g.grid().epsg()).distinct().toList();
        if (codes.size() == 1) {
            CrsName stored = CrsName.of(codes.get(0));
            collection.put("storageCrs", stored.uri());
            LayerBounds.in(stored.epsg(), layer.bounds())
                    .ifPresent(b -> spatial.putArray("storageCrsBbox").add(Json.of(stored.swap(b))));
        }
        List<LocalDate> times = layer.times();
        if (!times.isEmpty()) {
            LocalDate last = layer.granules().stream()
                    .flatMap(g -> java.util.stream.Stream.ofNullable(g.season()))
                    .map(season -> season.end())
                    .max(LocalDate::compareTo)
                    .orElseThrow();
            extent.putObject("temporal")
                    .putArray("interval")
                    .addArray()
                    .add(times.get(0) + "T00:00:00Z")
                    .add(last + "T23:59:59Z");
        }
        Optional<PixelGrid> cells = CoverageGrid.domain(layer);
        cells.ifPresent(grid -> {
            ArrayNode axes = spatial.putArray("grid");
            boolean north = CrsName.of(grid.epsg()).northFirst();
            for (boolean y : new boolean[] {north, !north}) {
                axes.addObject()
                        .put("cellsCount", y ? grid.height() : grid.width())
                        .put("resolution", y ? -grid.resY() : grid.resX())
                        .put("firstCoordinate", y ? grid.centreY(0) : grid.centreX(0));
            }
        });
        ArrayNode crs = collection.putArray("crs");
        LayerBounds.offered(List.of(layer)).forEach(name -> crs.add(name.uri()));
        collection.put("dataType", "map");
        String path = "/collections/" + about.name();
        ArrayNode array = collection.putArray("links");
        array.add(links.link("self", JSON, path, "This document"))
                .add(links.link("alternate", "text/html", path + "?f=html", "This document as a page"))
                .add(links.link(REL + "map", "image/png", path + "/map", "Map"))
                .add(links.link(REL + "tilesets-map", JSON, path + "/map/tiles", "Map tile sets"))
                .add(links.link(REL + "styles", JSON, path + "/styles", "Styles"))
                .add(links.link(REL + "legend", "image/png", "/xyz/" + about.name() + "/legend.png", "Legend"))
                .add(links.link(
                        "related", "application/x-qgis-layer-definition", path + "/qgis.qlr", "Layers for QGIS"))
                .add(links.link("tilejson", JSON, "/xyz/" + about.name() + "/tilejson.json", "TileJSON"));
        if (cells.isPresent()) {
            array.add(links.link(REL + "coverage", "image/tiff; application=geotiff", path + "/coverage", "Samples"))
                    .add(links.link(REL + "schema", "application/schema+json", path + "/schema", "Fields"));
        }
        return collection;
    }
}
