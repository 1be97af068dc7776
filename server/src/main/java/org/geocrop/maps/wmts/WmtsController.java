package org.geocrop.maps.wmts;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.geocrop.error.GeocropException;
import org.geocrop.error.NotFoundException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.TileMatrixSet;
import org.geocrop.grid.TileMatrixSets;
import org.geocrop.http.Links;
import org.geocrop.http.Problem;
import org.geocrop.http.request.ContentNegotiation;
import org.geocrop.http.request.HeaderLines;
import org.geocrop.maps.DrawBudget;
import org.geocrop.maps.FeatureInfo;
import org.geocrop.maps.ImageFormat;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.MapReplies;
import org.geocrop.maps.XmlTemplates;
import org.geocrop.maps.layers.ClassAreas;
import org.geocrop.maps.layers.ClassFilter;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.maps.layers.Times;
import org.geocrop.settings.Settings;
import org.geocrop.tiler.TilerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** WMTS by key-value pairs and by resources. */
@RestController
class WmtsController {

    private static final Logger LOG = LoggerFactory.getLogger(WmtsController.class);
    private static final String XML = "application/xml";
    private static final String REST = "/wmts/rest/{layer}/{style}/{set}/{matrix}/{row}";
    private static final String TIMED = "/wmts/rest/{layer}/{style}/{time}/{set}/{matrix}/{row}";
    private static final String TILE = "/{col:\\d+}.{extension:png|jpg|png8}";
    private static final String INFO = "/{col:\\d+}/{j}/{i:\\d+}.{extension:txt|html|json}";

    private final LayerCatalogue catalogue;
    private final TileMatrixSets sets;
    private final MapReplies replies;
    private final FeatureInfo info;
    private final WmtsCapabilities capabilities;
    private final XmlTemplates templates = new XmlTemplates();

    WmtsController(
            LayerCatalogue catalogue,
            TilerConfig config,
            MapReplies replies,
            ClassAreas areas,
            Links links,
            Settings settings) {
        this.catalogue = catalogue;
        this.sets = config.matrixSets();
        this.replies = replies;
        this.info = new FeatureInfo(areas);
        this.capabilities = new WmtsCapabilities(catalogue, sets, links, settings.service(), templates);
    }

    /** One tile that a request names. */
    private record Address(
            String layer, String style, String time, String set, String matrix, String row, String col) {}

    @GetMapping("/wmts")
    ResponseEntity<byte[]> keyValuePairs(HttpServletRequest http) {
        Kvp kvp = new Kvp(http);
        if (!kvp.require("SERVICE").equalsIgnoreCase("WMTS")) {
            throw OwsFault.invalid("service", "SERVICE is WMTS here");
        }
        String request = kvp.require("REQUEST");
        if (request.equalsIgnoreCase("GetCapabilities")) {
            return capabilities(kvp);
        }
        String operation = request.toLowerCase(Locale.ROOT);
        if (!List.of("gettile", "getfeatureinfo").contains(operation)) {
            throw OwsFault.invalid("request", "REQUEST is not an operation of this service");
        }
        if (!kvp.require("VERSION").equals("1.0.0")) {
            throw OwsFault.invalid("version", "VERSION is 1.0.0");
        }
        Address address = new Address(
                kvp.require("LAYER"),
                kvp.get("STYLE", ""),
                kvp.get("TIME", ""),
                kvp.require("TILEMATRIXSET"),
                kvp.require("TILEMATRIX"),
                kvp.require("TILEROW"),
                kvp.require("TILECOL"));
        if (!kvp.has("STYLE")) {
            throw new Kvp.MissingParameterException("STYLE");
        }
        String format = kvp.require("FORMAT");
        return operation.equals("gettile")
                ? tile(http, address, format)
                : featureInfo(http, address, kvp.require("I"), kvp.require("J"), kvp.require("INFOFORMAT"));
    }

    private ResponseEntity<byte[]> capabilities(Kvp kvp) {
        String versions = kvp.get("ACCEPTVERSIONS", kvp.get("VERSION", ""));
        if (!versions.isBlank() && !List.of(versions.split(",")).contains("1.0.0")) {
            throw new OwsFault("VersionNegotiationFailed", "", "This service speaks version 1.0.0", 400, null);
        }
        return document(kvp.has("SECTIONS") ? sections(kvp.get("SECTIONS", "")) : List.of());
    }

