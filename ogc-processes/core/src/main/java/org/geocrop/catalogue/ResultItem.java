package org.geocrop.catalogue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.StoreException;
import org.geocrop.grid.GeoJson;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.json.Json;
import org.geocrop.model.CropClass;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** A result as a STAC 1.0 item with the projection, raster and classification extensions, and back. */
public final class ResultItem {

    private static final List<String> EXTENSIONS = List.of(
            "https://stac-extensions.github.io/projection/v1.1.0/schema.json",
            "https://stac-extensions.github.io/raster/v1.1.0/schema.json",
            "https://stac-extensions.github.io/classification/v2.0.0/schema.json");

    private ResultItem() {}

    /**
     * The item of a result.
     *
     * @param footprint in degrees; null for a result that is about no place
     */
    public static ObjectNode write(Result result, @Nullable Geometry footprint) {
        ObjectNode item = Json.object();
        item.put("type", "Feature").put("stac_version", "1.0.0");
        item.set("stac_extensions", Json.of(result.coverage() == null ? List.of() : EXTENSIONS));
        item.put("id", result.jobId());
        Coverage coverage = result.coverage();
        if (coverage != null) {
            item.set("bbox", Json.of(coverage.bounds()));
        }
        item.set("geometry", footprint == null ? NullNode.getInstance() : GeoJson.write(footprint));
        item.set("properties", properties(result));
        item.putArray("links");
        ObjectNode assets = item.putObject("assets");
        for (Result.Output output : result.outputs()) {
            ObjectNode asset = assets.putObject(output.name());
            asset.put("href", "./" + output.file()).put("type", output.mediaType());
            asset.putArray("roles").add(output.isRaster() ? "data" : "metadata");
            if (output.isRaster() && coverage != null) {
                describeRaster(asset, output.name(), coverage);
            }
        }
        return item;
    }

    public static Result read(JsonNode item) {
        try {
            JsonNode p = item.path("properties");
            List<Result.Output> outputs = new ArrayList<>();
            item.required("assets").properties().forEach(asset -> {
                String href = asset.getValue().required("href").asString();
                outputs.add(new Result.Output(
                        asset.getKey(),
                        href.substring(2),
                        asset.getValue().required("type").asString()));
            });
            return new Result(
                    item.required("id").asString(),
                    p.required("geocrop:process").asString(),
                    p.required("created").asString(),
                    outputs,
                    p.has("proj:epsg") ? coverage(item, p) : null);
        } catch (Json.MalformedException | RuntimeException e) {
            throw new StoreException("A result's item.json is damaged: " + item.path("id"), e);
        }
    }

    private static Coverage coverage(JsonNode item, JsonNode p) throws Json.MalformedException {
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
        double[] bounds = new double[4];
        for (int i = 0; i < 4; i++) {
            bounds[i] = item.required("bbox").get(i).asDouble();
        }
        Season season = p.has("start_datetime")
                ? new Season(
                        LocalDate.parse(p.path("start_datetime").asString().substring(0, 10)),
                        LocalDate.parse(p.path("end_datetime").asString().substring(0, 10)))
                : null;
        return new Coverage(grid, bounds, season, p.path("geocrop:model").asString(null), classes);
    }

    private static ObjectNode properties(Result result) {
        ObjectNode p = Json.object();
        p.put("created", result.created());
        p.put("geocrop:process", result.processId());
        Coverage coverage = result.coverage();
        Season season = coverage == null ? null : coverage.season();
        if (season == null) {
            p.put("datetime", result.created());
        } else {
            p.putNull("datetime");
            p.put("start_datetime", season.start() + "T00:00:00Z");
            p.put("end_datetime", season.end() + "T23:59:59Z");
        }
        if (coverage != null) {
            PixelGrid grid = coverage.grid();
            p.put("proj:epsg", grid.epsg());
            p.set("proj:shape", Json.of(new int[] {grid.height(), grid.width()}));
            p.set(
                    "proj:transform",
                    Json.of(new double[] {grid.resX(), 0, grid.originX(), 0, -grid.resY(), grid.originY()}));
            if (coverage.model() != null) {
                p.put("geocrop:model", coverage.model());
            }
            p.set("geocrop:classes", Json.of(coverage.classes()));
        }
        return p;
    }

    private static void describeRaster(ObjectNode asset, String raster, Coverage coverage) {
        ArrayNode bands = asset.putArray("raster:bands");
        ObjectNode band = bands.addObject();
        band.put("spatial_resolution", coverage.grid().resX());
        switch (raster) {
            case ResultFiles.CROP_TYPE -> {
                band.put("data_type", "uint8").put("nodata", 0);
                var classes = asset.putArray("classification:classes");
                for (CropClass c : coverage.classes()) {
                    classes.addObject()
                            .put("value", c.id())
                            .put("name", c.name().replaceAll("[^0-9A-Za-z-_]", "-"))
                            .put("title", c.name())
                            .put("color_hint", c.color().substring(1));
                }
            }
            case ResultFiles.NDVI_PEAK, ResultFiles.EVI_PEAK, ResultFiles.SAVI_PEAK ->
                band.put("data_type", "int16").put("nodata", -32768).put("scale", ResultFiles.INDEX_SCALE);
            case ResultFiles.TRUE_COLOR -> {
                band.put("data_type", "uint8").put("nodata", 0);
                repeat(bands, 3);
            }
            case ResultFiles.PROBABILITIES -> {
                band.put("data_type", "uint8").put("nodata", 255);
                repeat(bands, coverage.classes().size());
            }
            case ResultFiles.DIFFERENCE -> band.put("data_type", "uint16").put("nodata", 0);
            default -> band.put("data_type", "uint8").put("nodata", 255);
        }
    }

    /** Bands that are alike are told one by one, as many as the file has. */
    private static void repeat(ArrayNode bands, int count) {
        JsonNode first = bands.get(0);
        while (bands.size() < count) {
            bands.add(first.deepCopy());
        }
    }
}
