package org.geocrop.cli.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.geocrop.cog.CogProfile;
import org.geocrop.cog.CogWriter;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.raster.Cog;
import org.geocrop.raster.SampleType;
import org.geocrop.raster.TileCache;
import org.geocrop.store.FileSource;

/**
 * Writes a COG of classes and reads windows of COGs of 16-bit measurements. The raw classes and the files that are read
 * stay in the folder, and the windows in the report, for a peer to do the same.
 */
final class CogBench {

    private static final int SIZE = 8192;
    private static final int TILE = 512;
    private static final int WINDOW = 256;
    private static final int WINDOWS = 400;
    private static final int CACHE_BYTES = 16 << 20;
    private static final PixelGrid GRID = new PixelGrid(32736, 284_000, 8_070_000, 10, 10, SIZE, SIZE);

    private final Path folder;

    CogBench(Path folder) {
        this.folder = folder;
    }

    void run(Map<String, Object> report) throws IOException {
        int[] classes = classes();
        Path raw = folder.resolve("classes.raw");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(raw))) {
            for (int value : classes) {
                out.write(value);
            }
        }
        int[] palette = new int[256];
        CogProfile profile = CogProfile.classes("class", palette, Map.of()).withTileSize(TILE);
        Path cog = folder.resolve("classes.tif");
        write(cog, profile, classes);
        report.put("cog_write_cpu_seconds", round(write(cog, profile, classes)));
        report.put("cog_write_bytes", Files.size(cog));
        report.put("cog_raw", raw.toString());
        int[] numbers = measurements(classes);
        CogProfile measured =
                CogProfile.measurements(SampleType.U16, List.of("dn"), 0).withTileSize(TILE);
        int[][] windows = new int[WINDOWS][];
        Random random = new Random(5);
        for (int i = 0; i < WINDOWS; i++) {
            windows[i] = new int[] {random.nextInt(SIZE - WINDOW), random.nextInt(SIZE - WINDOW)};
        }
        report.put("windows", windows);
        for (CogProfile.Compression compression : CogProfile.Compression.values()) {
            Path file = folder.resolve("dn-" + compression + ".tif");
            write(file, measured.withCompression(compression), numbers);
            read(file, windows);
            report.put("read_" + compression + "_cpu_ms", round(read(file, windows) * 1000 / WINDOWS));
            report.put("read_" + compression, file.toString());
        }
    }

    private static double write(Path file, CogProfile profile, int[] samples) throws IOException {
        long from = BenchCommand.processCpuNanos();
        try (CogWriter writer = new CogWriter(GRID, profile);
                OutputStream out = Files.newOutputStream(file)) {
            for (Window block : GRID.blocks(TILE)) {
                writer.write(block, cut(samples, block));
            }
            writer.finish(out);
        }
        return (BenchCommand.processCpuNanos() - from) / 1e9;
    }

    private static double read(Path file, int[][] windows) {
        int[] out = new int[WINDOW * WINDOW];
        long from = BenchCommand.processCpuNanos();
        try (Cog cog = Cog.open(FileSource.open(file, file.toString()), new TileCache(CACHE_BYTES).withoutKeeping())) {
            for (int[] window : windows) {
                cog.read(0, 0, new Window(window[0], window[1], WINDOW, WINDOW), out);
            }
        }
        return (BenchCommand.processCpuNanos() - from) / 1e9;
    }

    private static int[] cut(int[] samples, Window block) {
        int[] cut = new int[block.size()];
        for (int y = 0; y < block.height(); y++) {
            System.arraycopy(samples, (block.row() + y) * SIZE + block.col(), cut, y * block.width(), block.width());
        }
        return cut;
    }

    /** Fields of ten classes, and here and there a pixel of another one, as classifiers leave them. */
    private static int[] classes() {
        Random random = new Random(3);
        int[] field = new int[512 * 512];
        for (int i = 0; i < field.length; i++) {
            field[i] = 1 + random.nextInt(10);
        }
        int[] classes = new int[SIZE * SIZE];
        for (int i = 0; i < classes.length; i++) {
            int x = i % SIZE;
            int y = i / SIZE;
            boolean stray = random.nextInt(40) == 0;
            classes[i] = stray ? 1 + random.nextInt(10) : field[(y / 16) * 512 + (x + y / 5) / 23 % 512];
        }
        return classes;
    }

    /** Digital numbers that follow the classes, with noise. */
    private static int[] measurements(int[] classes) {
        Random random = new Random(4);
        int[] numbers = new int[classes.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = 1000 + classes[i] * 300 + random.nextInt(120);
        }
        return numbers;
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
