package org.geocrop.raster;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Decoded tiles of an image, or their first rows, that somebody holds, each as often as it is held. Thread-safe. */
final class Holdings {

    private final Ifd ifd;
    private final Map<Integer, Held> tiles = new ConcurrentHashMap<>();

    private record Held(Samples samples, int times) {}

    Holdings(Ifd ifd) {
        this.ifd = ifd;
    }

    /** Tiles that are held with all their rows before a row of the image, and of the others what a loader gives. */
    Samples[] orElse(int[] wanted, int endRow, TileCache.Loader loader) {
        Samples[] samples = new Samples[wanted.length];
        int[] missing = new int[wanted.length];
        int count = 0;
        for (int i = 0; i < wanted.length; i++) {
            Held held = tiles.get(wanted[i]);
            if (held == null || held.samples.rows(ifd) < ifd.rowsBefore(endRow, wanted[i])) {
                missing[count++] = i;
            } else {
                samples[i] = held.samples;
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

    void hold(int[] wanted, Samples[] samples) {
        for (int i = 0; i < wanted.length; i++) {
            Samples one = samples[i];
            tiles.compute(
                    wanted[i],
                    (tile, held) ->
                            held == null ? new Held(one, 1) : new Held(longer(held.samples, one), held.times + 1));
        }
    }

    private Samples longer(Samples one, Samples other) {
        return one.rows(ifd) < other.rows(ifd) ? other : one;
    }

    void release(Iterable<Integer> released) {
        for (int tile : released) {
            tiles.computeIfPresent(
                    tile, (key, held) -> held.times == 1 ? null : new Held(held.samples, held.times - 1));
        }
    }
}
