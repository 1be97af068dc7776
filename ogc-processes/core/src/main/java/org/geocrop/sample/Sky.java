package org.geocrop.sample;

import java.time.LocalDate;

/**
 * Clouds and their shadows over the landscape at one acquisition. Part of the thin cloud at the edges is not in the
 * scene classification, as in the real product.
 */
final class Sky {

    private static final double[] CLOUDY_BY_MONTH = {0.58, 0.56, 0.42, 0.24, 0.12, 0.1, 0.1, 0.1, 0.12, 0.2, 0.36, 0.52
    };
    private static final double SHADOW_EAST = -260;
    private static final double SHADOW_NORTH = -190;
    private static final double MISSED_EDGE = 0.035;

    private final long seed;
    private final double threshold;

    Sky(LocalDate day, boolean dry, long seed) {
        this.seed = Noise.hash(day.toEpochDay(), 7, seed);
        double mean = CLOUDY_BY_MONTH[day.getMonthValue() - 1] * (dry && day.getMonthValue() <= 3 ? 0.7 : 1);
        double cover = mean + 0.45 * (Noise.uniform(day.toEpochDay(), 1, seed) - 0.5) * 2 * Math.min(1, mean + 0.4);
        // The fractal noise is about normal around 0.5: the share above the threshold is the cover.
        this.threshold =
                cover <= 0.02 ? 2 : 0.5 - 0.13 * Math.log(Math.min(0.97, cover) / (1 - Math.min(0.97, cover))) / 1.7;
    }

    /** Thickness of cloud: 0 none, 1 opaque. */
    double cloud(double e, double n) {
        if (threshold > 1) {
            return 0;
        }
        return Math.max(0, Math.min(1, (Noise.fractal(e / 2100, n / 2100, seed) - threshold) / 0.06));
    }

    /** Share of sunlight that a cloud takes away. */
    double shadow(double e, double n) {
        return 0.62 * cloud(e - SHADOW_EAST, n - SHADOW_NORTH);
    }

    /** The SCL value of a pixel of ground whose own class is {@code ground}. */
    int classify(double cloud, double shadow, int ground) {
        if (cloud > 0.55) {
            return 9;
        }
        if (cloud > 0.25) {
            return 8;
        }
        if (cloud > MISSED_EDGE * 3) {
            return 10;
        }
        return shadow > 0.2 ? 3 : ground;
    }
}
