package org.geocrop.cog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.geocrop.Programs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.raster.Cog;
import org.geocrop.raster.SampleType;
import org.geocrop.raster.TileCache;
import org.geocrop.store.FileSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Files of the own writer, read by the own reader and by GDAL. */
class CogWriterTest {

    private static final int[] PALETTE = new int[256];

    static {
        PALETTE[1] = 0xf2d13c;
        PALETTE[2] = 0x8c5a2b;
    }

    @TempDir
    Path folder;

    private static int[] noise(int count, int from, int to, long seed) {
        Random random = new Random(seed);
        // Patches of eight, so that there is something to compress.
        int[] samples = new int[count];
        for (int i = 0; i < count; i++) {
            samples[i] = i % 8 == 0 ? from + random.nextInt(to - from) : samples[i - 1];
        }
        return samples;
    }

    private static int[] cut(int[] all, PixelGrid grid, Window window, int bands) {
        int[] part = new int[window.size() * bands];
        for (int y = 0; y < window.height(); y++) {
            int from = ((window.row() + y) * grid.width() + window.col()) * bands;
            System.arraycopy(all, from, part, y * window.width() * bands, window.width() * bands);
        }
        return part;
    }

    private Path write(PixelGrid grid, CogProfile profile, int[] samples, String name, long order) {
        Path file = folder.resolve(name);
        List<Window> blocks = new java.util.ArrayList<>(grid.blocks(profile.tileSize()));
        Collections.shuffle(blocks, new Random(order));
        try (CogWriter writer = new CogWriter(grid, profile);
                OutputStream out = Files.newOutputStream(file)) {
            blocks.parallelStream()
                    .forEach(block -> writer.write(
                            block, cut(samples, grid, block, profile.bandNames().size())));
            writer.finish(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static void assertValid(Path file) throws Exception {
        Programs.Outcome outcome = Programs.gdalPython(
                "-m", "osgeo_utils.samples.validate_cloud_optimized_geotiff", "--full-check=yes", file);
        assertThat(outcome.output()).contains("is a valid cloud optimized GeoTIFF");
        assertThat(outcome.output()).doesNotContain("error").doesNotContain("warning");
    }

    @Test
    void whatWasWrittenIsRead() {
        qt().withExamples(40)
                .forAll(
                        integers().between(1, 300),
                        integers().between(1, 300),
                        integers().between(1, 3))
                .checkAssert((width, height, bands) -> {
                    PixelGrid grid = new PixelGrid(32736, 284_000, 8_070_000, 10, 10, width, height);
                    List<String> names = List.of("a", "b", "c").subList(0, bands);
                    CogProfile profile = CogProfile.measurements(SampleType.I16, names, -32768)
                            .withTileSize(64);
                    int[] samples = noise(width * height * bands, -9000, 9000, width);
                    Path file =
                            write(grid, profile, samples, "round-" + width + "-" + height + "-" + bands + ".tif", 1);
                    try (Cog cog = Cog.open(FileSource.open(file, "round"), new TileCache(1 << 20))) {
                        assertThat(cog.grid()).isEqualTo(grid);
                        assertThat(cog.bands()).isEqualTo(bands);
                        assertThat(cog.nodata()).hasValue(-32768);
                        int[] read = new int[width * height];
                        for (int band = 0; band < bands; band++) {
                            cog.read(0, band, grid.window(), read);
                            for (int i = 0; i < read.length; i++) {
                                assertThat(read[i]).isEqualTo(samples[i * bands + band]);
                            }
                        }
                    }
                });
    }

    @Test
    void theOrderOfBlocksAndTheirThreadsDoNotShow() throws Exception {
        PixelGrid grid = new PixelGrid(32736, 284_000, 8_070_000, 10, 10, 700, 500);
        CogProfile profile = CogProfile.classes("crop type", PALETTE, Map.of()).withTileSize(64);
        int[] samples = noise(700 * 500, 0, 3, 5);
        byte[] one = Files.readAllBytes(write(grid, profile, samples, "one.tif", 1));
        byte[] two = Files.readAllBytes(write(grid, profile, samples, "two.tif", 2));
        assertThat(two).isEqualTo(one);
    }

    @Test
    void overviewsOfClassesHaveTheMostFrequentClassAndIgnoreNodata() throws Exception {
        PixelGrid grid = new PixelGrid(32736, 0, 1000, 10, 10, 32, 32);
        int[] samples = new int[32 * 32];
        // Upper left 2 x 2: three of class 2, one of class 1; the next: one of class 1 and no data.
        samples[0] = 1;
        samples[1] = 2;
        samples[32] = 2;
        samples[33] = 2;
        samples[2] = 1;
        CogProfile profile = CogProfile.classes("crop type", PALETTE, Map.of()).withTileSize(16);
        try (Cog cog = Cog.open(
                FileSource.open(write(grid, profile, samples, "mode.tif", 1), "mode"), new TileCache(1 << 20))) {
            assertThat(cog.levels()).isEqualTo(2);
            int[] overview = new int[16 * 16];
            cog.read(1, 0, new Window(0, 0, 16, 16), overview);
            assertThat(Arrays.copyOf(overview, 3)).containsExactly(2, 1, 0);
            assertThat(cog.palette()[1]).isEqualTo(0xf2d13c);
        }
    }

    @Test
    void overviewsOfMeasurementsHaveTheMeanOfWhatIsThere() throws Exception {
        PixelGrid grid = new PixelGrid(32736, 0, 1000, 10, 10, 32, 32);
        int[] samples = new int[32 * 32];
        Arrays.fill(samples, -32768);
        samples[0] = 100;
        samples[1] = 201;
        samples[33] = -4;
        CogProfile profile =
                CogProfile.measurements(SampleType.I16, List.of("x"), -32768).withTileSize(16);
        try (Cog cog = Cog.open(
                FileSource.open(write(grid, profile, samples, "mean.tif", 1), "mean"), new TileCache(1 << 20))) {
            int[] overview = new int[16 * 16];
            cog.read(1, 0, new Window(0, 0, 16, 16), overview);
            assertThat(Arrays.copyOf(overview, 2)).containsExactly(99, -32768);
        }
    }

    @Test
    void gdalFindsValidFilesWithAllTheirTags() throws Exception {
        PixelGrid grid = new PixelGrid(32736, 284_000, 8_070_000, 10, 10, 1000, 700);
        CogProfile classes = CogProfile.classes("crop type", PALETTE, Map.of("MODEL", "zimbabwe@1"));
        Path file = write(grid, classes, noise(700_000, 0, 3, 7), "classes.tif", 3);
        assertValid(file);
        JsonNode info = gdalInfo(file);
        assertThat(info.path("stac").path("proj:epsg").asInt()).isEqualTo(32736);
        assertThat(info.path("geoTransform").toString()).isEqualTo("[284000.0,10.0,0.0,8070000.0,0.0,-10.0]");
        assertThat(info.path("metadata").path("").path("MODEL").asString()).isEqualTo("zimbabwe@1");
        assertThat(info.path("metadata").path("").path("AREA_OR_POINT").asString())
                .isEqualTo("Area");
        assertThat(info.path("metadata").path("IMAGE_STRUCTURE").path("LAYOUT").asString())
                .isEqualTo("COG");
        JsonNode band = info.path("bands").path(0);
        assertThat(band.path("noDataValue").asInt(-1)).isZero();
        assertThat(band.path("description").asString()).isEqualTo("crop type");
        assertThat(band.path("colorInterpretation").asString()).isEqualTo("Palette");
        assertThat(band.path("overviews").size()).isEqualTo(2);

        Path picture = write(grid, CogProfile.picture(), noise(2_100_000, 0, 256, 8), "picture.tif", 3);
        assertValid(picture);
        assertThat(gdalInfo(picture)
                        .path("bands")
                        .path(2)
                        .path("colorInterpretation")
                        .asString())
                .isEqualTo("Blue");
        Path peaks = write(
                grid,
                CogProfile.measurements(SampleType.I16, List.of("ndvi peak"), -32768)
                        .withScale(0.0001),
                noise(700_000, -10_000, 10_000, 9),
                "peaks.tif",
                3);
        assertValid(peaks);
        assertThat(gdalInfo(peaks).path("bands").path(0).path("scale").asDouble())
                .isEqualTo(0.0001);
        assertThat(checksum(peaks)).isNotZero();
    }

    @Test
    void gdalReadsTheSamePixels() throws Exception {
        PixelGrid grid = new PixelGrid(32735, 284_000, 8_070_000, 10, 10, 333, 222);
        int[] samples = noise(333 * 222, 0, 65_536, 11);
        Path file = write(grid, CogProfile.measurements(SampleType.U16, List.of("dn"), 0), samples, "dn.tif", 1);
        Path raw = folder.resolve("dn.raw");
        Programs.Outcome outcome = Programs.gdalPython(
                "-c",
                "import sys; from osgeo import gdal; gdal.UseExceptions();"
                        + "open(sys.argv[2],'wb').write(gdal.Open(sys.argv[1]).ReadAsArray().astype('<u2').tobytes())",
                file,
                raw);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        byte[] bytes = Files.readAllBytes(raw);
        for (int i = 0; i < samples.length; i++) {
            assertThat((bytes[2 * i] & 0xff) | (bytes[2 * i + 1] & 0xff) << 8).isEqualTo(samples[i]);
        }
    }

    @Test
    void aMissingBlockIsAnErrorAndNotAHole() {
        PixelGrid grid = new PixelGrid(32736, 0, 1000, 10, 10, 40, 40);
        try (CogWriter writer =
                new CogWriter(grid, CogProfile.classes("c", PALETTE, Map.of()).withTileSize(16))) {
            writer.write(new Window(0, 0, 16, 16), new int[256]);
            assertThatThrownBy(() -> writer.finish(OutputStream.nullOutputStream()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("never written");
            writer.write(new Window(16, 0, 8, 16), new int[128]);
            assertThatThrownBy(() -> writer.finish(OutputStream.nullOutputStream()))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> writer.write(new Window(32, 0, 16, 16), new int[256]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Blocks on a lattice of their own give the same bytes as blocks of whole tiles. */
    @Test
    void blocksNeedNotBeTiles() throws Exception {
        PixelGrid grid = new PixelGrid(32736, 284_000, 8_070_000, 10, 10, 300, 200);
        CogProfile profile =
                CogProfile.measurements(SampleType.I16, List.of("x"), -32768).withTileSize(64);
        int[] samples = noise(300 * 200, -100, 100, 5);
        byte[] whole = Files.readAllBytes(write(grid, profile, samples, "whole.tif", 1));
        Path file = folder.resolve("shifted.tif");
        try (CogWriter writer = new CogWriter(grid, profile);
                OutputStream out = Files.newOutputStream(file)) {
            grid.blocks(48, 11, 37).parallelStream()
                    .forEach(block -> writer.write(block, cut(samples, grid, block, 1)));
            writer.finish(out);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @Test
    void gdalReadsZstdAndTheStatisticsAreItsOwn() throws Exception {
        PixelGrid grid = new PixelGrid(32735, 284_000, 8_070_000, 10, 10, 700, 300);
        int[] samples = noise(700 * 300, -9000, 9000, 3);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i % 7 == 0 ? -32768 : samples[i] % 5000 - i / 700;
        }
        CogProfile profile = CogProfile.measurements(SampleType.I16, List.of("x"), -32768)
                .withCompression(CogProfile.Compression.ZSTD);
        Path file = write(grid, profile, samples, "zstd.tif", 1);
        assertValid(file);
        JsonNode band = gdalInfo(file).path("bands").path(0);
        Programs.Outcome computed = Programs.gdalPython(
                "-c",
                "import sys; from osgeo import gdal; d = gdal.Open(sys.argv[1]);"
                        + "print(*d.GetRasterBand(1).ComputeStatistics(False))",
                file);
        String[] numbers = computed.output()
                .strip()
                .lines()
                .reduce((a, b) -> b)
                .orElseThrow()
                .split(" ");
        JsonNode stored = band.path("metadata").path("");
        assertThat(Double.parseDouble(stored.path("STATISTICS_MINIMUM").asString()))
                .isEqualTo(Double.parseDouble(numbers[0]));
        assertThat(Double.parseDouble(stored.path("STATISTICS_MAXIMUM").asString()))
                .isEqualTo(Double.parseDouble(numbers[1]));
        assertThat(Double.parseDouble(stored.path("STATISTICS_MEAN").asString()))
                .isCloseTo(Double.parseDouble(numbers[2]), org.assertj.core.data.Offset.offset(1e-6));
        assertThat(Double.parseDouble(stored.path("STATISTICS_STDDEV").asString()))
                .isCloseTo(Double.parseDouble(numbers[3]), org.assertj.core.data.Offset.offset(1e-6));
        Path deflated = write(grid, CogProfile.measurements(SampleType.I16, List.of("x"), -32768), samples, "d.tif", 1);
        assertThat(checksum(file)).isEqualTo(checksum(deflated));
    }

    private static JsonNode gdalInfo(Path file) throws Exception {
        Programs.need("/usr/bin/gdalinfo", "gdal-bin");
        Programs.Outcome outcome = Programs.run(Map.of(), "gdalinfo", "-json", file.toString());
        return org.geocrop.json.Json.read(outcome.output().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static int checksum(Path file) throws Exception {
        Programs.Outcome outcome = Programs.gdalPython(
                "-c",
                "import sys; from osgeo import gdal; d = gdal.Open(sys.argv[1]); print(d.GetRasterBand(1).Checksum())",
                file);
        return Integer.parseInt(
                outcome.output().strip().lines().reduce((a, b) -> b).orElseThrow());
    }
}
