package org.geocrop.process.training;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.error.StoreException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.hash.Sha256;
import org.geocrop.json.Json;
import org.geocrop.model.CropClass;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.ModelCard;
import org.geocrop.model.ModelStore;
import org.geocrop.model.Trainer;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.pipeline.sampling.PixelSampler;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.Locations;
import org.geocrop.process.input.Places;
import org.geocrop.process.input.Schemas;
import org.geocrop.process.input.SeasonInputs;
import org.geocrop.stac.SceneQuery;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The process {@code train-model}: labels and a season's scenes become a model in the store, with its card. Samples that
 * lie in one block of the ground are never both trained and tested on.
 */
public final class TrainModel implements GeoProcess {

    public static final String ID = "train-model";

    private static final int BLOCK_M = 1000;
    private static final int MAX_CLASSES = 100;
    private static final int MIN_ROWS = 2;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd");
    private static final List<String> COLORS = List.of(
            "#e6b422", "#4c9a2a", "#8c5a2b", "#2f6db3", "#b3432f", "#7a4fa3", "#3fb8af", "#d67ab1", "#707070",
            "#a8c256", "#f08a4b", "#1f4e5f");

    /** Hears of trainings. None of its troubles may hold one up. */
    public interface Listener {

        /** Nobody listens. */
        Listener NONE = (trained, plan) -> {};

        /** A training begins; gives the id under which it is tracked elsewhere, or null. */
        default @Nullable String begun(Trainer.Plan plan) {
            return null;
        }

        /** It failed. */
        default void failed(Trainer.Plan plan, @Nullable String runId) {}

        /** A model is in the store, without its files; told again after a crash. */
        void trained(Trainer.Trained trained, Trainer.Plan plan);
    }

    private final ObjectStore store;
    private final SeasonPipeline pipeline;
    private final SeasonInputs season;
    private final ModelStore models;
    private final Trainer trainer;
    private final Listener listener;
    private final int maxPixels;

