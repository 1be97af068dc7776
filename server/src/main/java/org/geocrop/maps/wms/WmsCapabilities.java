package org.geocrop.maps.wms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.geocrop.grid.CrsName;
import org.geocrop.http.Links;
import org.geocrop.maps.FeatureInfo;
import org.geocrop.maps.ImageFormat;
import org.geocrop.maps.XmlTemplates;
import org.geocrop.maps.layers.LayerBounds;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.render.Legend;
import org.geocrop.settings.Settings;
import org.geocrop.tiler.Look;
import org.jspecify.annotations.Nullable;

/** The capabilities documents of both versions, from one model and two templates. */
final class WmsCapabilities {

    private final LayerCatalogue catalogue;
    private final Links links;
    private final Settings settings;
    private final XmlTemplates templates;
    private final AtomicReference<Sequence> sequence = new AtomicReference<>(new Sequence(0, 0));

    /** Grows whenever the layers change. */
    private record Sequence(int hash, long number) {}

    WmsCapabilities(LayerCatalogue catalogue, Links links, Settings settings, XmlTemplates templates) {
        this.catalogue = catalogue;
        this.links = links;
        this.settings = settings;
        this.templates = templates;
    }

    byte[] document(String version, @Nullable String updateSequence) {
        List<MapLayer> general = catalogue.general();
        List<LayerCatalogue.ResultLayersOf> ofResults = catalogue.ofResults();
        List<MapLayer> all = new java.util.ArrayList<>(general);
        ofResults.forEach(one -> all.addAll(one.layers()));
        long number = number(all);
        if (updateSequence != null && !updateSequence.isBlank()) {
            check(updateSequence, number);
        }
        boolean is130 = version.equals(WmsRequest.V130);
        List<CrsName> offered = LayerBounds.offered(all);
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("updateSequence", Long.toString(number));
        model.put("url", links.to("/wms?"));
        model.put("base", links.base());
        int side =
                (int) Math.min(settings.maps().side(), Math.sqrt(settings.maps().pixels()));
        model.put("maxSide", side);
        model.put("service", settings.service());
        contact(settings.service()).ifPresent(contact -> model.put("contact", contact));
        model.put("layerLimit", settings.maps().layers());
        model.put(
                "crs", offered.stream().map(crs -> code(crs, is130)).distinct().toList());
        model.put("mapFormats", ImageFormat.mediaTypes());
        model.put(
                "infoFormats",
                java.util.Arrays.stream(FeatureInfo.Format.values())
                        .map(FeatureInfo.Format::mediaType)
                        .toList());
        model.put("world", box(all));
        model.put("general", general.stream().map(l -> layer(l, offered, is130)).toList());
        model.put(
                "results",
                ofResults.stream()
                        .map(result -> Map.of(
                                "title", resultTitle(result),
                                "item",
                                        links.to("/collections/results/items/"
                                                + result.result().jobId()),
                                "layers",
                                        result.layers().stream()
                                                .map(l -> layer(l, offered, is130))
                                                .toList()))
                        .toList());
        return templates.render("wms/capabilities-" + version, model);
    }

    /** Whom to ask, without what is not set: elements that are there must not be empty. */
    private static Optional<Map<String, String>> contact(Settings.Service service) {
        Map<String, String> contact = new LinkedHashMap<>();
        // Both elements of the primary contact are mandatory: one answers for the other.
        String name = service.person().isBlank() ? service.organization() : service.person();
        put(contact, "name", name);
        put(contact, "organization", service.organization().isBlank() ? name : service.organization());
        put(contact, "phone", service.phone());
        put(contact, "email", service.email());
        return contact.isEmpty() ? Optional.empty() : Optional.of(contact);
    }

    private static void put(Map<String, String> contact, String key, String value) {
        if (!value.isBlank()) {
            contact.put(key, value);
        }
    }

    private static String resultTitle(LayerCatalogue.ResultLayersOf one) {
        return one.result().processId() + " " + one.result().created();
    }

