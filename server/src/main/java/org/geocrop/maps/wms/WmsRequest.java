package org.geocrop.maps.wms;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.NotFoundException;
import org.geocrop.grid.CrsName;
import org.geocrop.grid.PixelGrid;
import org.geocrop.maps.ImageFormat;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.MapDrawer;
import org.geocrop.maps.MapReplies;
import org.geocrop.maps.layers.ClassFilter;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.maps.layers.Times;
import org.geocrop.settings.Settings;
import org.geocrop.tiler.Look;
import org.geocrop.tiler.Sld;
import org.jspecify.annotations.Nullable;

/** The parameters of WMS requests, by version. */
final class WmsRequest {

    static final String V130 = "1.3.0";
    static final String V111 = "1.1.1";

    private static final double INCH_PIXEL = 0.0254 / 0.00028;
    private static final int WHITE = 0xffffff;

    private final Kvp kvp;
    private final String version;
    private final LayerCatalogue catalogue;
    private final Settings.Maps limits;

    WmsRequest(Kvp kvp, LayerCatalogue catalogue, Settings.Maps limits) {
        this.kvp = kvp;
        this.version = version(kvp);
        this.catalogue = catalogue;
        this.limits = limits;
    }

    /** The version that is spoken: the highest that is not above the one that was asked for (6.2.4), or the lowest. */
    static String version(Kvp kvp) {
        String asked = kvp.get("VERSION", kvp.get("WMTVER", ""));
        if (asked.isBlank()) {
            return kvp.has("SRS") && !kvp.has("CRS") ? V111 : V130;
        }
        String[] parts = asked.split("\\.");
        try {
            int major = Integer.parseInt(parts[0]);
            int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
            return major > 1 || major == 1 && minor >= 3 ? V130 : V111;
        } catch (NumberFormatException e) {
            throw new WmsFault("InvalidParameterValue", "VERSION is like 1.3.0", 400, e);
        }
    }

    boolean is130() {
        return version.equals(V130);
    }

    String version() {
        return version;
    }

    Kvp kvp() {
        return kvp;
    }

