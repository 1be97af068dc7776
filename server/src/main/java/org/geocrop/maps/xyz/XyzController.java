package org.geocrop.maps.xyz;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.Results;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.TileMatrixSet;
import org.geocrop.grid.TileMatrixSets;
import org.geocrop.http.Links;
import org.geocrop.http.Replies;
import org.geocrop.maps.ImageFormat;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.MapReplies;
import org.geocrop.maps.ValuesAt;
import org.geocrop.maps.ViewParameters;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.maps.layers.LayerLegend;
import org.geocrop.maps.layers.LayerTiles;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.model.CropClass;
import org.geocrop.raster.Cog;
import org.geocrop.render.Style;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** XYZ tiles, TileJSON, legends and values at a point of layers. */
@RestController
class XyzController {

    private static final int EXTRA_ZOOMS = 4;
    private static final int DOUBLE = 2;
    private static final Style PLAIN = new Style.Picture(-1);
    private static final Style INDEX = Style.ColorMap.ramp("", 0, 1, 0.0001, Double.NaN, List.of("#000000", "#ffffff"));

    private final LayerCatalogue layers;
    private final MapReplies replies;
    private final LayerLegend legends;
    private final Results results;
    private final ValueReplies values;
    private final Links links;
    private final ValuesAt places = new ValuesAt(null);
    private final TileMatrixSet mercator = TileMatrixSets.webMercatorQuad();

    XyzController(
            LayerCatalogue layers,
            MapReplies replies,
            LayerLegend legends,
            ValueReplies values,
            Results results,
            Links links) {
        this.values = values;
        this.layers = layers;
        this.replies = replies;
        this.legends = legends;
        this.results = results;
        this.links = links;
    }

    /** A tile of WebMercatorQuad; {@code @2x} has 512 pixels. */
    @GetMapping("/xyz/{name}/{z}/{x}/{y:\\d+}{scale:(?:@2x)?}.{extension:png|jpg|png8|npy|tif}")
    ResponseEntity<byte[]> tile(
            HttpServletRequest http,
            @PathVariable String name,
            @PathVariable String z,
            @PathVariable long x,
            @PathVariable long y,
            @PathVariable String scale,
            @PathVariable String extension) {
        TileMatrixSet.Matrix matrix = mercator.matrix(z);
        int size = scale.isEmpty() ? matrix.tileSize() : DOUBLE * matrix.tileSize();
        PixelGrid target = mercator.tile(matrix, x, y, size);
        Kvp kvp = new Kvp(http);
        LayerView view = ViewParameters.view(layers.require(name), kvp);
        if (ValueReplies.wantsValues(kvp, extension)) {
            return values.image(http, view, kvp, target, null, extension);
        }
        ImageFormat format = ImageFormat.of(extension).orElseThrow();
        return replies.tile(http, List.of(view), target, MapReplies.Form.transparent(format));
    }

    @GetMapping("/xyz/{name}/tilejson.json")
    ResponseEntity<byte[]> tileJson(HttpServletRequest http, @PathVariable String name) {
        LayerView view = ViewParameters.view(layers.require(name), new Kvp(http));
        MapLayer layer = view.layer();
        double[] b = layer.bounds();
        int zoom = nativeZoom(layer);
        String query = http.getQueryString() == null ? "" : "?" + http.getQueryString();
        return Replies.json(
                new TileJson(
                        "3.0.0",
                        name,
                        "xyz",
                        layer.about().title(),
                        layer.about().attribution() == null
                                ? null
                                : layer.about().attribution().title(),
                        List.of(links.to("/xyz/" + name + "/{z}/{x}/{y}.png" + query)),
                        0,
                        Math.min(mercator.matrices().size() - 1, zoom + EXTRA_ZOOMS),
                        b,
                        new double[] {(b[0] + b[2]) / 2, (b[1] + b[3]) / 2, Math.max(0, zoom - 2)},
                        legends.of(view, true).document().entries()),
                "Cache-Control",
                "no-cache");
    }