    private long number(List<MapLayer> layers) {
        int hash = layers.stream()
                .map(MapLayer::name)
                .collect(Collectors.joining(","))
                .hashCode();
        return sequence.updateAndGet(last -> last.hash == hash && last.number > 0
                        ? last
                        : new Sequence(hash, Math.max(last.number + 1, System.currentTimeMillis())))
                .number;
    }

    private static void check(String asked, long number) {
        double given;
        try {
            given = Double.parseDouble(asked.trim());
        } catch (NumberFormatException e) {
            // Sequences compare as texts (7.2.3.5); ours are numbers, which come before letters.
            throw new WmsFault("InvalidUpdateSequence", "The update sequence is not one of this server", 400, e);
        }
        if (given == number) {
            throw new WmsFault("CurrentUpdateSequence", "The update sequence is the current one");
        }
        if (given > number) {
            throw new WmsFault("InvalidUpdateSequence", "The update sequence is above the current one");
        }
    }

    private static String code(CrsName crs, boolean is130) {
        return is130 ? crs.code() : "EPSG:" + crs.epsg();
    }

    private static Map<String, String> box(List<MapLayer> layers) {
        double[] world = {-180, -90, 180, 90};
        if (!layers.isEmpty()) {
            world = layers.get(0).bounds();
            for (MapLayer layer : layers) {
                double[] b = layer.bounds();
                world[0] = Math.min(world[0], b[0]);
                world[1] = Math.min(world[1], b[1]);
                world[2] = Math.max(world[2], b[2]);
                world[3] = Math.max(world[3], b[3]);
            }
        }
        return box("", world);
    }

    private static Map<String, String> box(String crs, double[] b) {
        return Map.of("crs", crs, "minx", "" + b[0], "miny", "" + b[1], "maxx", "" + b[2], "maxy", "" + b[3]);
    }

    private Map<String, Object> layer(MapLayer layer, List<CrsName> offered, boolean is130) {
        Map<String, Object> model = new LinkedHashMap<>();
        MapLayer.About about = layer.about();
        model.put("name", about.name());
        model.put("title", about.title());
        model.put("abstract", about.description());
        model.put("keywords", about.keywords());
        model.put("hasKeywords", !about.keywords().isEmpty());
        model.put("queryable", about.queryable() ? "1" : "0");
        model.put("opaque", about.opaque() ? "1" : "0");
        if (about.attribution() != null) {
            model.put("attribution", about.attribution());
        }
        model.put("metadata", links.to("/collections/" + about.name() + "?f=json"));
        double[] bounds = layer.bounds();
        model.put("box", box("", bounds));
        List<Map<String, String>> boxes = new ArrayList<>();
        for (CrsName crs : offered) {
            if (!is130 && crs.isCrs84()) {
                continue;
            }
            Optional<double[]> in = LayerBounds.in(crs.epsg(), bounds);
            in.ifPresent(b -> boxes.add(box(code(crs, is130), is130 ? crs.swap(b) : b)));
        }
        model.put("boxes", boxes);
        List<String> times = layer.times().stream().map(Object::toString).toList();
        if (!times.isEmpty()) {
            model.put("times", String.join(",", times));
            model.put("newest", times.get(times.size() - 1));
        }
        List<Map<String, Object>> styles = new ArrayList<>();
        if (!layer.isGroup()) {
            for (String name : layer.styles()) {
                styles.add(style(layer, name));
            }
        }
        model.put("styles", styles);
        return model;
    }

    private Map<String, Object> style(MapLayer layer, String name) {
        Look look = layer.look(name);
        Legend legend = Legend.of(look.style());
        return Map.of(
                "name", name,
                "title", look.title(),
                "width", Math.max(1, legend.width()),
                "height", Math.max(1, legend.height()),
                "legend",
                        links.to("/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetLegendGraphic&SLD_VERSION=1.1.0"
                                + "&FORMAT=image/png&LEGEND_OPTIONS=areas:off&LAYER=" + layer.name() + "&STYLE="
                                + name));
    }
}
