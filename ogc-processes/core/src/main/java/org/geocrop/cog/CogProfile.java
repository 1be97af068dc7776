package org.geocrop.cog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.geocrop.raster.SampleType;
import org.jspecify.annotations.Nullable;

/**
 * What a COG holds and how it is packed.
 *
 * @param type integers of 8, 16 or 32 bits
 * @param bandNames one for each band; bands lie side by side in a pixel
 * @param nodata the value that means no data
 * @param overviews how four pixels become one of the next level
 * @param palette 0xRRGGBB for each of 256 values, for one band of U8; or null
 * @param rgb whether three bands are red, green, blue
 * @param predictor 1 for none (classes), 2 for horizontal differences (measurements)
 * @param compression of the tiles
 * @param level of deflate, 1 to 9; ZSTD and classes have one level only
 * @param tileSize pixels, a multiple of 16
 * @param metadata name and value of GDAL metadata items
 * @param scale of a sample to the value that it stands for; 1 where samples are the values
 */
public record CogProfile(
        SampleType type,
        List<String> bandNames,
        OptionalInt nodata,
        Overviews overviews,
        int @Nullable [] palette,
        boolean rgb,
        int predictor,
        Compression compression,
        int level,
        int tileSize,
        Map<String, String> metadata,
        double scale) {

    /** How tiles are packed. */
    public enum Compression {
        /** Read by every program. */
        DEFLATE,
        /** Faster to read, by GDAL since 2.3 and by QGIS. */
        ZSTD
    }

    /** How overviews are made; pixels without data don't count. */
    public enum Overviews {
        /** The most frequent value, the first of those if there are several: for classes. */
        MODE,
        /** The mean, rounded: for measurements. */
        AVERAGE
    }

    public static final int DEFAULT_TILE_SIZE = 256;
    private static final int DEFAULT_LEVEL = 6;

    public CogProfile {
        if (type.isFloat()) {
            throw new IllegalArgumentException("Only integers are written");
        }
        if (tileSize < 16 || tileSize % 16 != 0) {
            throw new IllegalArgumentException("Tiles have a multiple of 16 pixels: " + tileSize);
        }
        if (palette != null && (palette.length != 256 || type != SampleType.U8 || bandNames.size() != 1)) {
            throw new IllegalArgumentException("A palette has 256 colours and belongs to one band of U8");
        }
        bandNames = List.copyOf(bandNames);
        metadata = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** As GeoCrop packs what it writes. */
    private CogProfile(
            SampleType type,
            List<String> bandNames,
            OptionalInt nodata,
            Overviews overviews,
            int @Nullable [] palette,
            boolean rgb,
            int predictor,
            Map<String, String> metadata) {
        this(
                type,
                bandNames,
                nodata,
                overviews,
                palette,
                rgb,
                predictor,
                Compression.DEFLATE,
                DEFAULT_LEVEL,
                DEFAULT_TILE_SIZE,
                metadata,
                1);
    }

    /** Classes with colours: U8, nodata 0. */
    public static CogProfile classes(String band, int[] palette, Map<String, String> metadata) {
        return new CogProfile(
                SampleType.U8, List.of(band), OptionalInt.of(0), Overviews.MODE, palette, false, 1, metadata);
    }

    /** Measurements in one or more bands. */
    public static CogProfile measurements(SampleType type, List<String> bands, int nodata) {
        return new CogProfile(type, bands, OptionalInt.of(nodata), Overviews.AVERAGE, null, false, 2, Map.of());
    }

    /** A picture of three bytes a pixel, black for no data. */
    public static CogProfile picture() {
        return picture(List.of("red", "green", "blue"), OptionalInt.of(0));
    }

    /** A picture of four bytes a pixel: red, green, blue and alpha, which is not multiplied in. */
    public static CogProfile pictureWithAlpha() {
        return picture(List.of("red", "green", "blue", "alpha"), OptionalInt.empty());
    }

    private static CogProfile picture(List<String> bands, OptionalInt nodata) {
        return new CogProfile(SampleType.U8, bands, nodata, Overviews.AVERAGE, null, true, 2, Map.of());
    }

    /** The same samples, told of or packed in another way. */
    private CogProfile with(OptionalInt none, Compression packing, int deflateLevel, int pixels, double factor) {
        return new CogProfile(
                type,
                bandNames,
                none,
                overviews,
                palette,
                rgb,
                predictor,
                packing,
                deflateLevel,
                pixels,
                metadata,
                factor);
    }

    /** Samples that stand for values of another size, such as ten-thousandths. */
    public CogProfile withScale(double factor) {
        return with(nodata, compression, level, tileSize, factor);
    }

    /** Another value for no data, or none. */
    public CogProfile withNodata(OptionalInt none) {
        return with(none, compression, level, tileSize, scale);
    }

    public CogProfile withTileSize(int pixels) {
        return with(nodata, compression, level, pixels, scale);
    }

    /** Deflate of another level. */
    public CogProfile withLevel(int deflateLevel) {
        return with(nodata, Compression.DEFLATE, deflateLevel, tileSize, scale);
    }

    public CogProfile withCompression(Compression other) {
        return with(nodata, other, level, tileSize, scale);
    }

    /** Means of classes would mean nothing. */
    boolean hasStatistics() {
        return overviews == Overviews.AVERAGE;
    }

    /** Whether rows repeat themselves, as those of maps of classes do. */
    boolean isOfClasses() {
        return overviews == Overviews.MODE && predictor == 1 && type == SampleType.U8 && bands() == 1;
    }

    int bands() {
        return bandNames.size();
    }
}
