package org.geocrop.render;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.raster.Cog;

/**
 * How values beyond bytes become the brightness of a photo: from the 2nd to the 98th percentile of all its colours, the
 * same for each picture of a raster. They are taken from the coarsest overview, of large ones from nine places in it.
 */
record Stretch(double low, double high) {

    private static final double CUT = 0.02;
    private static final int SIDE = 256;
    private static final int PLACES = 3;
    private static final int WHITE = 255;

    private static final Cache<Cog, Stretch> KNOWN =
            Caffeine.newBuilder().weakKeys().maximumSize(10_000).build();

    static Stretch of(Cog raster, int colors) {
        return KNOWN.get(raster, cog -> measure(cog, colors));
    }

    /** Brightness from 0 to 255. */
    int brightness(double value) {
        return (int) Math.round(WHITE * Math.max(0, Math.min(1, (value - low) / (high - low))));
    }

    private static Stretch measure(Cog raster, int colors) {
        int level = raster.levels() - 1;
        PixelGrid grid = raster.grid(level);
        int width = Math.min(SIDE, grid.width());
        int height = Math.min(SIDE, grid.height());
        int across = grid.width() > SIDE ? PLACES : 1;
        int down = grid.height() > SIDE ? PLACES : 1;
        double[] values = new double[width * height * across * down * colors];
        int count = 0;
        double[] samples = new double[width * height];
        for (int i = 0; i < across * down; i++) {
            int col = across == 1 ? 0 : (int) ((long) (grid.width() - width) * (i % across) / (across - 1));
            int row = down == 1 ? 0 : (int) ((long) (grid.height() - height) * (i / across) / (down - 1));
            for (int band = 0; band < colors; band++) {
                raster.data().read(level, band, new Window(col, row, width, height), samples);
                for (double sample : samples) {
                    if (Double.isFinite(sample)) {
                        values[count++] = sample;
                    }
                }
            }
        }
        if (count == 0) {
            return new Stretch(0, 1);
        }
        Arrays.sort(values, 0, count);
        double low = values[(int) (CUT * (count - 1))];
        double high = values[(int) Math.ceil((1 - CUT) * (count - 1))];
        return new Stretch(low, high > low ? high : low + 1);
    }
}
