package org.geocrop.region.publish;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.grid.Season;
import org.geocrop.json.Document;
import org.geocrop.model.CropClass;
import org.geocrop.region.RegionPlan;
import org.geocrop.region.RegionRequest;
import org.geocrop.region.RegionShape;
import org.geocrop.region.TileResult;
import org.geocrop.stac.Extent;
import org.jspecify.annotations.Nullable;

/** {@code collection.json}: a region's season as a STAC 1.0 collection of its tiles' results. */
@Document
record RegionCollection(
        String type,
        String stacVersion,
        String id,
        String title,
        String description,
        String license,
        Extent extent,
        List<Link> links,
        Map<String, Asset> assets,
        @JsonProperty(PublishedRegion.MEMBER) PublishedRegion region) {

    record Link(String rel, String href, String type) {}

    record Asset(String href, String type, List<String> roles) {}

    static RegionCollection of(
            RegionPlan plan,
            RegionShape shape,
            List<CropClass> classes,
            RegionOverview overview,
            List<TileResult> tiles) {
        RegionRequest request = plan.request();
        Season season = request.season();
        List<@Nullable String> interval = List.of(season.start() + "T00:00:00Z", season.end() + "T23:59:59Z");
        return new RegionCollection(
                "Collection",
                "1.0.0",
                "region-" + request.name() + "-" + request.label(),
                request.name() + ", " + request.label(),
                "Crop types of " + request.name() + " from " + season.start() + " to " + season.end() + ", model "
                        + request.model() + ".",
                "other",
                Extent.of(shape.bounds(), interval),
                tiles.stream()
                        .map(tile -> new Link(
                                "item",
                                "../../../results/" + tile.result() + "/" + ResultFiles.ITEM,
                                "application/geo+json"))
                        .toList(),
                assets(request),
                PublishedRegion.of(
                        plan,
                        classes,
                        overview.grid(),
                        tiles,
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    private static Map<String, Asset> assets(RegionRequest request) {
        Map<String, Asset> assets = new LinkedHashMap<>();
        assets.put("areas", new Asset("./areas.json", "application/json", List.of("data")));
        assets.put("areas_csv", new Asset("./areas.csv", ResultFiles.CSV_TYPE, List.of("data")));
        assets.put("provenance", new Asset("./provenance.json", "application/json", List.of("metadata")));
        request.rasters().stream()
                .filter(ResultFiles.DRAWN::contains)
                .forEach(raster -> assets.put(
                        raster, new Asset("./overview/" + raster + ".tif", ResultFiles.COG_TYPE, List.of("overview"))));
        return assets;
    }
}
