package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.geocrop.Programs;
import org.geocrop.Until;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** From a map to samples, to a model, to a map of that model, to the truth of it; and models from elsewhere. */
class ModelsIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String AREA = "\"aoi\":{\"bbox\":[30.9725,-17.4640,30.9880,-17.4500]},\"year\":2022";

    @TempDir
    static Path data;

    private static TestServer server;
    private static String map;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(data, Map.of("GEOCROP_SAMPLE_SIZE", "256"));
        map = classify("");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String classify(String more) throws Exception {
        HttpResponse<byte[]> accepted = server.executeAsync("{" + AREA + more + "}");
        assertThat(accepted.statusCode()).as(TestServer.text(accepted)).isEqualTo(201);
        String id = TestServer.json(accepted).path("jobID").asString();
        JsonNode status = server.await(id);
        assertThat(status.path("status").asString()).as(status.toString()).isEqualTo("successful");
        return id;
    }

    /** Runs a process and gives its outputs as a document. */
    private static JsonNode run(String process, ObjectNode inputs) throws Exception {
        ObjectNode request = Json.object().put("response", "document");
        request.set("inputs", inputs);
        HttpResponse<byte[]> answer = server.post("/processes/" + process + "/execution", request.toString());
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(200);
        return TestServer.json(answer);
    }

    private static String refusal(String process, ObjectNode inputs) throws Exception {
        ObjectNode request = Json.object();
        request.set("inputs", inputs);
        HttpResponse<byte[]> answer = server.post("/processes/" + process + "/execution", request.toString());
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(400);
        return TestServer.json(answer).path("detail").asString();
    }

    private static ObjectNode geoJson(JsonNode value) {
        return Json.object().put("mediaType", "application/geo+json").set("value", value);
    }

    private static JsonNode value(JsonNode output) {
        return output.has("value") ? output.path("value") : output;
    }

    /** Points of the map, whose classes are what the map says; every tenth is given that of another. */
    private static JsonNode samples(int count) throws Exception {
        ObjectNode inputs = Json.object().put("map", map).put("samples", count).put("min_samples_per_class", 8);
        JsonNode points = value(run("plan-samples", inputs).path("points"));
        JsonNode features = points.path("features");
        for (int i = 0; i < features.size(); i++) {
            JsonNode from = features.path(i % 10 == 9 ? (i + features.size() / 2) % features.size() : i);
            ((ObjectNode) features.path(i).path("properties"))
                    .put("class", from.path("properties").path("map_class").asString());
        }
        return points;
    }

    @Test
    void samplesArePlannedByClass() throws Exception {
        ObjectNode inputs = Json.object().put("map", map).put("samples", 200).put("min_samples_per_class", 10);
        JsonNode planned = run("plan-samples", inputs);
        JsonNode allocation = value(planned.path("allocation"));
        Map<String, Integer> drawn = new HashMap<>();
        for (JsonNode feature : value(planned.path("points")).path("features")) {
            drawn.merge(feature.path("properties").path("map_class").asString(), 1, Integer::sum);
            assertThat(feature.path("properties").path("confidence").asInt()).isBetween(1, 100);
            double lon = feature.path("geometry").path("coordinates").path(0).asDouble();
            double lat = feature.path("geometry").path("coordinates").path(1).asDouble();
            JsonNode point = server.json("/xyz/" + map + "/point/" + lon + "," + lat);
            assertThat(point.path("class").path("name").asString())
                    .isEqualTo(feature.path("properties").path("map_class").asString());
        }
        for (JsonNode each : allocation.path("classes")) {
            assertThat(each.path("samples").asInt())
                    .isGreaterThanOrEqualTo(
                            Math.min(10, (int) (each.path("hectares").asDouble() * 100)))
                    .isEqualTo(drawn.get(each.path("name").asString()));
        }
        // The same seed draws the same; the unsure ones are less sure.
        assertThat(value(run("plan-samples", inputs).path("points"))).isEqualTo(value(planned.path("points")));
        JsonNode unsure =
                value(run("plan-samples", inputs.put("method", "uncertain")).path("points"));
        assertThat(meanConfidence(unsure)).isLessThan(meanConfidence(value(planned.path("points"))) - 3);
    }

    private static double meanConfidence(JsonNode points) {
        double sum = 0;
        for (JsonNode feature : points.path("features")) {
            sum += feature.path("properties").path("confidence").asInt();
        }
        return sum / points.path("features").size();
    }

    @Test
    void waypointsDoNotTellWhatTheMapSays() throws Exception {
        HttpResponse<byte[]> answer = server.post(
                "/processes/plan-samples/execution",
                "{\"inputs\":{\"map\":\"" + map
                        + "\",\"samples\":30,\"min_samples_per_class\":2},\"response\":\"raw\",\"outputs\":"
                        + "{\"points\":{\"format\":{\"mediaType\":\"application/gpx+xml\"}}}}");
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(200);
        assertThat(TestServer.text(answer))
                .startsWith("<?xml")
                .contains("<gpx version=\"1.1\"")
                .contains("<wpt lat=\"-17.4")
                .doesNotContain("maize");
    }

    @Test
    void aMapIsAssessed() throws Exception {
        ObjectNode inputs = Json.object().put("map", map).put("other", map);
        JsonNode points = samples(300);
        inputs.set("samples", geoJson(points));
        JsonNode assessment = value(run("assess-accuracy", inputs).path("assessment"));

        int n = points.path("features").size();
        assertThat(assessment.path("samples").asInt()).isEqualTo(n);
        double overall = assessment.path("overall_accuracy").path("value").asDouble();
        assertThat(overall).isBetween(0.85, 0.99);
        assertThat(assessment.path("overall_accuracy").path("low").asDouble()).isLessThan(overall);
        double counted = 0;
        double estimated = 0;
        for (JsonNode each : assessment.path("classes")) {
            counted += each.path("hectares_counted").asDouble();
            estimated += each.path("hectares").path("value").asDouble();
            assertThat(each.path("users_accuracy").path("value").asDouble()).isBetween(0.3, 1.0);
        }
        // Areas are moved between classes; their sum is the map's.
        assertThat(estimated).isCloseTo(counted, within(1e-6 * counted));
        assertThat(assessment.path("comparison").path("p_value").asDouble()).isEqualTo(1);
        assertThat(assessment.path("comparison").path("only_map_right").asInt()).isZero();
    }

    /** Areas of two halves of a map sum up to those of its assessment. */
    @Test
    void areasOfUnitsHaveIntervals() throws Exception {
        ObjectNode inputs = Json.object().put("map", map);
        inputs.set("samples", geoJson(samples(300)));
        String assessment = job("assess-accuracy", inputs);
        Map<String, Double> whole = new HashMap<>();
        server.json("/results/" + assessment + "/assessment.json")
                .path("classes")
                .forEach(each -> whole.put(
                        each.path("name").asString(),
                        each.path("hectares").path("value").asDouble()));

        ObjectNode units = Json.object().put("type", "FeatureCollection");
        unit(units, "=1+1", 30.5, 30.978);
        unit(units, "east", 30.978, 31.5);
        ObjectNode zonal = Json.object().put("raster", map).put("assessment", assessment);
        zonal.set("zones", geoJson(units));
        JsonNode zones = value(run("zonal-statistics", zonal).path("statistics"));
        Map<String, Double> sums = new HashMap<>();
        for (JsonNode zone : zones.path("features")) {
            for (JsonNode each : zone.path("properties").path("classes")) {
                double estimated = each.path("hectares_estimated").asDouble(-1);
                assertThat(each.path("hectares_low").asDouble(-1)).isBetween(0.0, estimated);
                assertThat(each.path("hectares_high").asDouble()).isGreaterThanOrEqualTo(estimated);
                sums.merge(each.path("name").asString(), estimated, Double::sum);
            }
        }
        assertThat(sums.keySet()).isEqualTo(whole.keySet());
        sums.forEach((name, hectares) -> assertThat(hectares).as(name).isCloseTo(whole.get(name), within(0.01)));

        sheet(zonal, sums.size());
        assertThat(refusal("zonal-statistics", zonal.deepCopy().put("raster", map + ":confidence")))
                .contains("the assessment is that of " + map);
        assertThat(refusal("zonal-statistics", zonal.deepCopy().put("assessment", map)))
                .contains("inputs/assessment");
    }

    private static void unit(ObjectNode units, String name, double west, double east) {
        ObjectNode polygon = Json.object().put("type", "Polygon");
        double[][][] ring = {{{west, -17.9}, {east, -17.9}, {east, -17}, {west, -17}, {west, -17.9}}};
        polygon.set("coordinates", Json.of(ring));
        ObjectNode unit = Json.object().put("type", "Feature").set("geometry", polygon);
        unit.putObject("properties").put("ward", name);
        units.withArray("features").add(unit);
    }

    /** As a spreadsheet program reads it. */
    private static void sheet(ObjectNode zonal, int classes) throws Exception {
        ObjectNode request = Json.object().put("response", "raw");
        request.set("inputs", zonal);
        request.putObject("outputs")
                .putObject("statistics")
                .putObject("format")
                .put("mediaType", ResultFiles.XLSX_TYPE);
        HttpResponse<byte[]> answer = server.post("/processes/zonal-statistics/execution", request.toString());
        assertThat(answer.headers().firstValue("Content-Type")).contains(ResultFiles.XLSX_TYPE);
        Path file = data.resolve("areas.xlsx");
        Files.write(file, answer.body());
        Programs.need("/usr/bin/ogrinfo", "gdal-bin");
        Programs.Outcome read = Programs.run(Map.of(), "ogrinfo", "-al", file.toString());
        assertThat(read.output())
                .contains("Feature Count: " + 2 * classes, "ward: String", "class_hectares_low: Real")
                .contains("ward (String) = =1+1");
    }

    @Test
    void samplesThatDoNotFitAreNamed() throws Exception {
        JsonNode points = samples(40);
        ((ObjectNode) points.path("features").path(3).path("properties")).put("class", "unicorn");
        ObjectNode inputs = Json.object().put("map", map);
        inputs.set("samples", geoJson(points));
        assertThat(refusal("assess-accuracy", inputs))
                .contains("features/3 has the class 'unicorn'")
                .contains("maize");

        ObjectNode few = Json.object().put("type", "FeatureCollection");
        few.putArray("features")
                .add(points.path("features").path(0))
                .add(points.path("features").path(1));
        inputs.set("samples", geoJson(few));
        ObjectNode request = Json.object();
        request.set("inputs", inputs);
        HttpResponse<byte[]> failed = server.post("/processes/assess-accuracy/execution", request.toString());
        assertThat(TestServer.text(failed)).contains("at least two samples");
    }

    @Test
    void aModelIsTrainedUsedAndExplained() throws Exception {
        ObjectNode inputs =
                Json.object().put("name", "mine").put("version", "1").put("year", 2022);
        inputs.put("search_seconds", 0).put("block_m", 200).put("folds", 3);
        inputs.set("samples", geoJson(samples(400)));
        JsonNode trained = run("train-model", inputs);
        JsonNode card = value(trained.path("card"));
        assertThat(card.path("accuracy").path("overall").asDouble()).isBetween(0.5, 1.0);
        assertThat(card.path("accuracy").path("interval").path(0).asDouble())
                .isLessThan(card.path("accuracy").path("overall").asDouble());
        assertThat(card.path("limits").size()).isGreaterThanOrEqualTo(3);
        JsonNode model = server.json("/models/mine@1");
        assertThat(model.path("bundle").path("members").size()).isBetween(1, 2);
        assertThat(model.path("bundle").path("temperature").asDouble()).isBetween(0.2, 5.0);
        HttpResponse<byte[]> page = server.get("/models/mine/card", "Accept", "text/html");
        assertThat(TestServer.text(page)).contains("<h1>Model mine@1</h1>", "Where not to use it");

        String other = classify(",\"model\":\"mine@1\"");
        JsonNode provenance = server.json("/results/" + other + "/provenance.json");
        assertThat(provenance.toString()).contains("mine@1");
        ObjectNode compared = Json.object().put("map", map).put("other", other);
        compared.set("samples", geoJson(samples(300)));
        JsonNode comparison =
                value(run("assess-accuracy", compared).path("assessment")).path("comparison");
        assertThat(comparison.path("both_right").asInt()).isGreaterThan(150);

        assertThat(refusal("train-model", inputs)).contains("there is a model mine@1 already");
        explain();
    }

    @Test
    void aMapIsRefined() throws Exception {
        String raw = classify(",\"probabilities\":true");
        ObjectNode inputs = Json.object().put("map", raw).put("method", "bayes").put("min_patch_pixels", 6);
        String refined = job("refine-map", inputs);
        JsonNode summary = server.json("/results/" + refined + "/summary.json");
        assertThat(summary.path("pixels_classified").asInt())
                .isEqualTo(server.json("/results/" + raw + "/summary.json")
                        .path("pixels_classified")
                        .asInt());
        assertThat(server.json("/results/" + refined + "/provenance.json").toString())
                .contains("\"refined_from\":\"" + raw + "\"", "Bayesian smoothing", "patches below 6 pixels");
        // Fields have fewer pixels of another class in them: more pixels are like their neighbours.
        assertThat(changes(refined)).isLessThan(changes(raw) * 3 / 4);
        // The new map is a layer like any other.
        assertThat(server.get("/xyz/" + refined + "/tilejson.json").statusCode())
                .isEqualTo(200);

        assertThat(refusal("refine-map", Json.object().put("map", map).put("method", "bayes")))
                .contains("bayes needs class probabilities");
        assertThat(refusal("refine-map", Json.object().put("map", map).put("window", 9)))
                .contains("3, 5 or 7");

        ObjectNode gated = Json.object().put("map", raw).put("method", "none").put("mask", raw);
        gated.putArray("mask_values").add(1);
        JsonNode only = server.json("/results/" + job("refine-map", gated) + "/summary.json");
        for (JsonNode each : only.path("classes")) {
            assertThat(each.path("pixels").asInt() > 0)
                    .isEqualTo(each.path("id").asInt() == 1);
        }
    }

    /** How often a pixel's right neighbour is of another class, by the parts of a map as an array. */
    private static int changes(String job) throws Exception {
        Path file = data.resolve(job + ".tif");
        Files.write(file, server.get("/results/" + job + "/crop_type.tif").body());
        org.geocrop.raster.TileCache cache = new org.geocrop.raster.TileCache(8 << 20);
        try (org.geocrop.raster.Cog cog =
                org.geocrop.raster.Cog.open(org.geocrop.store.FileSource.open(file, file.toString()), cache)) {
            int width = cog.grid().width();
            int[] ids = new int[width * cog.grid().height()];
            cog.read(0, 0, cog.grid().window(), ids);
            int changes = 0;
            for (int i = 1; i < ids.length; i++) {
                changes += i % width != 0 && ids[i] != ids[i - 1] ? 1 : 0;
            }
            return changes;
        }
    }

    /** Runs a process and gives its job. */
    private static String job(String process, ObjectNode inputs) throws Exception {
        ObjectNode request = Json.object();
        request.set("inputs", inputs);
        HttpResponse<byte[]> accepted =
                server.post("/processes/" + process + "/execution", request.toString(), "Prefer", "respond-async");
        assertThat(accepted.statusCode()).as(TestServer.text(accepted)).isEqualTo(201);
        String id = TestServer.json(accepted).path("jobID").asString();
        JsonNode status = server.await(id);
        assertThat(status.path("status").asString()).as(status.toString()).isEqualTo("successful");
        return id;
    }

    private static void explain() throws Exception {
        ObjectNode inputs = Json.object().put("year", 2022).put("model", "mine@1");
        inputs.set("location", Json.of(new double[] {30.978, -17.457}));
        JsonNode explanation = value(run("explain-pixel", inputs).path("explanation"));
        assertThat(explanation.path("steps").size()).isEqualTo(28);
        double sum = 0;
        double highest = 0;
        String best = "";
        for (JsonNode each : explanation.path("probabilities")) {
            double p = each.path("ensemble").asDouble();
            sum += p;
            best = p > highest ? each.path("class").asString() : best;
            highest = Math.max(highest, p);
            assertThat(each.path("members").path("xgboost").isNumber()).isTrue();
        }
        assertThat(sum).isCloseTo(1, within(1e-4));
        assertThat(explanation.path("class").path("name").asString()).isEqualTo(best);
        assertThat(explanation.path("contributions").size()).isEqualTo(51);
        assertThat(Math.abs(explanation
                        .path("contributions")
                        .path(0)
                        .path("contribution")
                        .asDouble()))
                .isGreaterThanOrEqualTo(Math.abs(explanation
                        .path("contributions")
                        .path(1)
                        .path("contribution")
                        .asDouble()))
                .isPositive();
        int clear = 0;
        for (JsonNode step : explanation.path("steps")) {
            clear += step.path("clear").asBoolean() ? 1 : 0;
        }
        assertThat(clear).isEqualTo(explanation.path("observations").asInt()).isPositive();
        assertThat(explanation.path("scenes").size()).isGreaterThanOrEqualTo(clear);
    }

    @Test
    void decisionsChangeTheOffer() throws Exception {
        upload(bundle("other", manifest -> manifest), 201);
        awaitOffer("other@1", true);
        assertThat(server.post("/models/other@1/promote", "").statusCode()).isEqualTo(200);
        assertThat(server.json("/models/other").path("default").asBoolean()).isTrue();
        assertThat(server.post("/models/other@1/deprecate", "").statusCode()).isEqualTo(200);
        assertThat(server.json("/models/other").path("deprecated").asBoolean()).isTrue();
        assertThat(server.json("/models/other").path("default").asBoolean()).isFalse();
        awaitOffer("other@1", false);
        assertThat(offer()).contains("zimbabwe-sample@1");
        assertThat(server.post("/models/other@1/restore", "").statusCode()).isEqualTo(200);
        assertThat(server.post("/models/other@1/forget", "").statusCode()).isEqualTo(404);
        JsonNode comparison = server.json("/model-comparison?a=other&b=zimbabwe-sample");
        assertThat(comparison.path("same_classes").asBoolean()).isTrue();
    }

    /** Descriptions are a few seconds behind. */
    private static void awaitOffer(String model, boolean offered) throws Exception {
        Until.isTrue(model + " offered: " + offered, () -> offer().contains(model) == offered);
    }

    private static String offer() throws Exception {
        return server.json("/processes/classify-crops")
                .path("inputs")
                .path("model")
                .path("schema")
                .path("x-choices")
                .toString();
    }

    @Test
    void whatIsWrongWithABundleIsSaid() throws Exception {
        Map<String, byte[]> right = bundle("bad", manifest -> manifest);
        assertThat(upload(changed(right, "xgboost.ubj"), 400)).contains("SHA-256");
        assertThat(upload(changed(right, "applicability.json"), 400)).contains("applicability");
        assertThat(upload(bundle("bad", manifest -> manifest.replaceFirst("cf766e59", "00000000")), 400))
                .contains("another order");
        assertThat(upload(bundle("bad", ModelsIT::withoutAClass), 400))
                .contains("51 features and 10 classes, not 51 and 9");
        assertThat(upload(bundle("bad", manifest -> manifest.replace("\"xgboost\"", "\"catboost\"")), 400))
                .contains("is not a CatBoost model");
        assertThat(upload(bundle("bad", manifest -> manifest.replace("\"xgboost\"", "\"pickle\"")), 400))
                .contains("member of type 'pickle'");

        Map<String, byte[]> more = new LinkedHashMap<>(right);
        more.put("evil.sh", "rm".getBytes(StandardCharsets.UTF_8));
        assertThat(upload(more, 400)).contains("evil.sh");
        Map<String, byte[]> outside = new LinkedHashMap<>(right);
        outside.put("../../outside", new byte[1]);
        assertThat(upload(outside, 400)).contains("unsafe name");
        Map<String, byte[]> bomb = new LinkedHashMap<>(right);
        bomb.put("zeros.bin", new byte[300 << 20]);
        assertThat(upload(bomb, 400)).contains("more bytes than are taken");
        assertThat(upload("no zip".getBytes(StandardCharsets.UTF_8), 400)).contains("no model.json");
        assertThat(server.json("/models").toString()).doesNotContain("\"bad@1\"");

        upload(bundle("twice", manifest -> manifest), 201);
        // Who did not hear that it was taken sends it again.
        upload(bundle("twice", manifest -> manifest), 201);
        assertThat(upload(bundle("twice", ModelsIT::withAnotherTemperature), 409))
                .contains("already");
    }

    private static String withAnotherTemperature(String manifest) {
        return manifest.replaceFirst("\"temperature\" : [0-9.]+", "\"temperature\" : 4.5");
    }

    private static String withoutAClass(String manifest) {
        ObjectNode json;
        try {
            json = (ObjectNode) Json.read(manifest.getBytes(StandardCharsets.UTF_8));
        } catch (Json.MalformedException e) {
            throw new IllegalStateException(e);
        }
        ((tools.jackson.databind.node.ArrayNode) json.path("classes")).remove(9);
        return json.toString();
    }

    /** The sample's model under another name. */
    private static Map<String, byte[]> bundle(String name, java.util.function.UnaryOperator<String> change)
            throws Exception {
        Path sample = data.resolve("store/geocrop-models/zimbabwe-sample/1");
        String manifest =
                Files.readString(sample.resolve("model.json")).replaceFirst("\"zimbabwe-sample\"", "\"" + name + "\"");
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("model.json", change.apply(manifest).getBytes(StandardCharsets.UTF_8));
        for (String file : new String[] {"xgboost.ubj", "applicability.json"}) {
            files.put(file, Files.readAllBytes(sample.resolve(file)));
        }
        return files;
    }

    private static Map<String, byte[]> changed(Map<String, byte[]> files, String name) {
        Map<String, byte[]> copy = new LinkedHashMap<>(files);
        byte[] bytes = files.get(name).clone();
        bytes[bytes.length / 2] ^= 1;
        copy.put(name, bytes);
        return copy;
    }

    private static String upload(Map<String, byte[]> files, int status) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return upload(out.toByteArray(), status);
    }

    private static String upload(byte[] body, int status) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/models"))
                        .header("Content-Type", "application/zip")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body();
    }
}
