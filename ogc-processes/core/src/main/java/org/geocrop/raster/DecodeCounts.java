package org.geocrop.raster;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How often tiles were decoded.
 *
 * @param once tiles that were decoded once
 * @param twice tiles that were decoded twice
 * @param more tiles that were decoded more than twice
 * @param decodings all together
 */
public record DecodeCounts(long once, long twice, long more, long decodings) {

    public static final DecodeCounts NONE = new DecodeCounts(0, 0, 0, 0);

    /** Decodings for each tile that was decoded; 0 where none was. */
    public double mean() {
        long tiles = once + twice + more;
        return tiles == 0 ? 0 : (double) decodings / tiles;
    }

    public DecodeCounts plus(DecodeCounts other) {
        return new DecodeCounts(once + other.once, twice + other.twice, more + other.more, decodings + other.decodings);
    }

    static DecodeCounts of(AtomicIntegerArray times) {
        long[] counts = new long[3];
        long all = 0;
        for (int i = 0; i < times.length(); i++) {
            int n = times.get(i);
            all += n;
            if (n > 0) {
                counts[Math.min(n, 3) - 1]++;
            }
        }
        return new DecodeCounts(counts[0], counts[1], counts[2], all);
    }
}
