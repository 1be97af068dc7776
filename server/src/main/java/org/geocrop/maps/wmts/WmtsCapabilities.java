package org.geocrop.maps.wmts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geocrop.grid.TileMatrixSet;
import org.geocrop.grid.TileMatrixSets;
import org.geocrop.http.Links;
import org.geocrop.maps.XmlTemplates;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.maps.layers.LayerTiles;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.render.Legend;
import org.geocrop.settings.Settings;
import org.geocrop.tiler.Look;

/** The capabilities document: layers, where their tiles are, and the matrix sets. */
final class WmtsCapabilities {

    private final LayerCatalogue catalogue;
    private final TileMatrixSets sets;
    private final Links links;
    private final Settings.Service service;
    private final XmlTemplates templates;

    WmtsCapabilities(
            LayerCatalogue catalogue,
            TileMatrixSets sets,
            Links links,
            Settings.Service service,
            XmlTemplates templates) {
        this.service = service;
        this.catalogue = catalogue;
        this.sets = sets;
        this.links = links;
        this.templates = templates;
    }

    /** Names of the sections that a request may ask for (7.1.1.1). */
    static final List<String> SECTIONS =
            List.of("ServiceIdentification", "ServiceProvider", "OperationsMetadata", "Contents", "Themes");

    /**
     * The document.
     *
     * @param sections of it; empty for all
     */
    byte[] document(List<String> sections) {
        Map<String, Object> model = new LinkedHashMap<>();
        SECTIONS.forEach(name -> model.put("with" + name, sections.isEmpty() || sections.contains(name)));
        model.put("kvp", links.to("/wmts?"));
        model.put("rest", links.to("/wmts/1.0.0/WMTSCapabilities.xml"));
        model.put("base", links.base());
        model.put("service", service);
        model.put("isWhole", sections.isEmpty());
        if (!service.person().isBlank()) {
            model.put("person", service.person());
        }
        if (sections.isEmpty() || sections.contains("Contents")) {
            model.put("layers", catalogue.all().stream().map(this::layer).toList());
            model.put("sets", sets.all().stream().map(WmtsCapabilities::set).toList());
        }
        return templates.render("wmts/capabilities", model);
    }

    private Map<String, Object> layer(MapLayer layer) {
        Map<String, Object> model = new LinkedHashMap<>();
        double[] b = layer.bounds();
        model.put("name", layer.name());
        model.put("title", layer.about().title());
        model.put("abstract", layer.about().description());
        model.put("keywords", layer.about().keywords());
        model.put("hasKeywords", !layer.about().keywords().isEmpty());
        model.put("lower", b[0] + " " + b[1]);
        model.put("upper", b[2] + " " + b[3]);
        List<Map<String, Object>> styles = new ArrayList<>();
        for (String name : layer.styles()) {
            Look look = layer.look(name);
            Legend legend = Legend.of(look.style());
            styles.add(Map.of(
                    "name", name,
                    "title", look.title(),
                    "isDefault", styles.isEmpty() ? "true" : "false",
                    "width", legend.width(),
                    "height", legend.height(),
                    "legend",
                            links.to("/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetLegendGraphic"
                                    + "&FORMAT=image/png&LEGEND_OPTIONS=areas:off&LAYER=" + layer.name() + "&STYLE="
                                    + name)));
        }
        model.put("styles", styles);
        List<String> times = layer.times().stream().map(Object::toString).toList();
        if (!times.isEmpty()) {
            model.put("times", times);
            model.put("newest", times.get(times.size() - 1));
        }
        model.put("hasTimes", !times.isEmpty());
        String time = times.isEmpty() ? "" : "{Time}/";
        String rest = links.to(
                "/wmts/rest/" + layer.name() + "/{Style}/" + time + "{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}");
        model.put("tiles", rest);
        model.put("queryable", layer.about().queryable());
        List<Map<String, Object>> reached = new ArrayList<>();
        for (TileMatrixSet set : sets.all()) {
            limits(layer, set).ifPresent(reached::add);
        }
        model.put("sets", reached);
        return model;
    }

    private static Optional<Map<String, Object>> limits(MapLayer layer, TileMatrixSet set) {
        List<Map<String, Object>> limits = new ArrayList<>();
        for (TileMatrixSet.Limits l : LayerTiles.limits(layer, set)) {
            limits.add(Map.of(
                    "matrix", l.matrix().id(),
                    "minRow", "" + l.minRow(),
                    "maxRow", "" + l.maxRow(),
                    "minCol", "" + l.minCol(),
                    "maxCol", "" + l.maxCol()));
        }
        return limits.isEmpty() ? Optional.empty() : Optional.of(Map.of("id", set.id(), "limits", limits));
    }

    private static Map<String, Object> set(TileMatrixSet set) {
        List<Map<String, String>> matrices = new ArrayList<>();
        boolean north = set.crs().northFirst();
        for (TileMatrixSet.Matrix m : set.matrices()) {
            matrices.add(Map.of(
                    "id", m.id(),
                    "scale", "" + m.scaleDenominator(),
                    "corner", north ? m.originY() + " " + m.originX() : m.originX() + " " + m.originY(),
                    "size", "" + m.tileSize(),
                    "width", "" + m.width(),
                    "height", "" + m.height()));
        }
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("id", set.id());
        model.put("title", set.title());
        boolean google = "GoogleMapsCompatible".equals(scaleSet(set));
        // That scale set is defined with this name of the CRS (annex E.4).
        model.put("crs", google ? "urn:ogc:def:crs:EPSG:6.18:3:3857" : set.crs().urn());
        // WMTS 1.0.0 begins its GoogleCRS84Quad with half a tile for the world, which the registered set does not have.
        if (google) {
            model.put("scaleSet", "urn:ogc:def:wkss:OGC:1.0:" + scaleSet(set));
        }
        model.put("matrices", matrices);
        return model;
    }

    private static String scaleSet(TileMatrixSet set) {
        String uri = set.wellKnownScaleSet();
        return uri == null ? "" : uri.substring(uri.lastIndexOf('/') + 1);
    }
}
