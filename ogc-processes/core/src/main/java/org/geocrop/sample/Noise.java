package org.geocrop.sample;

/** Random numbers that depend on place and seed only, so that any part of a landscape can be made at any time. */
final class Noise {

    private Noise() {}

    /** Mixes numbers into 64 well spread bits (the finalizer of SplitMix64, Steele et al. 2014). */
    static long hash(long a, long b, long seed) {
        long z = a * 0x9E3779B97F4A7C15L + b * 0xC2B2AE3D27D4EB4FL + seed * 0x165667B19E3779F9L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** Uniform in [0, 1). */
    static double uniform(long a, long b, long seed) {
        return (hash(a, b, seed) >>> 11) * 0x1.0p-53;
    }

    /** Nearly normal with mean 0 and deviation 1: the sum of four uniform numbers. */
    static double normal(long a, long b, long seed) {
        long h = hash(a, b, seed);
        int sum = (int) (h & 0xffff) + (int) (h >>> 16 & 0xffff) + (int) (h >>> 32 & 0xffff) + (int) (h >>> 48);
        return (sum / 65536.0 - 2) * 1.7320508;
    }

    /** Smooth value noise in [0, 1): hashed lattice values, blended by a cubic. */
    static double smooth(double x, double y, long seed) {
        long col = (long) Math.floor(x);
        long row = (long) Math.floor(y);
        double u = ease(x - col);
        double v = ease(y - row);
        double top = uniform(col, row, seed) * (1 - u) + uniform(col + 1, row, seed) * u;
        double bottom = uniform(col, row + 1, seed) * (1 - u) + uniform(col + 1, row + 1, seed) * u;
        return top * (1 - v) + bottom * v;
    }

    /** Four octaves of smooth noise, in [0, 1). */
    static double fractal(double x, double y, long seed) {
        double sum = 0;
        double weight = 0.5;
        for (int octave = 0; octave < 4; octave++) {
            sum += weight * smooth(x * (1 << octave), y * (1 << octave), seed + octave);
            weight /= 2;
        }
        return sum / 0.9375;
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }
}
