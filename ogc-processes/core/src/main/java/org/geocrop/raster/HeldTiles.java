package org.geocrop.raster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.geocrop.grid.Window;

/**
 * Keeps decoded tiles of the first band of a COG, at full resolution, for as long as their reader needs them: as long
 * as they are held, reads of the COG decode none of them again. Of tiles in which a region ends no more is unpacked than
 * the rows down to its end. For one thread at a time.
 */
public final class HeldTiles {

    /** Decoded bytes of tiles that are fetched together. */
    private static final int BYTES_AT_ONCE = 16 << 20;

    private final Cog cog;
    private final Ifd ifd;
    private final boolean isCached;
    private final int endRow;
    private final Set<Integer> held = new TreeSet<>();

    HeldTiles(Cog cog, Ifd ifd, boolean isCached, int endRow) {
        this.cog = cog;
        this.ifd = ifd;
        this.isCached = isCached;
        // What is cached is for others, too.
        this.endRow = isCached ? Integer.MAX_VALUE : endRow;
    }

    /** Holds the tiles of these windows, which lie within the image; those that are missing are fetched and decoded. */
    public void hold(Collection<Window> windows) {
        Set<Integer> wanted = places(windows);
        wanted.removeAll(held);
        List<Integer> missing = new ArrayList<>(wanted);
        int atOnce = (int) Math.max(1, BYTES_AT_ONCE / ifd.tileBytes());
        for (int from = 0; from < missing.size(); from += atOnce) {
            List<Integer> some = missing.subList(from, Math.min(missing.size(), from + atOnce));
            cog.hold(some.stream().mapToInt(Integer::intValue).toArray(), isCached, endRow);
            held.addAll(some);
        }
    }

    /** Lets go of all tiles but those of these windows. */
    public void retain(Collection<Window> windows) {
        Set<Integer> released = new TreeSet<>(held);
        released.removeAll(places(windows));
        held.removeAll(released);
        cog.release(released);
    }

    /** Decoded bytes of the tiles that these windows need. */
    public long bytes(Collection<Window> windows) {
        long row = ifd.tileBytes() / ifd.tileHeight;
        return places(windows).stream()
                .mapToLong(tile -> row * ifd.rowsBefore(endRow, tile))
                .sum();
    }

    private Set<Integer> places(Collection<Window> windows) {
        Set<Integer> places = new TreeSet<>();
        for (Window window : windows) {
            for (int y = window.row() / ifd.tileHeight; y <= (window.endRow() - 1) / ifd.tileHeight; y++) {
                for (int x = window.col() / ifd.tileWidth; x <= (window.endCol() - 1) / ifd.tileWidth; x++) {
                    places.add(y * ifd.tilesAcross() + x);
                }
            }
        }
        return places;
    }
}
