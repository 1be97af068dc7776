package org.geocrop.raster;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Decoded tiles in bounded memory, shared by all readers of a process. Threads that ask for the same tile at the same
 * time wait for one decoding.
 */
public final class TileCache {

    private static final AtomicLong NEXT_OWNER = new AtomicLong();

    private final Cache<Key, Samples> tiles;

    private record Key(long owner, int ifd, int tile) {}

    /** A cache of at most so many bytes of samples. */
    public TileCache(long maxBytes) {
        this.tiles = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Key key, Samples samples) -> samples.byteSize() + 64)
                .executor(Runnable::run)
                .build();
    }

    static long newOwner() {
        return NEXT_OWNER.incrementAndGet();
    }

    Samples get(long owner, int ifd, int tile, Supplier<Samples> decode) {
        return tiles.get(new Key(owner, ifd, tile), key -> decode.get());
    }
}
