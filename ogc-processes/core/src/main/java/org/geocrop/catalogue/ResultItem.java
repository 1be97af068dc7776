package org.geocrop.catalogue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.StoreException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.model.CropClass;
import org.geocrop.stac.GeoJson;
import org.geocrop.store.Json;
import org.locationtech.jts.geom.Geometry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A result as a STAC 1.0 item with the projection, raster and classification extensions, and back. */
public final class ResultItem {

    private static final List<String> EXTENSIONS = List.of(
            "https://stac-extensions.github.io/projection/v1.1.0/schema.json",
            "https://stac-extensions.github.io/raster/v1.1.0/schema.json",
            "https://stac-extensions.github.io/classification/v2.0.0/schema.json");

    private ResultItem() {}

    public static ObjectNode write(Result result, Geometry footprint) {
        ObjectNode item = Json.object();
        item.put("type", "Feature").put("stac_version", "1.0.0");
        item.set("stac_extensions", Json.of(EXTENSIONS));
        item.put("id", result.jobId());
        item.set("bbox", Json.of(result.bounds()));
        item.set("geometry", GeoJson.write(footprint));
        item.set("properties", properties(result));
        item.putArray("links");
        ObjectNode assets = item.putObject("assets");
        for (String raster : result.rasters()) {
            assets.set(raster, rasterAsset(raster, result));
        }
        for (String document : List.of(ResultFiles.SUMMARY, ResultFiles.PROVENANCE)) {
            assets.putObject(document.replace(".json", ""))
                    .put("href", "./" + document)
                    .put("type", "application/json")
                    .putArray("roles")
                    .add("metadata");
        }
        return item;
    }

    public static Result read(JsonNode item) {
        try {
            JsonNode p = item.path("properties");
            JsonNode transform = p.required("proj:transform");
            PixelGrid grid = new PixelGrid(
                    p.required("proj:epsg").asInt(),
                    transform.get(2).asDouble(),
                    transform.get(5).asDouble(),
                    transform.get(0).asDouble(),
                    -transform.get(4).asDouble(),
                    p.required("proj:shape").get(1).asInt(),
                    p.required("proj:shape").get(0).asInt());
            List<CropClass> classes = new ArrayList<>();
            for (JsonNode c : p.required("geocrop:classes")) {
                classes.add(Json.to(c, CropClass.class));
            }
            List<String> rasters = new ArrayList<>();
            item.required("assets").properties().forEach(asset -> {
                if (asset.getValue().path("type").asString("").startsWith("image/tiff")) {
                    rasters.add(asset.getKey());
                }
            });
            double[] bounds = new double[4];
            for (int i = 0; i < 4; i++) {
                bounds[i] = item.required("bbox").get(i).asDouble();
            }
            Season season = new Season(
                    LocalDate.parse(p.required("start_datetime").asString().substring(0, 10)),
                    LocalDate.parse(p.required("end_datetime").asString().substring(0, 10)));
            return new Result(
                    item.required("id").asString(),
                    grid,
                    bounds,
                    season,
                    p.required("geocrop:model").asString(),
                    classes,
                    rasters,
                    p.required("created").asString());
        } catch (Json.MalformedException | RuntimeException e) {
            throw new StoreException("A result's item.json is damaged: " + item.path("id"), e);
        }
    }

    private static ObjectNode properties(Result result) {
        PixelGrid grid = result.grid();
        ObjectNode p = Json.object();
        p.putNull("datetime");
        p.put("start_datetime", result.season().start() + "T00:00:00Z");
        p.put("end_datetime", result.season().end() + "T23:59:59Z");
        p.put("created", result.created());
        p.put("proj:epsg", grid.epsg());
        p.set("proj:shape", Json.of(new int[] {grid.height(), grid.width()}));
        p.set("proj:transform", Json.of(new double[] {grid.resX(), 0, grid.originX(), 0, -grid.resY(), grid.originY()
        }));
        p.put("geocrop:model", result.model());
        p.set("geocrop:classes", Json.of(result.classes()));
        return p;
    }

    private static ObjectNode rasterAsset(String raster, Result result) {
        ObjectNode asset = Json.object();
        asset.put("href", "./" + raster + ".tif").put("type", ResultFiles.COG_TYPE);
        asset.putArray("roles").add("data");
        ObjectNode band = asset.putArray("raster:bands").addObject();
        band.put("spatial_resolution", result.grid().resX());
        switch (raster) {
            case ResultFiles.CROP_TYPE -> {
                band.put("data_type", "uint8").put("nodata", 0);
                var classes = asset.putArray("classification:classes");
                for (CropClass c : result.classes()) {
                    classes.addObject()
                            .put("value", c.id())
                            .put("name", c.name().replaceAll("[^0-9A-Za-z-_]", "-"))
                            .put("title", c.name())
                            .put("color_hint", c.color().substring(1));
                }
            }
            case ResultFiles.NDVI_PEAK, ResultFiles.EVI_PEAK, ResultFiles.SAVI_PEAK ->
                band.put("data_type", "int16").put("nodata", -32768).put("scale", 0.0001);
            case ResultFiles.TRUE_COLOR -> band.put("data_type", "uint8").put("nodata", 0);
            default -> band.put("data_type", "uint8").put("nodata", 255);
        }
        return asset;
    }
}
