package org.geocrop.cog;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;

/**
 * The order of a COG's parts: header, ghost area (GDAL COG driver, "Header ghost area"), directories with their values
 * from full resolution to the smallest overview, then tiles from the smallest overview to full resolution. BigTIFF
 * where 32-bit offsets would not do.
 */
final class CogLayout {

    private static final String GHOST = "LAYOUT=IFDS_BEFORE_DATA\n"
            + "BLOCK_ORDER=ROW_MAJOR\n"
            + "BLOCK_LEADER=SIZE_AS_UINT4\n"
            + "BLOCK_TRAILER=LAST_4_BYTES_REPEATED\n"
            + "KNOWN_INCOMPATIBLE_EDITION=NO\n ";
    private static final long CLASSIC_LIMIT = 0xffff_ffffL;

    private static final int DEFLATE = 8;
    private static final int ZSTD = 50_000;

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int DOUBLE = 12;
    private static final int LONG8 = 16;
    private static final int ASCII = 2;

    private final PixelGrid grid;
    private final CogProfile profile;
    private final List<CogWriter.Level> levels;
    private final Statistics statistics;
    private final boolean big;

    CogLayout(PixelGrid grid, CogProfile profile, List<CogWriter.Level> levels, Statistics statistics) {
        this.statistics = statistics;
        this.grid = grid;
        this.profile = profile;
        this.levels = levels;
        long tiles = 0;
        long bytes = 1 << 20;
        for (CogWriter.Level level : levels) {
            tiles += level.at.length;
            for (int length : level.length) {
                bytes += length + 8L;
            }
        }
        this.big = bytes + tiles * 16 > CLASSIC_LIMIT;
    }

    void write(Spool spool, OutputStream target) throws IOException {
        String ghost = String.format("GDAL_STRUCTURAL_METADATA_SIZE=%06d bytes\n", GHOST.length()) + GHOST;
        int headerBytes = big ? 16 : 8;
        int firstDirectory = align(headerBytes + ghost.length());
        long dataAt = firstDirectory;
        for (int i = 0; i < levels.size(); i++) {
            dataAt += directory(i, 0, 0, new long[levels.get(i).at.length]).length;
        }
        List<long[]> offsets = offsets(dataAt);
        try (OutputStream out = new BufferedOutputStream(unclosed(target), 1 << 16)) {
            out.write(header(headerBytes, firstDirectory));
            out.write(ghost.getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[firstDirectory - headerBytes - ghost.length()]);
            long at = firstDirectory;
            for (int i = 0; i < levels.size(); i++) {
                byte[] directory = directory(i, at, i + 1 < levels.size() ? 1 : 0, offsets.get(i));
                out.write(directory);
                at += directory.length;
            }
            for (int i = levels.size() - 1; i >= 0; i--) {
                writeTiles(levels.get(i), spool, out);
            }
        }
    }

    /** Where each tile's bytes begin, after its four-byte leader; smallest overview first. */
    private List<long[]> offsets(long dataAt) {
        List<long[]> offsets = new ArrayList<>();
        levels.forEach(level -> offsets.add(new long[level.at.length]));
        long at = dataAt;
        for (int i = levels.size() - 1; i >= 0; i--) {
            CogWriter.Level level = levels.get(i);
            for (int tile = 0; tile < level.at.length; tile++) {
                offsets.get(i)[tile] = at + 4;
                at += level.length[tile] + 8L;
            }
        }
        return offsets;
    }

    private static void writeTiles(CogWriter.Level level, Spool spool, OutputStream out) throws IOException {
        for (int tile = 0; tile < level.at.length; tile++) {
            out.write(littleEndian(4).putInt(level.length[tile]).array());
            out.write(spool.copy(level.at[tile], level.length[tile], out));
        }
    }

    private byte[] header(int bytes, int firstDirectory) {
        ByteBuffer header = littleEndian(bytes).put((byte) 'I').put((byte) 'I');
        if (big) {
            header.putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(firstDirectory);
        } else {
            header.putShort((short) 42).putInt(firstDirectory);
        }
        return header.array();
    }

    /** A tag's type, count and value bytes. */
    private record Entry(int type, long count, byte[] value) {}

    private byte[] directory(int index, long at, int following, long[] offsets) {
        Map<Integer, Entry> entries = entries(index, offsets);
        int inline = big ? 8 : 4;
        int entryBytes = big ? 20 : 12;
        int fixed = (big ? 8 : 2) + entries.size() * entryBytes + (big ? 8 : 4);
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        ByteBuffer head = littleEndian(fixed);
        if (big) {
            head.putLong(entries.size());
        } else {
            head.putShort((short) entries.size());
        }
        int valuesAt = align(fixed);
        for (Map.Entry<Integer, Entry> tag : entries.entrySet()) {
            Entry entry = tag.getValue();
            head.putShort(tag.getKey().shortValue()).putShort((short) entry.type);
            address(head, entry.count);
            if (entry.value.length <= inline) {
                head.put(entry.value).put(new byte[inline - entry.value.length]);
            } else {
                address(head, at + valuesAt + values.size());
                values.writeBytes(entry.value);
                values.writeBytes(new byte[align(values.size()) - values.size()]);
            }
        }
        int length = valuesAt + values.size();
        address(head, following == 0 ? 0 : at + length);
        byte[] directory = new byte[length];
        System.arraycopy(head.array(), 0, directory, 0, fixed);
        System.arraycopy(values.toByteArray(), 0, directory, valuesAt, values.size());
        return directory;
    }

    private void address(ByteBuffer buffer, long value) {
        if (big) {
            buffer.putLong(value);
        } else {
            buffer.putInt((int) value);
        }
    }

