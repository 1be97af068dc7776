package org.geocrop.raster;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.RasterException;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.store.ByteSource;
import org.geocrop.store.Spent;
import org.jspecify.annotations.Nullable;

/**
 * A GeoTIFF, cloud optimized or not, read by windows. Thread-safe; opening reads the directories only.
 *
 * <p>Level 0 is full resolution, each further level an overview, coarser than the one before.
 */
public final class Cog implements AutoCloseable {

    /** Decoded bytes of one band's tiles that are fetched and decoded together, or one row of tiles. */
    private static final int BYTES_AT_ONCE = 16 << 20;

    /** Small tiles are looked at some at once. */
    private static final int PIXELS_AT_ONCE = 512;

    /** Many threads may wait for bytes, but only so many unpack them: more would be no faster, and hold more memory. */
    private static final Semaphore DECODERS = new Semaphore(Runtime.getRuntime().availableProcessors() + 1);

    private static final Spent NOBODYS = new Spent();

    private final ByteSource source;
    private final TileCache cache;
    private final TileDecoder decoder;
    private final ByteOrder order;
    private final List<Ifd> levels;
    private final List<Ifd> masks;
    private final GeoReference geo;
    private final NoData data;
    private final String owner;
    private final Holdings held;
    private final AtomicIntegerArray decoded;
    private final Spent spent;

    private Cog(
            ByteSource source,
            TileCache cache,
            Spent spent,
            ByteOrder order,
            List<Ifd> levels,
            List<Ifd> masks,
            GeoReference geo) {
        this.source = source;
        this.cache = cache;
        this.spent = spent;
        this.decoder = new TileDecoder(source.name(), order);
        this.order = order;
        this.levels = levels;
        this.masks = masks;
        this.geo = geo;
        this.data = new NoData(this, levels.get(0), masks);
        this.held = new Holdings(levels.get(0));
        this.decoded = new AtomicIntegerArray(levels.get(0).counts.length);
        this.owner = TileCache.owner(source.name(), source.etag());
    }

    /**
     * Opens a TIFF; closing the result closes the source.
     *
     * @throws RasterException naming file, IFD and reason if it is broken or not supported
     */
    public static Cog open(ByteSource source, TileCache cache) {
        return open(source, cache, NOBODYS);
    }

    /** Opens a TIFF on the account of a run, as {@link #open(ByteSource, TileCache)} does. */
    public static Cog open(ByteSource source, TileCache cache, Spent spent) {
        Tiff.Header header = Tiff.read(source);
        Ifd full = header.directories().get(0);
        Compression.check(full, source.name());
        // Most files have large overviews first, but not all.
        List<Ifd> levels = header.directories().stream()
                .filter(ifd -> ifd == full || ifd.isOverviewOf(full))
                .sorted(Comparator.comparingInt((Ifd ifd) -> ifd.width).reversed())
                .toList();
        List<Ifd> masks = header.directories().stream()
                .filter(Ifd::isMask)
                .peek(ifd -> Compression.check(ifd, source.name()))
                .sorted(Comparator.comparingInt((Ifd ifd) -> ifd.width).reversed())
                .toList();
        return new Cog(source, cache, spent, header.order(), levels, masks, GeoReference.of(full, source.name()));
    }

    /** The same pixels further east by so many units of the CRS; the bytes are read by the same source. */
    public Cog moved(double east) {
        return new Cog(source, cache, spent, order, levels, masks, geo.moved(east));
    }

    public String name() {
        return source.name();
    }

    /** The validator of the bytes that were read; empty where the source has none. */
    public String etag() {
        return source.etag();
    }

    public int bands() {
        return levels.get(0).bands;
    }

    public SampleType type() {
        return levels.get(0).type;
    }

    public int levels() {
        return levels.size();
    }

    /** The value that means no data, in the sample's type, if the file names one (GDAL_NODATA). */
    public OptionalDouble nodata() {
        return data.value();
    }

    /** Which pixels have no data, and how to read those that have. */
    public NoData data() {
        return data;
    }

    /** The colour table as 0xRRGGBB for each value, or null where there is none. */
    public int @Nullable [] palette() {
        return levels.get(0).palette();
    }

