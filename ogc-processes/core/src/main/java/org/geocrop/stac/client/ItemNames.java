package org.geocrop.stac.client;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geocrop.json.ForeignJson;
import org.geocrop.stac.Product;

/** What an item's properties and its id say of the product, by the names that catalogues use. */
final class ItemNames {

    private static final Pattern TILE = Pattern.compile("(?:MGRS-|T)?(\\d{1,2}[C-HJ-NP-X][A-HJ-NP-Z]{2})");
    private static final Pattern TILE_IN_ID = Pattern.compile("(?:^|_)T?(\\d{1,2}[C-HJ-NP-X][A-HJ-NP-Z]{2})(?:_|$)");
    private static final Pattern BASELINE = Pattern.compile("N?(\\d{1,2})\\.?(\\d{2})");
    private static final Pattern BASELINE_IN_NAME = Pattern.compile("_N(\\d{2})\\.?(\\d{2})[_.]");
    private static final Pattern SATELLITE = Pattern.compile("(?i)^s(?:entinel)?-?2-?([a-d])(?:_.*)?$");
    private static final Pattern SENSING_START = Pattern.compile("_S(\\d{8}T\\d{6})_");

    private final ForeignJson properties;
    private final String id;

    ItemNames(ForeignJson properties, String id) {
        this.properties = properties;
        this.id = id;
    }

    String tile() {
        for (String name : new String[] {"s2:mgrs_tile", "grid:code", "odc:region_code"}) {
            Matcher tile = TILE.matcher(text(name));
            if (tile.matches()) {
                return padded(tile.group(1));
            }
        }
        for (String prefix : new String[] {"mgrs:", "sentinel:"}) {
            String square = text(prefix + "utm_zone") + text(prefix + "latitude_band") + text(prefix + "grid_square");
            if (TILE.matcher(square).matches()) {
                return padded(square);
            }
        }
        Matcher inId = TILE_IN_ID.matcher(id);
        return inId.find() ? padded(inId.group(1)) : "";
    }

    private static String padded(String tile) {
        return tile.length() == 4 ? "0" + tile : tile;
    }

    Product product() {
        Matcher datastrip = SENSING_START.matcher(text("s2:datastrip_id", "sentinel2:datastrip_id") + "_");
        ForeignJson nodata = properties.get("s2:nodata_pixel_percentage");
        return new Product(
                baseline(),
                text("s2:generation_time", "updated", "created"),
                satellite(),
                datastrip.find() ? datastrip.group(1) : "",
                Numbers.of(nodata));
    }

    private double baseline() {
        String text = text("s2:processing_baseline", "sentinel2:processing_baseline", "sentinel:processing_baseline");
        if (text.isEmpty()) {
            text = text("processing:version");
        }
        Matcher given = BASELINE.matcher(text.strip());
        if (given.matches()) {
            return Double.parseDouble(given.group(1) + "." + given.group(2));
        }
        Matcher inName = BASELINE_IN_NAME.matcher(text("s2:product_uri", "sentinel:product_id") + "_" + id + "_");
        return inName.find() ? Double.parseDouble(inName.group(1) + "." + inName.group(2)) : Numbers.parse(text, 0);
    }

    private String satellite() {
        for (String name : new String[] {text("platform"), text("s2:product_uri", "sentinel:product_id"), id}) {
            Matcher satellite = SATELLITE.matcher(name);
            if (satellite.matches()) {
                return satellite.group(1).toUpperCase(Locale.ROOT);
            }
        }
        return "";
    }

    /** Whether the pixels have the offset of baseline 04.00 already. */
    boolean offsetApplied() {
        for (Map.Entry<String, ForeignJson> entry : properties.members().entrySet()) {
            if (entry.getKey().endsWith("boa_offset_applied")
                    && entry.getValue().text().equalsIgnoreCase("true")) {
                return true;
            }
        }
        return false;
    }

    /** The first of some properties that has a text. */
    String text(String... names) {
        for (String name : names) {
            String text = properties.text(name);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }
}
