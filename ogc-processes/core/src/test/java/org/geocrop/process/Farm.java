package org.geocrop.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.Results;
import org.geocrop.catalogue.Rights;
import org.geocrop.feature.FeatureSet;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.hash.Sha256;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.ModelCard;
import org.geocrop.model.ModelRegistry;
import org.geocrop.model.ModelStore;
import org.geocrop.model.Trainer;
import org.geocrop.net.Http;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.NdviLoader;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.process.accuracy.AssessAccuracy;
import org.geocrop.process.accuracy.PlanSamples;
import org.geocrop.process.echo.Echo;
import org.geocrop.process.input.Rasters;
import org.geocrop.process.input.SeasonInputs;
import org.geocrop.process.map.Compare;
import org.geocrop.process.map.RefineMap;
import org.geocrop.process.map.ZonalStatistics;
import org.geocrop.process.season.ClassifyCrops;
import org.geocrop.process.season.Composites;
import org.geocrop.process.season.ExplainPixel;
import org.geocrop.process.season.ExtractFeatures;
import org.geocrop.process.training.RegisterDataset;
import org.geocrop.process.training.TrainModel;
import org.geocrop.process.training.TrainingListener;
import org.geocrop.raster.TileCache;
import org.geocrop.sample.SampleLandscape;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Sources;
import tools.jackson.databind.node.ObjectNode;

/** All processes on a small landscape, in one folder; its {@code map} is a result that others start from. */
final class Farm implements AutoCloseable {

    static final String MAP = "map";
    /** The same without classes of single pixels. */
    static final String REFINED = "refined";

    private static final SampleLandscape.Options SAMPLE = SampleLandscape.Options.season(64, 2022);
    private static final Instant ACCEPTED = Instant.parse("2023-06-01T12:00:00Z");

    private final ObjectStore store;
    private final Results results;
    private final SeasonPipeline pipeline;
    private final ModelStore models;
    private final Processes processes;

    /** The processes on a store, the scenes of a folder. */
    Farm(Path scenes, ObjectStore store) {
        this.store = store;
        TileCache tiles = new TileCache(16 << 20);
        this.results = new Results(store, tiles);
        this.pipeline = new SeasonPipeline(store, tiles, SeasonPipeline.Options.once(1));
        this.models = new ModelStore(store, List.of(new NdviLoader()));
        Imagery imagery =
                new Imagery("test", Catalogues.open(Http.direct(), scenes.toUri(), List.of()), Sources.local());
        SeasonInputs season = new SeasonInputs(
                List.of(imagery), null, List.of(SeasonCalendar.ZIMBABWE_SUMMER), new SeasonInputs.Limits(100, 400));
        Rasters rasters = new Rasters(store, results, tiles);
        this.processes = new Processes(List.of(
                new ClassifyCrops(pipeline, models, new ModelRegistry(store, models), season),
                new Composites(pipeline, season),
                new ZonalStatistics(store, rasters, 1_000_000),
                new ExtractFeatures(store, pipeline, season, 100_000),
                new Compare(store, rasters, 1_000_000),
                new ExplainPixel(store, pipeline, season, models),
                new RefineMap(store, results, rasters, 1_000_000),
                new AssessAccuracy(store, rasters, 1_000_000),
                new PlanSamples(store, rasters, 1_000_000),
                new TrainModel(store, pipeline, season, models, new Rule(), TrainingListener.NONE, 100_000),
                new RegisterDataset(store),
                new Echo(store)));
    }

    /** Writes the scenes, and a store with the model {@code ndvi} and the map. */
    static void make(Path scenes, Path stored) {
        new SampleLandscape(SAMPLE).write(scenes, (done, of) -> {});
        ObjectStore store = new FolderStore(stored);
        NdviLoader.model(store);
        try (Farm farm = new Farm(scenes, store)) {
            ObjectNode inputs =
                    Json.object().put("model", "ndvi").put("year", 2022).put("probabilities", true);
            inputs.set("aoi", area());
            farm.run(MAP, "classify-crops", inputs, Map.of());
            ObjectNode patches = Json.object().put("map", MAP).put("window", 7).put("min_patch_pixels", 20);
            farm.run(REFINED, "refine-map", patches, Map.of());
        }
    }

    /** As a job that is run, or taken up again after a crash, is. */
    void run(String job, String process, ObjectNode inputs, Map<String, String> formats) {
        if (results.find(job).isEmpty()) {
            results.remove(job);
            processes
                    .find(process)
                    .orElseThrow()
                    .prepare(execution(job, inputs, formats))
                    .run();
        }
    }

    void check(String process, ObjectNode inputs) {
        processes.find(process).orElseThrow().prepare(execution("none", inputs, Map.of()));
    }