    /**
     * The full-resolution lattice, for whatever needs to know where on the earth it lies.
     *
     * @throws RasterException naming the file if it does not say where it lies in a CRS that is known by its EPSG code
     */
    public PixelGrid placed() {
        if (geo.epsg() == 0 || !geo.placed()) {
            throw new RasterException(name() + " " + geo.unknown());
        }
        try {
            Crs.decode(geo.epsg());
        } catch (InvalidRequestException e) {
            throw new RasterException(name() + ": " + e.getMessage(), e);
        }
        return grid();
    }

    /** Whether the file says where it lies, even if not in which CRS. */
    public boolean isPlaced() {
        return geo.placed();
    }

    /** The full-resolution lattice; epsg 0 where the file names no CRS by an EPSG code. */
    public PixelGrid grid() {
        return grid(0);
    }

    /** The lattice of a level: the same bounds, coarser pixels. */
    public PixelGrid grid(int level) {
        Ifd full = levels.get(0);
        Ifd ifd = levels.get(level);
        return new PixelGrid(
                geo.epsg(),
                geo.originX(),
                geo.originY(),
                geo.resX() * full.width / ifd.width,
                geo.resY() * full.height / ifd.height,
                ifd.width,
                ifd.height);
    }

    /**
     * Reads a window of one band as integers; unsigned 32-bit values wrap, floating point is cut towards zero.
     *
     * @param level 0 is full resolution
     * @param band from 0
     * @param window pixels of that level, within its bounds
     * @param out filled row by row; at least {@code window.size()} long
     */
    public void read(int level, int band, Window window, int[] out) {
        copy(levels.get(level), band, window, (tile, from, step, at, count) -> tile.copy(from, step, out, at, count));
    }

    /** Reads a window of one band without loss, as {@link #read(int, int, Window, int[])} does. */
    public void read(int level, int band, Window window, double[] out) {
        copy(levels.get(level), band, window, (tile, from, step, at, count) -> tile.copy(from, step, out, at, count));
    }

    /** Reads a window of an internal mask, 0 for no data. */
    void readMask(Ifd mask, Window window, int[] out) {
        copy(mask, 0, window, (tile, from, step, at, count) -> tile.copy(from, step, out, at, count));
    }

    /** The parts of a full-resolution window that lie in one tile each, or in some where tiles are small. */
    public List<Window> tiles(Window window) {
        Ifd ifd = levels.get(0);
        int width = ifd.tileWidth * Math.max(1, PIXELS_AT_ONCE / ifd.tileWidth);
        int height = ifd.tileHeight * Math.max(1, PIXELS_AT_ONCE / ifd.tileHeight);
        List<Window> parts = new ArrayList<>();
        for (int row = window.row() / height * height; row < window.endRow(); row += height) {
            for (int col = window.col() / width * width; col < window.endCol(); col += width) {
                parts.add(new Window(col, row, width, height).intersection(window));
            }
        }
        return parts;
    }

    /**
     * Holds tiles of the first band at full resolution, none of them yet.
     *
     * @param isCached whether tiles go into the cache, too, for who reads them after they were let go
     * @param endRow row of the image, before which all that is read lies
     */
    public HeldTiles hold(boolean isCached, int endRow) {
        return new HeldTiles(this, levels.get(0), isCached, endRow);
    }

    /** Columns of a tile at full resolution; a strip's are those of the image. */
    public int tileWidth() {
        return levels.get(0).tileWidth;
    }

    /** Rows of a tile, or of a strip, at full resolution. */
    public int tileHeight() {
        return levels.get(0).tileHeight;
    }

    /** Bytes of the packed full-resolution tiles that a window needs. */
    public long packedBytes(Window window) {
        return levels.get(0).packedBytes(window);
    }

    @Override
    public void close() {
        source.close();
    }

