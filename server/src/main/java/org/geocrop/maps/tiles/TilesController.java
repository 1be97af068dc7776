package org.geocrop.maps.tiles;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.TileMatrixSet;
import org.geocrop.grid.TileMatrixSets;
import org.geocrop.http.ApiPart;
import org.geocrop.http.Links;
import org.geocrop.http.Page;
import org.geocrop.http.Replies;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.MapReplies;
import org.geocrop.maps.ViewParameters;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.maps.layers.LayerTiles;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.tiler.MatrixSetDocument;
import org.geocrop.tiler.TilerConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** OGC API Tiles 1.0 (20-057): of the whole data set, and of each collection. */
@RestController
class TilesController implements ApiPart {

    private static final String JSON = "application/json";
    private static final String REL = "http://www.opengis.net/def/rel/ogc/1.0/";
    private static final String TILES = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/";

    private final LayerCatalogue catalogue;
    private final DatasetMap dataset;
    private final TileMatrixSets sets;
    private final MapReplies replies;
    private final Links links;
    private final TileSets documents;

    TilesController(LayerCatalogue catalogue, TilerConfig config, MapReplies replies, Links links) {
        this.catalogue = catalogue;
        this.dataset = new DatasetMap(catalogue);
        this.sets = config.matrixSets();
        this.replies = replies;
        this.links = links;
        this.documents = new TileSets(links);
    }

    @Override
    public List<String> conformance() {
        List<String> classes = new ArrayList<>();
        for (String name : List.of(
                "core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "png", "jpeg", "oas30")) {
            classes.add(TILES + name);
        }
        classes.add("http://www.opengis.net/spec/tms/2.0/conf/tilematrixset");
        classes.add("http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset");
        return classes;
    }

    @Override
    public List<Links.Link> links() {
        return List.of(
                links.link(REL + "tilesets-map", JSON, "/map/tiles", "Map tile sets"),
                links.link(REL + "tiling-schemes", JSON, "/tileMatrixSets", "Tile matrix sets"));
    }

    @Page
    @GetMapping("/tileMatrixSets")
    ResponseEntity<byte[]> matrixSets() {
        return Replies.json(new SetList(sets.all().stream().map(this::about).toList()));
    }

    private record SetList(List<SetInfo> tileMatrixSets) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record SetInfo(
            String id, String title, @Nullable String uri, String crs, List<Links.Link> links) {}

    private SetInfo about(TileMatrixSet set) {
        Links.Link self = links.link("self", JSON, "/tileMatrixSets/" + set.id(), set.title());
        return new SetInfo(set.id(), set.title(), set.uri(), set.crs().uri(), List.of(self));
    }

    @Page
    @GetMapping("/tileMatrixSets/{set}")
    ResponseEntity<byte[]> matrixSet(@PathVariable String set) {
        return Replies.json(MatrixSetDocument.of(sets.require(set)));
    }

    @Page
    @GetMapping("/map/tiles")
    ResponseEntity<byte[]> tileSets(HttpServletRequest http) {
        MapLayer layer = dataset.layer(new Kvp(http));
        return Replies.json(documents.list("/map/tiles", layer, LayerTiles.sets(layer, sets)));
    }

    @Page
    @GetMapping("/map/tiles/{set}")
    ResponseEntity<byte[]> tileSet(HttpServletRequest http, @PathVariable String set) {
        return Replies.json(documents.metadata("/map/tiles", dataset.layer(new Kvp(http)), sets.require(set)));
    }

    @GetMapping("/map/tiles/{set}/{matrix}/{row}/{col}")
    ResponseEntity<byte[]> tile(
            HttpServletRequest http,
            @PathVariable String set,
            @PathVariable String matrix,
            @PathVariable long row,
            @PathVariable long col) {
        return tile(http, dataset.layer(new Kvp(http)), "", set, matrix, row, col);
    }

    @Page
    @GetMapping("/collections/{layer}/map/tiles")
    ResponseEntity<byte[]> tileSetsOf(@PathVariable String layer) {
        MapLayer found = catalogue.require(layer);
        String path = "/collections/" + layer + "/map/tiles";
        return Replies.json(documents.list(path, found, LayerTiles.sets(found, sets)));
    }

    @Page
    @GetMapping("/collections/{layer}/map/tiles/{set}")
    ResponseEntity<byte[]> tileSetOf(@PathVariable String layer, @PathVariable String set) {
        String path = "/collections/" + layer + "/map/tiles";
        return Replies.json(documents.metadata(path, catalogue.require(layer), sets.require(set)));
    }

    @GetMapping("/collections/{layer}/map/tiles/{set}/{matrix}/{row}/{col}")
    ResponseEntity<byte[]> tileOf(
            HttpServletRequest http,
            @PathVariable String layer,
            @PathVariable String set,
            @PathVariable String matrix,
            @PathVariable long row,
            @PathVariable long col) {
        return tile(http, catalogue.require(layer), "", set, matrix, row, col);
    }

    @GetMapping("/collections/{layer}/styles/{style}/map/tiles/{set}/{matrix}/{row}/{col}")
    ResponseEntity<byte[]> styledTileOf(
            HttpServletRequest http,
            @PathVariable String layer,
            @PathVariable String style,
            @PathVariable String set,
            @PathVariable String matrix,
            @PathVariable long row,
            @PathVariable long col) {
        return tile(http, catalogue.require(layer), style, set, matrix, row, col);
    }

    private ResponseEntity<byte[]> tile(
            HttpServletRequest http, MapLayer layer, String style, String set, String matrix, long row, long col) {
        Kvp kvp = new Kvp(http);
        TileMatrixSet found = sets.require(set);
        PixelGrid grid = found.tile(found.matrix(matrix), col, row);
        LayerView view = ViewParameters.view(layer, style.isEmpty() ? kvp.get("STYLE", "") : style, kvp);
        return replies.tile(http, List.of(view), grid, PictureForm.of(http, kvp));
    }
}
