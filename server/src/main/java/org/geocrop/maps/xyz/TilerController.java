package org.geocrop.maps.xyz;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.geocrop.bodies.JsonBody;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.geojson.GeoJson;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.Crs;
import org.geocrop.grid.CrsName;
import org.geocrop.grid.PixelGrid;
import org.geocrop.http.Replies;
import org.geocrop.json.Document;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.MapDrawer;
import org.geocrop.maps.MapReplies;
import org.geocrop.maps.ViewParameters;
import org.geocrop.maps.layers.Granule;
import org.geocrop.maps.layers.LayerBounds;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.raster.Cog;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a layer is, its statistics, and parts of it as pictures and arrays: previews, boxes in degrees, and areas of
 * GeoJSON, in the layer's own styles or by {@code bidx}, {@code expression}, {@code rescale} and colour maps.
 */
@RestController
class TilerController {

    private static final int DEFAULT_SIDE = 1024;
    private static final int MOST_FEATURES = 100;
    private static final String FORMATS = "{extension:png|png8|jpg|npy|tif}";

    private final LayerCatalogue layers;
    private final MapDrawer drawer;
    private final MapReplies replies;
    private final ValueReplies values;
    private final JsonBody bodies;

    TilerController(LayerCatalogue layers, MapDrawer drawer, MapReplies replies, ValueReplies values, JsonBody bodies) {
        this.layers = layers;
        this.drawer = drawer;
        this.replies = replies;
        this.values = values;
        this.bodies = bodies;
    }

    @GetMapping("/xyz/{name}/info")
    ResponseEntity<byte[]> info(@PathVariable String name) {
        MapLayer layer = layers.require(name);
        Granule first = layer.granules().get(0);
        Cog cog = first.raster().get();
        return Replies.json(new Info(
                layer.name(),
                layer.about().title(),
                layer.bounds(),
                CrsName.of(first.grid().epsg()).uri(),
                first.grid().width(),
                first.grid().height(),
                cog.bands(),
                dtype(cog),
                cog.nodata().isPresent() ? "Nodata" : "None",
                cog.nodata().isPresent() ? cog.nodata().getAsDouble() : null,
                IntStream.range(1, cog.levels())
                        .map(level -> Math.round(
                                (float) first.grid().width() / cog.grid(level).width()))
                        .toArray(),
                cog.palette() != null ? "palette" : cog.bands() >= 3 ? "rgb" : "gray",
                layer.times().stream().map(Object::toString).toList(),
                layer.styles(),
                layer.granules().size()));
    }

    /** What a layer is, in the words of tilers. */
    @Document
    private record Info(
            String name,
            String title,
            double[] bounds,
            String crs,
            int width,
            int height,
            int count,
            String dtype,
            String nodataType,
            @Nullable Double nodataValue,
            int[] overviews,
            String colorinterp,
            List<String> times,
            List<String> styles,
            int rasters) {}

    private static String dtype(Cog cog) {
        return switch (cog.type()) {
            case U8 -> "uint8";
            case I8 -> "int8";
            case U16 -> "uint16";
            case I16 -> "int16";
            case U32 -> "uint32";
            case I32 -> "int32";
            case F32 -> "float32";
            case F64 -> "float64";
        };
    }

    @GetMapping("/xyz/{name}/statistics")
    ResponseEntity<byte[]> statistics(HttpServletRequest http, @PathVariable String name) {
        Kvp kvp = new Kvp(http);
        LayerView view = ViewParameters.view(layers.require(name), kvp);
        return replies.answer(
                http,
                List.of(view),
                "application/json",
                String.valueOf(http.getQueryString()),
                () -> Json.write(values.statistics(view, kvp, whole(view, kvp), null)));
    }

    /** Statistics within polygons, of each feature. */
    @PostMapping("/xyz/{name}/statistics")
    ResponseEntity<byte[]> statisticsOfFeatures(HttpServletRequest http, @PathVariable String name) {
        Kvp kvp = new Kvp(http);
        LayerView view = ViewParameters.view(layers.require(name), kvp);
        ForeignJson json = bodies.object(http, "GeoJSON");
        if (!json.text("type").equals("FeatureCollection")) {
            return Replies.json(withStatistics(view, kvp, json));
        }
        ForeignJson features = json.get("features");
        if (features.size() > MOST_FEATURES) {
            throw new LimitExceededException("At most " + MOST_FEATURES + " features are taken at once");
        }
        return Replies.json(json.with(
                "features",
                features.stream()
                        .map(feature -> withStatistics(view, kvp, feature))
                        .toList()));
    }

