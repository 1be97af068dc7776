package org.geocrop.stac.client;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.geocrop.json.ForeignJson;
import org.geocrop.stac.Band;
import org.jspecify.annotations.Nullable;

/**
 * Which asset of an item is a band's: by key or by its band's name, else by common name. Of several the finest, whatever
 * their order. Images that are not TIFFs, that have several bands, or that are thumbnails don't count.
 */
final class BandAssets {

    private static final Pattern GEOTIFF =
            Pattern.compile("(image|application)/(x[-.]|vnd\\.stac\\.)?(tiff?|geotiff?)");
    private static final Pattern ANY_BYTES = Pattern.compile("|(application|binary)/octet-stream");
    private static final Pattern TIFF_FILE = Pattern.compile("(?i)[^?#]*\\.tiff?([?#].*)?");
    /** Micrometres by which the centres of one band differ between satellites. */
    private static final double SAME_WAVELENGTH = 0.012;

    private final Map<String, ForeignJson> images = new LinkedHashMap<>();

    BandAssets(ForeignJson item) {
        for (Map.Entry<String, ForeignJson> entry : item.get("assets").members().entrySet()) {
            if (isTiff(entry.getValue()) && !isPreview(entry.getValue())) {
                images.put(entry.getKey(), entry.getValue());
            }
        }
    }

    /** The bands that there are. */
    Map<Band, ForeignJson> find() {
        Map<Band, ForeignJson> found = new EnumMap<>(Band.class);
        for (Band band : Band.values()) {
            ForeignJson asset = find(band);
            if (asset != null) {
                found.put(band, asset);
            }
        }
        return found;
    }

    private @Nullable ForeignJson find(Band band) {
        List<Map.Entry<String, ForeignJson>> named = new ArrayList<>();
        List<Map.Entry<String, ForeignJson>> common = new ArrayList<>();
        List<ForeignJson> unclear = new ArrayList<>();
        for (Map.Entry<String, ForeignJson> image : images.entrySet()) {
            String key = image.getKey();
            ForeignJson asset = image.getValue();
            boolean single = isSingle(asset);
            if (isName(key, band) || (single && isName(name(asset), band))) {
                named.add(image);
            } else if (single && isCommonName(band, key, asset)) {
                double wavelength = wavelength(asset);
                if (Math.abs(wavelength - band.wavelength()) < SAME_WAVELENGTH || !isAmbiguous(key, asset)) {
                    common.add(image);
                } else if (Double.isNaN(wavelength) && name(asset).isEmpty()) {
                    unclear.add(asset);
                }
            }
        }
        if (named.isEmpty() && common.isEmpty()) {
            // Four bands are called "rededge"; one alone is the first of them.
            return unclear.size() == 1 ? unclear.get(0) : null;
        }
        return Resolution.finest(named.isEmpty() ? common : named, band);
    }

    /** Whether a text is the band's name, as in {@code B04}, {@code b4}, {@code B04_60m} or {@code SCL-20m}. */
    private static boolean isName(String text, Band band) {
        String plain = text.strip().toUpperCase(Locale.ROOT).replaceFirst("[_-]?\\d+M$", "");
        return plain.equals(band.name()) || plain.equals(band.name().replace("B0", "B"));
    }

    private static boolean isCommonName(Band band, String key, ForeignJson asset) {
        String plain = key.strip().toLowerCase(Locale.ROOT).replaceFirst("[_-]?\\d+m$", "");
        return band.commonNames().contains(plain) || band.commonNames().contains(commonName(asset));
    }

    /** Whether only a name says what it is that other bands have, too. */
    private static boolean isAmbiguous(String key, ForeignJson asset) {
        return !key.strip().toLowerCase(Locale.ROOT).matches("rededge1.*|red.edge.1.*|rededge071.*")
                && (commonName(asset).equals("rededge") || key.equalsIgnoreCase("rededge"));
    }

    private static ForeignJson first(ForeignJson asset) {
        ForeignJson named = asset.get("eo:bands").get(0);
        return named.isObject() ? named : asset.get("bands").get(0);
    }

    private static String name(ForeignJson asset) {
        return first(asset).text("name");
    }

    private static String commonName(ForeignJson asset) {
        ForeignJson band = first(asset);
        String name = band.text("common_name");
        return (name.isEmpty() ? band.text("eo:common_name") : name).toLowerCase(Locale.ROOT);
    }

    private static double wavelength(ForeignJson asset) {
        ForeignJson band = first(asset);
        double centre = Numbers.of(band.get("center_wavelength"));
        return Double.isNaN(centre) ? Numbers.of(band.get("eo:center_wavelength")) : centre;
    }

    private static boolean isSingle(ForeignJson asset) {
        return asset.get("eo:bands").size() <= 1
                && asset.get("bands").size() <= 1
                && asset.get("raster:bands").size() <= 1;
    }

    private static boolean isTiff(ForeignJson asset) {
        String type = asset.text("type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        String href = asset.text("href");
        return !href.isBlank()
                && (GEOTIFF.matcher(type).matches()
                        || (ANY_BYTES.matcher(type).matches()
                                && TIFF_FILE.matcher(href).matches()));
    }

    private static boolean isPreview(ForeignJson asset) {
        for (ForeignJson role : asset.get("roles")) {
            if (role.text().matches("(?i)thumbnail|overview")) {
                return true;
            }
        }
        return false;
    }
}
