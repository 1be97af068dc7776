package org.geocrop.maps.wms;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.geocrop.error.GeocropException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.http.Links;
import org.geocrop.http.Problem;
import org.geocrop.maps.DrawBudget;
import org.geocrop.maps.FeatureInfo;
import org.geocrop.maps.ImageFormat;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.MapDrawer;
import org.geocrop.maps.MapReplies;
import org.geocrop.maps.XmlTemplates;
import org.geocrop.maps.layers.ClassAreas;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.maps.layers.LayerLegend;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.settings.Settings;
import org.geocrop.tiler.SldDocument;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** WMS by key-value pairs, in the query or as a form that is posted. */
@RestController
class WmsController {

    private static final Logger LOG = LoggerFactory.getLogger(WmsController.class);
    private static final String XML = "text/xml; charset=utf-8";
    private static final String OLD_FAULT = "application/vnd.ogc.se_xml";
    private static final int MOST_FEATURES = 50;

    private final LayerCatalogue catalogue;
    private final MapDrawer drawer;
    private final MapReplies replies;
    private final FeatureInfo info;
    private final LayerLegend legends;
    private final Settings settings;
    private final WmsCapabilities capabilities;
    private final XmlTemplates templates = new XmlTemplates();

    WmsController(
            LayerCatalogue catalogue,
            MapDrawer drawer,
            MapReplies replies,
            ClassAreas areas,
            LayerLegend legends,
            Links links,
            Settings settings) {
        this.catalogue = catalogue;
        this.drawer = drawer;
        this.replies = replies;
        this.info = new FeatureInfo(areas);
        this.legends = legends;
        this.settings = settings;
        this.capabilities = new WmsCapabilities(catalogue, links, settings, templates);
    }

    @GetMapping("/wms")
    ResponseEntity<byte[]> get(HttpServletRequest http) {
        return answer(http);
    }

    @PostMapping("/wms")
    ResponseEntity<byte[]> post(HttpServletRequest http) {
        return answer(http);
    }

    private ResponseEntity<byte[]> answer(HttpServletRequest http) {
        Kvp kvp = new Kvp(http);
        try {
            String service = kvp.get("SERVICE", "WMS");
            if (!service.equalsIgnoreCase("WMS")) {
                throw new WmsFault("InvalidParameterValue", "SERVICE is WMS here");
            }
            WmsRequest request = new WmsRequest(kvp, catalogue, settings.maps());
            return switch (kvp.require("REQUEST").toLowerCase(Locale.ROOT)) {
                case "getcapabilities", "capabilities" -> capabilities(request);
                case "getmap", "map" ->
                    replies.picture(http, request.views("LAYERS"), request.target(drawer), request.form());
                case "getfeatureinfo", "feature_info" -> featureInfo(request);
                case "getlegendgraphic" -> legend(http, request);
                case "describelayer" -> describe(request);
                case "getstyles" -> styles(request);
                default -> throw new WmsFault("OperationNotSupported", "REQUEST is not an operation of this service");
            };
        } catch (RuntimeException e) {
            return fault(kvp, e);
        }
    }

    private ResponseEntity<byte[]> capabilities(WmsRequest request) {
        byte[] document = capabilities.document(request.version(), request.kvp().get("UPDATESEQUENCE"));
        String type = request.is130() ? XML : "application/vnd.ogc.wms_xml";
        return document(type, document);
    }

    private static ResponseEntity<byte[]> document(String type, byte[] body) {
        return ResponseEntity.ok()
                .header("Content-Type", type)
                .header("Cache-Control", "no-cache")
                .body(body);
    }

    private ResponseEntity<byte[]> featureInfo(WmsRequest request) {
        Kvp kvp = request.kvp();
        List<LayerView> views = request.queried();
        PixelGrid target = request.target(drawer);
        String column = request.is130() ? "I" : "X";
        String row = request.is130() ? "J" : "Y";
        int i = coordinate(kvp, column, target.width());
        int j = coordinate(kvp, row, target.height());
        String wanted = kvp.get("INFO_FORMAT", FeatureInfo.Format.TEXT.mediaType());
        FeatureInfo.Format format = FeatureInfo.Format.of(wanted)
                .orElseThrow(() -> new WmsFault(
                        "InvalidFormat",
                        "INFO_FORMAT is one of text/plain, text/html," + " application/json and application/geo+json"));
        int most = kvp.has("FEATURE_COUNT") ? Math.min(MOST_FEATURES, kvp.integer("FEATURE_COUNT", 1)) : 1;
        byte[] body = info.at(views, target.epsg(), target.centreX(i), target.centreY(j), most, format);
        return document(format.mediaType() + "; charset=utf-8", body);
    }