    /** The process; at most {@code maxPixels} rows are trained on. */
    public TrainModel(
            ObjectStore store,
            SeasonPipeline pipeline,
            SeasonInputs season,
            ModelStore models,
            Trainer trainer,
            Listener listener,
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
        JsonNode example = Json.object()
                .put("name", "my-model")
                .put("year", 2022)
                .set("samples", Places.example(Json.object().put("class", "maize")));
        ObjectNode members = Json.object().put("type", "string");
        members.set("enum", Json.of(List.of("xgboost", "lightgbm")));
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
                        Schemas.geoJson("an object by class name", "")
                                .remove(List.of("required", "format", "properties")))
                .many("members", "Members", "Types to train; default: all", members, 2)
                .may(
                        "folds",
                        "Folds",
                        "Of the cross-validation",
                        Schemas.whole(2, 20).put("default", 5))
                .may(
                        "balance",
                        "Balance",
                        "0: classes count as they occur, 1: all the same",
                        Schemas.number(0, 1).put("default", 0.5))
                .may(
                        "block_m",
                        "Block in metres",
                        "Samples of one block are never both trained and tested on",
                        Schemas.whole(10, 100_000).put("default", BLOCK_M))
                .may(
                        "search_seconds",
                        "Time to search parameters",
                        "In seconds; what was begun is finished",
                        Schemas.whole(0, 3600).put("default", 60))
                .may(
                        "seed",
                        "Seed",
                        "Of all random numbers",
                        Schemas.whole(0, Integer.MAX_VALUE).put("default", 42));
        return season.describe(builder)
                .gives("model", ProcessDescription.Output.json("Model", "model.json: the bundle that was saved"))
                .gives("card", ProcessDescription.Output.json("Card", "Data, accuracy, importance and limits"))
                .gives(
                        "card_page",
                        ProcessDescription.Output.document(
                                "Card as a page", "The same for people", List.of("text/html")))
                .build("1.0.0", example);
    }

    @Override
    public void check(Execution execution) {
        Inputs inputs = new Inputs(execution.inputs());
        season.season(inputs);
        season.imagery(inputs);
        try {
            models.requireFree(String.valueOf(inputs.text("name")), version(execution, inputs));
        } catch (InvalidRequestException e) {
            throw e.below("inputs");
        }
        Labels.read(inputs, locations(inputs, Progress.NONE));
    }

    @Override
    public Optional<Aoi> area(JsonNode inputs) {
        return Optional.of(locations(new Inputs(inputs), Progress.NONE).area());
    }

    @Override
    public void run(Execution execution) {
        Inputs inputs = new Inputs(execution.inputs());
        Optional<ModelBundle> made = models.find(String.valueOf(inputs.text("name")), version(execution, inputs))
                .filter(bundle -> execution.jobId().equals(bundle.job()));
        publish(execution, inputs, made.isPresent() ? made.get() : train(execution, inputs));
    }

    /** Tells of the model, and puts it beside its card as the job's result. */
    private void publish(Execution execution, Inputs inputs, ModelBundle bundle) {
        JsonNode card =
                models.card(bundle).orElseThrow(() -> new StoreException("The card of " + bundle.id() + " is gone"));
        listener.trained(new Trainer.Trained(bundle, Map.of(), card), plan(execution, inputs, season.season(inputs)));
        Map<String, ResultWriter.Document> documents = new LinkedHashMap<>();
        documents.put("model", ResultWriter.Document.json(bundle));
        documents.put("card", ResultWriter.Document.json(card));
        documents.put(
                "card_page",
                new ResultWriter.Document(
                        "text/html", ModelCard.page(card).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        try (ResultWriter writer = new ResultWriter(store, execution.jobId(), ID)) {
            writer.publish(documents, null);
        }
    }

    private ModelBundle train(Execution execution, Inputs inputs) {
        Locations locations = locations(inputs, execution.progress());
        Labels labels = Labels.read(inputs, locations);
        Season window = season.season(inputs);
        PixelGrid grid = locations.area().targetGrid();
        Collected rows = new Collected(labels, grid, inputs.integer("block_m", BLOCK_M));
        new PixelSampler(pipeline)
                .sample(
                        grid,
                        locations.pixels(grid, maxPixels),
                        new SceneQuery(locations.area(), window, season.maxCloudCover(inputs)),
                        season.imagery(inputs),
                        season.minObservations(inputs),
                        execution.progress(),
                        rows);
        execution.progress().note(rows.describe(locations));
        execution.progress().phase("training");
        execution.progress().report(0.5, "Training on " + rows.labels.size() + " rows");
        Trainer.Plan plan = plan(execution, inputs, window);
        return train(execution, rows.samples(locations.area().bounds()), plan);
    }

    private ModelBundle train(Execution execution, Trainer.Samples samples, Trainer.Plan plan) {
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
        List<String> members = new ArrayList<>();
        inputs.value("members").forEach(member -> members.add(member.asString()));
        JsonNode samples = inputs.value("samples");
        return new Trainer.Plan(
                String.valueOf(inputs.text("name")),
                version(execution, inputs),
                new ModelBundle.SeasonWindow(
                        window.start().format(DAY), window.end().format(DAY)),
                samples.isString() ? samples.asString() : "job:" + execution.jobId(),
                samples.isString() ? null : Sha256.of(Json.write(samples)),
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

    private Locations locations(Inputs inputs, Progress progress) {
        Locations locations = Locations.read(
                "samples",
                Places.located("samples", Places.features("samples", inputs.value("samples"), store), progress));
        try {
            season.bounded(locations.area());
        } catch (LimitExceededException e) {
            throw new LimitExceededException("inputs/samples: their bounds are too large. " + e.getMessage(), e);
        }
        return locations;
    }

    /**
     * The class of each location.
     *
     * @param of index into the classes, -1 for locations that are left out
     */
    private record Labels(List<CropClass> classes, int[] of) {

        static Labels read(Inputs inputs, Locations locations) {
            String property = inputs.has("class_property") ? String.valueOf(inputs.text("class_property")) : "class";
            TreeSet<String> names = new TreeSet<>();
            List<String> label = new ArrayList<>();
            for (int i = 0; i < locations.size(); i++) {
                String text = locations
                        .feature(i)
                        .path("properties")
                        .path(property)
                        .asString("")
                        .trim();
                label.add(text);
                names.add(text);
            }
            names.remove("");
            if (names.isEmpty()) {
                throw new InvalidRequestException("inputs/samples: none has a property '" + property + "'");
            }
            List<CropClass> classes =
                    inputs.has("classes") ? given(inputs.value("classes")) : inOrder(List.copyOf(names));
            Map<String, Integer> index = new HashMap<>();
            for (int c = 0; c < classes.size(); c++) {
                index.put(classes.get(c).name(), c);
            }
            int[] of = label.stream()
                    .mapToInt(text -> index.getOrDefault(text, -1))
                    .toArray();
            long present =
                    java.util.Arrays.stream(of).filter(c -> c >= 0).distinct().count();
            if (present < 2) {
                throw new InvalidRequestException(
                        "inputs/samples: training needs samples of at least two classes; they have " + names);
            }
            return new Labels(classes, of);
        }

        private static List<CropClass> inOrder(List<String> names) {
            if (names.size() > MAX_CLASSES) {
                throw new LimitExceededException(
                        "inputs/samples: have " + names.size() + " classes; at most " + MAX_CLASSES + " are trained");
            }
            List<CropClass> classes = new ArrayList<>();
            for (int c = 0; c < names.size(); c++) {
                classes.add(new CropClass(c + 1, names.get(c), COLORS.get(c % COLORS.size())));
            }
            return classes;
        }

        private static List<CropClass> given(JsonNode value) {
            TreeMap<Integer, CropClass> classes = new TreeMap<>();
            value.forEachEntry((name, each) -> {
                int id = each.path("id").asInt(classes.size() + 1);
                String color = each.path("color").asString(COLORS.get(classes.size() % COLORS.size()));
                try {
                    if (classes.put(id, new CropClass(id, name, color)) != null) {
                        throw new InvalidRequestException("inputs/classes: two classes have the id " + id);
                    }
                } catch (org.geocrop.error.ModelException e) {
                    throw new InvalidRequestException("inputs/classes: " + e.getMessage(), e);
                }
            });
            if (classes.size() < 2 || classes.size() > MAX_CLASSES) {
                throw new InvalidRequestException("inputs/classes: names 2 to " + MAX_CLASSES + " classes");
            }
            return List.copyOf(classes.values());
        }
    }

    /** Rows as they are read. */
    private static final class Collected implements PixelSampler.Sink {
        private final Labels given;
        private final PixelGrid grid;
        private final int blockPixels;
        private final List<float[]> features = new ArrayList<>();
        private final List<Integer> labels = new ArrayList<>();
        private final List<Integer> groups = new ArrayList<>();
        private final TreeSet<Integer> seen = new TreeSet<>();
        /** The block of a location is that of its first pixel: a field is not cut. */
        private final Map<Integer, Integer> blockOf = new HashMap<>();

        Collected(Labels given, PixelGrid grid, int blockM) {
            this.given = given;
            this.grid = grid;
            this.blockPixels = Math.max(1, (int) Math.round(blockM / grid.resX()));
        }

        @Override
        public void accept(PixelSampler.Pixel pixel, int observations, float[] row) {
            int label = given.of[pixel.feature()];
            if (label < 0) {
                return;
            }
            seen.add(pixel.feature());
            int across = grid.width() / blockPixels + 1;
            int block = pixel.row() / blockPixels * across + pixel.col() / blockPixels;
            features.add(row.clone());
            labels.add(label);
            groups.add(blockOf.computeIfAbsent(pixel.feature(), key -> block));
        }

        String describe(Locations locations) {
            return labels.size() + " rows of " + seen.size() + " samples; " + (locations.size() - seen.size())
                    + " samples left out: of another class, or with too few clear dates";
        }

        /** Classes that have no row are left out. */
        Trainer.Samples samples(double[] bounds) {
            TreeSet<Integer> present = new TreeSet<>();
            Map<Integer, Integer> count = new HashMap<>();
            labels.forEach(label -> count.merge(label, 1, Integer::sum));
            count.forEach((label, n) -> {
                if (n >= MIN_ROWS) {
                    present.add(label);
                }
            });
            if (present.size() < 2) {
                throw new InvalidRequestException(
                        "inputs/samples: fewer than two classes have " + MIN_ROWS + " pixels with enough clear dates");
            }
            List<Integer> order = List.copyOf(present);
            List<Integer> rows = new ArrayList<>();
            for (int i = 0; i < labels.size(); i++) {
                if (present.contains(labels.get(i))) {
                    rows.add(i);
                }
            }
            float[] table = new float[rows.size() * FeatureSet.COUNT];
            int[] label = new int[rows.size()];
            int[] group = new int[rows.size()];
            for (int i = 0; i < rows.size(); i++) {
                System.arraycopy(features.get(rows.get(i)), 0, table, i * FeatureSet.COUNT, FeatureSet.COUNT);
                label[i] = order.indexOf(labels.get(rows.get(i)));
                group[i] = groups.get(rows.get(i));
            }
            return new Trainer.Samples(order.stream().map(given.classes::get).toList(), table, label, group, bounds);
        }
    }
}
