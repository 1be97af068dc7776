package org.geocrop.pipeline;

import org.geocrop.grid.Aoi;
import org.geocrop.grid.Season;
import org.geocrop.model.Ensemble;

/**
 * What to classify, and how.
 *
 * @param jobId names the result
 * @param aoi pixels whose centre lies outside are nodata
 * @param season the time window
 * @param model the ensemble
 * @param catalogueName what provenance calls the catalogue
 * @param minObservations time steps with data that a pixel needs; others are nodata
 * @param maxCloudCover per cent; scenes above are skipped
 * @param probabilities whether to write the raster of class probabilities
 */
public record ClassificationRequest(
        String jobId,
        Aoi aoi,
        Season season,
        Ensemble model,
        String catalogueName,
        int minObservations,
        double maxCloudCover,
        boolean probabilities) {

    public static final int DEFAULT_MIN_OBSERVATIONS = 5;
}
