package org.geocrop.maps.tiles;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.CrsName;
import org.geocrop.http.ApiPart;
import org.geocrop.http.Links;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.MapDrawer;
import org.geocrop.maps.MapReplies;
import org.geocrop.maps.ViewParameters;
import org.geocrop.maps.layers.LayerBounds;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** OGC API Maps 1.0 (20-058): of the whole data set, which is the newest results or the layers of {@code collections}, and of each collection. */
@RestController
class MapsController implements ApiPart {

    private static final String JSON = "application/json";
    private static final String REL = "http://www.opengis.net/def/rel/ogc/1.0/";
    private static final String MAPS = "http://www.opengis.net/spec/ogcapi-maps-1/1.0/conf/";
    private static final int DEFAULT_SIDE = 1024;

    private final LayerCatalogue catalogue;
    private final DatasetMap dataset;
    private final MapDrawer drawer;
    private final MapReplies replies;
    private final Links links;

    MapsController(LayerCatalogue catalogue, MapDrawer drawer, MapReplies replies, Links links) {
        this.catalogue = catalogue;
        this.dataset = new DatasetMap(catalogue);
        this.drawer = drawer;
        this.replies = replies;
        this.links = links;
    }

    @Override
    public List<String> conformance() {
        List<String> classes = new ArrayList<>();
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
        classes.add("http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections");
        return classes;
    }

    @Override
    public List<Links.Link> links() {
        return List.of(
                links.link("data", JSON, "/collections", "Collections"),
                links.link(REL + "data", JSON, "/collections", "Collections"),
                links.link(REL + "map", "image/png", "/map", "A map of the newest results"));
    }

    /** Where the data set's map lies, and the CRSs that it is made in (20-058, 7.3). */
    @Override
    public Optional<DataSet> dataSet() {
        List<MapLayer> general = catalogue.general();
        if (general.isEmpty()) {
            return Optional.empty();
        }
        List<double[]> bbox = List.of(DatasetMap.newest(general).bounds());
        return Optional.of(new DataSet(
                new Extent(new Spatial(bbox, CrsName.CRS84.uri())),
                LayerBounds.offered(general).stream().map(CrsName::uri).toList()));
    }

    @GetMapping("/map")
    ResponseEntity<byte[]> map(HttpServletRequest http) {
        Kvp kvp = mapPairs(http);
        return map(http, dataset.views(kvp), kvp);
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
    static Kvp mapPairs(HttpServletRequest http) {
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
        ResponseEntity<byte[]> map = replies.picture(http, views, extent.grid(), PictureForm.of(http, kvp));
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
}
