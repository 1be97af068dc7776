package org.geocrop.raster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.geocrop.error.RasterException;
import org.geocrop.store.ByteSource;

/**
 * Reads the directories of a TIFF (TIFF 6.0) or BigTIFF in either byte order. Whatever the bytes are, it reads a
 * bounded number of directories, of their tags only those that it knows, and of these, all together, no more bytes than
 * the file is long, nor than {@link #MAX_TAG_BYTES}.
 */
final class Tiff {

    static final int NEW_SUBFILE_TYPE = 254;
    static final int IMAGE_WIDTH = 256;
    static final int IMAGE_LENGTH = 257;
    static final int BITS_PER_SAMPLE = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int STRIP_OFFSETS = 273;
    static final int SAMPLES_PER_PIXEL = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTE_COUNTS = 279;
    static final int PLANAR_CONFIG = 284;
    static final int PREDICTOR = 317;
    static final int COLOR_MAP = 320;
    static final int TILE_WIDTH = 322;
    static final int TILE_LENGTH = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTE_COUNTS = 325;
    static final int EXTRA_SAMPLES = 338;
    static final int SAMPLE_FORMAT = 339;
    static final int JPEG_TABLES = 347;
    static final int PIXEL_SCALE = 33550;
    static final int TIEPOINT = 33922;
    static final int TRANSFORMATION = 34264;
    static final int GEO_KEYS = 34735;
    static final int GEO_ASCII = 34737;
    static final int GDAL_METADATA = 42112;
    static final int GDAL_NODATA = 42113;

    private static final Set<Integer> KNOWN = Set.of(
            NEW_SUBFILE_TYPE,
            IMAGE_WIDTH,
            IMAGE_LENGTH,
            BITS_PER_SAMPLE,
            COMPRESSION,
            PHOTOMETRIC,
            STRIP_OFFSETS,
            SAMPLES_PER_PIXEL,
            ROWS_PER_STRIP,
            STRIP_BYTE_COUNTS,
            PLANAR_CONFIG,
            PREDICTOR,
            COLOR_MAP,
            TILE_WIDTH,
            TILE_LENGTH,
            TILE_OFFSETS,
            TILE_BYTE_COUNTS,
            EXTRA_SAMPLES,
            SAMPLE_FORMAT,
            JPEG_TABLES,
            PIXEL_SCALE,
            TIEPOINT,
            TRANSFORMATION,
            GEO_KEYS,
            GEO_ASCII,
            GDAL_METADATA,
            GDAL_NODATA);

    /** Enough for a million tiles, such as 512 x 512 of 512 x 512 pixels, with 64-bit offsets and sizes. */
    private static final int MAX_TAG_BYTES = 16 << 20;

    private static final int MAX_DIRECTORIES = 128;
    private static final int MAX_TAGS = 1024;
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

    private final ByteSource source;
    private final ByteOrder order;
    private final boolean big;
    private long tagBytes;

    private Tiff(ByteSource source, ByteOrder order, boolean big) {
        this.source = source;
        this.order = order;
        this.big = big;
    }

    /** What a file's header says. */
    record Header(ByteOrder order, List<Ifd> directories) {}

    static Header read(ByteSource source) {
        if (source.size() < 16) {
            throw new RasterException(source.name() + " is not a TIFF: it has " + source.size() + " bytes");
        }
        ByteBuffer start = ByteBuffer.wrap(source.read(0, 16));
        int mark = start.getShort(0);
        if (mark != 0x4949 && mark != 0x4d4d) {
            throw new RasterException(source.name() + " is not a TIFF: it does not begin with II or MM");
        }
        ByteOrder order = mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        start.order(order);
        int version = start.getShort(2);
        if (version != 42 && version != 43) {
            throw new RasterException(source.name() + " is not a TIFF: its version is " + version);
        }
        boolean big = version == 43;
        long first = big ? start.getLong(8) : Integer.toUnsignedLong(start.getInt(4));
        return new Header(order, new Tiff(source, order, big).directories(first));
    }

