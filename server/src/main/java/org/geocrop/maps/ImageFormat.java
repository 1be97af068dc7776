package org.geocrop.maps;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.geocrop.maps.layers.GeoTiff;
import org.geocrop.render.Jpeg;
import org.geocrop.render.Picture;
import org.geocrop.render.Png;

/** The forms of a picture. */
public enum ImageFormat {
    PNG("image/png", "png", true),
    PNG8("image/png; mode=8bit", "png8", true),
    JPEG("image/jpeg", "jpg", false),
    GEOTIFF("image/tiff", "tif", true);

    private static final int WHITE = 0xffffff;

    private final String mediaType;
    private final String extension;
    private final boolean transparent;

    ImageFormat(String mediaType, String extension, boolean transparent) {
        this.mediaType = mediaType;
        this.extension = extension;
        this.transparent = transparent;
    }

    public String mediaType() {
        return mediaType;
    }

    /** What a response says it is. */
    public String contentType() {
        return this == PNG8 ? PNG.mediaType : mediaType;
    }

    public String extension() {
        return extension;
    }

    /** Whether pixels without data may stay transparent. */
    public boolean isTransparent() {
        return transparent;
    }

    /** Media types, and names that clients use besides. */
    public static Optional<ImageFormat> of(String text) {
        String name = text.trim().toLowerCase(Locale.ROOT).replace(" ", "");
        return switch (name) {
            case "image/png", "png", "image/png;mode=24bit", "image/png;mode=32bit" -> Optional.of(PNG);
            case "image/png8", "png8", "image/png;mode=8bit" -> Optional.of(PNG8);
            case "image/jpeg", "image/jpg", "jpg", "jpeg" -> Optional.of(JPEG);
            case "image/tiff", "image/geotiff", "image/tiff;application=geotiff", "geotiff", "tif", "tiff" ->
                Optional.of(GEOTIFF);
            default -> Optional.empty();
        };
    }

    public static List<String> mediaTypes() {
        return Arrays.stream(values()).map(ImageFormat::mediaType).toList();
    }

    /**
     * Encodes a picture.
     *
     * @param grid where it lies, for GeoTIFF
     * @param dpi pixels an inch, for PNG; 0 says nothing
     */
    public byte[] encode(Picture picture, org.geocrop.grid.PixelGrid grid, double dpi) {
        return switch (this) {
            case PNG -> Png.encode(picture, dpi);
            case PNG8 -> Png.encode8(picture, dpi);
            case JPEG -> Jpeg.encode(picture.on(WHITE));
            case GEOTIFF -> GeoTiff.picture(picture, grid);
        };
    }
}
