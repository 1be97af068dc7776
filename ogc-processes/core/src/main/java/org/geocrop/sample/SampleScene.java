package org.geocrop.sample;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** One acquisition over the sample landscape. */
final class SampleScene {

    private static final double[] WET_BY_MONTH = {0.9, 0.85, 0.7, 0.4, 0.15, 0.1, 0.05, 0.05, 0.05, 0.2, 0.5, 0.8};
    private static final double[] CLOUD = {0.62, 0.62, 0.63, 0.64, 0.68};

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

    Sky sky() {
        return sky;
    }

    /** Reflectance of a stand in the five bands on this day. */
    void reflectance(Stand stand, double[] out) {
        double days = ChronoUnit.DAYS.between(LocalDate.of(year, 9, 1), day);
        double wetness = WET_BY_MONTH[day.getMonthValue() - 1] * (dry ? 0.6 : 1);
        stand.reflectance(days, dry, wetness, out);
    }

    /**
     * Digital number of a pixel.
     *
     * @param ground reflectance without noise and weather
     * @param texture variation within the field, near 1
     */
    int digitalNumber(double ground, int band, long col, long row, double texture, double cloud, double shadow) {
        double noise = 1 + 0.02 * Noise.normal(col * 8 + band, row, seed + day.toEpochDay());
        double surface = ground * texture * noise * (1 - shadow)
                + 0.003 * Noise.normal(col, row * 8 + band, seed - day.toEpochDay());
        double seen = surface * (1 - cloud) + CLOUD[band] * cloud;
        return (int) Math.max(1, Math.min(20_000, Math.round((seen + 0.1) * 10_000)));
    }
}
