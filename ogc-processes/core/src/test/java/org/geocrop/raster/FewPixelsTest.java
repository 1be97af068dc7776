package org.geocrop.raster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.geocrop.cog.CogProfile;
import org.geocrop.cog.CogWriter;
import org.geocrop.error.RasterException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.store.FileSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who reads a few pixels gets the same, and unpacks no more of a tile than its rows down to them. */
class FewPixelsTest {

    private static final int TILE = 128;
    private static final PixelGrid GRID = new PixelGrid(32736, 500_000, 8_000_000, 10, 10, 300, 300);

    @TempDir
    Path folder;

    private Path write(CogProfile profile) throws Exception {
        Random random = new Random(3);
        int bands = profile.bandNames().size();
        int[] samples =
                random.ints((long) GRID.width() * GRID.height() * bands, 1, 200).toArray();
        Path file = folder.resolve(profile.bandNames() + ".tif");
        try (CogWriter writer = new CogWriter(GRID, profile);
                OutputStream out = Files.newOutputStream(file)) {
            writer.write(GRID.window(), samples);
            writer.finish(out);
        }
        return file;
    }

    @Test
    void windowsAreReadAsByEveryoneElse() throws Exception {
        for (CogProfile profile : List.of(
                CogProfile.measurements(SampleType.U16, List.of("one"), 0),
                CogProfile.measurements(SampleType.I16, List.of("two", "three"), 0),
                CogProfile.measurements(SampleType.U8, List.of("four"), 0),
                CogProfile.measurements(SampleType.U16, List.of("five"), 0)
                        .withCompression(CogProfile.Compression.ZSTD))) {
            Path file = write(profile.withTileSize(TILE));
            TileCache tiles = new TileCache(1 << 24);
            try (Cog whole = Cog.open(FileSource.open(file, "file"), new TileCache(1 << 24));
                    Cog few = Cog.open(FileSource.open(file, "file"), tiles.withoutKeeping())) {
                Random random = new Random(5);
                for (int i = 0; i < 200; i++) {
                    int width = 1 + random.nextInt(4);
                    int height = i % 4 == 0 ? 150 : 5 - width;
                    Window window = new Window(
                            random.nextInt(GRID.width() - width),
                            random.nextInt(GRID.height() - height),
                            width,
                            height);
                    int band = random.nextInt(whole.bands());
                    assertThat(read(few, band, window)).as("%s", window).isEqualTo(read(whole, band, window));
                }
            }
        }
    }

    private static int[] read(Cog cog, int band, Window window) {
        int[] out = new int[window.size()];
        cog.read(0, band, window, out);
        return out;
    }

    /** The last rows of the tile are damaged: who needs the first ones does not notice. */
    @ParameterizedTest
    @EnumSource(CogProfile.Compression.class)
    void whatLiesBelowIsNotUnpacked(CogProfile.Compression compression) throws Exception {
        Path file = write(CogProfile.measurements(SampleType.U16, List.of("band"), 0)
                .withCompression(compression)
                .withTileSize(GRID.width() / 16 * 16 + 16));
        byte[] bytes = Files.readAllBytes(file);
        Window first = new Window(40, 10, 1, 1);
        Window last = new Window(0, 280, 300, 20);
        int[] expected;
        int[] undamaged;
        try (Cog right = Cog.open(FileSource.open(file, "right"), new TileCache(1 << 24))) {
            expected = read(right, 0, first);
            undamaged = read(right, 0, last);
        }
        for (int i = bytes.length - 20_000; i < bytes.length - 10_000; i++) {
            bytes[i] ^= 0x55;
        }
        Files.write(file, bytes);
        TileCache tiles = new TileCache(1 << 24);
        try (Cog few = Cog.open(FileSource.open(file, "damaged"), tiles.withoutKeeping())) {
            assertThat(read(few, 0, first)).isEqualTo(expected);
            assertThat(readOrNone(few, last)).isNotEqualTo(undamaged);
        }
    }

    /** Of a tile that two hold, the first rows first, each has what it needs. */
    @Test
    void heldTilesGrow() throws Exception {
        Path file = write(
                CogProfile.measurements(SampleType.U16, List.of("band"), 0).withTileSize(TILE));
        Window above = new Window(100, 90, 60, 50);
        Window below = new Window(100, 140, 60, 100);
        try (Cog whole = Cog.open(FileSource.open(file, "whole"), new TileCache(1 << 24));
                Cog cog = Cog.open(FileSource.open(file, "held"), new TileCache(0))) {
            HeldTiles first = cog.hold(false, above.endRow());
            HeldTiles second = cog.hold(false, below.endRow());
            first.hold(List.of(above));
            assertThat(first.bytes(List.of(above))).isEqualTo(2L * 2 * TILE * (TILE + 12));
            assertThat(read(cog, 0, above)).isEqualTo(read(whole, 0, above));
            second.hold(List.of(below));
            first.retain(List.of());
            assertThat(read(cog, 0, below)).isEqualTo(read(whole, 0, below));
            second.retain(List.of());
        }
    }

    private static int[] readOrNone(Cog cog, Window window) {
        try {
            return read(cog, 0, window);
        } catch (RasterException e) {
            return new int[0];
        }
    }
}
