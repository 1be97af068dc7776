package org.geocrop.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.geocrop.error.RasterException;
import org.geocrop.store.MemorySource;
import org.junit.jupiter.api.Test;

/** Tags that claim the same bytes again and again. */
class HostileTagsTest {

    private static final int SIZE = 4 << 20;

    /** Directories of tags that all claim the whole file. */
    private static byte[] file(int directories, int tags, int firstTag, int type, int unit) {
        ByteBuffer file = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        file.putShort((short) 0x4949).putShort((short) 42).putInt(8);
        for (int d = 0; d < directories; d++) {
            file.putShort((short) tags);
            for (int i = 0; i < tags; i++) {
                file.putShort((short) (firstTag + i))
                        .putShort((short) type)
                        .putInt(SIZE / unit)
                        .putInt(0);
            }
            file.putInt(d + 1 == directories ? 0 : file.position() + 4);
        }
        return file.array();
    }

    private static long allocatedBy(byte[] bytes) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> Cog.open(new MemorySource("evil.tif", bytes), new TileCache(1 << 20)))
                .isInstanceOf(RasterException.class)
                .hasMessageContaining("evil.tif");
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void unknownTagsAreNotDecoded() {
        assertThat(allocatedBy(file(1, 900, 50_000, 3, 2))).isLessThan(1 << 20);
    }

    @Test
    void knownTagsTogetherHaveNoMoreBytesThanTheFile() {
        // 273 to 279 are offsets, bands, rows and sizes of strips.
        assertThat(allocatedBy(file(1, 7, 273, 3, 2))).isLessThan(40 << 20);
        assertThat(allocatedBy(file(100, 1, 34735, 3, 2))).isLessThan(40 << 20);
    }
}
