package org.geocrop.sample;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.geocrop.grid.PixelGrid;

/** One acquisition over the sample landscape. */
final class SampleScene {

    /** Digital number of no reflectance. */
    static final int DARK = 1000;

    private static final double[] WET_BY_MONTH = {0.9, 0.85, 0.7, 0.4, 0.15, 0.1, 0.05, 0.05, 0.05, 0.2, 0.5, 0.8};
    private static final double[] CLOUD = {0.62, 0.62, 0.63, 0.64, 0.68};
    private static final int BANDS = CLOUD.length;

    private final LocalDate day;
    private final int year;
    private final boolean dry;
    private final long seed;
    private final Sky sky;

    /**
     * An acquisition.
     *
     * @param day of the acquisition
     * @param year in which its season begins
     * @param dry whether that season's rains failed
     */
    SampleScene(LocalDate day, int year, boolean dry, long seed) {
        this.day = day;
        this.year = year;
        this.dry = dry;
        this.seed = seed;
        this.sky = new Sky(day, dry, seed + 50);
    }

    LocalDate day() {
        return day;
    }

    /**
     * What the acquisition sees of a block: digital numbers of the reflectance bands, 1000 above zero as since baseline
     * 04.00, then SCL; each [pixel], at 10 m.
     */
    int[][] render(LandscapeBlock block) {
        PixelGrid grid = block.grid();
        int width = grid.width();
        double[][] spectra = spectra(block.fields());
        double[] weather = weather(block);
        int[][] bands = new int[BANDS + 1][width * grid.height()];
        long left = Math.round(grid.originX() / 10);
        long top = Math.round(grid.originY() / 10);
        for (int i = 0; i < bands[0].length; i++) {
            int col = i % width;
            int row = i / width;
            // Weather is smooth; four pixels share it.
            int place = row / 2 * block.coarseWidth() + col / 2;
            double cloud = weather[2 * place];
            double shadow = weather[2 * place + 1];
            for (int band = 0; band < BANDS; band++) {
                double ground = 0;
                for (int part = 0; part < LandscapeBlock.PARTS; part++) {
                    ground += spectra[block.fieldOf()[part][i]][band];
                }
                bands[band][i] = digitalNumber(
                        ground / LandscapeBlock.PARTS, band, left + col, top - row, block.texture()[i], cloud, shadow);
            }
            bands[BANDS][i] = sky.classify(cloud, shadow, groundClass(bands, i));
        }
        return bands;
    }

    /** Reflectances of fields on this day, [field][band]. */
    private double[][] spectra(List<Landscape.Field> fields) {
        double days = ChronoUnit.DAYS.between(LocalDate.of(year, 9, 1), day);
        double wetness = WET_BY_MONTH[day.getMonthValue() - 1] * (dry ? 0.6 : 1);
        double[][] spectra = new double[fields.size()][BANDS];
        for (int i = 0; i < spectra.length; i++) {
            new Stand(fields.get(i), year, seed).reflectance(days, dry, wetness, spectra[i]);
        }
        return spectra;
    }

    /** Cloud and shadow at each coarse position of a block. */
    private double[] weather(LandscapeBlock block) {
        double[] places = block.coarsePositions();
        for (int i = 0; i < places.length; i += 2) {
            double cloud = sky.cloud(places[i], places[i + 1]);
            places[i + 1] = sky.shadow(places[i], places[i + 1]);
            places[i] = cloud;
        }
        return places;
    }

    /** SCL of clear ground: vegetation, not vegetated or water. */
    private static int groundClass(int[][] bands, int pixel) {
        double red = bands[2][pixel] - (double) DARK;
        double nir = bands[4][pixel] - (double) DARK;
        if (nir < 350 && nir < red) {
            return 6;
        }
        return (nir - red) / Math.max(1, nir + red) > 0.4 ? 4 : 5;
    }

    /**
     * Digital number of a pixel.
     *
     * @param ground reflectance without noise and weather
     * @param texture variation within the field, near 1
     */
    private int digitalNumber(
            double ground, int band, long col, long row, double texture, double cloud, double shadow) {
        double noise = 1 + 0.02 * Noise.normal(col * 8 + band, row, seed + day.toEpochDay());
        double surface = ground * texture * noise * (1 - shadow)
                + 0.003 * Noise.normal(col, row * 8 + band, seed - day.toEpochDay());
        double seen = surface * (1 - cloud) + CLOUD[band] * cloud;
        return (int) Math.max(1, Math.min(20_000, Math.round((seen + 0.1) * 10_000)));
    }
}
