package org.geocrop.maps.tiles;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.geocrop.access.Access;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.CrsName;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.TileMatrixSet;
import org.geocrop.grid.TileMatrixSets;
import org.geocrop.http.ApiPart;
import org.geocrop.http.ContentNegotiation;
import org.geocrop.http.HeaderLines;
import org.geocrop.http.Links;
import org.geocrop.http.Replies;
import org.geocrop.json.Json;
import org.geocrop.maps.ColorName;
import org.geocrop.maps.ImageFormat;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.MapDrawer;
import org.geocrop.maps.MapReplies;
import org.geocrop.maps.ViewParameters;
import org.geocrop.maps.layers.LayerBounds;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.maps.layers.LayerTiles;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.tiler.MatrixSetDocument;
import org.geocrop.tiler.QmlDocument;
import org.geocrop.tiler.SldDocument;
import org.geocrop.tiler.TilerConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * OGC API Tiles 1.0 (20-057), Maps 1.0 (20-058) and Styles (20-009, reading): of the whole data set, which is the newest
 * results or the layers of {@code collections}, and of each collection.
 */
@RestController
class MapsController implements ApiPart {

    private static final String JSON = "application/json";
    private static final String REL = "http://www.opengis.net/def/rel/ogc/1.0/";
    private static final String TILES = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/";
    private static final String MAPS = "http://www.opengis.net/spec/ogcapi-maps-1/1.0/conf/";
    private static final String SLD = "application/vnd.ogc.sld+xml;version=1.0";
    private static final String QML = "application/x-qgis-layer-settings";
    private static final int DEFAULT_SIDE = 1024;
    private static final int WHITE = 0xffffff;
    private static final int OPAQUE = 0xff000000;
    private static final int MOST_LAYERS = 20;

    private final LayerCatalogue catalogue;
    private final TileMatrixSets sets;
    private final MapDrawer drawer;
    private final MapReplies replies;
    private final Links links;
    private final TileSets documents;

    MapsController(LayerCatalogue catalogue, TilerConfig config, MapDrawer drawer, MapReplies replies, Links links) {
        this.catalogue = catalogue;
        this.sets = config.matrixSets();
        this.drawer = drawer;
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
        for (String name : List.of(
                "core",
                "png",
                "jpeg",
                "tiff",
                "background",
                "collection-map",
                "dataset-map",
                "scaling",
                "spatial-subsetting",
                "datetime",
                "crs",
                "tilesets",
                "styled-map")) {
            classes.add(MAPS + name);
        }
        classes.add("http://www.opengis.net/spec/tms/2.0/conf/tilematrixset");
        classes.add("http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset");
        classes.add("http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections");
        return classes;
    }

    @Override
    public List<ObjectNode> links() {
        return List.of(
                links.link("data", JSON, "/collections", "Collections"),
                links.link(REL + "data", JSON, "/collections", "Collections"),
                links.link(REL + "tilesets-map", JSON, "/map/tiles", "Map tile sets"),
                links.link(REL + "map", "image/png", "/map", "A map of the newest results"),
                links.link(REL + "tiling-schemes", JSON, "/tileMatrixSets", "Tile matrix sets"));
    }

    /** Where the data set's map lies, and the CRSs that it is made in (20-058, 7.3). */
    @Override
    public void describe(ObjectNode landing) {
        List<MapLayer> general = catalogue.general();
        if (general.isEmpty()) {
            return;
        }
        ObjectNode spatial = landing.putObject("extent").putObject("spatial");
        spatial.putArray("bbox").add(Json.of(dataset(general).bounds()));
        spatial.put("crs", CrsName.CRS84.uri());
        ArrayNode crs = landing.putArray("crs");
        LayerBounds.offered(general).forEach(name -> crs.add(name.uri()));
    }

    @GetMapping("/tileMatrixSets")
    ResponseEntity<byte[]> matrixSets() {
        ObjectNode list = Json.object();
        ArrayNode array = list.putArray("tileMatrixSets");
        for (TileMatrixSet set : sets.all()) {
            ObjectNode one = array.addObject().put("id", set.id()).put("title", set.title());
            if (set.uri() != null) {
                one.put("uri", set.uri());
            }
            one.put("crs", set.crs().uri());
            one.putArray("links").add(links.link("self", JSON, "/tileMatrixSets/" + set.id(), set.title()));
        }
        return Replies.json(list);
    }

