package org.geocrop.raster;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.geocrop.SharedData;
import org.geocrop.error.RasterException;
import org.geocrop.grid.Window;
import org.geocrop.store.MemorySource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thousand damaged TIFFs: each is read or refused, in bounded time and memory. */
class DamagedTiffTest {

    /** The cache's library tells of each fault, thousands here, besides giving it back. */
    private static final Logger CACHE = Logger.getLogger("com.github.benmanes.caffeine.cache");

    private static final List<String> FILES = List.of(
            "cog_band_tags.tif",
            "dataset_namespace_metadata.tif",
            "image_51px.tif",
            "image_171px.tif",
            "image_geos.tif",
            "image_with_offsets.tif",
            "image_web.tif",
            "validate/cog_no_offest.tif",
            "validate/image_rioCOG_gdal3.1.tif",
            "validate/image_no_overview.tif");

    private static final int CASES = 1_000;
    /** A tile has at most 64 MiB, packed and unpacked, and JPEG needs a picture beside it. */
    private static final long MAX_ALLOCATION = 512L << 20;

    @BeforeAll
    static void quiet() {
        CACHE.setLevel(Level.OFF);
    }

    @Test
    @Timeout(300)
    void noDamageHangsOrCrashes() throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int read = 0;
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            Random random = new Random(i);
            String name = FILES.get(i % FILES.size());
            byte[] bytes = damaged(Files.readAllBytes(SharedData.path("tiff/" + name)), random);
            long before = threads.getCurrentThreadAllocatedBytes();
            long begin = threads.getCurrentThreadCpuTime();
            if (reads(name + " case " + i, bytes)) {
                read++;
            } else {
                refused++;
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated by %s case %d", name, i)
                    .isLessThan(MAX_ALLOCATION);
            assertThat(threads.getCurrentThreadCpuTime() - begin)
                    .as("nanoseconds of processor of %s case %d", name, i)
                    .isLessThan(10_000_000_000L);
        }
        assertThat(read).isGreaterThan(CASES / 20);
        assertThat(refused).isGreaterThan(CASES / 20);
    }

    /** Some flipped bytes, mostly in the directories; or a file cut short; or both. */
    private static byte[] damaged(byte[] bytes, Random random) {
        if (random.nextInt(4) == 0) {
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        int flips = random.nextInt(8);
        for (int i = 0; i < flips && bytes.length > 0; i++) {
            int within = random.nextBoolean() ? Math.min(bytes.length, 1000) : bytes.length;
            bytes[random.nextInt(within)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static boolean reads(String name, byte[] bytes) {
        try (Cog cog = Cog.open(new MemorySource(name, bytes), new TileCache(1 << 20))) {
            cog.nodata();
            cog.palette();
            for (int level = 0; level < cog.levels(); level++) {
                var grid = cog.grid(level);
                Window corner = new Window(0, 0, Math.min(64, grid.width()), Math.min(64, grid.height()));
                Window end = corner.shifted(grid.width() - corner.width(), grid.height() - corner.height());
                double[] out = new double[corner.size()];
                cog.read(level, 0, corner, out);
                cog.read(level, cog.bands() - 1, end, out);
            }
            return true;
        } catch (RasterException e) {
            assertThat(e).hasMessageContaining(name);
            return false;
        }
    }
}
