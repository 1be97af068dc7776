package org.geocrop.process.season;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.geocrop.composite.OpenScene;
import org.geocrop.composite.SceneStack;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.document.Explanation;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.NoScenesException;
import org.geocrop.error.NotFoundException;
import org.geocrop.feature.FeatureExtractor;
import org.geocrop.feature.FeatureSet;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.grid.Window;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.json.JsonSchema;
import org.geocrop.model.CropClass;
import org.geocrop.model.Ensemble;
import org.geocrop.model.ModelStore;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.pipeline.SceneFinder;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Prepared;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.Schemas;
import org.geocrop.process.input.SeasonInputs;
import org.geocrop.stac.SceneQuery;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * The process {@code explain-pixel}: why a model says what it says of one place. The series of its indices with the
 * steps that were clear and those that were filled, what each member of the ensemble says, and the features that moved
 * the decision.
 */
public final class ExplainPixel implements GeoProcess {

    public static final String ID = "explain-pixel";
    private static final double REACH_M = 20;
    private static final int RED = 2;
    private static final List<String> INDICES = List.of("ndvi", "ndre", "evi", "ndwi");

    private final ObjectStore store;
    private final SeasonPipeline pipeline;
    private final SeasonInputs season;
    private final ModelStore models;

    public ExplainPixel(ObjectStore store, SeasonPipeline pipeline, SeasonInputs season, ModelStore models) {
        this.store = store;
        this.pipeline = pipeline;
        this.season = season;
        this.models = models;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProcessDescription description() {
        var builder = ProcessDescription.builder(
                        ID,
                        "Explain a pixel",
                        "Why a model says what it says of one place: series of its indices, probabilities by member, and the"
                                + " features that moved the decision.")
                .keywords("explanation", "SHAP", "time series", "phenology")
                .need("location", "Location", "[longitude, latitude] in degrees", JsonSchema.numbers(2, 2))
                .may(
                        "model",
                        "Model",
                        "name or name@version",
                        Schemas.text(
                                season.calendar(new Inputs(ForeignJson.empty())).defaultModel()));
        return season.describe(builder)
                .gives(
                        "explanation",
                        ProcessDescription.Output.json(
                                "Explanation", "Series, probabilities, contributions, scenes", Explanation.class))
                .example("year", 2022)
                .example("location", new double[] {30.978, -17.457})
                .build("1.0.0");
    }

    @Override
    public Prepared prepare(Execution execution) {
        Inputs inputs = new Inputs(execution);
        Season window = season.season(inputs);
        Imagery imagery = season.imagery(inputs);
        Aoi aoi = aoi(inputs);
        model(inputs, reference -> models.describe(reference, inputs.rights().models()));
        return Prepared.question(() -> explain(execution, inputs, aoi, window, imagery))
                .about(aoi);
    }

    private static Aoi aoi(Inputs inputs) {
        ForeignJson location = inputs.value("location");
        double lon = location.get(0).number();
        double lat = location.get(1).number();
        if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 80)) {
            throw new InvalidRequestException(
                    "inputs/location: is [longitude, latitude] within -180..180 and -80..80 degrees");
        }
        return Aoi.circle(lon, lat, REACH_M);
    }

    private <T> T model(Inputs inputs, Function<String, T> by) {
        String reference = inputs.text("model");
        try {
            return by.apply(reference == null ? season.calendar(inputs).defaultModel() : reference);
        } catch (NotFoundException e) {
            throw new InvalidRequestException("inputs/model: " + e.getMessage(), e);
        }
    }

    private void explain(Execution execution, Inputs inputs, Aoi aoi, Season window, Imagery imagery) {
        Ensemble model = model(
                inputs, reference -> models.load(reference, inputs.rights().models()));
        PixelGrid grid = aoi.targetGrid();
        ForeignJson location = inputs.value("location");
        double[] xy = Crs.transform(Crs.WGS84, grid.epsg())
                .apply(location.get(0).number(), location.get(1).number());
        Window pixel = grid.pixel(xy[0], xy[1]).orElseThrow();
        execution.progress().phase("searching");
        SceneQuery query = new SceneQuery(aoi, window, season.maxCloudCover(inputs));
        Explanation explanation;
        try (SceneFinder.Found found = pipeline.pixelFinder(imagery).find(imagery.catalogue(), query);
                SceneStack stack = new SceneStack(window, found.scenes())) {
            execution.progress().phase("reading");
            SeasonComposite composite = stack.readNow(grid.cut(pixel), pipeline.pixelReaders());
            explanation = explain(composite, window, model, season.minObservations(inputs), scenes(found, window));
        } catch (SceneStack.SceneLostException e) {
            throw new NoScenesException("A scene could not be read any more: " + e.getMessage(), e);
        }
        Map<String, ResultWriter.Document> documents = new LinkedHashMap<>();
        documents.put("explanation", ResultWriter.Document.json(explanation));
        try (ResultWriter writer = new ResultWriter(store, execution.jobId(), ID)) {
            writer.publish(documents, null);
        }
    }

    private static List<Explanation.Scene> scenes(SceneFinder.Found found, Season window) {
        return found.scenes().stream()
                .map(OpenScene::scene)
                .map(scene -> new Explanation.Scene(scene.id(), scene.day().toString(), window.stepOf(scene.day())))
                .toList();
    }

    private Explanation explain(
            SeasonComposite composite,
            Season window,
            Ensemble model,
            int minObservations,
            List<Explanation.Scene> scenes) {
        FeatureExtractor extractor = new FeatureExtractor(composite.steps());
        float[] row = new float[FeatureSet.COUNT];
        extractor.extract(composite, 0, 1, row);
        float[] together = new float[model.classes().size()];
        model.predict(row.clone(), 1, together);
        int best = 0;
        for (int c = 1; c < together.length; c++) {
            best = together[c] > together[best] ? c : best;
        }
        List<Explanation.Contribution> contributions = contributions(model, row, best);
        return new Explanation(
                model.bundle().id(),
                extractor.observations(0),
                extractor.observations(0) < minObservations,
                steps(composite, window, extractor),
                model.classes().get(best),
                probabilities(model, row, together),
                contributions,
                contributions == null ? null : "SHAP values of the XGBoost member for the class, in log-odds",
                scenes);
    }

    private static List<Explanation.Step> steps(SeasonComposite composite, Season window, FeatureExtractor extractor) {
        float[][] series =
                INDICES.stream().map(index -> extractor.series(index, 0)).toArray(float[][]::new);
        return IntStream.range(0, composite.steps())
                .mapToObj(t -> new Explanation.Step(
                        window.start().plusDays(10L * t).toString(),
                        composite.codes()[t][RED][0] != 0,
                        Json.finite(series[0][t]),
                        Json.finite(series[1][t]),
                        Json.finite(series[2][t]),
                        Json.finite(series[3][t])))
                .toList();
    }

    private static List<Explanation.Probability> probabilities(Ensemble model, float[] row, float[] together) {
        List<CropClass> classes = model.classes();
        float[] scaled = model.scaled(row);
        float[][] members = new float[model.bundle().members().size()][classes.size()];
        for (int m = 0; m < members.length; m++) {
            model.predictMember(m, scaled, 1, members[m]);
        }
        List<Explanation.Probability> list = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            Map<String, Float> own = new LinkedHashMap<>();
            for (int m = 0; m < members.length; m++) {
                own.put(model.bundle().members().get(m).type(), members[m][c]);
            }
            list.add(new Explanation.Probability(
                    classes.get(c).name(), classes.get(c).color(), together[c], own));
        }
        return list;
    }

    /** Of the winning class, largest first; null if no member can tell. */
    private @Nullable List<Explanation.Contribution> contributions(Ensemble model, float[] row, int winner) {
        return models.contributions(model, row)
                .map(found -> found[winner])
                .map(own -> IntStream.range(0, FeatureSet.COUNT)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer f) -> -Math.abs(own[f])))
                        .map(f -> new Explanation.Contribution(
                                FeatureSet.FEATURE_ORDER_V1.get(f), Json.finite(row[f]), own[f]))
                        .toList())
                .orElse(null);
    }
}
