package org.geocrop.cog;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;

/**
 * Writes a Cloud Optimized GeoTIFF from blocks that come in any order and from any thread: tiles are packed by the
 * thread that brings them, overviews grow as soon as their four children are there, and {@link #finish} lays all out
 * as GDAL's COG driver does (directories first, small overviews before large ones, tiles row by row, each between its
 * size and its last four bytes). Memory holds only the tiles that wait for their rest.
 *
 * <pre>{@code
 * try (CogWriter writer = new CogWriter(grid, CogProfile.classes("crop type", palette, Map.of()))) {
 *     for (Window block : grid.blocks(256)) {
 *         writer.write(block, classes(block));
 *     }
 *     writer.finish(out);
 * }
 * }</pre>
 */
public final class CogWriter implements AutoCloseable {

    private final PixelGrid grid;
    private final CogProfile profile;
    private final List<Level> levels = new ArrayList<>();
    private final Spool spool = new Spool();
    private final Statistics statistics;
    /** Those that nobody uses now; as many as threads have packed at the same time. */
    private final Queue<TileEncoder> encoders = new ConcurrentLinkedQueue<>();

    /** One resolution: where its packed tiles are in the spool, and those that wait for children. */
    static final class Level {
        final int width;
        final int height;
        final int across;
        final int down;
        final long[] at;
        final int[] length;
        final Map<Integer, Pending> pending = new ConcurrentHashMap<>();

        Level(int width, int height, int tileSize) {
            this.width = width;
            this.height = height;
            this.across = (width - 1) / tileSize + 1;
            this.down = (height - 1) / tileSize + 1;
            this.at = new long[Math.multiplyExact(across, down)];
            this.length = new int[at.length];
        }
    }

    /** A tile some of whose pixels, or children, are there. */
    private static final class Pending {
        final int[] samples;
        int missing;

        Pending(int[] samples, int missing) {
            this.samples = samples;
            this.missing = missing;
        }
    }

    public CogWriter(PixelGrid grid, CogProfile profile) {
        this.grid = grid;
        this.profile = profile;
        int width = grid.width();
        int height = grid.height();
        levels.add(new Level(width, height, profile.tileSize()));
        while (Math.max(width, height) > profile.tileSize()) {
            width = (width + 1) / 2;
            height = (height + 1) / 2;
            levels.add(new Level(width, height, profile.tileSize()));
        }
        this.statistics = new Statistics(profile, levels.get(0).at.length);
    }

    /**
     * Adds a block. Blocks of whole tiles are packed at once; tiles of which a block brings a part wait for the rest.
     *
     * @param window within the grid; each pixel comes once
     * @param samples row by row, the bands of a pixel side by side
     */
    public void write(Window window, int[] samples) {
        if (window.col() < 0 || window.row() < 0 || window.endCol() > grid.width() || window.endRow() > grid.height()) {
            throw new IllegalArgumentException(window + " is not within " + grid.window());
        }
        int size = profile.tileSize();
        for (int row = window.row() / size; row * size < window.endRow(); row++) {
            for (int col = window.col() / size; col * size < window.endCol(); col++) {
                Window tile = new Window(col * size, row * size, size, size).intersection(grid.window());
                write(col, row, tile, window, samples);
            }
        }
    }

    private void write(int col, int row, Window tile, Window window, int[] samples) {
        Window part = tile.intersection(window);
        if (part.equals(tile)) {
            int[] whole = blank();
            copy(samples, window, part, tile, whole);
            add(0, col, row, whole);
            return;
        }
        Level level = levels.get(0);
        int key = row * level.across + col;
        Pending pending = level.pending.computeIfAbsent(key, k -> new Pending(blank(), tile.size()));
        copy(samples, window, part, tile, pending.samples);
        settle(0, col, row, pending, part.size());
    }

    /** Writes the file. All blocks must have come. */
    public void finish(OutputStream out) throws IOException {
        for (Level level : levels) {
            for (int tile = 0; tile < level.length.length; tile++) {
                if (level.length[tile] == 0) {
                    throw new IllegalStateException("Tile " + tile % level.across + ", " + tile / level.across
                            + " of a level of " + level.width + " x " + level.height + " was never written");
                }
            }
        }
        new CogLayout(grid, profile, levels, statistics).write(spool, out);
    }

    @Override
    public void close() {
        encoders.forEach(TileEncoder::close);
        spool.close();
    }

    private void copy(int[] samples, Window window, Window part, Window tile, int[] to) {
        int bands = profile.bands();
        for (int y = part.row(); y < part.endRow(); y++) {
            int from = ((y - window.row()) * window.width() + part.col() - window.col()) * bands;
            int at = ((y - tile.row()) * profile.tileSize() + part.col() - tile.col()) * bands;
            System.arraycopy(samples, from, to, at, part.width() * bands);
        }
    }

    private int[] blank() {
        int[] blank = new int[profile.tileSize() * profile.tileSize() * profile.bands()];
        int nodata = profile.nodata().orElse(0);
        if (nodata != 0) {
            Arrays.fill(blank, nodata);
        }
        return blank;
    }

    private void add(int index, int col, int row, int[] samples) {
        Level level = levels.get(index);
        int tile = row * level.across + col;
        byte[] packed = encode(samples);
        if (index == 0 && profile.hasStatistics()) {
            int size = profile.tileSize();
            statistics.add(
                    tile, samples, Math.min(size, level.width - col * size), Math.min(size, level.height - row * size));
        }
        level.at[tile] = spool.append(packed);
        level.length[tile] = packed.length;
        if (index + 1 < levels.size()) {
            grow(index + 1, col, row, samples, level);
        }
    }

    private byte[] encode(int[] samples) {
        TileEncoder idle = encoders.poll();
        TileEncoder encoder = idle == null ? new TileEncoder(profile) : idle;
        byte[] packed = encoder.encode(samples);
        encoders.add(encoder);
        return packed;
    }

    private void grow(int index, int col, int row, int[] samples, Level child) {
        Level level = levels.get(index);
        int size = profile.tileSize();
        int parentCol = col / 2;
        int parentRow = row / 2;
        Pending pending = level.pending.computeIfAbsent(parentRow * level.across + parentCol, key -> {
            int across = Math.min(2, child.across - parentCol * 2);
            int down = Math.min(2, child.down - parentRow * 2);
            return new Pending(blank(), across * down);
        });
        int width = Math.min(size, child.width - col * size);
        int height = Math.min(size, child.height - row * size);
        Pyramid.shrink(profile, samples, width, height, pending.samples, col % 2 * size / 2, row % 2 * size / 2);
        settle(index, parentCol, parentRow, pending, 1);
    }

    /** Notes that so many pixels, or children, of a waiting tile have come; the last of them packs it. */
    private void settle(int index, int col, int row, Pending pending, int come) {
        boolean whole;
        synchronized (pending) {
            pending.missing -= come;
            whole = pending.missing == 0;
        }
        if (whole) {
            Level level = levels.get(index);
            level.pending.remove(row * level.across + col);
            add(index, col, row, pending.samples);
        }
    }
}