    /** Those that a request names; empty for all (OGC 06-121r3, 7.3.3). */
    private static List<String> sections(String text) {
        if (text.isBlank()) {
            throw new OwsFault("MissingParameterValue", "sections", "SECTIONS names none", 400, null);
        }
        List<String> sections = new ArrayList<>();
        for (String name : text.split(",", -1)) {
            if (name.trim().equalsIgnoreCase("all")) {
                return List.of();
            }
            sections.add(WmtsCapabilities.SECTIONS.stream()
                    .filter(it -> it.equalsIgnoreCase(name.trim()))
                    .findFirst()
                    .orElseThrow(() -> OwsFault.invalid(
                            "sections", "SECTIONS may name All and " + String.join(", ", WmtsCapabilities.SECTIONS))));
        }
        return sections;
    }

    @GetMapping("/wmts/1.0.0/WMTSCapabilities.xml")
    ResponseEntity<byte[]> resource(HttpServletRequest http) {
        List<MediaType> accepted = ContentNegotiation.parse(HeaderLines.of(http, "Accept"));
        if (!accepted.isEmpty()
                && accepted.stream()
                        .noneMatch(type -> type.isCompatibleWith(MediaType.APPLICATION_XML)
                                || type.isCompatibleWith(MediaType.TEXT_XML))) {
            throw new OwsFault("InvalidParameterValue", "Accept", "Capabilities are application/xml", 406, null);
        }
        return document(List.of());
    }

    private ResponseEntity<byte[]> document(List<String> sections) {
        return ResponseEntity.ok()
                .header("Content-Type", XML)
                .header("Cache-Control", "no-cache")
                .body(capabilities.document(sections));
    }

    @GetMapping({REST + TILE, TIMED + TILE})
    ResponseEntity<byte[]> restTile(HttpServletRequest http, @PathVariable Map<String, String> path) {
        return tile(http, address(path), String.valueOf(path.get("extension")));
    }

    @GetMapping({REST + INFO, TIMED + INFO})
    ResponseEntity<byte[]> restInfo(HttpServletRequest http, @PathVariable Map<String, String> path) {
        String format = switch (String.valueOf(path.get("extension"))) {
            case "txt" -> "text/plain";
            case "html" -> "text/html";
            default -> "application/json";
        };
        return featureInfo(http, address(path), String.valueOf(path.get("i")), String.valueOf(path.get("j")), format);
    }

    /** A client that knows no dimensions leaves the name of the variable where its value belongs: that is the default. */
    private static Address address(Map<String, String> path) {
        String time = path.getOrDefault("time", "");
        return new Address(
                String.valueOf(path.get("layer")),
                String.valueOf(path.get("style")),
                time.equals("Time") ? "" : time,
                String.valueOf(path.get("set")),
                String.valueOf(path.get("matrix")),
                String.valueOf(path.get("row")),
                String.valueOf(path.get("col")));
    }

    private ResponseEntity<byte[]> tile(HttpServletRequest http, Address address, String format) {
        ImageFormat image = ImageFormat.of(format)
                .filter(f -> f != ImageFormat.GEOTIFF)
                .orElseThrow(() -> OwsFault.invalid("Format", "FORMAT is image/png or image/jpeg"));
        LayerView view = view(http, address);
        return replies.tile(http, List.of(view), grid(view.layer(), address), MapReplies.Form.transparent(image));
    }

    private ResponseEntity<byte[]> featureInfo(
            HttpServletRequest http, Address address, String i, String j, String wanted) {
        LayerView view = view(http, address);
        if (!view.layer().about().queryable()) {
            throw new OwsFault("OperationNotSupported", "GetFeatureInfo", "The layer can't be queried", 501, null);
        }
        FeatureInfo.Format format = FeatureInfo.Format.of(wanted)
                .orElseThrow(() ->
                        OwsFault.invalid("InfoFormat", "INFOFORMAT is one of text/plain, text/html, application/json"));
        PixelGrid grid = grid(view.layer(), address);
        int x = pixel("I", i, grid.width());
        int y = pixel("J", j, grid.height());
        byte[] body = info.at(List.of(view), grid.epsg(), grid.centreX(x), grid.centreY(y), 1, format);
        return ResponseEntity.ok()
                .header("Content-Type", format.mediaType())
                .header("Cache-Control", "no-cache")
                .body(body);
    }

