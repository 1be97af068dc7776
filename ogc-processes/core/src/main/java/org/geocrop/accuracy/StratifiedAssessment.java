package org.geocrop.accuracy;

import org.geocrop.error.InvalidRequestException;

/**
 * Accuracy and areas of a map from reference samples, after Olofsson et al. 2014 ("Good practices for estimating area
 * and assessing accuracy of land change", Remote Sensing of Environment 148, 42-57). The strata are the classes of the
 * map; with a simple random or systematic sample the same formulas are those of post-stratification.
 *
 * <p>Stratum i has the share W_i of the map's area and n_i samples, n_ij of which are truly of class j. Everything is
 * a function of the estimated shares p_ij = W_i n_ij / n_i (equation 4).
 */
public final class StratifiedAssessment {

    private final ConfusionMatrix samples;
    private final double[] weight;
    private final double area;

    /**
     * An assessment.
     *
     * @param samples by map class (rows) and reference class (columns)
     * @param areas of each class on the map, in any unit; estimates of area are in that unit
     * @throws InvalidRequestException if a class that is on the map has fewer than two samples
     */
    public StratifiedAssessment(ConfusionMatrix samples, double[] areas) {
        this.samples = samples;
        double sum = 0;
        for (double each : areas) {
            sum += each;
        }
        this.area = sum;
        this.weight = new double[areas.length];
        for (int i = 0; i < areas.length; i++) {
            weight[i] = areas[i] / sum;
            if (areas[i] > 0 && samples.said(i) < 2) {
                throw new InvalidRequestException("Class number " + (i + 1) + " covers " + areas[i]
                        + " of the map and has " + samples.said(i) + " samples; each class on the map needs two");
            }
        }
    }

    /** Estimated share of the area that the map calls i and that is j. */
    public double share(int i, int j) {
        return weight[i] == 0 ? 0 : weight[i] * proportion(i, j);
    }

    private double proportion(int i, int j) {
        return (double) samples.count(i, j) / samples.said(i);
    }

    /** Share of the area that is right (equations 1 and 5). */
    public Estimate overall() {
        return ratio((i, j) -> i == j ? 1 : 0, null);
    }

    /** Equations 2 and 6. */
    public Estimate users(int index) {
        if (weight[index] == 0) {
            return new Estimate(Double.NaN, Double.NaN);
        }
        double u = proportion(index, index);
        return new Estimate(u, Math.sqrt(u * (1 - u) / (samples.said(index) - 1)));
    }

    /** Equations 3 and 7. */
    public Estimate producers(int index) {
        return ratio((i, j) -> i == index && j == index ? 1 : 0, (i, j) -> j == index ? 1 : 0);
    }

    /** 2 p_jj / (p_j. + p_.j), its error by linearization as that of any ratio. */
    public Estimate f1(int index) {
        return ratio((i, j) -> i == index && j == index ? 2 : 0, (i, j) -> (i == index ? 1 : 0) + (j == index ? 1 : 0));
    }

    /** The share of the area that truly is of a class (equations 9 and 10). */
    public Estimate proportionOfArea(int index) {
        return ratio((i, j) -> j == index ? 1 : 0, null);
    }

    /** The area that truly is of a class, in the unit of the areas given (equation 11). */
    public Estimate area(int index) {
        return proportionOfArea(index).times(area);
    }

    /** The area that the map gives to a class. */
    public double mappedArea(int index) {
        return weight[index] * area;
    }

    @FunctionalInterface
    private interface Score {
        double of(int mapped, int truth);
    }

    /**
     * The ratio of two means over the area, with the standard error of the combined ratio estimator under stratified
     * sampling (Cochran 1977, 6.11): V = sum W_i^2 s_i^2(y - R x) / n_i / X^2.
     */
    private Estimate ratio(Score y, @org.jspecify.annotations.Nullable Score x) {
        double top = mean(y);
        double bottom = x == null ? 1 : mean(x);
        double value = top / bottom;
        double variance = 0;
        for (int i = 0; i < weight.length; i++) {
            if (weight[i] > 0) {
                double n = samples.said(i);
                double sum = 0;
                double squares = 0;
                for (int j = 0; j < weight.length; j++) {
                    double residual = y.of(i, j) - (x == null ? 0 : value * x.of(i, j));
                    sum += samples.count(i, j) * residual;
                    squares += samples.count(i, j) * residual * residual;
                }
                double spread = (squares - sum * sum / n) / (n - 1);
                variance += weight[i] * weight[i] * spread / n;
            }
        }
        return new Estimate(value, Math.sqrt(Math.max(0, variance)) / bottom);
    }

    private double mean(Score score) {
        double mean = 0;
        for (int i = 0; i < weight.length; i++) {
            for (int j = 0; j < weight.length; j++) {
                mean += share(i, j) * score.of(i, j);
            }
        }
        return mean;
    }
}
