package org.geocrop.stac;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.geom.Geometry;

/**
 * One Sentinel-2 product over one MGRS tile, as a STAC item describes it: all that an acquisition saw there, or the part
 * of one datastrip.
 *
 * @param id the item's id
 * @param tile MGRS tile such as {@code 36KTF}, or empty where the item names none
 * @param datetime of the acquisition
 * @param cloudCover per cent, 0 where the item says nothing
 * @param product which of several of the same acquisition it is
 * @param epsg CRS of the pixels, 0 where only the COG itself says it
 * @param footprint in WGS 84, longitude first
 * @param assets the bands that the item has
 */
public record Scene(
        String id,
        String tile,
        Instant datetime,
        double cloudCover,
        Product product,
        int epsg,
        Geometry footprint,
        Map<Band, Asset> assets) {

    /**
     * One band's COG. Reflectance = DN x scale + offset.
     *
     * @param href absolute
     * @param alternates other addresses of the same file, absolute, to be tried where the first can't be read
     * @param scale reflectance of one step
     * @param isScaleGiven whether the item says so; else the scale is that of Sentinel-2's own products
     * @param offset reflectance of digital number 0
     * @param nodata the digital number that means no data, beside 0 and what the file says
     */
    public record Asset(
            URI href, List<URI> alternates, double scale, boolean isScaleGiven, double offset, double nodata) {

        public Asset {
            alternates = List.copyOf(alternates);
        }

        /** One with a single address and a given scale, whose nodata is 0. */
        public Asset(URI href, double scale, double offset) {
            this(href, List.of(), scale, true, offset, 0);
        }
    }

    private static final Duration SAME_ACQUISITION = Duration.ofMinutes(10);

    public Scene {
        assets = Map.copyOf(assets);
    }

    public LocalDate day() {
        return datetime.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    public double baseline() {
        return product.baseline();
    }

    /**
     * Whether two scenes were taken in one pass: by one satellite, within minutes. Satellites may fly seconds apart, as
     * Sentinel-2C did behind 2A.
     */
    public boolean isOfAcquisition(Scene other) {
        return Duration.between(datetime, other.datetime).abs().compareTo(SAME_ACQUISITION) < 0
                && !product.isOfAnotherSatellite(other.product);
    }

    /** Whether both show the same tile in the same pass, and this one is the newer product, whose pixels count. */
    public boolean goesBefore(Scene other) {
        return tile.equals(other.tile) && isOfAcquisition(other) && Selection.BY_NEWNESS.compare(this, other) > 0;
    }

    /** The bands of v1 that this item lacks, by name; empty if it has all. */
    public List<Band> missingBands() {
        return Arrays.stream(Band.values())
                .filter(band -> !assets.containsKey(band))
                .toList();
    }
}
