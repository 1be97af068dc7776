package org.geocrop.region;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.geocrop.pipeline.OpenMap;
import org.jspecify.annotations.Nullable;

/** Keeps the maps of a few tiles open, with their scenes, for all units of a process. */
final class OpenTiles implements AutoCloseable {

    private final Function<String, OpenMap> opener;
    private final int most;
    /** The one that was used longest ago first. */
    private final Map<String, Tile> tiles = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Tiles that are opened when they are needed.
     *
     * @param most that stay open while nobody uses them
     */
    OpenTiles(Function<String, OpenMap> opener, int most) {
        this.opener = opener;
        this.most = most;
    }

    /** A tile that someone uses; closing it gives it back. */
    final class Lease implements AutoCloseable {
        private final Tile tile;

        private Lease(Tile tile) {
            this.tile = tile;
        }

        OpenMap map() {
            return tile.map();
        }

        /** Its scenes are not what they were: who comes next opens it anew. */
        void outdated() {
            synchronized (OpenTiles.this) {
                tiles.remove(tile.id, tile);
                tile.isKept = false;
            }
        }

        @Override
        public void close() {
            release(tile);
        }
    }

    private final class Tile {
        private final String id;
        private int users;
        private boolean isKept = true;
        private @Nullable OpenMap map;

        Tile(String id) {
            this.id = id;
        }

        /** Whoever comes first opens it, the others wait. */
        synchronized OpenMap map() {
            OpenMap open = map;
            if (open == null) {
                open = opener.apply(id);
                map = open;
            }
            return open;
        }

        synchronized void closeMap() {
            if (map != null) {
                map.close();
                map = null;
            }
        }
    }

    synchronized Lease lease(String id) {
        Tile tile = tiles.computeIfAbsent(id, Tile::new);
        tile.users++;
        return new Lease(tile);
    }

    private synchronized void release(Tile tile) {
        tile.users--;
        if (tile.users == 0 && !tile.isKept) {
            tile.closeMap();
        }
        Iterator<Tile> oldest = tiles.values().iterator();
        while (tiles.size() > most && oldest.hasNext()) {
            Tile unused = oldest.next();
            if (unused.users == 0) {
                oldest.remove();
                unused.closeMap();
            }
        }
    }

    @Override
    public synchronized void close() {
        tiles.values().forEach(Tile::closeMap);
        tiles.clear();
    }
}