    private void copy(Ifd ifd, int band, Window window, Samples.RowCopy rows) {
        if (band < 0 || band >= ifd.bands) {
            throw new IllegalArgumentException(name() + " has no band " + band);
        }
        if (window.col() < 0 || window.row() < 0 || window.endCol() > ifd.width || window.endRow() > ifd.height) {
            throw new IllegalArgumentException(window + " is not within " + ifd.width + " x " + ifd.height);
        }
        int firstX = window.col() / ifd.tileWidth;
        int across = (window.endCol() - 1) / ifd.tileWidth - firstX + 1;
        int lastY = (window.endRow() - 1) / ifd.tileHeight;
        int rowsAtOnce = (int) Math.max(1, BYTES_AT_ONCE / (ifd.tileBytes() * across));
        for (int y = window.row() / ifd.tileHeight; y <= lastY; y += rowsAtOnce) {
            int down = Math.min(rowsAtOnce, lastY - y + 1);
            int[] wanted = new int[across * down];
            int plane = ifd.planar ? band * ifd.tilesAcross() * ifd.tilesDown() : 0;
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = plane + (y + i / across) * ifd.tilesAcross() + firstX + i % across;
            }
            Samples[] tiles = tiles(ifd, wanted, window.endRow());
            for (int i = 0; i < wanted.length; i++) {
                tiles[i].copy(ifd, ifd.planar ? 0 : band, ifd.tile(wanted[i]), window, rows);
            }
        }
    }

    /**
     * Tiles of an image: held ones, from the cache, or decoded.
     *
     * @param endRow row of the image, before which all rows are needed
     */
    private Samples[] tiles(Ifd ifd, int[] wanted, int endRow) {
        if (!cache.keeps()) {
            return cache.orElse(owner, ifd.index, wanted, missing -> decode(ifd, missing, endRow));
        }
        return ifd == levels.get(0)
                ? held.orElse(
                        wanted, endRow, missing -> cache.get(owner, ifd.index, missing, rest -> decode(ifd, rest)))
                : cache.get(owner, ifd.index, wanted, missing -> decode(ifd, missing));
    }

    /** Holds full-resolution tiles; those that neither are held nor lie in the cache are decoded. */
    void hold(int[] wanted, boolean isCached, int endRow) {
        if (!cache.keeps()) {
            return;
        }
        Ifd ifd = levels.get(0);
        TileCache.Loader decoder = missing -> decode(ifd, missing, endRow);
        TileCache.Loader other = isCached
                ? missing -> cache.get(owner, ifd.index, missing, decoder)
                : missing -> cache.orElse(owner, ifd.index, missing, decoder);
        held.hold(wanted, held.orElse(wanted, endRow, other));
    }

    void release(Iterable<Integer> tiles) {
        held.release(tiles);
    }

    private Samples[] decode(Ifd ifd, int[] tiles) {
        return decode(ifd, tiles, Integer.MAX_VALUE);
    }

    private Samples[] decode(Ifd ifd, int[] tiles, int endRow) {
        long[] offsets = new long[tiles.length];
        int[] lengths = new int[tiles.length];
        int stored = 0;
        for (int tile : tiles) {
            if (isStored(ifd, tile)) {
                if (ifd.counts[tile] > Integer.MAX_VALUE / 2) {
                    throw ifd.broken(name(), "has a tile of " + ifd.counts[tile] + " bytes");
                }
                offsets[stored] = ifd.offsets[tile];
                lengths[stored++] = (int) ifd.counts[tile];
            }
        }
        long asked = System.nanoTime();
        byte[][] packed = source.read(Arrays.copyOf(offsets, stored), Arrays.copyOf(lengths, stored));
        spent.since(asked, Spent.Work.READING);
        Samples[] samples = new Samples[tiles.length];
        long come = System.nanoTime();
        DECODERS.acquireUninterruptibly();
        spent.since(come, Spent.Work.WAITING);
        long from = System.nanoTime();
        try {
            for (int i = 0, next = 0; i < tiles.length; i++) {
                if (ifd == levels.get(0)) {
                    spent.decoded(decoded.incrementAndGet(tiles[i]));
                }
                samples[i] = isStored(ifd, tiles[i])
                        ? decoder.decode(ifd, tiles[i], packed[next++], endRow)
                        : TileDecoder.sparse(ifd, ifd.isMask() ? 0 : nodata().orElse(0));
            }
        } finally {
            DECODERS.release();
            spent.since(from, Spent.Work.DECODING);
        }
        return samples;
    }

    private static boolean isStored(Ifd ifd, int tile) {
        return ifd.counts[tile] != 0 && ifd.offsets[tile] != 0;
    }
}
