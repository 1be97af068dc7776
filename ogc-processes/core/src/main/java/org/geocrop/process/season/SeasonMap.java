package org.geocrop.process.season;

import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.pipeline.SeasonRequest;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Prepared;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.SeasonInputs;

/** What processes have in common that make rasters of an area and a season. */
abstract class SeasonMap implements GeoProcess {

    private final SeasonPipeline pipeline;
    private final SeasonInputs season;

    SeasonMap(SeasonPipeline pipeline, SeasonInputs season) {
        this.pipeline = pipeline;
        this.season = season;
    }

    /** The request that the inputs mean; a model is named and described, not loaded. */
    abstract SeasonRequest read(Execution execution, Inputs inputs);

    /** The same with all that a run needs. */
    SeasonRequest ready(SeasonRequest request, Inputs inputs) {
        return request;
    }

    SeasonInputs season() {
        return season;
    }

    @Override
    public Prepared prepare(Execution execution) {
        Inputs inputs = new Inputs(execution);
        Imagery imagery = season.imagery(inputs);
        SeasonRequest request = read(execution, inputs);
        return Prepared.map(() -> pipeline.run(ready(request, inputs), imagery, execution.progress()))
                .about(request.aoi())
                .costing(() -> Workloads.of(pipeline, request, imagery));
    }
}
