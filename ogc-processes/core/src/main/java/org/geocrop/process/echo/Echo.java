package org.geocrop.process.echo;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.error.DismissedException;
import org.geocrop.json.Json;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Prepared;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.input.Schemas;
import org.geocrop.store.ObjectStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives its inputs back, after a pause: to try clients, and for conformance tests. */
public final class Echo implements GeoProcess {

    public static final String ID = "echo";
    private static final int MAX_PAUSE = 60;
    private static final int TICK_MS = 100;

    private final ObjectStore store;
    private final ProcessDescription description;

    public Echo(ObjectStore store) {
        this.store = store;
        this.description = describe();
    }

    private static ProcessDescription describe() {
        Map<String, ObjectNode> values = new LinkedHashMap<>();
        values.put("string", Json.object().put("type", "string").put("maxLength", 10_000));
        values.put("number", Json.object().put("type", "number"));
        values.put("integer", Json.object().put("type", "integer"));
        values.put("boolean", Json.object().put("type", "boolean"));
        ObjectNode list = Json.object().put("type", "array").put("maxItems", 1000);
        list.putObject("items").put("type", "integer");
        values.put("array", list);
        values.put("object", Json.object().put("type", "object"));
        ObjectNode bbox = Json.object().put("type", "object").put("format", "ogc-bbox");
        bbox.putArray("required").add("bbox");
        ObjectNode members = bbox.putObject("properties");
        ObjectNode corners = members.putObject("bbox").put("type", "array");
        corners.put("minItems", 4).put("maxItems", 6).putObject("items").put("type", "number");
        members.putObject("crs").put("type", "string");
        values.put("bbox", bbox);
        values.put(
                "mixed",
                Schemas.any(
                        "oneOf",
                        Json.object().put("title", "a text").put("type", "string"),
                        Json.object().put("title", "a number").put("type", "number")));
        values.put(
                "document",
                Json.object()
                        .put("type", "string")
                        .put("contentMediaType", "text/plain")
                        .put("maxLength", 100_000));
        var builder = ProcessDescription.builder(
                        ID, "Echo", "Gives its inputs back after a pause: to try a client, and for conformance tests.")
                .keywords("test", "conformance");
        values.forEach((name, schema) -> builder.may(name, "A value", "Given back as it came", schema));
        builder.may("pause", "Seconds to wait", "Before the outputs are there", Schemas.whole(0, MAX_PAUSE));
        values.forEach((name, schema) -> {
            String type = schema.path("type").asString("").equals("string") ? "text/plain" : "application/json";
            builder.gives(
                    name, new ProcessDescription.Output("The value", "As it came", schema, null, List.of(type), false));
        });
        return builder.build("1.0.0", Json.object().put("string", "Hello").put("number", 6.5));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProcessDescription description() {
        return description;
    }

    @Override
    public Prepared prepare(Execution execution) {
        // The schemas say all.
        return Prepared.question(() -> echo(execution));
    }

    private void echo(Execution execution) {
        pause(execution);
        Map<String, ResultWriter.Document> documents = new LinkedHashMap<>();
        for (String output : execution.wanted(description)) {
            JsonNode value = execution.inputs().path(output);
            if (!value.isMissingNode()) {
                String type = description.output(output).mediaTypes().get(0);
                byte[] body = type.equals("text/plain")
                        ? value.asString().getBytes(StandardCharsets.UTF_8)
                        : Json.write(value);
                documents.put(output, new ResultWriter.Document(type, body));
            }
        }
        try (ResultWriter writer = new ResultWriter(store, execution.jobId(), ID)) {
            writer.publish(documents, null);
        }
    }

    private static void pause(Execution execution) {
        int ticks = execution.inputs().path("pause").asInt(0) * 1000 / TICK_MS;
        try {
            for (int i = 0; i < ticks; i++) {
                execution.progress().report((double) i / ticks, "Waiting");
                Thread.sleep(TICK_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DismissedException("The job was interrupted", e);
        }
    }
}
