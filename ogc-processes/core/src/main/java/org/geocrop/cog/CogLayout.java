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

    private byte[] directory(int index, long at, int following, long[] offsets) {
        Map<Integer, TagValue> entries = entries(index, offsets);
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
        for (Map.Entry<Integer, TagValue> tag : entries.entrySet()) {
            TagValue entry = tag.getValue();
            head.putShort(tag.getKey().shortValue()).putShort((short) entry.type());
            address(head, entry.count());
            if (entry.value().length <= inline) {
                head.put(entry.value()).put(new byte[inline - entry.value().length]);
            } else {
                address(head, at + valuesAt + values.size());
                values.writeBytes(entry.value());
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

    private Map<Integer, TagValue> entries(int index, long[] offsets) {
        CogWriter.Level level = levels.get(index);
        int bands = profile.bands();
        Map<Integer, TagValue> entries = new TreeMap<>();
        if (index > 0) {
            entries.put(254, TagValue.longs(1));
        }
        entries.put(256, TagValue.longs(level.width));
        entries.put(257, TagValue.longs(level.height));
        entries.put(258, TagValue.repeated(profile.type().bytes() * 8, bands));
        entries.put(259, TagValue.shorts(profile.compression() == CogProfile.Compression.ZSTD ? ZSTD : DEFLATE));
        entries.put(262, TagValue.shorts(profile.palette() != null ? 3 : profile.rgb() ? 2 : 1));
        entries.put(277, TagValue.shorts(bands));
        entries.put(284, TagValue.shorts(1));
        if (profile.predictor() != 1) {
            entries.put(317, TagValue.shorts(profile.predictor()));
        }
        int[] palette = profile.palette();
        if (palette != null) {
            entries.put(320, TagValue.colorMap(palette));
        }
        entries.put(322, TagValue.shorts(profile.tileSize()));
        entries.put(323, TagValue.shorts(profile.tileSize()));
        entries.put(324, addresses(offsets));
        int[] lengths = new int[level.length.length];
        System.arraycopy(level.length, 0, lengths, 0, lengths.length);
        entries.put(325, TagValue.longs(lengths));
        int extra = bands - (profile.rgb() ? 3 : 1);
        if (extra > 0) {
            // One more than the colours is alpha that is not multiplied in.
            entries.put(338, TagValue.repeated(profile.rgb() && extra == 1 ? 2 : 0, extra));
        }
        entries.put(339, TagValue.repeated(profile.type().tiffFormat(), bands));
        if (index == 0) {
            entries.put(33550, TagValue.doubles(grid.resX(), grid.resY(), 0));
            entries.put(33922, TagValue.doubles(0, 0, 0, grid.originX(), grid.originY(), 0));
            boolean geographic = grid.epsg() == Crs.WGS84;
            entries.put(
                    34735,
                    TagValue.shorts(
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
            entries.put(42112, TagValue.ascii(new GdalMetadata(grid, profile, statistics).xml()));
        }
        profile.nodata().ifPresent(nodata -> entries.put(42113, TagValue.ascii(Integer.toString(nodata))));
        return entries;
    }

    private TagValue addresses(long[] values) {
        ByteBuffer buffer = littleEndian(values.length * (big ? 8 : 4));
        for (long value : values) {
            address(buffer, value);
        }
        return new TagValue(big ? TagValue.LONG8 : TagValue.LONG, values.length, buffer.array());
    }

    static ByteBuffer littleEndian(int bytes) {
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
