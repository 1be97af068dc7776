package org.geocrop.process.season;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.geocrop.catalogue.Thing;
import org.geocrop.document.RegionPlace;
import org.geocrop.document.RegionReport;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.NotFoundException;
import org.geocrop.geojson.FeatureCollection;
import org.geocrop.geojson.Shape;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.Season;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.JsonSchema;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.ModelStore;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.pipeline.SeasonRequest;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Prepared;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.Places;
import org.geocrop.process.input.Schemas;
import org.geocrop.process.input.SeasonInputs;
import org.geocrop.region.RegionFiles;
import org.geocrop.region.RegionPlan;
import org.geocrop.region.RegionPlanner;
import org.geocrop.region.RegionRequest;
import org.geocrop.region.RegionShape;
import org.geocrop.region.RegionWorker;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;

/**
 * The process {@code classify-region}: a crop-type map of a country and a season, worked out by many processes. A run that
 * was cut off goes on with what is left.
 */
public final class ClassifyRegion implements GeoProcess {

    public static final String ID = RegionWorker.PROCESS;

    private static final int MAX_DOCUMENT = 64 << 20;
    private static final int DEFAULT_UNIT = 1024;

    private final ObjectStore store;
    private final ModelStore models;
    private final SeasonInputs season;
    private final Function<String, Optional<RegionRequest.Scenes>> catalogues;
    private final Runner runner;

    /** Runs a region that is planned to its end, and publishes it. */
    @FunctionalInterface
    public interface Runner {

        /**
         * Runs it.
         *
         * @param progress hears of units; may throw to end the run, whose units stay
         * @throws org.geocrop.error.GeocropException saying why it could not be done
         */
        void run(RegionPlan plan, Progress progress);
    }

