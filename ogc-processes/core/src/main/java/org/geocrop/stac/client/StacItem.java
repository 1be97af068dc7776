package org.geocrop.stac.client;

import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.geocrop.error.CatalogueException;
import org.geocrop.json.ForeignJson;
import org.geocrop.stac.Band;
import org.geocrop.stac.Product;
import org.geocrop.stac.Scene;

/** Reads a STAC 1.0 or 1.1 item of a Sentinel-2 level 2A product, however its catalogue names bands and offsets. */
final class StacItem {

    private static final double DEFAULT_SCALE = 0.0001;
    private static final double BASELINE_4_OFFSET = -0.1;

    private final ForeignJson properties;
    private final URI base;
    private final ItemNames names;
    private final Product product;

    private StacItem(ForeignJson item, URI base) {
        this.properties = item.get("properties");
        this.base = base;
        this.names = new ItemNames(properties, item.text("id"));
        this.product = names.product();
    }

    /**
     * Parses an item.
     *
     * @param base where the item was read from, against which relative hrefs resolve
     * @throws CatalogueException saying what is wrong with it
     */
    static Scene parse(ForeignJson item, URI base) {
        String id = item.text("id");
        if (id.isEmpty() || !item.get("assets").isObject()) {
            throw new CatalogueException("it is not a STAC item: it lacks id or assets");
        }
        return new StacItem(item, base).scene(id, item);
    }

    private Scene scene(String id, ForeignJson item) {
        Map<Band, ForeignJson> found = new BandAssets(item).find();
        Map<Band, Scene.Asset> assets = new EnumMap<>(Band.class);
        found.forEach((band, asset) -> assets.put(band, asset(band, asset)));
        return new Scene(
                id,
                names.tile(),
                datetime(),
                Numbers.orElse(properties.get("eo:cloud_cover"), 0),
                product,
                epsg(found),
                Footprint.of(item),
                assets);
    }

    private Scene.Asset asset(Band band, ForeignJson asset) {
        List<URI> hrefs = hrefs(asset);
        ForeignJson pixels = asset.has("raster:bands")
                ? asset.get("raster:bands").get(0)
                : asset.get("bands").get(0);
        double nodata = Double.isNaN(firstNumber(pixels, asset, "nodata")) ? 0 : firstNumber(pixels, asset, "nodata");
        List<URI> alternates = hrefs.subList(1, hrefs.size());
        if (band == Band.SCL) {
            return new Scene.Asset(hrefs.get(0), alternates, 1, true, 0, nodata);
        }
        double scale = firstNumber(pixels, asset, "scale");
        double offset = firstNumber(pixels, asset, "offset");
        boolean given = !Double.isNaN(scale);
        boolean applied = names.offsetApplied();
        if (Double.isNaN(offset)) {
            offset = !given && product.baseline() >= 4 && !applied ? BASELINE_4_OFFSET : 0;
        } else if (applied) {
            // Earth Search lists the product's offset even where its pixels have it already.
            offset = 0;
        }
        return new Scene.Asset(hrefs.get(0), alternates, given ? scale : DEFAULT_SCALE, given, offset, nodata);
    }

    /** The asset's own address, then its alternates (STAC's extension), those by HTTPS first. */
    private List<URI> hrefs(ForeignJson asset) {
        List<String> links = new ArrayList<>();
        links.add(asset.text("href"));
        for (Map.Entry<String, ForeignJson> alternate :
                asset.get("alternate").members().entrySet()) {
            ForeignJson value = alternate.getValue();
            links.add(value.isObject() ? value.text("href") : value.text());
        }
        List<URI> hrefs = new ArrayList<>();
        CatalogueException unusable = null;
        for (String link : links) {
            try {
                hrefs.add(Hrefs.resolve(base, link));
            } catch (CatalogueException e) {
                unusable = unusable == null ? e : unusable;
            }
        }
        if (hrefs.isEmpty() && unusable != null) {
            throw unusable;
        }
        List<URI> others = hrefs.subList(1, hrefs.size());
        others.sort(
                Comparator.comparing(href -> !String.valueOf(href.getScheme()).startsWith("http")));
        return hrefs.stream().distinct().toList();
    }

    private static double firstNumber(ForeignJson band, ForeignJson asset, String name) {
        for (ForeignJson value : new ForeignJson[] {
            band.get(name), band.get("raster:" + name), asset.get("raster:" + name), asset.get(name)
        }) {
            double number = Numbers.of(value);
            if (!Double.isNaN(number)) {
                return number;
            }
        }
        return Double.NaN;
    }

    private Instant datetime() {
        String text = names.text("datetime", "start_datetime");
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeParseException e) {
            throw new CatalogueException(
                    "it has no usable datetime, which has a time and a zone: '" + Hrefs.cut(text) + "'", e);
        }
    }

    private int epsg(Map<Band, ForeignJson> assets) {
        int ofItem = epsg(properties);
        return ofItem != 0
                ? ofItem
                : assets.values().stream()
                        .mapToInt(StacItem::epsg)
                        .filter(code -> code != 0)
                        .findFirst()
                        .orElse(0);
    }

    private static int epsg(ForeignJson node) {
        String code = node.text("proj:code").strip().toUpperCase(Locale.ROOT);
        if (code.matches("EPSG:\\d{4,6}")) {
            return Integer.parseInt(code.substring(5));
        }
        double number = Numbers.orElse(node.get("proj:epsg"), 0);
        return number > 0 && number < 1_000_000 ? (int) number : 0;
    }
}
