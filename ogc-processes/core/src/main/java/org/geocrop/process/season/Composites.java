package org.geocrop.process.season;

import org.geocrop.catalogue.ResultFiles;
import org.geocrop.document.Provenance;
import org.geocrop.document.Summary;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.pipeline.SeasonRequest;
import org.geocrop.process.Execution;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.Schemas;
import org.geocrop.process.input.SeasonInputs;

/** The process {@code season-composite}: peak indices, true colour and clear observations of a season. */
public final class Composites extends SeasonMap {

    public static final String ID = "season-composite";

    public Composites(SeasonPipeline pipeline, SeasonInputs season) {
        super(pipeline, season);
    }

    /** The rasters that a classification has as well, and inputs that work on the embedded sample. */
    static ProcessDescription.Builder outputs(ProcessDescription.Builder builder) {
        return builder.example("year", 2022)
                .example("aoi", new double[] {30.978, -17.457, 600})
                .gives(
                        ResultFiles.OBSERVATIONS,
                        ProcessDescription.Output.cog("Observations", "Time steps with clear data; nodata 255"))
                .gives(ResultFiles.NDVI_PEAK, index("NDVI"))
                .gives(ResultFiles.EVI_PEAK, index("EVI"))
                .gives(ResultFiles.SAVI_PEAK, index("SAVI"))
                .gives(
                        ResultFiles.TRUE_COLOR,
                        ProcessDescription.Output.cog("True colour", "Red, green, blue at the peak of NDVI; nodata 0"));
    }

    private static ProcessDescription.Output index(String name) {
        return ProcessDescription.Output.cog("Peak " + name, "Largest " + name + " times 10000; nodata -32768");
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProcessDescription description() {
        var builder = ProcessDescription.builder(
                        ID,
                        "Season composite",
                        "Peak NDVI, EVI and SAVI, true colour at the peak, and the number of clear observations of a"
                                + " season, as Cloud Optimized GeoTIFFs.")
                .keywords("composite", "Sentinel-2", "NDVI", "EVI", "SAVI")
                .need("aoi", "Area of interest", season().aboutArea(), Schemas.aoi());
        outputs(season().describe(builder))
                .gives(
                        "summary",
                        ProcessDescription.Output.json("Summary", "Hectares and clear observations", Summary.class))
                .gives(
                        "provenance",
                        ProcessDescription.Output.json("Provenance", "Scenes and parameters", Provenance.class));
        return builder.build("1.0.0");
    }

    @Override
    SeasonRequest read(Execution execution, Inputs inputs) {
        return new SeasonRequest(
                execution.jobId(),
                ID,
                season().aoi(inputs),
                season().season(inputs),
                null,
                season().minObservations(inputs),
                season().maxCloudCover(inputs),
                0,
                ResultFiles.COMPOSITES);
    }
}
