package org.geocrop.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.error.StoreException;
import org.geocrop.geojson.GeoJson;
import org.geocrop.geojson.Shape;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.json.Document;
import org.geocrop.json.Json;
import org.geocrop.model.CropClass;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/** A result as a STAC 1.0 item with the projection, raster and classification extensions, and back. */
@Document
public record ResultItem(
        String type,
        String stacVersion,
        List<String> stacExtensions,
        String id,
        double @Nullable [] bbox,

        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Shape geometry,

        Properties properties,
        List<String> links,
        Map<String, Asset> assets) {

    private static final List<String> EXTENSIONS = List.of(
            "https://stac-extensions.github.io/projection/v1.1.0/schema.json",
            "https://stac-extensions.github.io/raster/v1.1.0/schema.json",
            "https://stac-extensions.github.io/classification/v2.0.0/schema.json");

    /** What made it, of when it is, and the lattice of its rasters. */
    @Document
    record Properties(
            String created,
            @JsonProperty("geocrop:process") String process,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String datetime,

            @Nullable String startDatetime,
            @Nullable String endDatetime,
            @JsonProperty("proj:epsg") @Nullable Integer epsg,
            @JsonProperty("proj:shape") int @Nullable [] shape,
            @JsonProperty("proj:transform") double @Nullable [] transform,
            @JsonProperty("geocrop:model") @Nullable String model,
            @JsonProperty("geocrop:classes") @Nullable List<CropClass> classes) {

        static Properties of(Result result) {
            Coverage coverage = result.coverage();
            Season season = coverage == null ? null : coverage.season();
            PixelGrid grid = coverage == null ? null : coverage.grid();
            return new Properties(
                    result.created(),
                    result.processId(),
                    season == null ? result.created() : null,
                    season == null ? null : season.start() + "T00:00:00Z",
                    season == null ? null : season.end() + "T23:59:59Z",
                    grid == null ? null : grid.epsg(),
                    grid == null ? null : new int[] {grid.height(), grid.width()},
                    grid == null
                            ? null
                            : new double[] {grid.resX(), 0, grid.originX(), 0, -grid.resY(), grid.originY()},
                    coverage == null ? null : coverage.model(),
                    coverage == null ? null : coverage.classes());
        }

        private @Nullable Season season() {
            return startDatetime == null || endDatetime == null
                    ? null
                    : new Season(
                            LocalDate.parse(startDatetime.substring(0, 10)),
                            LocalDate.parse(endDatetime.substring(0, 10)));
        }

        @Nullable Coverage coverage(double @Nullable [] bounds) {
            if (epsg == null || shape == null || transform == null || classes == null || bounds == null) {
                return null;
            }
            PixelGrid grid =
                    new PixelGrid(epsg, transform[2], transform[5], transform[0], -transform[4], shape[1], shape[0]);
            return new Coverage(grid, bounds, season(), model, classes);
        }
    }

    /** A file of the result. */
    @Document
    record Asset(
            String href,
            String type,
            List<String> roles,
            @JsonProperty("raster:bands") @Nullable List<Band> bands,

            @JsonProperty("classification:classes") @Nullable List<Classified> classes) {}

    /** A band of a raster. */
    @Document
    record Band(
            double spatialResolution,
            String dataType,
            int nodata,
            @Nullable Double scale) {}

    /** A value of a raster of classes. */
    @Document
    record Classified(int value, String name, String title, String colorHint) {

        static Classified of(CropClass c) {
            return new Classified(
                    c.id(),
                    c.name().replaceAll("[^0-9A-Za-z-_]", "-"),
                    c.name(),
                    c.color().substring(1));
        }
    }

    /**
     * The item of a result.
     *
     * @param footprint in degrees; null for a result that is about no place
     */
    public static ResultItem of(Result result, @Nullable Geometry footprint) {
        Coverage coverage = result.coverage();
        Map<String, Asset> assets = new LinkedHashMap<>();
        result.outputs().forEach(output -> assets.put(output.name(), asset(output, coverage)));
        return new ResultItem(
                "Feature",
                "1.0.0",
                coverage == null ? List.of() : EXTENSIONS,
                result.jobId(),
                coverage == null ? null : coverage.bounds(),
                footprint == null ? null : GeoJson.write(footprint),
                Properties.of(result),
                List.of(),
                assets);
    }

    /**
     * The result of an item that was written here.
     *
     * @throws StoreException if it is damaged
     */
    public static Result read(byte[] json) {
        try {
            ResultItem item = Json.read(json, ResultItem.class);
            List<Result.Output> outputs = new ArrayList<>();
            item.assets.forEach(
                    (name, asset) -> outputs.add(new Result.Output(name, asset.href.substring(2), asset.type)));
            Properties p = item.properties;
            return new Result(item.id, p.process, p.created, outputs, p.coverage(item.bbox));
        } catch (Json.MalformedException | RuntimeException e) {
            throw new StoreException("A result's item.json is damaged: " + e.getMessage(), e);
        }
    }

    private static Asset asset(Result.Output output, @Nullable Coverage coverage) {
        Coverage raster = output.isRaster() ? coverage : null;
        boolean isOfClasses = output.name().equals(ResultFiles.CROP_TYPE);
        return new Asset(
                "./" + output.file(),
                output.mediaType(),
                List.of(output.isRaster() ? "data" : "metadata"),
                raster == null ? null : bands(output.name(), raster),
                raster == null || !isOfClasses
                        ? null
                        : raster.classes().stream().map(Classified::of).toList());
    }

    /** Bands that are alike are told one by one, as many as the file has. */
    private static List<Band> bands(String raster, Coverage coverage) {
        double metres = coverage.grid().resX();
        return switch (raster) {
            case ResultFiles.CROP_TYPE -> List.of(new Band(metres, "uint8", 0, null));
            case ResultFiles.NDVI_PEAK, ResultFiles.EVI_PEAK, ResultFiles.SAVI_PEAK ->
                List.of(new Band(metres, "int16", -32768, ResultFiles.INDEX_SCALE));
            case ResultFiles.TRUE_COLOR -> Collections.nCopies(3, new Band(metres, "uint8", 0, null));
            case ResultFiles.PROBABILITIES ->
                Collections.nCopies(coverage.classes().size(), new Band(metres, "uint8", 255, null));
            case ResultFiles.DIFFERENCE -> List.of(new Band(metres, "uint16", 0, null));
            default -> List.of(new Band(metres, "uint8", 255, null));
        };
    }
}