    private ForeignJson withStatistics(LayerView view, Kvp kvp, ForeignJson feature) {
        Aoi area = area(feature);
        return feature.with(
                "properties",
                feature.get("properties")
                        .with("statistics", values.statistics(view, kvp, part(view, kvp, area.bounds()), area)));
    }

    @GetMapping("/xyz/{name}/histogram")
    ResponseEntity<byte[]> histogram(HttpServletRequest http, @PathVariable String name) {
        return statistics(http, name);
    }

    @GetMapping("/xyz/{name}/preview." + FORMATS)
    ResponseEntity<byte[]> preview(HttpServletRequest http, @PathVariable String name, @PathVariable String extension) {
        Kvp kvp = new Kvp(http);
        LayerView view = ViewParameters.view(layers.require(name), kvp);
        return values.image(http, view, kvp, whole(view, kvp), null, extension);
    }

    @GetMapping("/xyz/{name}/bbox/{minx},{miny},{maxx},{maxy}." + FORMATS)
    ResponseEntity<byte[]> bbox(
            HttpServletRequest http,
            @PathVariable String name,
            @PathVariable double minx,
            @PathVariable double miny,
            @PathVariable double maxx,
            @PathVariable double maxy,
            @PathVariable String extension) {
        Kvp kvp = new Kvp(http);
        LayerView view = ViewParameters.view(layers.require(name), kvp);
        PixelGrid grid = part(view, kvp, new double[] {minx, miny, maxx, maxy});
        return values.image(http, view, kvp, grid, null, extension);
    }

    @PostMapping("/xyz/{name}/feature." + FORMATS)
    ResponseEntity<byte[]> feature(HttpServletRequest http, @PathVariable String name, @PathVariable String extension) {
        Kvp kvp = new Kvp(http);
        LayerView view = ViewParameters.view(layers.require(name), kvp);
        Aoi area = area(bodies.read(http));
        return values.image(http, view, kvp, part(view, kvp, area.bounds()), area, extension);
    }

    /** The layer as a whole in its own CRS, with at most {@code max_size} pixels a side. */
    private PixelGrid whole(LayerView view, Kvp kvp) {
        PixelGrid own = view.layer().granules().get(0).grid();
        boolean asItIs = view.layer().granules().size() == 1
                && !kvp.has("CRS")
                && !kvp.has("WIDTH")
                && Math.max(own.width(), own.height())
                        <= (kvp.has("MAX_SIZE") ? kvp.integer("MAX_SIZE", 1) : DEFAULT_SIDE);
        return asItIs ? own : part(view, kvp, view.layer().bounds());
    }

    /** A box in degrees, in the layer's own CRS or that of {@code crs}, with its own pixels or at most so many. */
    private PixelGrid part(LayerView view, Kvp kvp, double[] lonLat) {
        if (!(lonLat[2] > lonLat[0]) || !(lonLat[3] > lonLat[1]) || !(Math.abs(lonLat[0]) <= 360)) {
            throw new InvalidRequestException(
                    "A box is minx,miny,maxx,maxy in degrees, each minimum below its maximum");
        }
        PixelGrid own = view.layer().granules().get(0).grid();
        int epsg = kvp.has("CRS") ? CrsName.parse(kvp.get("CRS", "")).epsg() : own.epsg();
        double[] b = LayerBounds.in(epsg, lonLat)
                .orElseThrow(() -> new InvalidRequestException("crs: does not reach the area"));
        double unit = Crs.metresPerUnit(own.epsg()) / Crs.metresPerUnit(epsg);
        double width = Math.max(1, Math.rint((b[2] - b[0]) / (own.resX() * unit)));
        double height = Math.max(1, Math.rint((b[3] - b[1]) / (own.resY() * unit)));
        if (kvp.has("WIDTH") && kvp.has("HEIGHT")) {
            width = kvp.integer("WIDTH", 1);
            height = kvp.integer("HEIGHT", 1);
        } else {
            int side = kvp.has("MAX_SIZE") ? kvp.integer("MAX_SIZE", 1) : DEFAULT_SIDE;
            double shrink = Math.min(1, side / Math.max(width, height));
            width = Math.max(1, Math.rint(width * shrink));
            height = Math.max(1, Math.rint(height * shrink));
        }
        drawer.checkSize((long) width, (long) height);
        int columns = (int) width;
        int rows = (int) height;
        return new PixelGrid(epsg, b[0], b[3], (b[2] - b[0]) / columns, (b[3] - b[1]) / rows, columns, rows);
    }

    private static Aoi area(ForeignJson json) {
        ForeignJson geometry = json.text("type").equals("Feature") ? json.get("geometry") : json;
        Geometry polygon = GeoJson.polygon(geometry);
        return Aoi.of(polygon);
    }
}