    /** The zoom whose pixels are nearest to, and not coarser than, the layer's finest. */
    private int nativeZoom(MapLayer layer) {
        double[] b = layer.bounds();
        double shrink = Math.cos(Math.toRadians((b[1] + b[3]) / 2));
        return Integer.parseInt(
                mercator.forCellSize(LayerTiles.metresOfPixel(layer) / shrink).id());
    }

    @GetMapping("/xyz/{name}/legend.{extension:png|jpg|svg|json}")
    ResponseEntity<byte[]> legend(HttpServletRequest http, @PathVariable String name, @PathVariable String extension) {
        LayerView view = ViewParameters.view(layers.require(name), new Kvp(http));
        LayerLegend.Format format = LayerLegend.Format.of(extension).orElseThrow();
        return replies.answer(
                http, List.of(view), format.mediaType(), "legend", () -> legends.encode(view, format, true));
    }

    /**
     * What is at a position in degrees, as GetFeatureInfo says it, for the time and filter that are asked for: class and
     * the values of all rasters of a result, or of all bands of a file; null where there is no data.
     */
    @GetMapping("/xyz/{name}/point/{lon},{lat}")
    ResponseEntity<byte[]> point(
            HttpServletRequest http, @PathVariable String name, @PathVariable double lon, @PathVariable double lat) {
        if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) {
            throw new InvalidRequestException("A point is lon,lat in degrees, longitude first");
        }
        LayerView view = ViewParameters.view(layers.require(name), new Kvp(http));
        Map<String, @Nullable Number> values = new LinkedHashMap<>();
        CropClass found = null;
        for (MapLayer layer : view.layer().members()) {
            List<ValuesAt.Here> all = places.at(view, layer, Crs.WGS84, lon, lat);
            Optional<ValuesAt.Here> shown = all.stream()
                    .filter(here -> !here.values().isEmpty())
                    .findFirst()
                    .or(() -> all.stream().findFirst());
            if (shown.isPresent()) {
                add(values, layer, shown.get(), !view.filter().isNone());
                found = crop(shown.get()).orElse(found);
            }
        }
        return Replies.json(new PointValues(new double[] {lon, lat}, values, found));
    }

    private void add(Map<String, @Nullable Number> values, MapLayer layer, ValuesAt.Here here, boolean isFiltered) {
        Result result = here.granule().result();
        boolean isHidden =
                here.values().isEmpty() && (isFiltered || here.granule().earlier() != null);
        if (result == null) {
            add(values, layer.name(), here.granule().raster().get(), here.style(), here, isHidden);
        } else {
            result.rasters()
                    .forEach(raster -> add(values, raster, raster(result, raster), style(raster), here, isHidden));
        }
    }

    private Cog raster(Result result, String raster) {
        return results.raster(result.jobId(), raster);
    }

    /** Indices are stored as ten thousandths. */
    private static Style style(String raster) {
        return raster.endsWith("_peak") ? INDEX : PLAIN;
    }

    private static Optional<CropClass> crop(ValuesAt.Here here) {
        return here.values().get("class_id") instanceof Integer id
                ? here.granule().classes().stream().filter(c -> c.id() == id).findFirst()
                : Optional.empty();
    }

    /** One band has the raster's own name, several {@code band_1} and so on, of a result behind the raster's name. */
    private static void add(
            Map<String, @Nullable Number> values,
            String raster,
            Cog cog,
            Style style,
            ValuesAt.Here here,
            boolean isHidden) {
        String prefix = here.granule().result() == null ? "" : raster + "_";
        ValuesAt.bands(cog, style, here.pixel()).forEach((band, value) -> {
            String name = cog.bands() == 1 ? raster : prefix + band;
            values.put(name, isHidden ? null : value.orElse(null));
        });
    }
}
