package org.geocrop.raster;

import java.util.Arrays;
import java.util.Map;
import org.geocrop.error.RasterException;
import org.geocrop.grid.Window;
import org.jspecify.annotations.Nullable;

/**
 * One image file directory of a TIFF, with its tags checked so far that tiles can be located and decoded.
 *
 * <p>A striped image is seen as tiles as wide as the image and as high as a strip.
 */
final class Ifd {

    static final int NONE = 1;
    static final int LZW = 5;
    static final int JPEG = 7;
    static final int DEFLATE = 8;
    static final int PACKBITS = 32773;
    static final int DEFLATE_OLD = 32946;
    static final int ZSTD = 50000;

    private static final int MAX_TILE_BYTES = 1 << 26;
    private static final int MAX_BANDS = 4096;

    final int index;
    final int width;
    final int height;
    final int tileWidth;
    final int tileHeight;
    final boolean striped;
    final int bands;
    final boolean planar;
    final SampleType type;
    final int bits;
    final int compression;
    final int predictor;
    final int photometric;
    final int subfileType;
    final long[] offsets;
    final long[] counts;
    private final Map<Integer, Tag> tags;

    /** A tag's values: numbers, or the bytes of a text. */
    record Tag(int type, long[] numbers, double[] decimals, byte[] bytes) {}

    Ifd(String name, int index, Map<Integer, Tag> tags) {
        this.index = index;
        this.tags = tags;
        this.width = size(name, Tiff.IMAGE_WIDTH);
        this.height = size(name, Tiff.IMAGE_LENGTH);
        this.striped = !tags.containsKey(Tiff.TILE_OFFSETS);
        this.tileWidth = striped ? width : size(name, Tiff.TILE_WIDTH);
        this.tileHeight = striped ? Math.min(height, rowsPerStrip(name)) : size(name, Tiff.TILE_LENGTH);
        this.bands = (int) number(Tiff.SAMPLES_PER_PIXEL, 1);
        this.planar = number(Tiff.PLANAR_CONFIG, 1) == 2 && bands > 1;
        this.compression = (int) number(Tiff.COMPRESSION, NONE);
        this.predictor = (int) number(Tiff.PREDICTOR, 1);
        this.photometric = (int) number(Tiff.PHOTOMETRIC, 1);
        this.subfileType = (int) number(Tiff.NEW_SUBFILE_TYPE, 0);
        if (bands < 1 || bands > MAX_BANDS) {
            throw broken(name, "has " + bands + " bands");
        }
        this.bits = uniform(name, Tiff.BITS_PER_SAMPLE, 1);
        this.type = sampleType(name);
        if (tileBytes() > MAX_TILE_BYTES) {
            throw broken(name, "has tiles or strips of " + tileWidth + " x " + tileHeight + " pixels: too large");
        }
        this.offsets = numbers(name, striped ? Tiff.STRIP_OFFSETS : Tiff.TILE_OFFSETS);
        this.counts = numbers(name, striped ? Tiff.STRIP_BYTE_COUNTS : Tiff.TILE_BYTE_COUNTS);
        long expected = (long) tilesAcross() * tilesDown() * (planar ? bands : 1);
        if (offsets.length != expected || counts.length != expected) {
            throw broken(
                    name,
                    "lists " + offsets.length + " offsets and " + counts.length + " sizes for " + expected + " tiles");
        }
    }

    int tilesAcross() {
        return (width - 1) / tileWidth + 1;
    }

    int tilesDown() {
        return (height - 1) / tileHeight + 1;
    }

    int samplesPerTilePixel() {
        return planar ? 1 : bands;
    }

    /** Whether samples don't fill whole bytes of their type. */
    boolean isPacked() {
        return bits > 0 && bits < 32 && bits != 8 && bits != 16;
    }

    /**
     * Rows of a tile that have to be unpacked for those of the image that lie before a row; all of them where packing
     * does not allow to stop.
     */
    int rowsBefore(int endRow, int tile) {
        return Codec.stopsAnywhere(this)
                ? Math.max(1, Math.min(tileHeight, endRow - tile(tile).row()))
                : tileHeight;
    }

    /** Bytes of a decoded tile. */
    long tileBytes() {
        return (long) tileWidth * tileHeight * samplesPerTilePixel() * type.bytes();
    }

