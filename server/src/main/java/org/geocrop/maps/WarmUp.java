package org.geocrop.maps;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.geocrop.cog.CogProfile;
import org.geocrop.cog.CogWriter;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.model.CropClass;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.render.Drawing;
import org.geocrop.render.MapRenderer;
import org.geocrop.render.Png;
import org.geocrop.render.Style;
import org.geocrop.settings.Settings;
import org.geocrop.store.MemorySource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Draws tiles of a raster in memory before the server says that it is ready, so that projections are known and the first
 * tiles that somebody asks for run compiled.
 */
@Component
final class WarmUp implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private static final int SIZE = 1024;
    private static final int TILE = 256;
    private static final int WEB_MERCATOR = 3857;
    private static final PixelGrid GRID = new PixelGrid(32736, 300_000, 8_000_000, 10, 10, SIZE, SIZE);
    private static final List<CropClass> CLASSES = List.of(
            new CropClass(1, "one", "#f2d13c"),
            new CropClass(2, "two", "#4caf50"),
            new CropClass(3, "three", "#8c5a2b"));

    private final Duration most;

    WarmUp(Settings settings) {
        this.most = settings.maps().warmUp();
    }

    @Override
    public void run(ApplicationArguments arguments) {
        try {
            warmUp();
        } catch (IOException | RuntimeException e) {
            // It would only have made the first tiles faster.
            LOG.warn("No tiles could be drawn to begin with", e);
        }
    }

    private void warmUp() throws IOException {
        if (most.isZero()) {
            return;
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + most.toNanos();
        byte[] raster = raster();
        int tiles = 0;
        while (threads.getCurrentThreadCpuTime() < end) {
            // Opened anew, so that each tile is decoded, too.
            try (Cog cog = Cog.open(new MemorySource("memory", raster), new TileCache(1 << 20))) {
                draw(cog, tiles++);
            }
        }
        LOG.debug("Drew {} tiles to begin with", tiles);
    }

    /** A raster of some classes in patches. */
    private static byte[] raster() throws IOException {
        int[] palette = new int[256];
        CLASSES.forEach(c -> palette[c.id()] = c.rgb());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CogWriter writer = new CogWriter(GRID, CogProfile.classes("classes", palette, Map.of()))) {
            int[] samples = new int[SIZE * SIZE];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (i % SIZE / 23 * 7 + i / SIZE / 17 * 5) % (CLASSES.size() + 1);
            }
            writer.write(new Window(0, 0, SIZE, SIZE), samples);
            writer.finish(out);
        }
        return out.toByteArray();
    }

    /** Some tile at, or above, the raster's resolution. */
    private static byte[] draw(Cog cog, int number) {
        double[] centre = Crs.transform(GRID.epsg(), WEB_MERCATOR)
                .apply(GRID.originX() + SIZE * 5.0, GRID.originY() - SIZE * 5.0);
        double metres = 5 << number % 4;
        double left = centre[0] - TILE / 2.0 * metres + number % 7 * 300;
        double top = centre[1] + TILE / 2.0 * metres - number % 5 * 300;
        PixelGrid target = new PixelGrid(WEB_MERCATOR, left, top, metres, metres, TILE, TILE);
        return Png.encode(MapRenderer.draw(List.of(Drawing.of(cog, new Style.Classes(CLASSES))), target));
    }
}
