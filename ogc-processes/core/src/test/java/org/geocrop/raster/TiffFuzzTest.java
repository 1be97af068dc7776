package org.geocrop.raster;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.geocrop.Fuzz;
import org.geocrop.cog.CogProfile;
import org.geocrop.cog.CogWriter;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.store.MemorySource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged TIFFs of every form that is written or read here. */
@Tag("soak")
class TiffFuzzTest {

    /** The cache's library tells of each fault besides giving it back. */
    private static final Logger CACHE = Logger.getLogger("com.github.benmanes.caffeine.cache");
    /** A tile has at most 64 MiB, packed and unpacked, and JPEG needs a picture beside it. */
    private static final long MAX_ALLOCATION = 512L << 20;

    private static byte[] written(CogProfile profile) throws Exception {
        PixelGrid grid = new PixelGrid(32735, 300_000, 8_070_000, 10, 10, 100, 70);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CogWriter writer = new CogWriter(grid, profile)) {
            for (Window block : grid.blocks(profile.tileSize())) {
                int[] samples = new int[block.size() * profile.bandNames().size()];
                for (int i = 0; i < samples.length; i++) {
                    samples[i] = i % 37 % 7;
                }
                writer.write(block, samples);
            }
            writer.finish(out);
        }
        return out.toByteArray();
    }

    private static List<byte[]> files() throws Exception {
        CogProfile classes =
                CogProfile.classes("crop type", new int[256], Map.of("a", "b")).withTileSize(32);
        CogProfile measured =
                CogProfile.measurements(SampleType.U16, List.of("a", "b"), 0).withTileSize(32);
        double[] ramp = new double[48];
        Arrays.setAll(ramp, i -> i);
        List<byte[]> files = new ArrayList<>(List.of(
                written(classes),
                written(measured),
                written(measured.withCompression(CogProfile.Compression.ZSTD)),
                TinyTiff.of(SampleType.F32, 8, 6, 1, ramp)
                        .at(4326, 30, -17, 0.1)
                        .nodata("nan")
                        .bytes(),
                TinyTiff.of(SampleType.U8, 4, 4, 3, ramp)
                        .at(32735, 300_000, 8_070_000, 10)
                        .bytes(),
                TinyTiff.of(SampleType.I16, 8, 6, 1, ramp)
                        .overview(SampleType.I16, 4, 3, 1, Arrays.copyOf(ramp, 12))
                        .mask(8, 6, ramp)
                        .bytes()));
        return files;
    }

    private static void read(byte[] bytes) {
        try (Cog cog = Cog.open(new MemorySource("fuzz", bytes), new TileCache(1 << 20))) {
            cog.nodata();
            cog.palette();
            for (int level = 0; level < cog.levels(); level++) {
                PixelGrid grid = cog.grid(level);
                Window corner = new Window(0, 0, Math.min(64, grid.width()), Math.min(64, grid.height()));
                Window end = corner.shifted(grid.width() - corner.width(), grid.height() - corner.height());
                double[] out = new double[corner.size()];
                cog.read(level, 0, corner, out);
                cog.read(level, cog.bands() - 1, end, out);
            }
        }
    }

    @Test
    void noFileHangsOrCrashes() throws Exception {
        CACHE.setLevel(Level.OFF);
        Fuzz.run("TIFF", MAX_ALLOCATION, files(), TiffFuzzTest::read);
    }
}