    /** The pixels of a tile, which may reach beyond the image. */
    Window tile(int tile) {
        int place = tile % (tilesAcross() * tilesDown());
        return new Window(place % tilesAcross() * tileWidth, place / tilesAcross() * tileHeight, tileWidth, tileHeight);
    }

    boolean isMask() {
        return (subfileType & 4) != 0;
    }

    boolean isOverview() {
        return (subfileType & 1) != 0;
    }

    long number(int tag, long absent) {
        Tag found = tags.get(tag);
        return found == null || found.numbers.length == 0 ? absent : found.numbers[0];
    }

    long[] numbers(int tag) {
        Tag found = tags.get(tag);
        return found == null ? new long[0] : found.numbers;
    }

    double[] decimals(int tag) {
        Tag found = tags.get(tag);
        return found == null ? new double[0] : found.decimals;
    }

    byte @Nullable [] bytes(int tag) {
        Tag found = tags.get(tag);
        return found == null ? null : found.bytes;
    }

    @Nullable String text(int tag) {
        byte[] bytes = bytes(tag);
        if (bytes == null) {
            return null;
        }
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return new String(bytes, 0, end, java.nio.charset.StandardCharsets.UTF_8);
    }

    RasterException broken(String name, String what) {
        return new RasterException(name + ", IFD " + index + ", " + what);
    }

    private long[] numbers(String name, int tag) {
        Tag found = tags.get(tag);
        if (found == null || found.numbers.length == 0) {
            throw broken(name, "has no tag " + tag);
        }
        return found.numbers;
    }

    private int size(String name, int tag) {
        long value = number(tag, 0);
        if (value < 1 || value > Integer.MAX_VALUE / 2) {
            throw broken(name, "has no usable size (tag " + tag + " is " + value + ")");
        }
        return (int) value;
    }

    private int rowsPerStrip(String name) {
        long rows = number(Tiff.ROWS_PER_STRIP, Integer.MAX_VALUE);
        if (rows < 1) {
            throw broken(name, "has strips of " + rows + " rows");
        }
        return (int) Math.min(rows, Integer.MAX_VALUE / 2);
    }

    private int uniform(String name, int tag, int absent) {
        long[] values = numbers(tag);
        if (values.length == 0) {
            return absent;
        }
        if (Arrays.stream(values).distinct().count() > 1) {
            throw broken(name, "has bands of different types (tag " + tag + "), which is not supported");
        }
        return (int) values[0];
    }

    private SampleType sampleType(String name) {
        int format = uniform(name, Tiff.SAMPLE_FORMAT, 1);
        if (isPacked() && format == 1 && compression != JPEG) {
            return bits < 8 ? SampleType.U8 : bits < 16 ? SampleType.U16 : SampleType.U32;
        }
        for (SampleType candidate : SampleType.values()) {
            if (candidate.bytes() * 8 == bits
                    && (candidate.tiffFormat() == format || (format == 4 && candidate.tiffFormat() == 1))) {
                return candidate;
            }
        }
        throw broken(name, "has samples of " + bits + " bits and format " + format + ", which are not supported");
    }

    /** Whether it shows the same as another, with fewer pixels, in a way that is read here. */
    boolean isOverviewOf(Ifd full) {
        return isOverview()
                && !isMask()
                && width < full.width
                && bands == full.bands
                && type == full.type
                && Compression.reads(this);
    }

    /** The colour table as 0xRRGGBB for each value, or null where there is none. */
    int @Nullable [] palette() {
        long[] map = numbers(Tiff.COLOR_MAP);
        if (map.length == 0 || map.length % 3 != 0) {
            return null;
        }
        int n = map.length / 3;
        int[] palette = new int[n];
        for (int i = 0; i < n; i++) {
            palette[i] = (int) (map[i] >> 8 << 16 | map[n + i] >> 8 << 8 | map[2 * n + i] >> 8);
        }
        return palette;
    }

    /** Bytes of the packed tiles that a window needs. */
    long packedBytes(Window window) {
        long bytes = 0;
        for (int tile = 0; tile < counts.length; tile++) {
            bytes += tile(tile).intersects(window) ? counts[tile] : 0;
        }
        return bytes;
    }
}
