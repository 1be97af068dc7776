package org.geocrop.process.echo;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.error.DismissedException;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.json.JsonSchema;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Prepared;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.input.Schemas;
import org.geocrop.store.ObjectStore;

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
        Map<String, JsonSchema> values = new LinkedHashMap<>();
        values.put("string", JsonSchema.text().maxLength(10_000));
        values.put("number", JsonSchema.of("number"));
        values.put("integer", JsonSchema.of("integer"));
        values.put("boolean", JsonSchema.of("boolean"));
        values.put("array", JsonSchema.list(JsonSchema.of("integer")).with("maxItems", 1000));
        values.put("object", JsonSchema.of("object"));
        values.put(
                "bbox",
                JsonSchema.of("object")
                        .format("ogc-bbox")
                        .require(List.of("bbox"))
                        .with("properties", Json.members("bbox", JsonSchema.numbers(4, 6), "crs", JsonSchema.text())));
        values.put(
                "mixed",
                JsonSchema.oneOf(
                        JsonSchema.text().title("a text"),
                        JsonSchema.of("number").title("a number")));
        values.put(
                "document",
                JsonSchema.text().with("contentMediaType", "text/plain").maxLength(100_000));
        var builder = ProcessDescription.builder(
                        ID, "Echo", "Gives its inputs back after a pause: to try a client, and for conformance tests.")
                .keywords("test", "conformance");
        values.forEach((name, schema) -> builder.may(name, "A value", "Given back as it came", schema));
        builder.may("pause", "Seconds to wait", "Before the outputs are there", Schemas.whole(0, MAX_PAUSE));
        values.forEach((name, schema) -> {
            String type = schema.type().equals("string") ? "text/plain" : "application/json";
            builder.gives(
                    name, new ProcessDescription.Output("The value", "As it came", schema, null, List.of(type), false));
        });
        return builder.example("string", "Hello").example("number", 6.5).build("1.0.0");
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
            ForeignJson value = execution.inputs().get(output);
            if (!value.isMissing()) {
                String type = description.output(output).mediaTypes().get(0);
                byte[] body =
                        type.equals("text/plain") ? value.text().getBytes(StandardCharsets.UTF_8) : Json.write(value);
                documents.put(output, new ResultWriter.Document(type, body));
            }
        }
        try (ResultWriter writer = new ResultWriter(store, execution.jobId(), ID)) {
            writer.publish(documents, null);
        }
    }

    private static void pause(Execution execution) {
        int ticks = execution.inputs().whole("pause", 0) * 1000 / TICK_MS;
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
