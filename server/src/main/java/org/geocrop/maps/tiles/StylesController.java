package org.geocrop.maps.tiles;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.http.ApiPart;
import org.geocrop.http.Links;
import org.geocrop.http.Page;
import org.geocrop.http.Replies;
import org.geocrop.http.request.ContentNegotiation;
import org.geocrop.http.request.HeaderLines;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.tiler.QmlDocument;
import org.geocrop.tiler.SldDocument;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** OGC API Styles (20-009), reading: the styles of a collection as SLD and for QGIS. */
@RestController
class StylesController implements ApiPart {

    private static final String STYLES = "http://www.opengis.net/spec/ogcapi-styles-1/1.0/conf/";

    private static final String REL = "http://www.opengis.net/def/rel/ogc/1.0/";
    private static final String SLD = "application/vnd.ogc.sld+xml;version=1.0";
    private static final String QML = "application/x-qgis-layer-settings";

    private final LayerCatalogue catalogue;
    private final Links links;

    StylesController(LayerCatalogue catalogue, Links links) {
        this.catalogue = catalogue;
        this.links = links;
    }

    @Override
    public List<String> conformance() {
        return List.of(STYLES + "core", STYLES + "collection-styles");
    }

    @Page
    @GetMapping("/collections/{layer}/styles")
    ResponseEntity<byte[]> stylesOf(@PathVariable String layer) {
        return styles(catalogue.require(layer), "/collections/" + layer);
    }

    private ResponseEntity<byte[]> styles(MapLayer layer, String path) {
        List<Style> styles = layer.styles().stream()
                .map(name -> style(layer, name, path + "/styles/" + name))
                .toList();
        return Replies.json(new Styles(layer.styles().get(0), styles));
    }

    private record Styles(@JsonProperty("default") String first, List<Style> styles) {}

    private record Style(String id, String title, List<Links.Link> links) {}

    private Style style(MapLayer layer, String name, String here) {
        return new Style(
                name,
                layer.look(name).title(),
                List.of(
                        links.link("stylesheet", SLD, here, "SLD 1.0"),
                        links.link("stylesheet", QML, here + "?f=qml", "QGIS style of the raster itself"),
                        links.link(REL + "map", "image/png", here + "/map", "Map"),
                        links.link(REL + "legend", "image/png", "/xyz/" + layer.name() + "/legend.png", "Legend")));
    }

    @GetMapping("/collections/{layer}/styles/{style}")
    ResponseEntity<byte[]> styleOf(HttpServletRequest http, @PathVariable String layer, @PathVariable String style) {
        MapLayer found = catalogue.require(layer);
        boolean wantsQml = ContentNegotiation.parse(HeaderLines.of(http, "Accept")).stream()
                .anyMatch(type -> (type.getType() + "/" + type.getSubtype()).equals(QML));
        String f = new Kvp(http).get("F", wantsQml ? "qml" : "sld");
        if (f.equals("qml")) {
            return ResponseEntity.ok().header("Content-Type", QML).body(QmlDocument.write(found.look(style)));
        }
        if (!f.equals("sld")) {
            throw new InvalidRequestException("f: a style is sld or qml");
        }
        byte[] sld = SldDocument.write(List.of(new SldDocument.NamedLayer(layer, List.of(found.look(style)))));
        return ResponseEntity.ok().header("Content-Type", SLD).body(sld);
    }
}
