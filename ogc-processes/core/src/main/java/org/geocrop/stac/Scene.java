package org.geocrop.stac;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.locationtech.jts.geom.Geometry;

/**
 * One Sentinel-2 acquisition over one MGRS tile, as a STAC item describes it.
 *
 * @param id the item's id
 * @param tile MGRS tile such as {@code 36KTF}, or empty where the item names none
 * @param datetime of the acquisition
 * @param cloudCover per cent, 0 where the item says nothing
 * @param baseline processing baseline such as 5.10, 0 where the item says nothing
 * @param created text that orders products of the same baseline; the later in the alphabet is newer
 * @param epsg CRS of the pixels, 0 where only the COG itself says it
 * @param footprint in WGS 84, longitude first
 * @param assets the bands that the item has
 */
public record Scene(
        String id,
        String tile,
        Instant datetime,
        double cloudCover,
        double baseline,
        String created,
        int epsg,
        Geometry footprint,
        Map<Band, Asset> assets) {

    /**
     * One band's COG. Reflectance = DN x scale + offset.
     *
     * @param href absolute
     */
    public record Asset(URI href, double scale, double offset) {}

    private static final Duration SAME_ACQUISITION = Duration.ofMinutes(10);

    public Scene {
        assets = Map.copyOf(assets);
    }

    public LocalDate day() {
        return datetime.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** Whether two scenes were taken in one pass: those of two satellites lie further apart than reprocessed products. */
    public boolean isOfAcquisition(Scene other) {
        return Duration.between(datetime, other.datetime).abs().compareTo(SAME_ACQUISITION) < 0;
    }

    /** The bands of v1 that this item lacks, by name; empty if it has all. */
    public java.util.List<Band> missingBands() {
        return java.util.Arrays.stream(Band.values())
                .filter(band -> !assets.containsKey(band))
                .toList();
    }
}