    private Map<Integer, Entry> entries(int index, long[] offsets) {
        CogWriter.Level level = levels.get(index);
        int bands = profile.bands();
        Map<Integer, Entry> entries = new TreeMap<>();
        if (index > 0) {
            entries.put(254, longs(1));
        }
        entries.put(256, longs(level.width));
        entries.put(257, longs(level.height));
        entries.put(258, repeated(profile.type().bytes() * 8, bands));
        entries.put(259, shorts(profile.compression() == CogProfile.Compression.ZSTD ? ZSTD : DEFLATE));
        entries.put(262, shorts(profile.palette() != null ? 3 : profile.rgb() ? 2 : 1));
        entries.put(277, shorts(bands));
        entries.put(284, shorts(1));
        if (profile.predictor() != 1) {
            entries.put(317, shorts(profile.predictor()));
        }
        int[] palette = profile.palette();
        if (palette != null) {
            entries.put(320, colorMap(palette));
        }
        entries.put(322, shorts(profile.tileSize()));
        entries.put(323, shorts(profile.tileSize()));
        entries.put(324, addresses(offsets));
        int[] lengths = new int[level.length.length];
        System.arraycopy(level.length, 0, lengths, 0, lengths.length);
        entries.put(325, longs(lengths));
        int extra = bands - (profile.rgb() ? 3 : 1);
        if (extra > 0) {
            // One more than the colours is alpha that is not multiplied in.
            entries.put(338, repeated(profile.rgb() && extra == 1 ? 2 : 0, extra));
        }
        entries.put(339, repeated(profile.type().tiffFormat(), bands));
        if (index == 0) {
            entries.put(33550, doubles(grid.resX(), grid.resY(), 0));
            entries.put(33922, doubles(0, 0, 0, grid.originX(), grid.originY(), 0));
            boolean geographic = grid.epsg() == Crs.WGS84;
            entries.put(
                    34735,
                    shorts(
                            1,
                            1,
                            0,
                            3,
                            1024,
                            0,
                            1,
                            geographic ? 2 : 1,
                            1025,
                            0,
                            1,
                            1,
                            geographic ? 2048 : 3072,
                            0,
                            1,
                            grid.epsg()));
            entries.put(42112, ascii(metadata()));
        }
        profile.nodata().ifPresent(nodata -> entries.put(42113, ascii(Integer.toString(nodata))));
        return entries;
    }

    private String metadata() {
        StringBuilder xml = new StringBuilder("<GDALMetadata>\n");
        profile.metadata()
                .forEach((name, value) -> xml.append("  <Item name=\"")
                        .append(escape(name))
                        .append("\">")
                        .append(escape(value))
                        .append("</Item>\n"));
        xml.append("  <Item name=\"OVERVIEW_RESAMPLING\">")
                .append(profile.overviews())
                .append("</Item>\n");
        for (int band = 0; band < profile.bands(); band++) {
            xml.append("  <Item name=\"DESCRIPTION\" sample=\"")
                    .append(band)
                    .append("\" role=\"description\">")
                    .append(escape(profile.bandNames().get(band)))
                    .append("</Item>\n");
        }
        for (int band = 0; profile.hasStatistics() && band < profile.bands(); band++) {
            statistics(xml, band);
        }
        return xml.append("</GDALMetadata>\n").toString();
    }

    private void statistics(StringBuilder xml, int band) {
        Statistics.Band numbers = statistics.band(band);
        if (numbers.count() == 0) {
            return;
        }
        long pixels = (long) grid.width() * grid.height();
        Map<String, Object> items = new TreeMap<>(Map.of(
                "STATISTICS_MINIMUM",
                (long) numbers.min(),
                "STATISTICS_MAXIMUM",
                (long) numbers.max(),
                "STATISTICS_MEAN",
                numbers.mean(),
                "STATISTICS_STDDEV",
                numbers.deviation(),
                "STATISTICS_VALID_PERCENT",
                Math.round(10_000.0 * numbers.count() / pixels) / 100.0));
        items.forEach((name, value) -> xml.append("  <Item name=\"")
                .append(name)
                .append("\" sample=\"")
                .append(band)
                .append("\">")
                .append(value)
                .append("</Item>\n"));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static Entry colorMap(int[] palette) {
        int[] values = new int[768];
        for (int i = 0; i < 256; i++) {
            values[i] = (palette[i] >> 16 & 0xff) * 257;
            values[256 + i] = (palette[i] >> 8 & 0xff) * 257;
            values[512 + i] = (palette[i] & 0xff) * 257;
        }
        return shorts(values);
    }

    private Entry addresses(long[] values) {
        ByteBuffer buffer = littleEndian(values.length * (big ? 8 : 4));
        for (long value : values) {
            address(buffer, value);
        }
        return new Entry(big ? LONG8 : LONG, values.length, buffer.array());
    }

    private static Entry repeated(int value, int times) {
        int[] values = new int[times];
        java.util.Arrays.fill(values, value);
        return shorts(values);
    }

    private static Entry shorts(int... values) {
        ByteBuffer buffer = littleEndian(values.length * 2);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return new Entry(SHORT, values.length, buffer.array());
    }

    private static Entry longs(int... values) {
        ByteBuffer buffer = littleEndian(values.length * 4);
        for (int value : values) {
            buffer.putInt(value);
        }
        return new Entry(LONG, values.length, buffer.array());
    }

    private static Entry doubles(double... values) {
        ByteBuffer buffer = littleEndian(values.length * 8);
        for (double value : values) {
            buffer.putDouble(value);
        }
        return new Entry(DOUBLE, values.length, buffer.array());
    }

    private static Entry ascii(String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        return new Entry(ASCII, bytes.length, bytes);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int align(int position) {
        return position + 15 & ~15;
    }

    private static OutputStream unclosed(OutputStream target) {
        return new java.io.FilterOutputStream(target) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }
}
