package org.geocrop.cog;

/**
 * Minimum, maximum, mean and population standard deviation of each band, kept tile by tile, so that they don't depend
 * on the order in which tiles come. Pixels without data don't count.
 */
final class Statistics {

    private static final int COUNT = 0;
    private static final int MIN = 1;
    private static final int MAX = 2;
    private static final int SUM = 3;
    private static final int SQUARES = 4;
    private static final int NUMBERS = 5;

    private final CogProfile profile;
    private final double[][] tiles;

    /** One band's numbers; a band without data has none. */
    record Band(long count, double min, double max, double mean, double deviation) {}

    Statistics(CogProfile profile, int tiles) {
        this.profile = profile;
        this.tiles = new double[tiles][];
    }

    /**
     * Takes a tile's samples.
     *
     * @param width columns of the tile that belong to the image
     * @param height rows, likewise
     */
    void add(int tile, int[] samples, int width, int height) {
        int bands = profile.bands();
        double[] numbers = new double[bands * NUMBERS];
        for (int band = 0; band < bands; band++) {
            addBand(samples, width, height, band, numbers);
        }
        tiles[tile] = numbers;
    }

    private void addBand(int[] samples, int width, int height, int band, double[] numbers) {
        int bands = profile.bands();
        boolean hasNodata = profile.nodata().isPresent();
        int nodata = profile.nodata().orElse(0);
        long count = 0;
        long sum = 0;
        double squares = 0;
        int min = Integer.MAX_VALUE;
        int max = Integer.MIN_VALUE;
        for (int y = 0; y < height; y++) {
            int at = y * profile.tileSize() * bands + band;
            for (int x = 0; x < width; x++, at += bands) {
                int value = samples[at];
                if (!hasNodata || value != nodata) {
                    count++;
                    sum += value;
                    squares += (double) value * value;
                    min = Math.min(min, value);
                    max = Math.max(max, value);
                }
            }
        }
        int first = band * NUMBERS;
        numbers[first + COUNT] = count;
        numbers[first + MIN] = min;
        numbers[first + MAX] = max;
        numbers[first + SUM] = sum;
        numbers[first + SQUARES] = squares;
    }

    Band band(int band) {
        double count = 0;
        double sum = 0;
        double squares = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        int first = band * NUMBERS;
        for (double[] numbers : tiles) {
            if (numbers != null && numbers[first + COUNT] > 0) {
                count += numbers[first + COUNT];
                sum += numbers[first + SUM];
                squares += numbers[first + SQUARES];
                min = Math.min(min, numbers[first + MIN]);
                max = Math.max(max, numbers[first + MAX]);
            }
        }
        double mean = count == 0 ? 0 : sum / count;
        double variance = count == 0 ? 0 : Math.max(0, squares / count - mean * mean);
        return new Band((long) count, min, max, mean, Math.sqrt(variance));
    }
}
