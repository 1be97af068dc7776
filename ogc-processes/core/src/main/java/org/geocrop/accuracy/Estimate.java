package org.geocrop.accuracy;

/**
 * An estimate and its standard error.
 *
 * @param value NaN where there is nothing to estimate it by
 * @param standardError NaN where a stratum has fewer than two samples
 */
public record Estimate(double value, double standardError) {

    /** Of the normal distribution, for 95 per cent, with the digits that the field's papers use. */
    private static final double Z_95 = 1.96;

    /** Half the width of the 95 per cent confidence interval. */
    public double margin() {
        return Z_95 * standardError;
    }

    public double low() {
        return value - margin();
    }

    public double high() {
        return value + margin();
    }

    Estimate times(double factor) {
        return new Estimate(value * factor, standardError * factor);
    }

    /**
     * A share by Wilson's score interval (Wilson 1927), which stays within 0 to 1 and is right for few cases.
     *
     * @return lower and upper bound of the 95 per cent interval
     */
    public static double[] wilson(double share, double n) {
        double z2 = Z_95 * Z_95;
        double middle = (share + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z_95 / (1 + z2 / n) * Math.sqrt(share * (1 - share) / n + z2 / (4 * n * n));
        return new double[] {middle - half, middle + half};
    }
}
