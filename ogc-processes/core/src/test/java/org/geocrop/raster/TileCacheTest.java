package org.geocrop.raster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TileCacheTest {

    private static final int[] ONE = {7};

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger decoded = new AtomicInteger();
    private final TileCache cache = new TileCache(1 << 20, clock::get);

    private Samples[] load(int[] wanted) {
        Samples[] tiles = new Samples[wanted.length];
        for (int i = 0; i < tiles.length; i++) {
            decoded.incrementAndGet();
            tiles[i] = Samples.wrap(SampleType.U8, new byte[] {(byte) wanted[i]}, ByteOrder.LITTLE_ENDIAN);
        }
        return tiles;
    }

    private void read() {
        assertThat((byte[]) cache.get("file", 0, ONE, this::load)[0].array()).containsExactly(7);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    /** An idle server gives the memory back. */
    @Test
    void tilesThatNobodyWantsAreLetGo() {
        read();
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofMinutes(2));
            read();
        }
        assertThat(decoded).as("one that is wanted now and then stays").hasValue(1);
        pass(Duration.ofMinutes(4));
        read();
        assertThat(decoded).hasValue(2);
    }
}
