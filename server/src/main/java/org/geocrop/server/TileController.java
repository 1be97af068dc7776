package org.geocrop.server;

import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.TileMatrix;
import org.geocrop.grid.Window;
import org.geocrop.model.CropClass;
import org.geocrop.raster.Cog;
import org.geocrop.render.Legend;
import org.geocrop.render.MapRenderer;
import org.geocrop.store.Json;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** XYZ tiles, TileJSON, legends and values at a point of the layers of finished jobs. */
@RestController
class TileController {

    private static final int EXTRA_ZOOMS = 4;

    private final Layers layers;
    private final Links links;

    TileController(Layers layers, Links links) {
        this.layers = layers;
        this.links = links;
    }

    /** A tile of WebMercatorQuad; {@code @2x} has 512 pixels. */
    @GetMapping("/tiles/{name}/{z}/{x}/{y:\\d+}{scale:(?:@2x)?}.png")
    ResponseEntity<byte[]> tile(
            @PathVariable String name,
            @PathVariable int z,
            @PathVariable int x,
            @PathVariable int y,
            @PathVariable String scale) {
        Layers.Layer layer = layers.find(name);
        int size = scale.isEmpty() ? TileMatrix.TILE_SIZE : 2 * TileMatrix.TILE_SIZE;
        PixelGrid target = TileMatrix.webMercatorTile(z, x, y, size);
        return picture(MapRenderer.png(layers.raster(layer), layer.style(), target), layers.isPublic(layer));
    }

    @GetMapping("/tiles/{name}/tilejson.json")
    ResponseEntity<byte[]> tileJson(@PathVariable String name) {
        Layers.Layer layer = layers.find(name);
        Coverage coverage = layer.coverage();
        double[] b = coverage.bounds();
        int zoom = TileMatrix.zoomFor(coverage.grid().resX(), (b[1] + b[3]) / 2);
        ObjectNode tileJson = Json.object();
        tileJson.put("tilejson", "3.0.0").put("name", name).put("scheme", "xyz");
        tileJson.put(
                "description",
                layer.raster().replace('_', ' ')
                        + (coverage.season() == null
                                ? ""
                                : ", " + coverage.season().interval()));
        tileJson.putArray("tiles").add(links.to("/tiles/" + name + "/{z}/{x}/{y}.png"));
        tileJson.put("minzoom", 0).put("maxzoom", Math.min(TileMatrix.MAX_ZOOM, zoom + EXTRA_ZOOMS));
        tileJson.set("bounds", Json.of(b));
        tileJson.set("center", Json.of(new double[] {(b[0] + b[2]) / 2, (b[1] + b[3]) / 2, Math.max(0, zoom - 2)}));
        tileJson.set("legend_entries", Legend.json(layer.style()).path("entries"));
        return Replies.json(tileJson, "Cache-Control", "no-cache");
    }

    @GetMapping("/tiles/{name}/legend.json")
    ResponseEntity<byte[]> legendJson(@PathVariable String name) {
        return Replies.json(Legend.json(layers.find(name).style()));
    }

    @GetMapping("/tiles/{name}/legend.png")
    ResponseEntity<byte[]> legendPng(@PathVariable String name) {
        Layers.Layer layer = layers.find(name);
        return picture(Legend.png(layer.style()), layers.isPublic(layer));
    }

    /** Class, confidence and the other rasters' values at a position in degrees. */
    @GetMapping("/tiles/{name}/point/{lon},{lat}")
    ResponseEntity<byte[]> point(@PathVariable String name, @PathVariable double lon, @PathVariable double lat) {
        if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) {
            throw new InvalidRequestException("A point is lon,lat in degrees, longitude first");
        }
        Result result = layers.find(name).result();
        Coverage coverage = result.requireCoverage();
        PixelGrid grid = coverage.grid();
        ObjectNode answer = Json.object();
        answer.putArray("coordinates").add(lon).add(lat);
        double[] b = coverage.bounds();
        boolean near = lon > b[0] - 1 && lon < b[2] + 1 && lat > b[1] - 1 && lat < b[3] + 1;
        double[] xy = near ? Crs.transform(Crs.WGS84, grid.epsg()).apply(lon, lat) : new double[] {0, 0};
        int col = (int) Math.floor((xy[0] - grid.originX()) / grid.resX());
        int row = (int) Math.floor((grid.originY() - xy[1]) / grid.resY());
        ObjectNode values = answer.putObject("values");
        if (near && col >= 0 && row >= 0 && col < grid.width() && row < grid.height()) {
            for (String raster : result.rasters()) {
                add(values, raster, layers.raster(result, raster), new Window(col, row, 1, 1));
            }
            int id = values.path(ResultFiles.CROP_TYPE).asInt(0);
            coverage.classes().stream()
                    .filter(c -> c.id() == id)
                    .findFirst()
                    .ifPresent(c -> answer.set("class", describe(c)));
        }
        return Replies.json(answer);
    }

    private static ObjectNode describe(CropClass c) {
        return Json.object().put("id", c.id()).put("name", c.name()).put("color", c.color());
    }

    private static void add(ObjectNode values, String raster, Cog cog, Window pixel) {
        int[] sample = new int[1];
        if (cog.bands() > 1) {
            return;
        }
        cog.read(0, 0, pixel, sample);
        if (cog.nodata().isPresent() && cog.nodata().getAsDouble() == sample[0]) {
            values.putNull(raster);
        } else if (raster.endsWith("_peak")) {
            values.put(raster, sample[0] / 10_000.0);
        } else {
            values.put(raster, sample[0]);
        }
    }

    private static ResponseEntity<byte[]> picture(byte[] png, boolean isPublic) {
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_PNG)
                .header("Cache-Control", Replies.immutable(isPublic))
                .body(png);
    }
}
