package org.geocrop.process.season;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Rights;
import org.geocrop.catalogue.Thing;
import org.geocrop.document.Provenance;
import org.geocrop.document.Summary;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.NotFoundException;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.JsonSchema;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.ModelRegistry;
import org.geocrop.model.ModelStore;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.pipeline.SeasonRequest;
import org.geocrop.process.Execution;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.Schemas;
import org.geocrop.process.input.SeasonInputs;

/** The process {@code classify-crops}: a crop-type map of an area and a season. */
public final class ClassifyCrops extends SeasonMap {

    public static final String ID = "classify-crops";
    public static final String VERSION = "1.0.0";

    private static final String PROBABILITIES = "probabilities";
    private static final String UNCERTAINTY = "uncertainty";

    private final ModelStore models;
    private final ModelRegistry registry;
    private final Rights everyone;
    /** Listing them takes a while on a store far away, and each request looks at the description. */
    private final Cache<String, List<ModelRegistry.Entry>> knownModels =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(5)).build();

    /** The process of a host that shows all models to all. */
    public ClassifyCrops(SeasonPipeline pipeline, ModelStore models, ModelRegistry registry, SeasonInputs season) {
        this(pipeline, models, registry, Rights.ALL, season);
    }

    /**
     * The process.
     *
     * @param everyone what all may see: a default that some may not is none
     */
    public ClassifyCrops(
            SeasonPipeline pipeline, ModelStore models, ModelRegistry registry, Rights everyone, SeasonInputs season) {
        super(pipeline, season);
        this.models = models;
        this.registry = registry;
        this.everyone = everyone;
    }

    private List<ModelRegistry.Entry> known() {
        return knownModels.get("", key -> registry.list());
    }

    /** The model that was promoted, or that of the calendar. */
    private String defaultModel(Inputs inputs) {
        return known().stream()
                .filter(ModelRegistry.Entry::isDefault)
                .map(ModelRegistry.Entry::bundle)
                .filter(bundle -> everyone.maySee(Thing.model(bundle.name())))
                .findFirst()
                .map(ModelBundle::id)
                .orElseGet(() -> season().calendar(inputs).defaultModel());
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProcessDescription description() {
        return description(everyone);
    }

    @Override
    public ProcessDescription description(Rights rights) {
        List<String> known = known().stream()
                .filter(entry -> !entry.isDeprecated())
                .map(ModelRegistry.Entry::bundle)
                .filter(bundle -> rights.maySee(Thing.model(bundle.name())))
                .map(ModelBundle::id)
                .toList();
        JsonSchema any = Schemas.text(defaultModel(new Inputs(ForeignJson.empty())));
        JsonSchema model =
                known.isEmpty() ? any : any.with("example", known.get(0)).with("x-choices", known);
        var builder = ProcessDescription.builder(
                        ID,
                        "Classify crops",
                        "A crop-type map of an area and a season from a Sentinel-2 time series, as Cloud Optimized"
                                + " GeoTIFFs.")
                .keywords("crop type", "Sentinel-2", "time series", "classification")
                .need("aoi", "Area of interest", season().aboutArea(), Schemas.aoi());
        season().describe(builder)
                .may("model", "Model", "name (its newest version) or name@version; there are " + known, model)
                .may(
                        PROBABILITIES,
                        "Write class probabilities",
                        "Adds a raster with a band for each class",
                        Schemas.flag(false))
                .may(
                        UNCERTAINTY,
                        "Write uncertainty rasters",
                        "Adds rasters of margin and entropy and, of models that tell, how like their training data pixels"
                                + " are",
                        Schemas.flag(false))
                .may(
                        "min_applicability",
                        "Minimum applicability (%)",
                        "Per cent: pixels that are less like the model's training data get no class, and do not count in"
                                + " areas; 1 sets aside what all but one per cent of the training data are nearer to",
                        Schemas.number(0, 100).otherwise(0))
                .gives(ResultFiles.CROP_TYPE, ProcessDescription.Output.cog("Crop type", "Class ids; nodata 0"))
                .gives(
                        ResultFiles.CONFIDENCE,
                        ProcessDescription.Output.cog("Confidence", "Per cent of the winning class; nodata 255"));
        Composites.outputs(builder)
                .gives(
                        ResultFiles.MARGIN,
                        ProcessDescription.Output.cog(
                                "Margin", "Per cent between the best two classes; with the input uncertainty"))
                .gives(
                        ResultFiles.ENTROPY,
                        ProcessDescription.Output.cog(
                                "Entropy", "Per cent of the most there can be; with the input uncertainty"))
                .gives(
                        ResultFiles.APPLICABILITY,
                        ProcessDescription.Output.cog(
                                "Applicability",
                                "Per cent of the training data that lie as far from their class or farther; with the"
                                        + " input uncertainty, of models that tell"))
                .gives(
                        ResultFiles.PROBABILITIES,
                        ProcessDescription.Output.cog(
                                "Probabilities", "Per cent, a band for each class; with the input probabilities"))
                .gives("summary", ProcessDescription.Output.json("Summary", "Hectares of each class", Summary.class))
                .gives(
                        "provenance",
                        ProcessDescription.Output.json("Provenance", "Scenes, parameters and model", Provenance.class));
        return builder.build(VERSION);
    }

    private static void requireInput(String input, List<String> outputs, Execution execution, Inputs inputs) {
        for (String output : outputs) {
            if (execution.formats().containsKey(output) && !inputs.flag(input)) {
                throw new InvalidRequestException(
                        "outputs/" + output + ": the output needs the input " + input + " to be true");
            }
        }
    }

    @Override
    SeasonRequest read(Execution execution, Inputs inputs) {
        requireInput(PROBABILITIES, List.of(ResultFiles.PROBABILITIES), execution, inputs);
        requireInput(UNCERTAINTY, ResultFiles.UNCERTAINTY, execution, inputs);
        ModelBundle bundle = model(
                inputs, reference -> models.describe(reference, inputs.rights().models()));
        SeasonRequest.requireApplicability(inputs.number("min_applicability", 0), bundle);
        return new SeasonRequest(
                execution.jobId(),
                ID,
                season().aoi(inputs),
                season().season(inputs),
                null,
                season().minObservations(inputs),
                season().maxCloudCover(inputs),
                0,
                SeasonRequest.classification(
                        inputs.flag(PROBABILITIES),
                        inputs.flag(UNCERTAINTY) ? SeasonRequest.uncertainty(bundle) : List.of()));
    }

    @Override
    SeasonRequest ready(SeasonRequest request, Inputs inputs) {
        return request.by(
                model(
                        inputs,
                        reference -> models.load(reference, inputs.rights().models())),
                inputs.number("min_applicability", 0));
    }

    private <T> T model(Inputs inputs, Function<String, T> by) {
        String named = inputs.text("model");
        try {
            return by.apply(named == null ? defaultModel(inputs) : named);
        } catch (NotFoundException e) {
            throw new InvalidRequestException("inputs/model: " + e.getMessage(), e);
        } catch (InvalidRequestException e) {
            throw e.below("inputs/model");
        }
    }
}
