package org.geocrop.process.season;

import java.util.Optional;
import org.geocrop.grid.Aoi;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.pipeline.SeasonRequest;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Workload;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.SeasonInputs;
import tools.jackson.databind.JsonNode;

/** What processes have in common that make rasters of an area and a season. */
abstract class SeasonMap implements GeoProcess {

    private final SeasonPipeline pipeline;
    private final SeasonInputs season;

    SeasonMap(SeasonPipeline pipeline, SeasonInputs season) {
        this.pipeline = pipeline;
        this.season = season;
    }

    /** The request that the inputs mean, its model loaded. */
    abstract SeasonRequest read(Execution execution);

    /** The same without loading a model: what can be told by its description alone. */
    abstract SeasonRequest sketch(Execution execution);

    SeasonInputs season() {
        return season;
    }

    @Override
    public void check(Execution execution) {
        season.imagery(new Inputs(execution.inputs()));
        sketch(execution);
    }

    @Override
    public void run(Execution execution) {
        pipeline.run(read(execution), season.imagery(new Inputs(execution.inputs())), execution.progress());
    }

    @Override
    public Optional<Aoi> area(JsonNode inputs) {
        return Optional.of(new Inputs(inputs).aoi("aoi"));
    }

    @Override
    public Optional<Workload> workload(Execution execution) {
        return Optional.of(Workloads.of(pipeline, sketch(execution), season.imagery(new Inputs(execution.inputs()))));
    }
}
