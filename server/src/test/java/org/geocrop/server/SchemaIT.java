package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geocrop.SharedData;
import org.geocrop.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Every JSON answer against the OGC's schemas of Processes 1.0, and of the draft of 2.0. */
class SchemaIT {

    private static final String INPUTS = "{\"aoi\":[30.978,-17.457,600],\"year\":2022}";
    private static final String AREA = "{\"type\":\"Polygon\",\"coordinates\":[[[30.976,-17.459],[30.980,-17.459],"
            + "[30.980,-17.455],[30.976,-17.455],[30.976,-17.459]]]}";

    @TempDir
    static Path data;

    private static TestServer server;
    private static SchemaRegistry registry;

    @BeforeAll
    static void start() throws Exception {
        Path schemas = SharedData.path("../ogc");
        registry = SchemaRegistry.withDefaultDialect(
                // As OpenAPI 3.0, the schemas say exclusiveMinimum: true.
                SpecificationVersion.DRAFT_4,
                builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                                // The draft wants processID to be a URI, which clients of 1.0 would not understand.
                                .formatAssertionsEnabled(false)
                                .build())
                        .schemaLoader(loader -> loader.resourceLoaders(resources -> resources.add(iri -> {
                            Path file = file(schemas, iri.toString());
                            return Files.exists(file) ? () -> read(file) : null;
                        }))));
        server = TestServer.start(data, Map.of("GEOCROP_SAMPLE_SIZE", "256"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /**
     * The schemas of values ask that exactly one of several forms fits, but a whole number is a number, too, and every
     * text is also the form of binary values (issue 350 of the standard): at least one has to.
     */
    private static InputStream read(Path file) throws IOException {
        if (file.endsWith("schema.yaml")) {
            // The copies lack what is recursive: schemas of inputs are checked against JSON Schema's own.
            return new ByteArrayInputStream("type: object".getBytes(StandardCharsets.UTF_8));
        }
        boolean ofValues = file.getFileName().toString().matches("(inlineOrRef|inputValue|value|execute|values).*");
        String schema = Files.readString(file);
        return new ByteArrayInputStream(
                (ofValues ? schema.replace("oneOf:", "anyOf:") : schema).getBytes(StandardCharsets.UTF_8));
    }

    /** The files were written for other folders than those in which they lie here. */
    private static Path file(Path schemas, String iri) {
        String name = iri.substring(iri.lastIndexOf('/') + 1);
        Path draft = schemas.resolve("processes/schemas").resolve(name);
        return iri.contains("/processes/") && Files.exists(draft)
                ? draft
                : schemas.resolve("processes-1.0").resolve(name);
    }

    private static void valid(JsonNode answer, String schema) {
        for (String version : new String[] {"processes-1.0", "processes"}) {
            Schema loaded = registry.getSchema(SchemaLocation.of("https://ogc/" + version + "/" + schema + ".yaml"));
            assertThat(loaded.validate(answer))
                    .as(version + " " + schema + ": " + answer)
                    .isEmpty();
        }
    }

    private static void validDescription(JsonNode described, String schema) {
        valid(described, schema);
        Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(meta.validate(described.path("schema"))).isEmpty();
    }

    private static List<Error> errors(JsonNode schema, JsonNode answer) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema)
                .validate(answer);
    }

    /** Outputs that stand in a document of results, against the schemas of the process' description. */
    private static int validOutputs(String process, JsonNode results) throws Exception {
        JsonNode described = server.json("/processes/" + process).path("outputs");
        int compared = 0;
        for (String name : results.propertyNames()) {
            JsonNode output = results.path(name);
            if (output.path("mediaType").asString("").endsWith("json") && output.has("value")) {
                assertThat(errors(described.path(name).path("schema"), output.path("value")))
                        .as(process + " " + name + ": " + output)
                        .isEmpty();
                compared++;
            }
        }
        return compared;
    }