    @GetMapping("/tileMatrixSets/{set}")
    ResponseEntity<byte[]> matrixSet(@PathVariable String set) {
        return Replies.json(MatrixSetDocument.write(sets.require(set)));
    }

    @GetMapping("/map/tiles")
    ResponseEntity<byte[]> tileSets(HttpServletRequest http) {
        MapLayer layer = dataset(new Kvp(http));
        return Replies.json(documents.list("/map/tiles", layer, LayerTiles.sets(layer, sets)));
    }

    @GetMapping("/map/tiles/{set}")
    ResponseEntity<byte[]> tileSet(HttpServletRequest http, @PathVariable String set) {
        return Replies.json(documents.metadata("/map/tiles", dataset(new Kvp(http)), sets.require(set)));
    }

    @GetMapping("/map/tiles/{set}/{matrix}/{row}/{col}")
    ResponseEntity<byte[]> tile(
            HttpServletRequest http,
            @PathVariable String set,
            @PathVariable String matrix,
            @PathVariable long row,
            @PathVariable long col) {
        return tile(http, dataset(new Kvp(http)), "", set, matrix, row, col);
    }

    @GetMapping("/collections/{layer}/map/tiles")
    ResponseEntity<byte[]> tileSetsOf(@PathVariable String layer) {
        MapLayer found = catalogue.require(layer);
        String path = "/collections/" + layer + "/map/tiles";
        return Replies.json(documents.list(path, found, LayerTiles.sets(found, sets)));
    }

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
        return replies.tile(http, List.of(view), grid, form(http, kvp));
    }

    @GetMapping("/map")
    ResponseEntity<byte[]> map(HttpServletRequest http) {
        Kvp kvp = mapPairs(http);
        return map(http, views(kvp), kvp);
    }

    @GetMapping("/collections/{layer}/map")
    ResponseEntity<byte[]> mapOf(HttpServletRequest http, @PathVariable String layer) {
        Kvp kvp = mapPairs(http);
        return map(http, List.of(ViewParameters.view(catalogue.require(layer), kvp)), kvp);
    }

    @GetMapping("/collections/{layer}/styles/{style}/map")
    ResponseEntity<byte[]> styledMapOf(
            HttpServletRequest http, @PathVariable String layer, @PathVariable String style) {
        Kvp kvp = mapPairs(http);
        return map(http, List.of(ViewParameters.view(catalogue.require(layer), style, kvp)), kvp);
    }

    /** The request's pairs, with the time of a subset as {@code datetime}. */
    private static Kvp mapPairs(HttpServletRequest http) {
        Kvp kvp = new Kvp(http);
        String time = Subset.of(http).time();
        if (time == null) {
            return kvp;
        }
        if (kvp.has("DATETIME")) {
            throw new InvalidRequestException("Only one of `datetime` and `subset` can give the time");
        }
        return kvp.with("DATETIME", time);
    }

    private ResponseEntity<byte[]> map(HttpServletRequest http, List<LayerView> views, Kvp kvp) {
        MapExtent extent = MapExtent.of(kvp, Subset.of(http), views, DEFAULT_SIDE, drawer);
        ResponseEntity<byte[]> map = replies.picture(http, views, extent.grid(), form(http, kvp));
        CrsName crs = extent.crs();
        double[] b = crs.swap(new double[] {
            extent.grid().originX(),
            extent.grid().minY(),
            extent.grid().maxX(),
            extent.grid().originY()
        });
        HttpHeaders headers = new HttpHeaders(map.getHeaders());
        LayerView.interval(views).ifPresent(it -> headers.set("Content-Datetime", it));
        return ResponseEntity.status(map.getStatusCode())
                .headers(headers)
                .header("Content-Crs", "<" + crs.uri() + ">")
                .header("Content-Bbox", b[0] + "," + b[1] + "," + b[2] + "," + b[3])
                .body(map.getBody());
    }

    @GetMapping("/collections/{layer}/styles")
    ResponseEntity<byte[]> stylesOf(@PathVariable String layer) {
        return styles(catalogue.require(layer), "/collections/" + layer);
    }

    private ResponseEntity<byte[]> styles(MapLayer layer, String path) {
        ObjectNode list = Json.object();
        list.put("default", layer.styles().get(0));
        ArrayNode array = list.putArray("styles");
        for (String name : layer.styles()) {
            ObjectNode style = array.addObject()
                    .put("id", name)
                    .put("title", layer.look(name).title());
            String here = path + "/styles/" + name;
            style.putArray("links")
                    .add(links.link("stylesheet", SLD, here, "SLD 1.0"))
                    .add(links.link("stylesheet", QML, here + "?f=qml", "QGIS style of the raster itself"))
                    .add(links.link(REL + "map", "image/png", here + "/map", "Map"))
                    .add(links.link(REL + "legend", "image/png", "/xyz/" + layer.name() + "/legend.png", "Legend"));
        }
        return Replies.json(list);
    }

    @GetMapping("/collections/{layer}/styles/{style}")
    ResponseEntity<byte[]> styleOf(HttpServletRequest http, @PathVariable String layer, @PathVariable String style) {
        MapLayer found = catalogue.require(layer);
        String f = new Kvp(http).get("F", "sld");
        if (f.equals("qml")) {
            return ResponseEntity.ok().header("Content-Type", QML).body(QmlDocument.write(found.look(style)));
        }
        if (!f.equals("sld")) {
            throw new InvalidRequestException("f: a style is sld or qml");
        }
        byte[] sld = SldDocument.write(List.of(new SldDocument.NamedLayer(layer, List.of(found.look(style)))));
        return ResponseEntity.ok().header("Content-Type", SLD).body(sld);
    }

    private List<LayerView> views(Kvp kvp) {
        String names = kvp.get("COLLECTIONS", "");
        if (names.isBlank()) {
            return List.of(ViewParameters.view(dataset(kvp), kvp));
        }
        String[] each = names.split(",", -1);
        if (each.length > MOST_LAYERS) {
            throw new InvalidRequestException("collections: has more than " + MOST_LAYERS + " names");
        }
        List<LayerView> views = new ArrayList<>();
        for (String name : each) {
            views.add(ViewParameters.view(catalogue.require(name), "", kvp));
        }
        return views;
    }

    /** What the map of the whole data set shows: the newest results, or else the first layer that there is. */
    private MapLayer dataset(Kvp kvp) {
        String names = kvp.get("COLLECTIONS", "");
        if (!names.isBlank()) {
            return catalogue.require(names.split(",", -1)[0]);
        }
        return dataset(catalogue.general());
    }

    private static MapLayer dataset(List<MapLayer> general) {
        Optional<MapLayer> latest =
                general.stream().filter(layer -> layer.name().equals("latest")).findFirst();
        return latest.or(() -> general.stream().findFirst()).orElseThrow(() -> Access.nothing("There is no layer yet"));
    }

    private static MapReplies.Form form(HttpServletRequest http, Kvp kvp) {
        ImageFormat format = format(http, kvp);
        Integer background = color(kvp, "bgcolor", "TRANSPARENT", format);
        Integer outside = kvp.has("VOID-COLOR") || kvp.has("VOID-TRANSPARENT")
                ? color(kvp, "void-color", "VOID-TRANSPARENT", format)
                : background;
        if (Objects.equals(outside, background)) {
            return new MapReplies.Form(format, background, 0);
        }
        return new MapReplies.Form(format, background, 0, outside == null ? Integer.valueOf(0) : OPAQUE | outside);
    }

    /** A colour of pixels without data, 0xRRGGBB; null where they are transparent, as they are where nothing is said. */
    private static @Nullable Integer color(Kvp kvp, String name, String transparency, ImageFormat format) {
        String text = kvp.get(name.toUpperCase(Locale.ROOT), "");
        String transparent =
                kvp.get(transparency, text.isEmpty() ? "true" : "false").toLowerCase(Locale.ROOT);
        if (!List.of("true", "false").contains(transparent)) {
            throw new InvalidRequestException("`" + transparency.toLowerCase(Locale.ROOT) + "` must be true or false");
        }
        int color = text.isEmpty() ? WHITE : ColorName.parse(name, text);
        return transparent.equals("true") && format.isTransparent() ? null : color;
    }

    private static ImageFormat format(HttpServletRequest http, Kvp kvp) {
        String f = kvp.get("F", "");
        if (!f.isEmpty()) {
            return ImageFormat.of(f).orElseThrow(() -> new InvalidRequestException("f: is png, png8, jpg or tif"));
        }
        for (MediaType type : ContentNegotiation.parse(HeaderLines.of(http, "Accept"))) {
            Optional<ImageFormat> format = ImageFormat.of(type.getType() + "/" + type.getSubtype());
            if (format.isPresent()) {
                return format.get();
            }
        }
        return ImageFormat.PNG;
    }
}
