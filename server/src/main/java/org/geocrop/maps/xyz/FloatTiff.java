package org.geocrop.maps.xyz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;

/** GeoTIFFs of 32-bit floats, NaN for no data: bands apart, one strip each, not packed. For answers, not for keeping. */
final class FloatTiff {

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int ASCII = 2;
    private static final int DOUBLE = 12;

    private record Entry(int type, int count, byte[] bytes) {}

    private FloatTiff() {}

    static byte[] write(List<double[]> bands, PixelGrid grid) {
        int pixels = grid.width() * grid.height();
        int n = bands.size();
        TreeMap<Integer, Entry> tags = new TreeMap<>();
        tags.put(256, longs(grid.width()));
        tags.put(257, longs(grid.height()));
        tags.put(258, shorts(32, n));
        tags.put(259, shorts(1, 1));
        tags.put(262, shorts(1, 1));
        tags.put(277, shorts(n, 1));
        tags.put(278, longs(grid.height()));
        tags.put(284, shorts(2, 1));
        tags.put(339, shorts(3, n));
        if (n > 1) {
            tags.put(338, shorts(0, n - 1));
        }
        tags.put(33550, doubles(grid.resX(), grid.resY(), 0));
        tags.put(33922, doubles(0, 0, 0, grid.originX(), grid.originY(), 0));
        boolean degrees = Crs.isGeographic(grid.epsg());
        // GTModelType, GTRasterType (pixel is area), and the code as a geographic or projected CRS.
        int[] keys = {1, 1, 0, 3, 1024, 0, 1, degrees ? 2 : 1, 1025, 0, 1, 1, degrees ? 2048 : 3072, 0, 1, grid.epsg()};
        ByteBuffer directory = bytes(keys.length * 2);
        for (int key : keys) {
            directory.putShort((short) key);
        }
        tags.put(34735, new Entry(SHORT, keys.length, directory.array()));
        tags.put(42113, new Entry(ASCII, 4, "nan\0".getBytes(StandardCharsets.US_ASCII)));
        tags.put(273, longs(new int[n]));
        tags.put(279, longs(new int[n]));
        int at = 8 + 2 + tags.size() * 12 + 4;
        for (Entry entry : tags.values()) {
            at += entry.bytes.length > 4 ? entry.bytes.length + entry.bytes.length % 2 : 0;
        }
        int[] offsets = new int[n];
        int[] counts = new int[n];
        for (int i = 0; i < n; i++) {
            offsets[i] = Math.addExact(at, Math.multiplyExact(i, pixels * 4));
            counts[i] = pixels * 4;
        }
        tags.put(273, longs(offsets));
        tags.put(279, longs(counts));
        ByteBuffer out = bytes(Math.addExact(at, Math.multiplyExact(n, pixels * 4)));
        out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
        directory(out, tags);
        for (double[] band : bands) {
            for (double value : band) {
                out.putFloat((float) value);
            }
        }
        return out.array();
    }

    private static void directory(ByteBuffer out, TreeMap<Integer, Entry> tags) {
        out.putShort((short) tags.size());
        int at = 8 + 2 + tags.size() * 12 + 4;
        for (var tag : tags.entrySet()) {
            Entry entry = tag.getValue();
            out.putShort(tag.getKey().shortValue()).putShort((short) entry.type).putInt(entry.count);
            if (entry.bytes.length <= 4) {
                out.put(entry.bytes).put(new byte[4 - entry.bytes.length]);
            } else {
                out.putInt(at);
                at += entry.bytes.length + entry.bytes.length % 2;
            }
        }
        out.putInt(0);
        for (Entry entry : tags.values()) {
            if (entry.bytes.length > 4) {
                out.put(entry.bytes).put(new byte[entry.bytes.length % 2]);
            }
        }
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Entry shorts(int value, int count) {
        ByteBuffer buffer = bytes(2 * count);
        for (int i = 0; i < count; i++) {
            buffer.putShort((short) value);
        }
        return new Entry(SHORT, count, buffer.array());
    }

    private static Entry longs(int... values) {
        ByteBuffer buffer = bytes(4 * values.length);
        for (int value : values) {
            buffer.putInt(value);
        }
        return new Entry(LONG, values.length, buffer.array());
    }

    private static Entry doubles(double... values) {
        ByteBuffer buffer = bytes(8 * values.length);
        for (double value : values) {
            buffer.putDouble(value);
        }
        return new Entry(DOUBLE, values.length, buffer.array());
    }
}
