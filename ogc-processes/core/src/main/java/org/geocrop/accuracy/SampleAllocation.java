package org.geocrop.accuracy;

import java.util.Arrays;

/** How many reference samples a campaign needs, and of which classes (Olofsson et al. 2014, section 5.1). */
public final class SampleAllocation {

    private SampleAllocation() {}

    /**
     * Samples for a wanted standard error of the overall accuracy (equation 13, from Cochran 1977, equation 5.25).
     *
     * @param weights share of the map of each class
     * @param expected user's accuracy that each class is thought to have
     * @param standardError wanted, such as 0.01
     */
    public static int total(double[] weights, double[] expected, double standardError) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * deviation(expected[i]);
        }
        return (int) Math.ceil(Math.pow(sum / standardError, 2));
    }

    /**
     * Shares samples out: each class that is on the map gets the least number, and what is left goes by area.
     *
     * @param least of each class, such as 50 or 75, so that user's accuracy of rare classes can be told
     */
    public static int[] allocate(double[] weights, int total, int least) {
        int[] samples = new int[weights.length];
        boolean[] fixed = new boolean[weights.length];
        int left = total;
        double share = Arrays.stream(weights).sum();
        // Whoever would get less than the least number gets that; the others share what is left, until none is below.
        for (boolean again = true; again; ) {
            again = false;
            for (int i = 0; i < weights.length; i++) {
                if (!fixed[i] && weights[i] > 0 && Math.round(left * weights[i] / share) < least) {
                    fixed[i] = true;
                    samples[i] = least;
                    left -= least;
                    share -= weights[i];
                    again = true;
                    break;
                }
            }
        }
        for (int i = 0; i < weights.length; i++) {
            if (!fixed[i] && weights[i] > 0) {
                samples[i] = (int) Math.round(left * weights[i] / share);
            }
        }
        return samples;
    }

    private static double deviation(double accuracy) {
        return Math.sqrt(accuracy * (1 - accuracy));
    }
}
