package org.geocrop.pipeline.sampling;

import java.util.List;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.feature.FeatureExtractor;
import org.geocrop.feature.FeatureSet;

/** Features of the pixels of a season, row by row. */
final class FeatureRows {

    /** Takes a pixel's features. */
    @FunctionalInterface
    interface Sink {

        /**
         * A pixel.
         *
         * @param number of it
         * @param observations time steps with data
         * @param features an array that has {@link FeatureSet#COUNT} of them
         * @param at where they begin
         */
        void accept(int number, int observations, float[] features, int at);
    }

    private FeatureRows() {}

    /**
     * Computes them strip by strip.
     *
     * @param numbers of the season's pixels, in their order
     * @param minObservations pixels with fewer time steps with data are left out
     */
    static void of(SeasonComposite season, List<Integer> numbers, int minObservations, Sink sink) {
        FeatureExtractor extractor = new FeatureExtractor(season.steps());
        float[] strip = new float[FeatureExtractor.STRIP * FeatureSet.COUNT];
        for (int from = 0; from < numbers.size(); from += FeatureExtractor.STRIP) {
            int count = Math.min(FeatureExtractor.STRIP, numbers.size() - from);
            extractor.extract(season, from, count, strip);
            for (int lane = 0; lane < count; lane++) {
                if (extractor.observations(lane) >= minObservations) {
                    sink.accept(numbers.get(from + lane), extractor.observations(lane), strip, lane * FeatureSet.COUNT);
                }
            }
        }
    }
}
