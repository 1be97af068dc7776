package org.geocrop.stac;

import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geocrop.error.CatalogueException;
import org.geocrop.error.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import tools.jackson.databind.JsonNode;

/** Reads a STAC 1.0 or 1.1 item of a Sentinel-2 level 2A product, however its catalogue names bands and offsets. */
final class StacItem {

    private static final double DEFAULT_SCALE = 0.0001;
    private static final double BASELINE_4_OFFSET = -0.1;
    private static final Pattern TILE_IN_ID = Pattern.compile("(?:^|_)T?(\\d{2}[C-HJ-NP-X][A-HJ-NP-Z]{2})(?:_|$)");
    private static final Pattern BASELINE_IN_NAME = Pattern.compile("_N(\\d{2})(\\d{2})[_.]");

    private final JsonNode item;
    private final JsonNode properties;
    private final URI base;

    private StacItem(JsonNode item, URI base) {
        this.item = item;
        this.properties = item.path("properties");
        this.base = base;
    }

    /**
     * Parses an item.
     *
     * @param base where the item was read from; relative hrefs resolve against its self link if that is absolute and
     *     of the same kind, else against this
     */
    static Scene parse(JsonNode item, URI base) {
        return new StacItem(item, base).scene();
    }

    private Scene scene() {
        String id = item.path("id").asString("");
        if (id.isEmpty() || !item.path("assets").isObject()) {
            throw new CatalogueException(base + " holds something that is not a STAC item");
        }
        double baseline = baseline();
        Map<Band, Scene.Asset> assets = new EnumMap<>(Band.class);
        for (Band band : Band.values()) {
            JsonNode asset = find(band);
            if (asset != null) {
                assets.put(band, asset(band, asset, baseline));
            }
        }
        return new Scene(
                id,
                tile(id),
                datetime(),
                properties.path("eo:cloud_cover").asDouble(0),
                baseline,
                firstText("s2:generation_time", "updated", "created"),
                epsg(assets.keySet()),
                footprint(),
                assets);
    }

    /** By asset key, then by the name of its band, then by common name; images that are not TIFFs don't count. */
    private @Nullable JsonNode find(Band band) {
        JsonNode byName = null;
        JsonNode byCommonName = null;
        for (Map.Entry<String, JsonNode> entry : item.path("assets").properties()) {
            JsonNode asset = entry.getValue();
            if (!isTiff(asset)) {
                continue;
            }
            if (entry.getKey().equalsIgnoreCase(band.name())) {
                return asset;
            }
            JsonNode first = asset.has("eo:bands")
                    ? asset.path("eo:bands").path(0)
                    : asset.path("bands").path(0);
            boolean single =
                    asset.path("eo:bands").size() <= 1 && asset.path("bands").size() <= 1;
            if (single && byName == null && first.path("name").asString("").equalsIgnoreCase(band.name())) {
                byName = asset;
            }
            String common = first.path("common_name")
                    .asString(first.path("eo:common_name").asString(""));
            if (byCommonName == null
                    && (band.commonNames().contains(entry.getKey().toLowerCase(Locale.ROOT))
                            || (single && band.commonNames().contains(common)))) {
                byCommonName = asset;
            }
        }
        return byName != null ? byName : byCommonName;
    }

    private static boolean isTiff(JsonNode asset) {
        String type = asset.path("type").asString("");
        String href = asset.path("href").asString("");
        return !href.isEmpty()
                && (type.startsWith("image/tiff") || (type.isEmpty() && href.matches("(?i).*\\.tiff?([?#].*)?")));
    }