    /** An answer against the schema that the API definition has by a name. */
    private static void declared(String name, JsonNode answer) throws Exception {
        ObjectNode schema = Json.object().put("$ref", "#/components/schemas/" + name);
        schema.set("components", server.json("/api").path("components"));
        assertThat(errors(schema, answer)).as(name + ": " + answer).isEmpty();
    }

    private static JsonNode execute(String process, String request, String... headers) throws Exception {
        HttpResponse<byte[]> answer = server.post("/processes/" + process + "/execution", request, headers);
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isBetween(200, 201);
        return TestServer.json(answer);
    }

    @Test
    @Conforms({
        Conforms.PROCESSES + "core",
        Conforms.PROCESSES + "ogc-process-description",
        Conforms.PROCESSES_2 + "ogc-process-description",
        Conforms.PROCESSES + "json",
        Conforms.PROCESSES_2 + "json",
        Conforms.COMMON + "json"
    })
    void whatTheServiceSaysOfItself() throws Exception {
        valid(server.json("/?f=json"), "landingPage");
        valid(server.json("/conformance"), "confClasses");
        JsonNode list = server.json("/processes");
        valid(list, "processList");
        assertThat(list.path("processes").size()).isEqualTo(12);
        for (JsonNode summary : list.path("processes")) {
            valid(summary, "processSummary");
            String id = summary.path("id").asString();
            JsonNode description = server.json("/processes/" + id);
            valid(description, "process");
            description.path("inputs").forEach(input -> validDescription(input, "inputDescription"));
            description.path("outputs").forEach(output -> validDescription(output, "outputDescription"));
        }
    }

    /** The examples of the API definition work when they are sent as they are. */
    @Test
    @Conforms({Conforms.PROCESSES + "oas30", Conforms.PROCESSES_2 + "oas30"})
    void examplesOfTheApiDefinitionWork() throws Exception {
        JsonNode paths = server.json("/api").path("paths");
        String map = execute("classify-crops", "{\"inputs\":" + INPUTS + "}", "Prefer", "respond-async")
                .path("jobID")
                .asString();
        server.await(map);
        int tried = 0;
        int refused = 0;
        int compared = 0;
        for (String path : paths.propertyNames()) {
            JsonNode example = paths.path(path)
                    .path("post")
                    .path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("example");
            if (path.endsWith("/execution") && !example.isMissingNode()) {
                // Where an example needs a job, it says so.
                String request = example.toString().replace("<job>", map);
                valid(Json.read(request.getBytes(StandardCharsets.UTF_8)), "execute");
                HttpResponse<byte[]> answer = server.post(path, request);
                if (path.contains("/assess-accuracy/") || path.contains("/train-model/")) {
                    // One sample shows the form of all, but is too few: that is what is said.
                    assertThat(answer.statusCode()).isEqualTo(400);
                    assertThat(TestServer.text(answer)).contains("inputs/samples");
                    refused++;
                    continue;
                }
                assertThat(answer.statusCode())
                        .as(path + TestServer.text(answer))
                        .isEqualTo(200);
                valid(TestServer.json(answer), "results");
                compared += validOutputs(path.split("/")[2], TestServer.json(answer));
                tried++;
            }
        }
        assertThat(tried).isEqualTo(10);
        assertThat(refused).isEqualTo(2);
        assertThat(compared)
                .as("documents that were compared with their description")
                .isGreaterThanOrEqualTo(12);
    }