    private List<Ifd> directories(long first) {
        List<Ifd> found = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        long at = first;
        while (at != 0) {
            if (!seen.add(at) || found.size() == MAX_DIRECTORIES) {
                throw new RasterException(source.name() + ", IFD " + found.size()
                        + ", has directories in a circle, or more than " + MAX_DIRECTORIES);
            }
            int countBytes = big ? 8 : 2;
            ByteBuffer head = bytes(at, countBytes);
            long tags = big ? head.getLong() : Short.toUnsignedInt(head.getShort());
            if (tags < 1 || tags > MAX_TAGS) {
                throw new RasterException(source.name() + ", IFD " + found.size() + ", has " + tags + " tags");
            }
            int entryBytes = big ? 20 : 12;
            ByteBuffer entries = bytes(at + countBytes, (int) tags * entryBytes + (big ? 8 : 4));
            Map<Integer, Ifd.Tag> values = new HashMap<>();
            for (int i = 0; i < tags; i++) {
                readTag(entries, i * entryBytes, values, found.size());
            }
            int next = (int) tags * entryBytes;
            found.add(new Ifd(source.name(), found.size(), values));
            at = big ? entries.getLong(next) : Integer.toUnsignedLong(entries.getInt(next));
        }
        if (found.isEmpty()) {
            throw new RasterException(source.name() + " is a TIFF without an image");
        }
        return found;
    }

    private void readTag(ByteBuffer entries, int at, Map<Integer, Ifd.Tag> values, int ifd) {
        int tag = Short.toUnsignedInt(entries.getShort(at));
        int type = Short.toUnsignedInt(entries.getShort(at + 2));
        long count = big ? entries.getLong(at + 4) : Integer.toUnsignedLong(entries.getInt(at + 4));
        int unit = type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0;
        if (unit == 0 || count == 0 || !KNOWN.contains(tag) || values.containsKey(tag)) {
            return;
        }
        if (count < 0 || count > source.size() / unit || count > Integer.MAX_VALUE / 16) {
            throw new RasterException(source.name() + ", IFD " + ifd + ", tag " + tag + " claims " + count + " values");
        }
        tagBytes += count * unit;
        if (tagBytes > Math.min(MAX_TAG_BYTES, source.size())) {
            throw new RasterException(source.name() + ", IFD " + ifd + ", tag " + tag + ": its tags have more than "
                    + Math.min(MAX_TAG_BYTES, source.size()) + " bytes");
        }
        int length = (int) count * unit;
        int inline = big ? 8 : 4;
        int valueAt = at + (big ? 12 : 8);
        ByteBuffer body;
        if (length <= inline) {
            byte[] small = new byte[length];
            entries.get(valueAt, small);
            body = ByteBuffer.wrap(small).order(order);
        } else {
            body = bytes(big ? entries.getLong(valueAt) : Integer.toUnsignedLong(entries.getInt(valueAt)), length);
        }
        values.put(tag, decode(type, (int) count, body));
    }

    private static Ifd.Tag decode(int type, int count, ByteBuffer body) {
        boolean text = type == 1 || type == 2 || type == 6 || type == 7;
        boolean decimal = type == 5 || type == 10 || type == 11 || type == 12;
        long[] numbers = new long[decimal ? 0 : text ? Math.min(count, 8) : count];
        double[] decimals = new double[decimal ? count : 0];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (type) {
                case 3 -> Short.toUnsignedInt(body.getShort(i * 2));
                case 8 -> body.getShort(i * 2);
                case 4, 13 -> Integer.toUnsignedLong(body.getInt(i * 4));
                case 9 -> body.getInt(i * 4);
                case 16, 17, 18 -> body.getLong(i * 8);
                default -> Byte.toUnsignedInt(body.get(i));
            };
        }
        for (int i = 0; i < decimals.length; i++) {
            decimals[i] = switch (type) {
                case 11 -> body.getFloat(i * 4);
                case 12 -> body.getDouble(i * 8);
                default -> (double) body.getInt(i * 8) / body.getInt(i * 8 + 4);
            };
        }
        return new Ifd.Tag(type, numbers, decimals, text ? body.array() : new byte[0]);
    }

    private ByteBuffer bytes(long offset, int length) {
        return ByteBuffer.wrap(source.read(offset, length)).order(order);
    }
}