    private Scene.Asset asset(Band band, JsonNode asset, double baseline) {
        URI href = Hrefs.resolve(base, asset.path("href").asString());
        if (band == Band.SCL) {
            return new Scene.Asset(href, 1, 0);
        }
        JsonNode rasterBand = asset.has("raster:bands")
                ? asset.path("raster:bands").path(0)
                : asset.path("bands").path(0);
        double scale = firstNumber(rasterBand, asset, "scale");
        double offset = firstNumber(rasterBand, asset, "offset");
        boolean applied = offsetApplied();
        if (Double.isNaN(offset)) {
            offset = Double.isNaN(scale) && baseline >= 4 && !applied ? BASELINE_4_OFFSET : 0;
        } else if (applied) {
            // Earth Search lists the product's offset even where its pixels have it already.
            offset = 0;
        }
        return new Scene.Asset(href, Double.isNaN(scale) ? DEFAULT_SCALE : scale, offset);
    }

    private static double firstNumber(JsonNode band, JsonNode asset, String name) {
        for (JsonNode value :
                new JsonNode[] {band.path(name), band.path("raster:" + name), asset.path("raster:" + name)}) {
            if (value.isNumber()) {
                return value.asDouble();
            }
        }
        return Double.NaN;
    }

    private boolean offsetApplied() {
        for (Map.Entry<String, JsonNode> entry : properties.properties()) {
            if (entry.getKey().endsWith("boa_offset_applied")
                    && entry.getValue().asBoolean(false)) {
                return true;
            }
        }
        return false;
    }

    private double baseline() {
        String text = firstText("s2:processing_baseline", "sentinel2:processing_baseline", "processing:version");
        Matcher inName = BASELINE_IN_NAME.matcher(firstText("s2:product_uri", "sentinel:product_id") + "_"
                + item.path("id").asString("") + "_");
        if (text.isEmpty() && inName.find()) {
            text = inName.group(1) + "." + inName.group(2);
        }
        try {
            return text.isEmpty() ? 0 : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private String tile(String id) {
        String tile = firstText("s2:mgrs_tile", "grid:code", "odc:region_code").replace("MGRS-", "");
        if (tile.isEmpty() && properties.has("mgrs:utm_zone")) {
            tile = String.format(
                            Locale.ROOT,
                            "%02d",
                            properties.path("mgrs:utm_zone").asInt())
                    + properties.path("mgrs:latitude_band").asString("")
                    + properties.path("mgrs:grid_square").asString("");
        }
        Matcher inId = TILE_IN_ID.matcher(id);
        return tile.isEmpty() && inId.find() ? inId.group(1) : tile;
    }

    private Instant datetime() {
        String text = firstText("datetime", "start_datetime");
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new CatalogueException("The item " + item.path("id") + " has no usable datetime: '" + text + "'", e);
        }
    }

    private int epsg(Iterable<Band> bands) {
        int ofItem = epsg(properties);
        if (ofItem != 0) {
            return ofItem;
        }
        for (Band band : bands) {
            JsonNode asset = find(band);
            int ofAsset = asset == null ? 0 : epsg(asset);
            if (ofAsset != 0) {
                return ofAsset;
            }
        }
        return 0;
    }

    private static int epsg(JsonNode node) {
        String code = node.path("proj:code").asString("");
        if (code.matches("EPSG:\\d{4,6}")) {
            return Integer.parseInt(code.substring(5));
        }
        return node.path("proj:epsg").asInt(0);
    }

    private Geometry footprint() {
        JsonNode geometry = item.path("geometry");
        try {
            if (geometry.isObject()) {
                return GeoJson.polygon(geometry);
            }
        } catch (InvalidRequestException e) {
            throw new CatalogueException(
                    "The item " + item.path("id") + " has no usable geometry: " + e.getMessage(), e);
        }
        JsonNode bbox = item.path("bbox");
        if (bbox.size() != 4) {
            throw new CatalogueException("The item " + item.path("id") + " has neither geometry nor bbox");
        }
        return new GeometryFactory()
                .toGeometry(new Envelope(
                        bbox.get(0).asDouble(),
                        bbox.get(2).asDouble(),
                        bbox.get(1).asDouble(),
                        bbox.get(3).asDouble()));
    }

    private String firstText(String... names) {
        for (String name : names) {
            String text = properties.path(name).asString("");
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }
}