    private LayerView view(HttpServletRequest http, Address address) {
        Kvp kvp = new Kvp(http);
        MapLayer layer;
        try {
            layer = catalogue.require(address.layer);
        } catch (NotFoundException e) {
            // By key-value pairs the service is there, and a parameter wrong; as a resource the tile is not there.
            int status = http.getRequestURI().endsWith("/wmts") ? 400 : 404;
            throw new OwsFault("InvalidParameterValue", "Layer", e.getMessage(), status, e);
        }
        Times times = Times.parse(address.time);
        if (!times.match(layer)) {
            throw OwsFault.invalid("Time", "The layer has nothing at that time");
        }
        LayerView view = new LayerView(
                layer, address.style, null, times, ClassFilter.parse(kvp.get("CLASSES"), kvp.get("MINCONF")), null);
        view.look();
        return view;
    }

    private PixelGrid grid(MapLayer layer, Address address) {
        TileMatrixSet set;
        TileMatrixSet.Matrix matrix;
        try {
            set = sets.require(address.set);
        } catch (NotFoundException e) {
            throw OwsFault.invalid("TileMatrixSet", String.valueOf(e.getMessage()));
        }
        try {
            matrix = set.matrix(address.matrix);
        } catch (NotFoundException e) {
            throw OwsFault.invalid("TileMatrix", String.valueOf(e.getMessage()));
        }
        long row = index("TileRow", address.row, matrix.height());
        long col = index("TileCol", address.col, matrix.width());
        Optional<TileMatrixSet.Limits> limits = org.geocrop.maps.layers.LayerBounds.in(
                        set.crs().epsg(), layer.bounds())
                .flatMap(bounds -> set.limits(matrix, bounds));
        if (limits.isEmpty()
                || row < limits.get().minRow()
                || row > limits.get().maxRow()) {
            throw outOfRange("TileRow");
        }
        if (col < limits.get().minCol() || col > limits.get().maxCol()) {
            throw outOfRange("TileCol");
        }
        return set.tile(matrix, col, row);
    }

    private static OwsFault outOfRange(String locator) {
        return new OwsFault("TileOutOfRange", locator, "The layer has no tile there", 400, null);
    }

    private static long index(String name, String text, long size) {
        if (!text.matches("-?\\d{1,18}")) {
            throw OwsFault.invalid(name, name + " is a whole number");
        }
        long index = Long.parseLong(text);
        if (index < 0 || index >= size) {
            throw outOfRange(name);
        }
        return index;
    }

    private static int pixel(String name, String text, int size) {
        if (!text.matches("-?\\d{1,9}")) {
            throw OwsFault.invalid(name, name + " is a whole number");
        }
        int pixel = Integer.parseInt(text);
        if (pixel < 0 || pixel >= size) {
            // Table 26 of the standard says PointIJOutOfRange, the OGC's tests want this.
            throw new OwsFault("TileOutOfRange", name, name + " is a pixel of the tile", 400, null);
        }
        return pixel;
    }

    @ExceptionHandler
    ResponseEntity<byte[]> fault(OwsFault e) {
        byte[] body = templates.render(
                "wmts/exception",
                e.locator().isEmpty()
                        ? Map.of("code", e.code(), "message", String.valueOf(e.getMessage()))
                        : Map.of("code", e.code(), "locator", e.locator(), "message", String.valueOf(e.getMessage())));
        return ResponseEntity.status(e.status())
                .header("Content-Type", XML)
                .header("Cache-Control", "no-store")
                .body(body);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> missing(Kvp.MissingParameterException e) {
        return fault(new OwsFault("MissingParameterValue", e.parameter(), e.getMessage(), 400, e));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> style(MapLayer.UnknownStyleException e) {
        return fault(new OwsFault("InvalidParameterValue", "Style", e.getMessage(), 400, e));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> known(GeocropException e) {
        int status = Problem.status(e.code());
        if (status >= 500) {
            LOG.error("A WMTS request failed", e);
        }
        return fault(new OwsFault(
                status >= 500 ? "NoApplicableCode" : "InvalidParameterValue", "", e.getMessage(), status, e));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> busy(DrawBudget.BusyException e) {
        return Problem.later(503, "Busy", String.valueOf(e.getMessage()), java.time.Duration.ofSeconds(1));
    }
}