    private static int coordinate(Kvp kvp, String name, int size) {
        try {
            int value = Integer.parseInt(kvp.require(name).trim());
            if (value >= 0 && value < size) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new WmsFault("InvalidPoint", name + " is a pixel of the map", 400, e);
        }
        throw new WmsFault("InvalidPoint", name + " is a pixel of the map, from 0 to " + (size - 1));
    }

    private ResponseEntity<byte[]> legend(HttpServletRequest http, WmsRequest request) {
        List<LayerView> views = request.views("LAYER");
        String format = request.kvp().get("FORMAT", "image/png");
        LayerLegend.Format form = LayerLegend.Format.of(format)
                .orElseThrow(() -> new WmsFault(
                        "InvalidFormat", "FORMAT is image/png, image/svg+xml, image/jpeg or application/json"));
        boolean areas = !request.kvp().get("LEGEND_OPTIONS", "").contains("areas:off");
        return replies.answer(
                http, views, form.mediaType(), "legend" + areas, () -> legends.encode(views.get(0), form, areas));
    }

    private ResponseEntity<byte[]> describe(WmsRequest request) {
        List<String> names = request.views("LAYERS").stream()
                .map(view -> view.layer().name())
                .toList();
        String type = request.is130() ? XML : OLD_FAULT.replace("se_xml", "wms_xml");
        return document(
                type,
                templates.render(
                        request.is130() ? "wms/describe-1.3.0" : "wms/describe-1.1.1", Map.of("names", names)));
    }

    private ResponseEntity<byte[]> styles(WmsRequest request) {
        List<SldDocument.NamedLayer> layers = new ArrayList<>();
        for (LayerView view : request.views("LAYERS")) {
            MapLayer layer = view.layer();
            layers.add(new SldDocument.NamedLayer(
                    layer.name(), layer.styles().stream().map(layer::look).toList()));
        }
        return document("application/vnd.ogc.sld+xml", SldDocument.write(layers));
    }

    /** One fault in the form that the request asked for (6.11 and 7.3.3.11). */
    private ResponseEntity<byte[]> fault(Kvp kvp, RuntimeException e) {
        if (e instanceof DrawBudget.BusyException) {
            return Problem.later(503, "Busy", String.valueOf(e.getMessage()), java.time.Duration.ofSeconds(1));
        }
        WmsFault fault = fault(e);
        if (fault.status() >= 500) {
            LOG.error("A WMS request failed", e);
        }
        String form = kvp.get("EXCEPTIONS", "XML").toLowerCase(Locale.ROOT);
        boolean isMap = kvp.get("REQUEST", "").toLowerCase(Locale.ROOT).endsWith("map");
        if (isMap && (form.endsWith("inimage") || form.endsWith("blank"))) {
            Optional<byte[]> image =
                    FaultImage.draw(kvp, drawer, form.endsWith("blank") ? "" : String.valueOf(fault.getMessage()));
            if (image.isPresent()) {
                ImageFormat format = ImageFormat.of(kvp.get("FORMAT", "")).orElse(ImageFormat.PNG);
                return ResponseEntity.ok()
                        .header("Content-Type", format.contentType())
                        .header("Cache-Control", "no-store")
                        .body(image.get());
            }
        }
        boolean old = isOld(kvp);
        byte[] body = templates.render(
                old ? "wms/exception-1.1.1" : "wms/exception-1.3.0",
                Map.of("code", fault.code(), "message", String.valueOf(fault.getMessage())));
        return ResponseEntity.status(fault.status())
                .header("Content-Type", old ? OLD_FAULT : XML)
                .header("Cache-Control", "no-store")
                .body(body);
    }

    private static boolean isOld(Kvp kvp) {
        try {
            return WmsRequest.version(kvp).equals(WmsRequest.V111);
        } catch (WmsFault unreadable) {
            return false;
        }
    }

    private static WmsFault fault(RuntimeException e) {
        if (e instanceof WmsFault fault) {
            return fault;
        }
        if (e instanceof Kvp.MissingParameterException missing) {
            return new WmsFault("MissingParameterValue", missing.getMessage(), 400, e);
        }
        if (e instanceof MapLayer.UnknownStyleException unknown) {
            return new WmsFault("StyleNotDefined", unknown.getMessage(), 400, e);
        }
        if (e instanceof GeocropException known) {
            return new WmsFault("InvalidParameterValue", known.getMessage(), Problem.status(known.code()), e);
        }
        // Among them who has to sign in: the advice for all controllers answers.
        throw e;
    }
}