    /** The layers of a parameter as they are to be drawn, the lowest first. */
    List<LayerView> views(String parameter) {
        List<Sld.NamedStyle> own = own();
        String list = kvp.get(parameter, "");
        List<String> names = new ArrayList<>();
        if (list.isEmpty() && !own.isEmpty()) {
            own.forEach(style -> names.add(style.layer()));
        } else {
            names.addAll(List.of(required(parameter).split(",", -1)));
        }
        if (names.size() > limits.layers()) {
            throw new WmsFault("LayerNotDefined", "At most " + limits.layers() + " layers may be asked for at once");
        }
        String styles = kvp.get("STYLES", kvp.get("STYLE", ""));
        String[] wanted = styles.isEmpty() || styles.equals("default") ? new String[0] : styles.split(",", -1);
        boolean each = parameter.equals("LAYERS") || parameter.equals("LAYER");
        if (each && wanted.length > 0 && wanted.length != names.size()) {
            throw new WmsFault(
                    "StyleNotDefined", "STYLES has " + wanted.length + " names for " + names.size() + " layers");
        }
        Times times = Times.parse(kvp.get("TIME"));
        ClassFilter filter = ClassFilter.parse(kvp.get("CLASSES"), kvp.get("MINCONF"));
        Map<String, Sld.NamedStyle> ownByLayer = byLayer(own);
        List<LayerView> views = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            MapLayer layer = layer(names.get(i));
            String style = each && wanted.length > 0 ? wanted[i].strip() : "";
            if (!times.match(layer)) {
                throw new WmsFault("InvalidDimensionValue", "The layer " + layer.name() + " has nothing at that TIME");
            }
            LayerView view = new LayerView(layer, style, look(own, ownByLayer, layer), times, filter, smooth());
            view.look();
            views.add(view);
        }
        return views;
    }

    /** Names of a list that are not drawn but asked: the same views, of those among LAYERS. */
    List<LayerView> queried() {
        List<LayerView> drawn = views("LAYERS");
        List<LayerView> queried = new ArrayList<>();
        for (String name : required("QUERY_LAYERS").split(",", -1)) {
            String own = ownName(name);
            LayerView view = drawn.stream()
                    .filter(one -> one.layer().name().equals(own))
                    .findFirst()
                    .orElseThrow(() -> new WmsFault(
                            "LayerNotDefined",
                            "QUERY_LAYERS has a layer that is not in LAYERS or not there",
                            404,
                            null));
            if (!view.layer().about().queryable()) {
                throw new WmsFault(
                        "LayerNotQueryable", "The layer " + view.layer().name() + " can't be queried");
            }
            queried.add(view);
        }
        return queried;
    }

    private @Nullable Boolean smooth() {
        String text = kvp.get("INTERPOLATIONS", "");
        return switch (text) {
            case "" -> null;
            case "nearest", "nearest neighbor" -> Boolean.FALSE;
            case "bilinear" -> Boolean.TRUE;
            default -> throw new WmsFault("InvalidParameterValue", "INTERPOLATIONS is nearest or bilinear");
        };
    }

    private MapLayer layer(String name) {
        try {
            return catalogue.require(name.strip());
        } catch (NotFoundException e) {
            throw new WmsFault("LayerNotDefined", e.getMessage(), 404, e);
        }
    }

    /** Some layers have more names than one: that of a job is that of its map of crops, too. */
    private String ownName(String name) {
        try {
            return catalogue.require(name.strip()).name();
        } catch (NotFoundException e) {
            return name.strip();
        }
    }

    private List<Sld.NamedStyle> own() {
        if (kvp.has("SLD")) {
            throw new WmsFault("InvalidParameterValue", "A style by address (SLD) is not read; send it as SLD_BODY");
        }
        String body = kvp.get("SLD_BODY");
        if (body == null || body.isBlank()) {
            return List.of();
        }
        if (body.length() > limits.styleBytes()) {
            throw new WmsFault(
                    "InvalidParameterValue", "SLD_BODY has more than " + limits.styleBytes() + " characters");
        }
        return Sld.read(new StringReader(body));
    }

    /** The first for each layer by its own name. */
    private Map<String, Sld.NamedStyle> byLayer(List<Sld.NamedStyle> own) {
        Map<String, Sld.NamedStyle> styles = new HashMap<>();
        if (own.size() > 1) {
            own.forEach(style -> styles.putIfAbsent(ownName(style.layer()), style));
        }
        return styles;
    }

    private static @Nullable Look look(
            List<Sld.NamedStyle> own, Map<String, Sld.NamedStyle> ownByLayer, MapLayer layer) {
        Sld.NamedStyle style = own.size() == 1 ? own.get(0) : ownByLayer.get(layer.name());
        return style == null ? null : new Look("own", style.title(), style.style(), style.opacity());
    }

    /** The lattice of the map, in east, north order. */
    PixelGrid target(MapDrawer drawer) {
        requireVersion();
        int width = kvp.integer("WIDTH", 1);
        int height = kvp.integer("HEIGHT", 1);
        drawer.checkSize(width, height);
        CrsName crs = crs();
        double[] b = crs.swap(bbox());
        return new PixelGrid(crs.epsg(), b[0], b[3], (b[2] - b[0]) / width, (b[3] - b[1]) / height, width, height);
    }

    CrsName crs() {
        String name = kvp.require(is130() ? "CRS" : "SRS");
        try {
            CrsName crs = CrsName.parse(name.trim());
            return is130() ? crs : crs.eastFirst();
        } catch (InvalidRequestException e) {
            throw new WmsFault(is130() ? "InvalidCRS" : "InvalidSRS", e.getMessage(), 400, e);
        }
    }

    /** Maps and what they show can't be asked for without a version; those of old clients are known by SRS. */
    private void requireVersion() {
        if (!kvp.has("VERSION") && !kvp.has("WMTVER") && !kvp.has("SRS")) {
            kvp.require("VERSION");
        }
    }

    private double[] bbox() {
        String[] parts = kvp.require("BBOX").split(",", -1);
        double[] bbox = new double[4];
        try {
            for (int i = 0; i < bbox.length; i++) {
                bbox[i] = Double.parseDouble(parts[i].trim());
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new WmsFault("InvalidParameterValue", "BBOX is four numbers: minx,miny,maxx,maxy", 400, e);
        }
        boolean finite = java.util.Arrays.stream(bbox).allMatch(v -> Math.abs(v) < 1e12);
        if (parts.length != bbox.length || !finite || !(bbox[2] > bbox[0]) || !(bbox[3] > bbox[1])) {
            throw new WmsFault("InvalidParameterValue", "BBOX is four numbers, each minimum below its maximum");
        }
        return bbox;
    }

    ImageFormat format() {
        return ImageFormat.of(kvp.require("FORMAT"))
                .orElseThrow(() -> new WmsFault("InvalidFormat", "FORMAT is one of " + ImageFormat.mediaTypes()));
    }

    /** Format, ground and resolution of a map. */
    MapReplies.Form form() {
        ImageFormat format = format();
        boolean transparent = kvp.get("TRANSPARENT", "FALSE").equalsIgnoreCase("TRUE") && format.isTransparent();
        return new MapReplies.Form(format, transparent ? null : background(), dpi());
    }

    int background() {
        String color = kvp.get("BGCOLOR", "");
        if (color.isEmpty()) {
            return WHITE;
        }
        if (!color.matches("(0x|0X|#)[0-9a-fA-F]{6}")) {
            throw new WmsFault("InvalidParameterValue", "BGCOLOR is like 0xA1B2C3");
        }
        return Integer.parseInt(color.replaceFirst("0[xX]|#", ""), 16);
    }

    /** Dots an inch by any of the names that clients use; 0 where none is given. */
    private double dpi() {
        String given = kvp.get("DPI", kvp.get("MAP_RESOLUTION", ""));
        for (String option : kvp.get("FORMAT_OPTIONS", "").split(";")) {
            if (option.toLowerCase(java.util.Locale.ROOT).startsWith("dpi:")) {
                given = option.substring(4);
            }
        }
        if (given.isBlank()) {
            return 0;
        }
        try {
            double dpi = Double.parseDouble(given.trim());
            return dpi >= 1 && dpi <= 2400 ? dpi : INCH_PIXEL;
        } catch (NumberFormatException e) {
            throw new WmsFault("InvalidParameterValue", "The resolution is a number of dots an inch", 400, e);
        }
    }

    private String required(String parameter) {
        return kvp.require(parameter);
    }
}
