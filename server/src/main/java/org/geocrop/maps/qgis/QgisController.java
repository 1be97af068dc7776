package org.geocrop.maps.qgis;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.http.Links;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.MapReplies;
import org.geocrop.maps.ViewParameters;
import org.geocrop.maps.XmlTemplates;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.maps.layers.LayerLegend;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.process.table.Csv;
import org.geocrop.render.LegendDocument;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A layer for QGIS: a layer definition with WMTS, WMS with time, legend and class table; and the table itself. */
@RestController
class QgisController {

    private static final String QLR = "application/x-qgis-layer-definition";
    private static final String TEXT_CSV = "text/csv; charset=utf-8";

    private final LayerCatalogue catalogue;
    private final LayerLegend legends;
    private final MapReplies replies;
    private final Links links;
    private final XmlTemplates templates = new XmlTemplates();

    QgisController(LayerCatalogue catalogue, LayerLegend legends, MapReplies replies, Links links) {
        this.catalogue = catalogue;
        this.legends = legends;
        this.replies = replies;
        this.links = links;
    }

    /** Opened by <i>Layer &gt; Add from Layer Definition File</i>, or dropped into the window. */
    @GetMapping("/collections/{layer}/qgis.qlr")
    ResponseEntity<byte[]> definition(HttpServletRequest http, @PathVariable String layer) {
        MapLayer found = catalogue.require(layer);
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("title", found.about().title());
        context.put("layers", layers(found));
        ResponseEntity<byte[]> answer = replies.answer(
                http,
                List.of(LayerView.of(found)),
                QLR,
                "qlr" + links.base(),
                () -> templates.render("qgis/layers", context));
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .header("Content-Disposition", "attachment; filename=\"" + fileName(found) + ".qlr\"")
                .body(answer.getBody());
    }

    private List<Map<String, Object>> layers(MapLayer layer) {
        String style = layer.styles().get(0);
        String name = layer.about().title();
        String legend = links.to("/xyz/" + encode(layer.name()) + "/legend.png");
        boolean inTime = !layer.times().isEmpty();
        String time = inTime ? layer.times().get(layer.times().size() - 1).toString() : "";
        String common = "contextualWMSLegend=0&dpiMode=7&featureCount=10&format=image/png&layers="
                + encode(layer.name()) + "&styles=" + encode(style);
        String wmts = common + "&crs=EPSG:3857&tileMatrixSet=WebMercatorQuad"
                + (inTime ? "&tileDimensions=" + encode("Time=" + time) : "")
                + "&url=" + encode(links.to("/wmts?SERVICE=WMTS&REQUEST=GetCapabilities"));
        String wms = common + "&crs=EPSG:3857"
                + (inTime
                        ? "&timeDimensionExtent=" + times(layer) + "&type=wmst&allowTemporalUpdates=true"
                                + "&temporalSource=provider"
                        : "")
                + "&url=" + encode(links.to("/wms"));
        List<Map<String, Object>> layers = new ArrayList<>();
        layers.add(raster(layer, "wmts", name, wmts, "Qt::Checked", legend));
        layers.add(raster(layer, "wms", name + (inTime ? " (in time)" : " (WMS)"), wms, "Qt::Unchecked", legend));
        if (layer.isOfClasses()) {
            Map<String, Object> table = new LinkedHashMap<>();
            table.put("id", id(layer, "classes"));
            table.put("name", "Classes of " + name);
            table.put("title", "Classes");
            table.put("description", "Value, name, colour and hectares of each class");
            table.put("type", "vector");
            table.put("provider", "ogr");
            table.put("source", "/vsicurl/" + links.to("/collections/" + encode(layer.name()) + "/classes.csv"));
            table.put("checked", "Qt::Checked");
            table.put("table", Boolean.TRUE);
            layers.add(table);
        }
        return layers;
    }

    private static Map<String, Object> raster(
            MapLayer layer, String kind, String name, String source, String checked, String legend) {
        Map<String, Object> raster = new LinkedHashMap<>();
        raster.put("id", id(layer, kind));
        raster.put("name", name);
        raster.put("title", layer.about().title());
        raster.put("description", layer.about().description());
        raster.put("type", "raster");
        raster.put("provider", "wms");
        raster.put("source", source);
        raster.put("checked", checked);
        raster.put("epsg", 3857);
        raster.put("legend", legend);
        return raster;
    }

    private static String times(MapLayer layer) {
        return encode(
                String.join(",", layer.times().stream().map(Object::toString).toList()));
    }

    private static String id(MapLayer layer, String kind) {
        return fileName(layer).replace('-', '_') + "_" + kind;
    }

    private static String fileName(MapLayer layer) {
        return layer.name().replaceAll("[^A-Za-z0-9-]", "_");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Classes of a layer as a table, of what a filter shows. */
    @GetMapping("/collections/{layer}/classes.csv")
    ResponseEntity<byte[]> classes(HttpServletRequest http, @PathVariable String layer) {
        LayerView view = ViewParameters.view(catalogue.require(layer), new Kvp(http));
        return replies.answer(http, List.of(view), TEXT_CSV, "classes", () -> table(view));
    }

    private byte[] table(LayerView view) {
        Csv csv = new Csv();
        csv.row(List.of("value", "name", "color", "hectares"));
        for (LegendDocument.Entry entry : legends.of(view, true).document().entries()) {
            csv.row(List.of(
                    entry.value().toString(),
                    entry.label(),
                    entry.color(),
                    entry.hectares() == null ? "" : entry.hectares().toString()));
        }
        return csv.bytes();
    }
}
