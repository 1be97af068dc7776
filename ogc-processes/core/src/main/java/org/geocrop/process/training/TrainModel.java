package org.geocrop.process.training;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geocrop.catalogue.Thing;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.StoreException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.hash.Sha256;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.json.JsonSchema;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.ModelCard;
import org.geocrop.model.ModelCardPage;
import org.geocrop.model.ModelStore;
import org.geocrop.model.Trainer;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.pipeline.sampling.PixelSampler;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Prepared;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.Locations;
import org.geocrop.process.input.Places;
import org.geocrop.process.input.Schemas;
import org.geocrop.process.input.SeasonInputs;
import org.geocrop.stac.SceneQuery;
import org.geocrop.store.ObjectStore;

/**
 * The process {@code train-model}: labels and a season's scenes become a model in the store, with its card. Samples that
 * lie in one block of the ground are never both trained and tested on.
 */
public final class TrainModel implements GeoProcess {

    public static final String ID = "train-model";

    private static final int BLOCK_M = 1000;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd");

    private final ObjectStore store;
    private final SeasonPipeline pipeline;
    private final SeasonInputs season;
    private final ModelStore models;
    private final Trainer trainer;
    private final TrainingListener listener;
    private final int maxPixels;

    /** The process; at most {@code maxPixels} rows are trained on. */
    public TrainModel(
            ObjectStore store,
            SeasonPipeline pipeline,
            SeasonInputs season,
            ModelStore models,
            Trainer trainer,
            TrainingListener listener,
            int maxPixels) {
        this.store = store;
        this.pipeline = pipeline;
        this.season = season;
        this.models = models;
        this.trainer = trainer;
        this.listener = listener;
        this.maxPixels = maxPixels;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProcessDescription description() {
        JsonSchema members = JsonSchema.text(List.of("xgboost", "lightgbm"));
        var builder = ProcessDescription.builder(
                        ID,
                        "Train model",
                        "A model of labelled points or polygons and a season's scenes: an ensemble whose weights are learned"
                                + " on fields that it has not seen, with a card that says how well it does.")
                .keywords("training", "XGBoost", "LightGBM", "model card")
                .need("name", "Name", "Lower case letters, digits and hyphens", Schemas.text())
                .need(
                        "samples",
                        "Samples",
                        "Points or polygons in CRS84 with the class as a property, or dataset:<key>; of a polygon each pixel"
                                + " whose centre lies inside",
                        Places.schema("GeoJSON points or polygons"))
                .may("version", "Version", "Default: the day and the beginning of the job's id", Schemas.text())
                .may("class_property", "Property with the class", "", Schemas.text("class"))
                .may(
                        "classes",
                        "Classes",
                        "{\"name\": {\"id\": 1, \"color\": \"#e6b422\"}}: ids and colours; samples of other classes are left"
                                + " out. Default: all, in the order of their names",
                        JsonSchema.of("object").title("an object by class name"))
                .many("members", "Members", "Types to train; default: all", members, 2)
                .may(
                        "folds",
                        "Folds",
                        "Of the cross-validation",
                        Schemas.whole(2, 20).otherwise(5))
                .may(
                        "balance",
                        "Balance",
                        "0: classes count as they occur, 1: all the same",
                        Schemas.number(0, 1).otherwise(0.5))
                .may(
                        "block_m",
                        "Block in metres",
                        "Samples of one block are never both trained and tested on",
                        Schemas.whole(10, 100_000).otherwise(BLOCK_M))
                .may(
                        "search_seconds",
                        "Time to search parameters",
                        "In seconds; what was begun is finished",
                        Schemas.whole(0, 3600).otherwise(60))
                .may(
                        "seed",
                        "Seed",
                        "Of all random numbers",
                        Schemas.whole(0, Integer.MAX_VALUE).otherwise(42));
        return season.describe(builder)
                .gives(
                        "model",
                        ProcessDescription.Output.json(
                                "Model", "model.json: the bundle that was saved", ModelBundle.class))
                .gives(
                        "card",
                        ProcessDescription.Output.json(
                                "Card", "Data, accuracy, importance and limits", ModelCard.class))
                .gives(
                        "card_page",
                        ProcessDescription.Output.document(
                                "Card as a page", "The same for people", null, List.of("text/html")))
                .example("name", "my-model")
                .example("year", 2022)
                .example(
                        "samples",
                        Places.examples(Places.example(0, "class", "maize"), Places.example(1, "class", "sorghum")))
                .build("1.0.0");
    }

    @Override
    public Optional<Thing> makes(ForeignJson inputs) {
        return Optional.ofNullable(new Inputs(inputs).text("name")).map(Thing::model);
    }

    @Override
    public Prepared prepare(Execution execution) {
        Inputs inputs = new Inputs(execution);
        Season window = season.season(inputs);
        Imagery imagery = season.imagery(inputs);
        String name = String.valueOf(inputs.text("name"));
        String version = version(execution, inputs);
        Optional<ModelBundle> made =
                models.find(name, version).filter(bundle -> execution.jobId().equals(bundle.job()));
        if (made.isEmpty()) {
            requireFree(name, version);
        }
        Locations locations = season.locations("samples", inputs, store, execution.progress());
        TrainingLabels labels = TrainingLabels.read(inputs, locations);
        return Prepared.map(() -> {
                    Trainer.Plan plan = plan(execution, inputs, window);
                    publish(
                            execution,
                            plan,
                            made.orElseGet(() -> train(
                                    execution, plan, rows(execution, inputs, locations, labels, window, imagery))));
                })
                .about(locations.area());
    }

    private void requireFree(String name, String version) {
        try {
            models.requireFree(name, version);
        } catch (InvalidRequestException e) {
            throw e.below("inputs");
        }
    }

    /** Tells of the model, and puts it beside its card as the job's result. */
    private void publish(Execution execution, Trainer.Plan plan, ModelBundle bundle) {
        ModelCard card = card(bundle);
        listener.trained(new Trainer.Trained(bundle, Map.of(), card), plan);
        Map<String, ResultWriter.Document> documents = new LinkedHashMap<>();
        documents.put("model", ResultWriter.Document.json(bundle));
        documents.put("card", ResultWriter.Document.json(card));
        documents.put(
                "card_page",
                new ResultWriter.Document(
                        "text/html",
                        ModelCardPage.page(ForeignJson.of(card)).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        try (ResultWriter writer = new ResultWriter(store, execution.jobId(), ID)) {
            writer.publish(documents, null);
        }
    }

    private ModelCard card(ModelBundle bundle) {
        try {
            return models.card(bundle)
                    .orElseThrow(() -> new StoreException("The card of " + bundle.id() + " is gone"))
                    .to(ModelCard.class);
        } catch (Json.MalformedException e) {
            throw new StoreException("The card of " + bundle.id() + " is damaged: " + e.getMessage(), e);
        }
    }

    private Trainer.Samples rows(
            Execution execution,
            Inputs inputs,
            Locations locations,
            TrainingLabels labels,
            Season window,
            Imagery imagery) {
        PixelGrid grid = locations.area().targetGrid();
        CollectedRows rows = new CollectedRows(labels, grid, inputs.integer("block_m", BLOCK_M));
        new PixelSampler(pipeline)
                .sample(
                        grid,
                        locations.pixels(grid, maxPixels),
                        new SceneQuery(locations.area(), window, season.maxCloudCover(inputs)),
                        imagery,
                        season.minObservations(inputs),
                        execution.progress(),
                        rows);
        execution.progress().note(rows.describe(locations));
        execution.progress().phase("training");
        execution.progress().report(0.5, "Training on " + rows.size() + " rows");
        return rows.samples(locations.area().bounds());
    }

    private ModelBundle train(Execution execution, Trainer.Plan plan, Trainer.Samples samples) {
        String runId = listener.begun(plan);
        boolean isDone = false;
        try {
            Trainer.Trained made = trainer.train(samples, plan, note -> {
                execution.progress().note(note);
                execution.progress().report(0.6, note);
            });
            Trainer.Trained trained = new Trainer.Trained(
                    made.bundle().withRun(runId).madeBy(execution.jobId()), made.files(), made.card());
            ModelBundle saved = models.save(trained);
            isDone = true;
            return saved;
        } finally {
            if (!isDone) {
                listener.failed(plan, runId);
            }
        }
    }

    private Trainer.Plan plan(Execution execution, Inputs inputs, Season window) {
        List<String> members = inputs.value("members").texts();
        ForeignJson samples = inputs.value("samples");
        return new Trainer.Plan(
                String.valueOf(inputs.text("name")),
                version(execution, inputs),
                new ModelBundle.SeasonWindow(
                        window.start().format(DAY), window.end().format(DAY)),
                samples.isText() ? samples.text() : "job:" + execution.jobId(),
                samples.isText() ? null : Sha256.of(Json.write(samples)),
                members.isEmpty() ? List.of("xgboost", "lightgbm") : members,
                inputs.integer("folds", 5),
                inputs.number("balance", 0.5),
                Duration.ofSeconds(inputs.integer("search_seconds", 60)),
                inputs.integer("seed", 42),
                execution.accepted());
    }

    /** The same of each run of a job. */
    private static String version(Execution execution, Inputs inputs) {
        String given = inputs.text("version");
        if (given != null) {
            return given;
        }
        String job = execution.jobId();
        return execution.accepted().atZone(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyyMMdd")) + "-"
                + job.substring(0, Math.min(8, job.length()));
    }
}
