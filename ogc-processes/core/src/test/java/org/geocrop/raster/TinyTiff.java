package org.geocrop.raster;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.store.MemorySource;

/** Little TIFFs for tests: uncompressed, little-endian, one strip a directory, with whatever tags a test wants. */
public final class TinyTiff {

    private final List<TreeMap<Integer, Object>> directories = new ArrayList<>();
    private final List<byte[]> strips = new ArrayList<>();

    /** A file whose first image has these samples, by pixel and within a pixel by band. */
    public static TinyTiff of(SampleType type, int width, int height, int bands, double... samples) {
        return new TinyTiff().image(type, width, height, bands, samples);
    }

    /** Adds an overview. */
    public TinyTiff overview(SampleType type, int width, int height, int bands, double... samples) {
        return image(type, width, height, bands, samples).tag(Tiff.NEW_SUBFILE_TYPE, 1L);
    }

    /** Adds an internal mask of 8 bits. */
    public TinyTiff mask(int width, int height, double... samples) {
        return image(SampleType.U8, width, height, 1, samples)
                .tag(Tiff.NEW_SUBFILE_TYPE, directories.size() > 2 ? 5L : 4L)
                .tag(Tiff.PHOTOMETRIC, 4L);
    }

    private TinyTiff image(SampleType type, int width, int height, int bands, double... samples) {
        if (samples.length != width * height * bands) {
            throw new IllegalArgumentException(samples.length + " samples");
        }
        directories.add(new TreeMap<>());
        strips.add(pack(type, samples));
        tag(Tiff.IMAGE_WIDTH, (long) width).tag(Tiff.IMAGE_LENGTH, (long) height);
        tag(Tiff.SAMPLES_PER_PIXEL, (long) bands).tag(Tiff.ROWS_PER_STRIP, (long) height);
        tag(Tiff.BITS_PER_SAMPLE, same(type.bytes() * 8, bands))
                .tag(Tiff.SAMPLE_FORMAT, same(type.tiffFormat(), bands));
        return tag(Tiff.COMPRESSION, 1L).tag(Tiff.PHOTOMETRIC, bands >= 3 ? 2L : 1L);
    }

    /** The file's CRS by an EPSG code, its top left corner and its pixels' size. */
    public TinyTiff at(int epsg, double x, double y, double size) {
        boolean degrees = epsg == 4326;
        return tag(Tiff.PIXEL_SCALE, new double[] {size, size, 0})
                .tag(Tiff.TIEPOINT, new double[] {0, 0, 0, x, y, 0})
                .geoKeys(1024, degrees ? 2 : 1, 1025, 1, degrees ? 2048 : 3072, epsg);
    }

    /** Keys and values by turns. */
    public TinyTiff geoKeys(int... pairs) {
        long[] keys = new long[4 + pairs.length * 2];
        keys[0] = 1;
        keys[1] = 1;
        keys[3] = pairs.length / 2;
        for (int i = 0; i < pairs.length; i += 2) {
            keys[4 + i * 2] = pairs[i];
            keys[6 + i * 2] = 1;
            keys[7 + i * 2] = pairs[i + 1];
        }
        return tag(Tiff.GEO_KEYS, keys);
    }

    public TinyTiff nodata(String text) {
        directories.get(0).put(Tiff.GDAL_NODATA, text);
        return this;
    }

    /** A tag of the last directory: a long or long[] (written as SHORT if it fits), double[] or a text; null removes. */
    public TinyTiff tag(int tag, Object value) {
        TreeMap<Integer, Object> last = directories.get(directories.size() - 1);
        if (value == null) {
            last.remove(tag);
        } else {
            last.put(tag, value instanceof Long one ? new long[] {one} : value);
        }
        return this;
    }

    public byte[] bytes() {
        int at = 8;
        ByteArrayOutputStream bodies = new ByteArrayOutputStream();
        for (int i = 0; i < directories.size(); i++) {
            directories.get(i).put(Tiff.STRIP_BYTE_COUNTS, new long[] {strips.get(i).length});
            directories.get(i).put(Tiff.STRIP_OFFSETS, new long[] {at + bodies.size()});
            bodies.writeBytes(strips.get(i));
            bodies.writeBytes(new byte[bodies.size() % 2]);
        }
        at += bodies.size();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(little(8)
                .putShort((short) 0x4949)
                .putShort((short) 42)
                .putInt(at)
                .array());
        file.writeBytes(bodies.toByteArray());
        for (int i = 0; i < directories.size(); i++) {
            file.writeBytes(directory(directories.get(i), file.size(), i + 1 == directories.size()));
        }
        return file.toByteArray();
    }

    private static byte[] directory(Map<Integer, Object> tags, int at, boolean isLast) {
        ByteArrayOutputStream more = new ByteArrayOutputStream();
        int size = 2 + tags.size() * 12 + 4;
        ByteBuffer head = little(size).putShort((short) tags.size());
        tags.forEach((tag, value) -> {
            boolean decimal = value instanceof double[];
            boolean text = value instanceof String;
            boolean wide = value instanceof long[] numbers
                    && java.util.Arrays.stream(numbers).anyMatch(n -> n > 65535);
            byte[] body = text
                    ? (value + "\0").getBytes(StandardCharsets.UTF_8)
                    : decimal ? pack(SampleType.F64, (double[]) value) : numbers((long[]) value, wide);
            int unit = text ? 1 : decimal ? 8 : wide ? 4 : 2;
            head.putShort((short) (int) tag).putShort((short) (text ? 2 : decimal ? 12 : wide ? 4 : 3));
            head.putInt(body.length / unit);
            if (body.length <= 4) {
                head.put(java.util.Arrays.copyOf(body, 4));
            } else {
                head.putInt(at + size + more.size());
                more.writeBytes(body);
                more.writeBytes(new byte[body.length % 2]);
            }
        });
        head.putInt(isLast ? 0 : at + size + more.size());
        byte[] all = java.util.Arrays.copyOf(head.array(), size + more.size());
        System.arraycopy(more.toByteArray(), 0, all, size, more.size());
        return all;
    }

    private static byte[] numbers(long[] values, boolean wide) {
        ByteBuffer buffer = little(values.length * (wide ? 4 : 2));
        for (long value : values) {
            if (wide) {
                buffer.putInt((int) value);
            } else {
                buffer.putShort((short) value);
            }
        }
        return buffer.array();
    }

    private static byte[] pack(SampleType type, double... samples) {
        ByteBuffer buffer = little(samples.length * type.bytes());
        for (double sample : samples) {
            switch (type) {
                case U8, I8 -> buffer.put((byte) (int) sample);
                case U16, I16 -> buffer.putShort((short) (int) sample);
                case U32, I32 -> buffer.putInt((int) (long) sample);
                case F32 -> buffer.putFloat((float) sample);
                case F64 -> buffer.putDouble(sample);
            }
        }
        return buffer.array();
    }

    private static long[] same(long value, int count) {
        long[] values = new long[count];
        java.util.Arrays.fill(values, value);
        return values;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The file, opened. */
    public Cog open() {
        return Cog.open(new MemorySource("tiny.tif", bytes()), new TileCache(1 << 20));
    }
}
