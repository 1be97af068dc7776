package org.geocrop.maps.tiles;

import java.util.List;
import java.util.Optional;
import org.geocrop.grid.CrsName;
import org.geocrop.grid.TileMatrixSet;
import org.geocrop.grid.TileMatrixSet.Limits;
import org.geocrop.http.Links;
import org.geocrop.json.Json;
import org.geocrop.maps.layers.LayerBounds;
import org.geocrop.maps.layers.LayerTiles;
import org.geocrop.maps.layers.MapLayer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents of OGC API Tiles 1.0 (20-057): lists of tile sets, and their metadata (17-083r4, annex B). */
final class TileSets {

    private static final String TILING_SCHEMES = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme";
    private static final String JSON = "application/json";

    private final Links links;

    TileSets(Links links) {
        this.links = links;
    }

    /**
     * The list of tile sets of a map.
     *
     * @param path of the list, such as {@code /map/tiles}
     */
    ObjectNode list(String path, MapLayer layer, List<TileMatrixSet> sets) {
        ObjectNode list = Json.object();
        list.putArray("links").add(links.link("self", JSON, path, "This document"));
        ArrayNode tilesets = list.putArray("tilesets");
        for (TileMatrixSet set : sets) {
            // Clients follow the templates of the list without opening each set.
            tilesets.add(metadata(path, layer, set));
        }
        return list;
    }

    ObjectNode metadata(String path, MapLayer layer, TileMatrixSet set) {
        ObjectNode metadata = summary(set, layer);
        metadata.put("tileMatrixSetId", set.id());
        ArrayNode limits = metadata.putArray("tileMatrixSetLimits");
        for (Limits l : LayerTiles.limits(layer, set)) {
            limits.addObject()
                    .put("tileMatrix", l.matrix().id())
                    .put("minTileRow", l.minRow())
                    .put("maxTileRow", l.maxRow())
                    .put("minTileCol", l.minCol())
                    .put("maxTileCol", l.maxCol());
        }
        bounds(metadata, layer, set);
        metadata.putArray("layers")
                .addObject()
                .put("id", layer.name())
                .put("title", layer.about().title())
                .put("dataType", "map");
        String here = path + "/" + set.id();
        ArrayNode array = metadata.putArray("links");
        array.add(links.link("self", JSON, here, "This document")).add(scheme(set));
        // OpenLayers takes the last that it can show.
        for (String extension : List.of("jpg", "png")) {
            ObjectNode item = links.link(
                    "item",
                    extension.equals("png") ? "image/png" : "image/jpeg",
                    here + "/{tileMatrix}/{tileRow}/{tileCol}?f=" + extension,
                    "Tiles");
            array.add(item.put("templated", true));
        }
        return metadata;
    }

    private ObjectNode summary(TileMatrixSet set, MapLayer layer) {
        ObjectNode one = Json.object();
        one.put("title", layer.about().title() + " in " + set.title());
        one.put("dataType", "map");
        one.put("crs", set.crs().uri());
        one.put("tileMatrixSetURI", set.uri() == null ? links.to("/tileMatrixSets/" + set.id()) : set.uri());
        return one;
    }

    private static void bounds(ObjectNode metadata, MapLayer layer, TileMatrixSet set) {
        CrsName crs = set.crs();
        Optional<double[]> in = LayerBounds.in(crs.epsg(), layer.bounds());
        if (in.isPresent()) {
            double[] b = crs.swap(in.get());
            ObjectNode box = metadata.putObject("boundingBox");
            box.putArray("lowerLeft").add(b[0]).add(b[1]);
            box.putArray("upperRight").add(b[2]).add(b[3]);
            box.put("crs", crs.uri());
        }
    }

    private ObjectNode scheme(TileMatrixSet set) {
        return links.link(TILING_SCHEMES, JSON, "/tileMatrixSets/" + set.id(), "Tile matrix set");
    }
}
