package org.geocrop.accuracy;

/**
 * Whether two maps differ in accuracy on the same samples (McNemar 1947): only samples count of which one map is right
 * and the other wrong. The p-value is exact (two-sided binomial).
 *
 * @param onlyFirst samples of which only the first map is right
 * @param onlySecond samples of which only the second is
 */
public record McNemar(long onlyFirst, long onlySecond) {

    /** (b - c)^2 / (b + c), chi-squared with one degree of freedom; 0 where the maps never differ. */
    public double statistic() {
        double sum = (double) onlyFirst + onlySecond;
        double difference = (double) onlyFirst - onlySecond;
        return sum == 0 ? 0 : difference * difference / sum;
    }

    /** The chance of a difference at least this large if both maps were as good. */
    public double pValue() {
        long n = onlyFirst + onlySecond;
        long smaller = Math.min(onlyFirst, onlySecond);
        if (n == 0 || onlyFirst == onlySecond) {
            return 1;
        }
        double logTerm = -n * Math.log(2);
        double sum = Math.exp(logTerm);
        for (long k = 1; k <= smaller; k++) {
            logTerm += Math.log((double) (n - k + 1) / k);
            sum += Math.exp(logTerm);
        }
        return Math.min(1, 2 * sum);
    }
}