    /**
     * The process.
     *
     * @param catalogues where the scenes of a configured catalogue come from, for other processes; empty if they can't
     */
    public ClassifyRegion(
            ObjectStore store,
            ModelStore models,
            SeasonInputs season,
            Function<String, Optional<RegionRequest.Scenes>> catalogues,
            Runner runner) {
        this.store = store;
        this.models = models;
        this.season = season;
        this.catalogues = catalogues;
        this.runner = runner;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProcessDescription description() {
        JsonSchema name = JsonSchema.text().pattern("^[a-z0-9][a-z0-9-]{0,23}$");
        JsonSchema label = JsonSchema.text().pattern("^[0-9][0-9-]{3,20}$");
        var builder = ProcessDescription.builder(
                        ID,
                        "Classify a region",
                        "A crop-type map of a country, its provinces or districts, and a season: map tiles in each UTM"
                                + " zone, areas by district, one layer. It runs on Apache Spark.")
                .keywords("crop type", "country", "district", "areas")
                .need(
                        "name",
                        "Name of the region",
                        "Its layer is region:<name>; a name and season are mapped once",
                        name)
                .need(
                        "region",
                        "Region",
                        "GeoJSON in CRS84, each feature a district with areas of its own; or dataset:<key>",
                        Places.schema("GeoJSON polygons"))
                .need("model", "Model", "name (its newest version) or name@version", Schemas.text())
                .may("district_name", "Property with the districts' names", "Default: name", Schemas.text())
                .may("label", "Label of the season", "Default: its years, such as 2022-2023", label);
        season.describe(builder)
                .may(
                        "min_applicability",
                        "Minimum applicability (%)",
                        "Per cent: pixels that are less like the model's training data get no class",
                        Schemas.number(0, 100).otherwise(0))
                .may(
                        "unit",
                        "Unit of work",
                        "Pixels of its side",
                        Schemas.whole(256, 4096).otherwise(DEFAULT_UNIT))
                .gives(
                        "areas",
                        ProcessDescription.Output.json(
                                "Areas", "Hectares of each class of the region and its districts", RegionReport.class))
                .gives(
                        "region",
                        ProcessDescription.Output.json(
                                "Region", "Its STAC collection, and its layer", RegionPlace.class));
        return builder.example("name", "mazowe")
                .example("year", 2022)
                .example("model", "zimbabwe-sample")
                .example("region", Places.byValue(Shape.box(30.975, -17.459, 30.981, -17.455)))
                .build("1.0.0");
    }

    @Override
    public Optional<Thing> makes(ForeignJson inputs) {
        return Optional.ofNullable(new Inputs(inputs).text("name")).map(Thing::region);
    }

    @Override
    public Prepared prepare(Execution execution) {
        Inputs inputs = new Inputs(execution);
        RegionShape shape = shape(inputs);
        ModelBundle model = model(inputs);
        Imagery imagery = season.imagery(inputs);
        RegionRequest request = request(inputs, model, imagery);
        double[] b = shape.bounds();
        return Prepared.map(() -> run(execution, request, shape, imagery)).about(Aoi.bbox(b[0], b[1], b[2], b[3]));
    }

    private void run(Execution execution, RegionRequest sketch, RegionShape shape, Imagery imagery) {
        RegionRequest request = sketch.with(models.load(sketch.model()).sha256());
        Progress progress = execution.progress();
        progress.phase("searching");
        RegionPlan plan = new RegionPlanner(store)
                .plan(request, shape, imagery, (share, message) -> progress.report(share / 20, message));
        progress.note("Planned " + plan.tiles().size() + " map tiles, " + plan.units() + " units, "
                + plan.estimate().scenes() + " scenes");
        progress.phase("classifying");
        runner.run(plan, progress);
        Map<String, ResultWriter.Document> documents = new LinkedHashMap<>();
        documents.put("areas", document(request.files().key("areas.json")));
        RegionPlace region = new RegionPlace(
                "region:" + request.name() + ":" + request.label(),
                request.files().collection().key());
        documents.put("region", ResultWriter.Document.json(region));
        try (ResultWriter writer = new ResultWriter(store, execution.jobId(), ID)) {
            writer.publish(documents, null);
        }
    }

    private ResultWriter.Document document(ObjectKey key) {
        return new ResultWriter.Document("application/json", store.get(key, MAX_DOCUMENT));
    }

    private RegionShape shape(Inputs inputs) {
        FeatureCollection districts = new FeatureCollection(Places.features("region", inputs, store));
        try {
            return RegionShape.of(
                    ForeignJson.of(districts), String.valueOf(inputs.text("name")), inputs.text("district_name"));
        } catch (InvalidRequestException e) {
            throw e.below("inputs/region");
        }
    }

    /** What is asked for; which bytes the model has is told when it runs. */
    private RegionRequest request(Inputs inputs, ModelBundle bundle, Imagery imagery) {
        Season wanted = season.season(inputs);
        double minApplicability = inputs.number("min_applicability", 0);
        SeasonRequest.requireApplicability(minApplicability, bundle);
        String catalogue = imagery.name();
        RegionRequest.Scenes scenes = catalogues
                .apply(catalogue)
                .orElseThrow(() -> InvalidRequestException.at(
                        "inputs/catalogue", "a region takes one of the configured catalogues, not " + catalogue));
        String given = inputs.text("label");
        String label = given == null ? RegionRequest.label(wanted) : given;
        RegionFiles files = new RegionFiles(String.valueOf(inputs.text("name")), label);
        return new RegionRequest(
                files.name(),
                label,
                wanted,
                bundle.id(),
                "",
                season.minObservations(inputs),
                season.maxCloudCover(inputs),
                minApplicability,
                SeasonRequest.classification(false, List.of()),
                inputs.integer("unit", DEFAULT_UNIT),
                scenes);
    }

    private ModelBundle model(Inputs inputs) {
        try {
            return models.describe(
                    String.valueOf(inputs.text("model")), inputs.rights().models());
        } catch (NotFoundException e) {
            throw InvalidRequestException.at("inputs/model", String.valueOf(e.getMessage()));
        } catch (InvalidRequestException e) {
            throw e.below("inputs/model");
        }
    }
}
