package org.geocrop.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.geocrop.cog.CogProfile;
import org.geocrop.cog.CogWriter;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.raster.SampleType;
import org.geocrop.stac.Band;

/** The COGs of one product of a scene. One thread at a time. */
final class SceneFiles implements AutoCloseable {

    /** From here on archives tile their 20 m bands as they tile the others. */
    private static final int LARGE_TILE = 1024;
    /** Bytes that a writer holds for each pixel of a tile: two tiles of samples, one that is packed. */
    private static final int BYTES_A_TILE_PIXEL = 15;

    private static final int[] SCL_COLORS = {
        0, 0xff0000, 0x2f2f2f, 0x643200, 0x00a000, 0xffe65a, 0x0000ff, 0x808080, 0xc0c0c0, 0xffffff, 0x64c8ff, 0xff96ff
    };

    private final Map<Band, CogWriter> writers = new EnumMap<>(Band.class);
    private long cloudy;
    private long shown;
    private long pixels;

    SceneFiles(PixelGrid grid, int tile) {
        for (Band band : Band.values()) {
            CogProfile profile = band == Band.SCL
                    ? CogProfile.classes("SCL", palette(), Map.of())
                    : CogProfile.measurements(SampleType.U16, List.of(band.name()), 0);
            PixelGrid lattice = band.resolution() == 20 ? coarse(grid) : grid;
            writers.put(
                    band,
                    new CogWriter(
                            lattice,
                            profile.withTileSize(tileSize(lattice, band, tile)).withLevel(1)));
        }
    }

    /** Bytes that the files of a product hold while they are made. */
    static long weight(PixelGrid grid, int tile) {
        long weight = 0;
        for (Band band : Band.values()) {
            long size = tileSize(band.resolution() == 20 ? coarse(grid) : grid, band, tile);
            weight += size * size * BYTES_A_TILE_PIXEL;
        }
        return weight;
    }

    private static PixelGrid coarse(PixelGrid grid) {
        return new PixelGrid(grid.epsg(), grid.originX(), grid.originY(), 20, 20, grid.width() / 2, grid.height() / 2);
    }

    private static int tileSize(PixelGrid grid, Band band, int tile) {
        return tileSize(grid, band.resolution() == 20 && tile < LARGE_TILE ? tile / 2 : tile);
    }

    /** Tiles are smaller only where the file is. */
    static int tileSize(PixelGrid grid, int tile) {
        return Math.min(tile, (Math.max(grid.width(), grid.height()) + 15) / 16 * 16);
    }

    /**
     * Takes a block.
     *
     * @param window of the 10 m lattice, its edges even
     * @param bands [band][pixel], all at 10 m
     */
    void write(Window window, int[][] bands) {
        Window half = new Window(window.col() / 2, window.row() / 2, window.width() / 2, window.height() / 2);
        writers.forEach((band, writer) -> {
            int[] samples = bands[band.ordinal()];
            if (band.resolution() == 20) {
                writer.write(half, halve(samples, window, band == Band.SCL));
            } else {
                writer.write(window, samples);
            }
        });
        for (int scl : bands[Band.SCL.ordinal()]) {
            cloudy += scl >= 8 && scl <= 10 ? 1 : 0;
            shown += scl == 0 ? 0 : 1;
            pixels++;
        }
    }

    /** Per cent of what the product shows. */
    double cloudCover() {
        return shown == 0 ? 0 : 100.0 * cloudy / shown;
    }

    /** Per cent of the tile that the product does not show. */
    double nodata() {
        return 100.0 * (pixels - shown) / pixels;
    }

    void finish(Path folder) throws IOException {
        for (Map.Entry<Band, CogWriter> entry : writers.entrySet()) {
            finish(Objects.requireNonNull(entry.getValue()), folder.resolve(entry.getKey() + ".tif"));
        }
    }

    static void finish(CogWriter writer, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            writer.finish(out);
        }
    }

    @Override
    public void close() {
        writers.values().forEach(CogWriter::close);
    }

    private static int[] halve(int[] samples, Window window, boolean classes) {
        int[] half = new int[window.size() / 4];
        int width = window.width();
        for (int row = 0, i = 0; row < window.height(); row += 2) {
            for (int col = 0; col < width; col += 2, i++) {
                int at = row * width + col;
                half[i] = classes
                        ? samples[at]
                        : (samples[at] + samples[at + 1] + samples[at + width] + samples[at + width + 1] + 2) / 4;
            }
        }
        return half;
    }

    private static int[] palette() {
        int[] palette = new int[256];
        System.arraycopy(SCL_COLORS, 0, palette, 0, SCL_COLORS.length);
        return palette;
    }
}
