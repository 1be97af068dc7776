package org.geocrop.maps.tiles;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.geocrop.cog.CogProfile;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.NotFoundException;
import org.geocrop.grid.CrsName;
import org.geocrop.grid.PixelGrid;
import org.geocrop.http.ApiPart;
import org.geocrop.http.Links;
import org.geocrop.http.Page;
import org.geocrop.json.JsonSchema;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.MapDrawer;
import org.geocrop.maps.MapReplies;
import org.geocrop.maps.ViewParameters;
import org.geocrop.maps.layers.GeoTiff;
import org.geocrop.maps.layers.Granule;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.raster.Cog;
import org.geocrop.render.Values;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** OGC API Coverages (19-087): the samples of a layer, as its rasters have them, in its own CRS or another. */
@RestController
class CoverageController implements ApiPart {

    private static final String COVERAGES = "http://www.opengis.net/spec/ogcapi-coverages-1/1.0/conf/";
    private static final String GEOTIFF = "image/tiff; application=geotiff";

    private final LayerCatalogue catalogue;
    private final MapDrawer drawer;
    private final MapReplies replies;
    private final Links links;

    CoverageController(LayerCatalogue catalogue, MapDrawer drawer, MapReplies replies, Links links) {
        this.catalogue = catalogue;
        this.drawer = drawer;
        this.replies = replies;
        this.links = links;
    }

    @Override
    public List<String> conformance() {
        return List.of("core", "geotiff", "subsetting", "scaling", "fieldselection", "crs").stream()
                .map(name -> COVERAGES + name)
                .toList();
    }

    /** All cells of a layer that is a coverage. */
    private static PixelGrid domain(MapLayer layer) {
        return CoverageGrid.domain(layer)
                .orElseThrow(() -> new NotFoundException("The layer " + layer.name()
                        + " is no coverage: its rasters lie on no common lattice of whole numbers"));
    }

    @Page
    @GetMapping("/collections/{layer}/schema")
    ResponseEntity<byte[]> schema(@PathVariable String layer) {
        MapLayer found = catalogue.require(layer);
        domain(found);
        JsonSchema schema = CoverageFields.of(found).schema(found, links.to("/collections/" + layer + "/schema"));
        return ResponseEntity.ok()
                .header("Content-Type", "application/schema+json")
                .header("Cache-Control", "no-cache")
                .body(org.geocrop.json.Json.write(schema));
    }

    @GetMapping("/collections/{layer}/coverage")
    ResponseEntity<byte[]> coverage(HttpServletRequest http, @PathVariable String layer) {
        Kvp kvp = MapsController.mapPairs(http);
        MapLayer found = catalogue.require(layer);
        PixelGrid domain = domain(found);
        LayerView view = ViewParameters.view(found, "", kvp);
        CoverageFields fields = CoverageFields.of(found);
        List<Integer> bands = fields.bands(kvp.get("PROPERTIES", ""));
        PixelGrid grid = CoverageGrid.of(kvp, Subset.of(http), view, domain);
        if (grid == null) {
            return ResponseEntity.noContent().build();
        }
        drawer.checkSize(grid.width(), grid.height());
        CrsName crs = kvp.has("CRS") ? CrsName.parse(kvp.get("CRS", "")) : CrsName.of(grid.epsg());
        List<LayerView> views = List.of(view);
        ResponseEntity<byte[]> answer = replies.answer(
                http,
                views,
                GEOTIFF,
                grid + "|" + bands,
                () -> drawer.with(
                        (long) grid.width() * grid.height() * (bands.size() + 3),
                        () -> encode(view, grid, bands, fields)));
        return ResponseEntity.status(answer.getStatusCode())
                .headers(located(answer.getHeaders(), crs, grid, views))
                .body(answer.getBody());
    }

    private static HttpHeaders located(HttpHeaders given, CrsName crs, PixelGrid grid, List<LayerView> views) {
        HttpHeaders headers = new HttpHeaders(given);
        double[] b = crs.swap(new double[] {grid.originX(), grid.minY(), grid.maxX(), grid.originY()});
        LayerView.interval(views).ifPresent(it -> headers.set("Content-Datetime", it));
        headers.set("Content-Crs", "<" + crs.uri() + ">");
        headers.set("Content-Bbox", b[0] + "," + b[1] + "," + b[2] + "," + b[3]);
        return headers;
    }

    /**
     * Of granules that overlap the newest counts; scaled or in another CRS, the nearest cell of the overview that fits.
     * Cells without a raster have its nodata; 0 where it has none.
     */
    private static byte[] encode(LayerView view, PixelGrid grid, List<Integer> bands, CoverageFields fields) {
        List<Granule> granules = view.layer().granules(MapDrawer.area(grid), view.times());
        Cog first = view.layer().granules().get(0).raster().get();
        int none = first.nodata().isPresent() ? (int) first.nodata().getAsDouble() : 0;
        int[] samples = new int[Math.multiplyExact(grid.width() * grid.height(), bands.size())];
        Arrays.fill(samples, none);
        List<Granule> oldestFirst = new ArrayList<>(granules);
        java.util.Collections.reverse(oldestFirst);
        for (Granule granule : oldestFirst) {
            Cog cog = granule.raster().get();
            if (cog.bands() != first.bands() || cog.type() != first.type()) {
                throw new InvalidRequestException("The layer's rasters are not alike; ask for one of its seasons");
            }
            for (int i = 0; i < bands.size(); i++) {
                double[] values = Values.read(cog, bands.get(i), grid, false);
                for (int p = 0; p < values.length; p++) {
                    if (!Double.isNaN(values[p])) {
                        samples[p * bands.size() + i] = (int) values[p];
                    }
                }
            }
        }
        return GeoTiff.write(grid, profile(first, bands, fields), samples);
    }

    private static CogProfile profile(Cog cog, List<Integer> bands, CoverageFields fields) {
        List<String> names = bands.stream().map(fields.names()::get).toList();
        OptionalInt none =
                cog.nodata().isPresent() ? OptionalInt.of((int) cog.nodata().getAsDouble()) : OptionalInt.empty();
        int[] palette = cog.palette();
        if (palette != null && palette.length == 256 && names.size() == 1) {
            return CogProfile.classes(names.get(0), palette, Map.of()).withNodata(none);
        }
        CogProfile profile = names.equals(List.of("red", "green", "blue"))
                ? CogProfile.picture()
                : CogProfile.measurements(cog.type(), names, 0);
        return profile.withNodata(none).withScale(fields.scale());
    }
}
