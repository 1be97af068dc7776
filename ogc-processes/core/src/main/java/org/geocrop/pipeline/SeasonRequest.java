package org.geocrop.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.Season;
import org.geocrop.grid.Target;
import org.geocrop.model.CropClass;
import org.geocrop.model.Ensemble;
import org.geocrop.model.ModelBundle;
import org.geocrop.stac.SceneQuery;
import org.jspecify.annotations.Nullable;

/**
 * A map of a season: what to make, and how.
 *
 * @param jobId names the result
 * @param processId the process that asks
 * @param aoi pixels whose centre lies outside are nodata
 * @param season the time window
 * @param model the ensemble; null for composites without crop types
 * @param minObservations time steps with data that a pixel needs; others are nodata
 * @param maxCloudCover per cent; scenes above are skipped
 * @param minApplicability per cent: pixels that are less like the model's training rows get no class; 0 for none
 * @param rasters names of the rasters to write
 * @param target lattice and pixels of the map
 */
public record SeasonRequest(
        String jobId,
        String processId,
        Aoi aoi,
        Season season,
        @Nullable Ensemble model,
        int minObservations,
        double maxCloudCover,
        double minApplicability,
        List<String> rasters,
        Target target) {

    public static final int DEFAULT_MIN_OBSERVATIONS = 5;

    public SeasonRequest {
        rasters = List.copyOf(rasters);
        requireApplicability(minApplicability, model == null ? null : model.bundle());
    }

    /** A map of all pixels of an area, on the lattice of its UTM zone. */
    public SeasonRequest(
            String jobId,
            String processId,
            Aoi aoi,
            Season season,
            @Nullable Ensemble model,
            int minObservations,
            double maxCloudCover,
            double minApplicability,
            List<String> rasters) {
        this(
                jobId,
                processId,
                aoi,
                season,
                model,
                minObservations,
                maxCloudCover,
                minApplicability,
                rasters,
                Target.of(aoi));
    }

    /**
     * Refuses what a model can't give.
     *
     * @throws InvalidRequestException if pixels are to be like the training rows of a model that does not tell of them
     */
    public static void requireApplicability(double minApplicability, @Nullable ModelBundle model) {
        if (minApplicability > 0 && (model == null || model.applicability() == null)) {
            throw new InvalidRequestException(
                    "inputs/min_applicability: the model does not tell what its training data were like");
        }
    }

    /** Rasters of a classification. */
    public static List<String> classification(boolean probabilities, List<String> uncertainty) {
        List<String> rasters = new ArrayList<>(ResultFiles.RASTERS);
        rasters.addAll(uncertainty);
        if (probabilities) {
            rasters.add(ResultFiles.PROBABILITIES);
        }
        return rasters;
    }

    /** Rasters of uncertainty that a model can give. */
    public static List<String> uncertainty(ModelBundle model) {
        return ResultFiles.UNCERTAINTY.stream()
                .filter(raster -> model.applicability() != null || !raster.equals(ResultFiles.APPLICABILITY))
                .toList();
    }

    /** The scenes that it asks for. */
    public SceneQuery query() {
        return new SceneQuery(aoi, season, maxCloudCover);
    }

    /** The same, classified by a model. */
    public SeasonRequest by(Ensemble ensemble, double applicability) {
        return new SeasonRequest(
                jobId, processId, aoi, season, ensemble, minObservations, maxCloudCover, applicability, rasters);
    }

    List<CropClass> classes() {
        return model == null ? List.of() : model.classes();
    }

    boolean wants(String raster) {
        return rasters.contains(raster);
    }
}