    static Execution execution(String job, Object inputs) {
        return execution(job, inputs, Map.of());
    }

    private static Execution execution(String job, Object inputs, Map<String, String> formats) {
        return new Execution(job, ACCEPTED, ForeignJson.of(inputs), formats, Rights.ALL, Progress.NONE);
    }

    Result result(String job) {
        return results.require(job);
    }

    Processes processes() {
        return processes;
    }

    ModelStore models() {
        return models;
    }

    ObjectStore store() {
        return store;
    }

    static ObjectNode area() {
        ObjectNode area = Json.object();
        double[] b = SAMPLE.grid().lonLatBounds();
        area.set("bbox", Json.of(new double[] {b[0] + 0.0005, b[1] + 0.0005, b[2] - 0.0005, b[3] - 0.0005}));
        return area;
    }

    static ObjectNode points(String... classes) {
        return points(12, classes);
    }

    /** Points over the whole landscape, so many of each class, which take turns. */
    static ObjectNode points(int each, String... classes) {
        PixelGrid grid = SAMPLE.grid();
        var toDegrees = Crs.transform(grid.epsg(), Crs.WGS84);
        ObjectNode collection = Json.object().put("type", "FeatureCollection");
        var features = collection.putArray("features");
        int count = each * classes.length;
        for (int i = 0; i < count; i++) {
            int pixel = i * 3600 / count;
            double[] at = toDegrees.apply(grid.centreX(2 + pixel % 60), grid.centreY(2 + pixel / 60));
            ObjectNode feature = features.addObject().put("type", "Feature");
            feature.putObject("geometry").put("type", "Point").set("coordinates", Json.of(at));
            feature.putObject("properties").put("class", classes[i % classes.length]);
        }
        return collection;
    }

    /** Two zones that are a half of the landscape each. */
    static ObjectNode zones() {
        double[] b = SAMPLE.grid().lonLatBounds();
        double middle = (b[0] + b[2]) / 2;
        ObjectNode collection = Json.object().put("type", "FeatureCollection");
        for (double[] sides : new double[][] {{b[0], middle}, {middle, b[2]}}) {
            ObjectNode feature = collection.withArray("features").addObject().put("type", "Feature");
            double[][] ring = {{sides[0], b[1]}, {sides[1], b[1]}, {sides[1], b[3]}, {sides[0], b[3]}, {sides[0], b[1]}
            };
            feature.putObject("geometry")
                    .put("type", "Polygon")
                    .putArray("coordinates")
                    .add(Json.of(ring));
            feature.putObject("properties").put("name", "zone");
        }
        return collection;
    }

    /** All that a folder holds, by its path; what uploads died of is left out, and of items when they were made. */
    static Map<String, String> contents(Path folder) {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = folder.relativize(file).toString();
                if (!path.startsWith(".incoming")) {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    boolean isItem = path.endsWith("item.json");
                    contents.put(
                            path,
                            isItem ? text.replaceAll("\"(created|datetime)\" : \"[^\"]*\"", "") : Sha256.of(text));
                }
            }
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        pipeline.close();
    }

    /** A trainer that learns nothing: its model is {@link NdviLoader}'s rule. */
    private static final class Rule implements Trainer {
        @Override
        public Trained train(Samples samples, Plan plan, java.util.function.Consumer<String> notes) {
            byte[] member = ("rule of " + samples.size()).getBytes(StandardCharsets.UTF_8);
            byte[] other = "another".getBytes(StandardCharsets.UTF_8);
            ModelBundle bundle = new ModelBundle(
                    plan.name(),
                    plan.version(),
                    FeatureSet.VERSION,
                    FeatureSet.SHA256,
                    samples.classes(),
                    plan.season(),
                    List.of(
                            new ModelBundle.Member("ndvi", "rule.txt", 1, Sha256.of(member)),
                            new ModelBundle.Member("ndvi", "other.txt", 1, Sha256.of(other))),
                    null,
                    new ModelBundle.Training(plan.dataset(), plan.datasetSha256(), Map.of()),
                    Map.of("overall", 0.5),
                    null,
                    null,
                    null,
                    null,
                    null);
            ModelCard.Accuracy accuracy =
                    new ModelCard.Accuracy(5, 0.5, null, null, new double[] {0.4, 0.6}, List.of(), new long[0][]);
            ModelCard card = new ModelCard(
                    bundle.id(),
                    plan.created().toString(),
                    plan.dataset(),
                    plan.datasetSha256(),
                    "",
                    FeatureSet.VERSION,
                    samples.size(),
                    1,
                    samples.bounds(),
                    accuracy,
                    List.of(),
                    List.of(),
                    List.of());
            return new Trained(bundle, Map.of("rule.txt", member, "other.txt", other), card);
        }
    }
}
