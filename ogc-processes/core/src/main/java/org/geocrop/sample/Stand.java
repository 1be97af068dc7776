package org.geocrop.sample;

/** How one field grows in one season: drawn from its id, so that neighbours with the same crop differ. */
final class Stand {

    private static final double SOWING_DEVIATION_DAYS = 9;

    private final LandCover cover;
    private final double shift;
    private final double vigour;
    private final double soil;
    private final double nirFactor;

    Stand(Landscape.Field field, int year, long seed) {
        this.cover = field.cover();
        long id = field.id();
        this.shift = SOWING_DEVIATION_DAYS * Noise.normal(id, year, seed + 1);
        this.vigour = Math.max(0.55, 1 + 0.12 * Noise.normal(id, year, seed + 2));
        this.soil = 1 + 0.15 * Noise.normal(id, 0, seed + 3);
        this.nirFactor = 1 + 0.06 * Noise.normal(id, year, seed + 4);
    }

    LandCover cover() {
        return cover;
    }

    /** Reflectance on a day, days since 1 September, with the soil as wet as it is then. */
    void reflectance(double day, boolean dry, double wetness, double[] out) {
        double green = cover.greenCover(day, shift, vigour, dry);
        cover.reflectance(green, soil * (1 - 0.28 * wetness), nirFactor, out);
    }
}
