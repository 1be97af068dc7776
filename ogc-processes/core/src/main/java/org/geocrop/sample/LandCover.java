package org.geocrop.sample;

import java.util.Arrays;
import java.util.List;
import org.geocrop.model.CropClass;

/**
 * The classes of the sample landscape with how they grow and what they reflect.
 *
 * <p>Green cover over the season is a double logistic (Beck et al. 2006, Remote Sensing of Environment 100, eq. 3). Its
 * dates follow the crop calendars that FAO GIEWS and Zimbabwe's AGRITEX publish for the summer season: tobacco planted
 * first (from September irrigated, October and November rain-fed) and stripped leaf by leaf from January; maize from
 * mid November; soya at the end of November, shedding its leaves within two weeks in April; groundnut, sorghum and
 * cotton later and longer. Miombo flushes before the rains (Fuller 1999, International Journal of Remote Sensing 20).
 * Spectra are typical Sentinel-2 surface reflectances of B02, B03, B04, B05, B08.
 */
enum LandCover {
    MAIZE(1, "maize", "#f2d13c", 0.04, 0.86, 108, 0.085, 205, 0.065, Leaf.CEREAL),
    TOBACCO(2, "tobacco", "#8d5312", 0.03, 0.80, 84, 0.095, 168, 0.050, Leaf.TOBACCO),
    SOYA(3, "soya bean", "#27b150", 0.03, 0.95, 119, 0.120, 213, 0.190, Leaf.LEGUME),
    GROUNDNUT(4, "groundnut", "#c97fb5", 0.04, 0.66, 104, 0.080, 216, 0.060, Leaf.LEGUME),
    SORGHUM(5, "sorghum", "#f86919", 0.04, 0.60, 124, 0.075, 234, 0.060, Leaf.CEREAL),
    COTTON(6, "cotton", "#9fc5e8", 0.03, 0.72, 127, 0.070, 252, 0.055, Leaf.COTTON),
    FALLOW(7, "fallow", "#b1a68b", 0.06, 0.34, 99, 0.060, 222, 0.040, Leaf.GRASS),
    GRASS(8, "grass", "#add590", 0.14, 0.52, 88, 0.060, 242, 0.035, Leaf.GRASS),
    WOODLAND(9, "miombo woodland", "#246d45", 0.34, 0.74, 38, 0.070, 268, 0.030, Leaf.TREE),
    WATER(10, "water", "#2b6cb0", 0, 0, 0, 1, 300, 1, Leaf.NONE),
    BUILT_UP(11, "built-up", "#ca3e59", 0.05, 0.16, 95, 0.050, 240, 0.040, Leaf.GRASS);

    static final double[] DRY_SOIL = {0.085, 0.115, 0.155, 0.195, 0.245};
    private static final double[] OPEN_WATER = {0.055, 0.050, 0.032, 0.026, 0.014};
    private static final double[] ROOFS = {0.130, 0.150, 0.175, 0.195, 0.225};

    /** Reflectance of full green cover. */
    private enum Leaf {
        CEREAL(0.028, 0.072, 0.034, 0.112, 0.430),
        TOBACCO(0.034, 0.094, 0.042, 0.150, 0.455),
        LEGUME(0.024, 0.078, 0.026, 0.118, 0.520),
        COTTON(0.032, 0.076, 0.040, 0.120, 0.400),
        GRASS(0.036, 0.074, 0.052, 0.118, 0.330),
        TREE(0.026, 0.050, 0.034, 0.088, 0.300),
        NONE(0, 0, 0, 0, 0);

        final double[] spectrum;

        Leaf(double... spectrum) {
            this.spectrum = spectrum;
        }
    }

    private final CropClass cropClass;
    private final double low;
    private final double high;
    private final double greenUp;
    private final double greenUpRate;
    private final double decline;
    private final double declineRate;
    private final Leaf leaf;

    LandCover(
            int id,
            String title,
            String color,
            double low,
            double high,
            double greenUp,
            double greenUpRate,
            double decline,
            double declineRate,
            Leaf leaf) {
        this.cropClass = new CropClass(id, title, color);
        this.low = low;
        this.high = high;
        this.greenUp = greenUp;
        this.greenUpRate = greenUpRate;
        this.decline = decline;
        this.declineRate = declineRate;
        this.leaf = leaf;
    }

    static List<CropClass> classes() {
        return Arrays.stream(values()).map(cover -> cover.cropClass).toList();
    }

    int id() {
        return cropClass.id();
    }

    boolean isCrop() {
        return id() <= COTTON.id();
    }

    /**
     * Share of ground under green leaves.
     *
     * @param day days since 1 September
     * @param shift days that the field is late
     * @param vigour 1 for a good stand
     * @param dry whether rains failed from January: crops stay low and decline three weeks early
     */
    double greenCover(double day, double shift, double vigour, boolean dry) {
        boolean suffers = dry && this != WATER && this != WOODLAND;
        double start = greenUp + shift + (suffers ? 9 : 0);
        double end = decline + 0.5 * shift - (suffers ? 21 : 0);
        double top = Math.min(0.98, high * vigour * (suffers ? 0.68 : 1));
        double rise = 1 / (1 + Math.exp(-greenUpRate * (day - start)));
        double fall = 1 / (1 + Math.exp(-declineRate * (day - end)));
        return Math.max(0, low + (top - low) * Math.max(0, rise - fall));
    }

    /**
     * Reflectance of a field in the five bands.
     *
     * @param green share of green cover
     * @param soil brightness of the soil, 1 as in {@link #DRY_SOIL}
     * @param nirFactor the stand's own leaf structure, near 1
     */
    void reflectance(double green, double soil, double nirFactor, double[] out) {
        for (int band = 0; band < out.length; band++) {
            double ground = switch (this) {
                case WATER -> OPEN_WATER[band];
                case BUILT_UP -> ROOFS[band] * soil;
                default -> DRY_SOIL[band] * soil;
            };
            double leaves = leaf.spectrum[band] * (band == 4 ? nirFactor : 1);
            // Leaves hide the ground faster than linearly: Beer's law with the cover as the gap fraction's complement.
            out[band] = green * leaves + (1 - green) * ground * (1 - 0.15 * green);
        }
    }
}