    @Test
    void jobsFromAcceptedToTheirEnd() throws Exception {
        JsonNode accepted = execute("season-composite", "{\"inputs\":" + INPUTS + "}", "Prefer", "respond-async");
        valid(accepted, "statusInfo");
        String id = accepted.path("jobID").asString();
        JsonNode running = server.json("/jobs/" + id);
        while (running.path("status").asString().equals("accepted")) {
            running = server.json("/jobs/" + id);
        }
        valid(running, "statusInfo");
        JsonNode done = server.await(id);
        valid(done, "statusInfo");
        valid(server.json("/jobs/" + id + "/results"), "results");
        declared("StatusInfo", done);
        declared("JobLog", server.json("/jobs/" + id + "/log"));
        declared("TileJson", server.json("/xyz/" + id + ":ndvi_peak/tilejson.json"));
        declared("LegendDocument", server.json("/xyz/" + id + ":ndvi_peak/legend.json"));
        declared("PointValues", server.json("/xyz/" + id + ":ndvi_peak/point/30.978,-17.457"));
        declared("PointValues", server.json("/xyz/" + id + ":ndvi_peak/point/31.5,-17.457"));
        declared("ModelList", server.json("/models"));
        declared("ModelInfo", server.json("/models/zimbabwe-sample"));
        declared("ModelCard", server.json("/models/zimbabwe-sample").path("card"));
        String failed = execute(
                        "classify-crops",
                        "{\"inputs\":{\"aoi\":[0.5,51.5,500],\"year\":2022}}",
                        "Prefer",
                        "respond-async")
                .path("jobID")
                .asString();
        valid(server.await(failed), "statusInfo");
        valid(server.json("/jobs?limit=1000"), "jobList");
        declared("JobList", server.json("/jobs?limit=1000"));
        declared("StatusInfo", server.json("/jobs/" + failed));
        valid(TestServer.json(server.delete("/jobs/" + id)), "statusInfo");
        valid(TestServer.json(server.get("/jobs/" + id + "/results")), "exception");
        valid(TestServer.json(server.get("/jobs/" + failed + "/results")), "exception");
    }

    @Test
    void resultsOfEveryProcessByValue() throws Exception {
        valid(
                execute(
                        "echo",
                        "{\"inputs\":{\"string\":\"a\",\"number\":1.5,\"integer\":3,\"boolean\":true,"
                                + "\"array\":[1,2],\"bbox\":{\"bbox\":[1,2,3,4]},\"object\":{\"value\":{\"a\":1}},"
                                + "\"mixed\":2},\"response\":\"document\"}"),
                "results");
        String map = execute("classify-crops", "{\"inputs\":" + INPUTS + "}", "Prefer", "respond-async")
                .path("jobID")
                .asString();
        server.await(map);
        JsonNode inline = execute(
                "classify-crops",
                "{\"inputs\":" + INPUTS + ",\"outputs\":{\"crop_type\":{\"transmissionMode\":\"value\"},"
                        + "\"summary\":{\"transmissionMode\":\"reference\"}},\"response\":\"document\"}");
        valid(inline, "results");
        assertThat(inline.path("crop_type").path("encoding").asString()).isEqualTo("base64");
        assertThat(inline.path("summary").path("href").asString()).endsWith("/summary.json");
        valid(
                execute(
                        "zonal-statistics",
                        "{\"inputs\":{\"raster\":\"" + map + "\",\"zones\":" + AREA + "},\"response\":\"document\"}"),
                "results");
        valid(
                execute(
                        "extract-features",
                        "{\"inputs\":{\"year\":2022,\"locations\":" + AREA + "},\"outputs\":{\"features\":{\"format\":"
                                + "{\"mediaType\":\"application/geo+json\"}}},\"response\":\"document\"}"),
                "results");
        valid(execute("compare", "{\"inputs\":{\"before\":\"" + map + "\",\"after\":\"" + map + "\"}}"), "results");
    }

    @Test
    void everyRefusalIsAnException() throws Exception {
        for (String path :
                new String[] {"/processes/none", "/jobs/none", "/jobs/none/results", "/jobs?limit=0", "/x"}) {
            HttpResponse<byte[]> answer = server.get(path);
            assertThat(answer.statusCode()).isBetween(400, 404);
            valid(TestServer.json(answer), "exception");
        }
        HttpResponse<byte[]> refused = server.post("/processes/echo/execution", "{\"inputs\":{\"number\":\"x\"}}");
        valid(TestServer.json(refused), "exception");
        ObjectNode plain = (ObjectNode) TestServer.json(
                server.post("/processes/echo/execution", "{\"inputs\":{}}", "Content-Type", "text/plain"));
        valid(plain, "exception");
    }
}
