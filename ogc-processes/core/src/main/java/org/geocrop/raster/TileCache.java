package org.geocrop.raster;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decoded tiles in bounded memory, shared by all readers of a process: tiles of a file that is opened again are found
 * again if its name and validator are the same. Threads that ask for the same tile at the same time wait for one
 * decoding.
 */
public final class TileCache {

    private static final AtomicLong NEXT_OWNER = new AtomicLong();

    private static final int LARGE = 1 << 19;
    private static final Duration IDLE = Duration.ofMinutes(3);

    private final AsyncCache<Key, Samples> tiles;
    private final boolean keeps;

    private record Key(String owner, int ifd, int tile) {}

    /** Decodes tiles: for each wanted one its samples. */
    @FunctionalInterface
    interface Loader {
        Samples[] load(int[] wanted);
    }

    /** A cache of at most so many bytes of samples; those that nobody wants for a while are let go. */
    public TileCache(long maxBytes) {
        this(maxBytes, Ticker.systemTicker());
    }

    TileCache(long maxBytes, Ticker clock) {
        this.tiles = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Key key, Samples samples) -> weight(samples.byteSize()))
                .expireAfterAccess(IDLE)
                .scheduler(Scheduler.systemScheduler())
                .ticker(clock)
                .executor(Runnable::run)
                .buildAsync();
        this.keeps = true;
    }

    private TileCache(AsyncCache<Key, Samples> tiles) {
        this.tiles = tiles;
        this.keeps = false;
    }

    /**
     * The same for who reads pixels or windows here and there: takes what is in the cache, and unpacks of other tiles no
     * more than is needed, which is not kept.
     */
    public TileCache withoutKeeping() {
        return new TileCache(tiles);
    }

    boolean keeps() {
        return keeps;
    }

    /** A cache for a job that has the process to itself: a third of the memory that Java may use. */
    public static TileCache ofThisProcess() {
        return new TileCache(Runtime.getRuntime().maxMemory() / 3);
    }

    /** Java's default collector keeps an array of more than half a region, of 1 MiB at least, in whole regions. */
    private static int weight(int bytes) {
        return bytes < LARGE ? bytes + 64 : 2 * bytes;
    }

    /** Names a file's content; a name of its own where the file has no validator. */
    static String owner(String name, String etag) {
        return etag.isEmpty() ? "#" + NEXT_OWNER.incrementAndGet() : name + "#" + etag;
    }

    /**
     * Tiles of an image directory, from the cache or by one call of the loader. The loader's fault is thrown to all
     * who wait for it, and not kept.
     */
    Samples[] get(String owner, int ifd, int[] wanted, Loader loader) {
        CompletableFuture<Samples>[] futures = futures(wanted.length);
        int[] missing = new int[wanted.length];
        int count = 0;
        for (int i = 0; i < wanted.length; i++) {
            CompletableFuture<Samples> fresh = new CompletableFuture<>();
            CompletableFuture<Samples> known = tiles.asMap().putIfAbsent(new Key(owner, ifd, wanted[i]), fresh);
            futures[i] = known == null ? fresh : known;
            if (known == null) {
                missing[count++] = i;
            }
        }
        if (count > 0) {
            load(wanted, Arrays.copyOf(missing, count), futures, loader);
        }
        Samples[] samples = new Samples[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            samples[i] = await(futures[i], wanted[i], loader);
        }
        return samples;
    }

    /** Tiles that are in the cache now, and of the others what the loader gives, which is not kept. */
    Samples[] orElse(String owner, int ifd, int[] wanted, Loader loader) {
        Samples[] samples = new Samples[wanted.length];
        int[] missing = new int[wanted.length];
        int count = 0;
        for (int i = 0; i < wanted.length; i++) {
            CompletableFuture<Samples> known = tiles.getIfPresent(new Key(owner, ifd, wanted[i]));
            Samples ready = known == null || known.isCompletedExceptionally() ? null : known.getNow(null);
            if (ready == null) {
                missing[count++] = i;
            } else {
                samples[i] = ready;
            }
        }
        if (count > 0) {
            Samples[] loaded = loader.load(
                    Arrays.stream(missing, 0, count).map(i -> wanted[i]).toArray());
            for (int i = 0; i < count; i++) {
                samples[missing[i]] = loaded[i];
            }
        }
        return samples;
    }

    /** What this thread has claimed it also completes, before it waits for others. */
    private static void load(int[] wanted, int[] missing, CompletableFuture<Samples>[] futures, Loader loader) {
        try {
            Samples[] loaded =
                    loader.load(Arrays.stream(missing).map(i -> wanted[i]).toArray());
            for (int i = 0; i < missing.length; i++) {
                futures[missing[i]].complete(loaded[i]);
            }
        } catch (RuntimeException | Error e) {
            for (int i : missing) {
                futures[i].completeExceptionally(e);
            }
            throw e;
        }
    }

    private static Samples await(CompletableFuture<Samples> future, int tile, Loader loader) {
        try {
            return future.join();
        } catch (CompletionException e) {
            // Another thread's attempt failed, perhaps only because its job was dismissed.
            return loader.load(new int[] {tile})[0];
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static CompletableFuture<Samples>[] futures(int count) {
        return new CompletableFuture[count];
    }
}
