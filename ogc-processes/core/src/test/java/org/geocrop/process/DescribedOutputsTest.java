package org.geocrop.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.json.Json;
import org.geocrop.store.FolderStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Jobs of each process: every output that they write is what the process' description says of it. */
class DescribedOutputsTest {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @TempDir
    static Path scenes;

    @TempDir
    static Path made;

    @BeforeAll
    static void make() {
        Farm.make(scenes, made);
    }

    /** A job and the formats that it asks for. */
    private record Run(String process, ObjectNode inputs, Map<String, String> formats) {}

    private static ObjectNode season(String area, JsonNode where) {
        ObjectNode inputs = Json.object().put("year", 2022);
        return inputs.set(area, where);
    }

    static Stream<Run> runs() {
        ObjectNode map = Json.object().put("map", Farm.MAP);
        ObjectNode crops = season("aoi", Farm.area())
                .put("model", "ndvi")
                .put("probabilities", true)
                .put("uncertainty", true);
        ObjectNode nowhere = season("location", point()).put("model", "ndvi").put("max_cloud_cover", 100);
        ObjectNode labels = Json.object().put("name", "survey").put("version", "1");
        labels.set("samples", Farm.points("maize", "grass"));
        ObjectNode training = season("samples", Farm.points("maize", "grass")).put("name", "mine");
        ObjectNode assess = Json.object().put("map", Farm.REFINED).put("other", Farm.MAP);
        assess.set("samples", Farm.points(150, "1", "3", "4", "5"));
        ObjectNode zones = Json.object().put("raster", Farm.MAP).set("zones", Farm.zones());
        ObjectNode peaks = zones.deepCopy().put("raster", Farm.MAP + ":ndvi_peak");
        ObjectNode estimated = zones.deepCopy().put("raster", Farm.REFINED).put("assessment", "assess-accuracy-0");
        ObjectNode rows = season("locations", Farm.points("maize"));
        return Stream.of(
                new Run("classify-crops", crops, Map.of()),
                new Run("season-composite", season("aoi", Farm.area()), Map.of()),
                new Run("explain-pixel", nowhere, Map.of()),
                new Run("train-model", training.put("min_observations", 1), Map.of()),
                new Run("register-dataset", labels, Map.of()),
                new Run("refine-map", map.deepCopy().put("method", "bayes"), Map.of()),
                new Run("compare", Json.object().put("before", Farm.MAP).put("after", Farm.REFINED), Map.of()),
                new Run("assess-accuracy", assess, Map.of()),
                new Run("plan-samples", few(map.deepCopy()), Map.of()),
                new Run("plan-samples", few(map.deepCopy()), Map.of("points", ResultFiles.GPX_TYPE)),
                new Run("zonal-statistics", zones, Map.of()),
                new Run("zonal-statistics", peaks, Map.of()),
                new Run("zonal-statistics", estimated, Map.of()),
                new Run("zonal-statistics", zones, Map.of("statistics", ResultFiles.CSV_TYPE)),
                new Run("extract-features", rows, Map.of("features", ResultFiles.GEOJSON_TYPE)),
                new Run("extract-features", rows, Map.of("features", ResultFiles.CSV_TYPE)));
    }

    private static ObjectNode few(ObjectNode plan) {
        return plan.put("samples", 20).put("min_samples_per_class", 2);
    }

    private static JsonNode point() {
        return Farm.points(1, "maize").path("features").path(0).path("geometry").path("coordinates");
    }

    @ParameterizedTest
    @MethodSource("runs")
    void eachOutputIsWhatItsDescriptionSays(Run run) throws Exception {
        try (Farm farm = new Farm(scenes, new FolderStore(made))) {
            if (run.inputs.has("assessment")) {
                assess(farm);
            }
            String job = run.process + "-" + Math.abs(run.hashCode());
            farm.run(job, run.process, run.inputs, run.formats);
            ProcessDescription described =
                    farm.processes().find(run.process).orElseThrow().description();
            Set<String> written = new TreeSet<>();
            for (var output : farm.result(job).outputs()) {
                ProcessDescription.Output about = described.output(output.name());
                assertThat(about.mediaTypes()).contains(output.mediaType());
                written.add(output.name());
                byte[] body = farm.store().get(ResultFiles.key(job, output.file()), 1 << 24);
                JsonNode value = output.mediaType().endsWith("json")
                        ? Json.read(body)
                        : Json.of(new String(body, StandardCharsets.ISO_8859_1));
                assertThat(SCHEMAS.getSchema(closed(Json.of(about.schema()))).validate(value))
                        .as(run.process + " " + output.name() + ": " + value)
                        .isEmpty();
            }
            assertThat(written).containsAll(run.formats.isEmpty() ? documents(described) : run.formats.keySet());
        }
    }

    private static List<String> documents(ProcessDescription process) {
        return process.outputs().entrySet().stream()
                .filter(output -> output.getValue().document() != null)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void assess(Farm farm) {
        Run run = runs().filter(each -> each.process.equals("assess-accuracy"))
                .findFirst()
                .orElseThrow();
        farm.run("assess-accuracy-0", run.process, run.inputs, run.formats);
    }

    /** A description lets members be added later; here each has to be described, but for those of users' features. */
    static JsonNode closed(JsonNode schema) {
        JsonNode copy = schema.deepCopy();
        close(copy);
        return copy;
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && schema.path("properties").isObject()
                && !schema.path("properties").has("geometry")
                && !schema.path("properties").has("hectares_nodata")
                && !schema.path("properties").has("std")
                && !schema.path("properties").has("location")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(DescribedOutputsTest::close);
    }

    @Test
    void aMemberThatIsNotDescribedIsFound() throws Exception {
        JsonNode schema = closed(Json.read("""
                {"type": "object", "properties": {"a": {"type": "object", "properties": {"b": {"type": "integer"}}}}}
                """.getBytes(StandardCharsets.UTF_8)));
        JsonNode renamed = Json.read("{\"a\": {\"c\": 1}}".getBytes(StandardCharsets.UTF_8));
        assertThat(SCHEMAS.getSchema(schema).validate(renamed)).hasSize(1);
    }
}
