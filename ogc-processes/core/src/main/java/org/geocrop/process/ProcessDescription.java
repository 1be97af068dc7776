package org.geocrop.process;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.json.DocumentSchema;
import org.geocrop.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a process takes and gives (OGC 18-062r2, clause 7.10), free of any host: schemas keep to what JSON Schema and
 * OpenAPI 3.0 have in common.
 *
 * @param id in URLs
 * @param version of the process
 * @param title for people
 * @param description for people, plain text
 * @param keywords for catalogues
 * @param inputs by name, in the order in which forms show them
 * @param outputs by name
 * @param example the {@code inputs} of a request on the embedded sample, in which {@code <job>} stands for a finished job
 */
public record ProcessDescription(
        String id,
        String version,
        String title,
        String description,
        List<String> keywords,
        Map<String, Input> inputs,
        Map<String, Output> outputs,
        JsonNode example) {

    /**
     * An input.
     *
     * @param minOccurs 0 if it may be left out
     * @param maxOccurs values that it may have; above 1, they are given as an array
     */
    public record Input(String title, String description, ObjectNode schema, int minOccurs, int maxOccurs) {}

    /**
     * An output, kept as the file {@code <name>.<extension of its media type>}.
     *
     * @param schema of its value as JSON
     * @param document that the JSON is written from; null where it has no such form
     * @param mediaTypes in which it can be had, the default first
     * @param byReference whether it is handed out as a link unless a request says otherwise
     */
    public record Output(
            String title,
            String description,
            ObjectNode schema,
            @Nullable Class<?> document,
            List<String> mediaTypes,
            boolean byReference) {

        public Output {
            mediaTypes = List.copyOf(mediaTypes);
        }

        /** A raster. */
        public static Output cog(String title, String description) {
            ObjectNode schema = Json.object().put("type", "string");
            schema.put("contentEncoding", "binary").put("contentMediaType", ResultFiles.COG_TYPE);
            return new Output(title, description, schema, null, List.of(ResultFiles.COG_TYPE), true);
        }

        /** A JSON object, written from a record. */
        public static Output json(String title, String description, Class<?> document) {
            ObjectNode schema = DocumentSchema.of(document).put("contentMediaType", "application/json");
            return new Output(title, description, schema, document, List.of("application/json"), false);
        }

        /**
         * A document that can be had in several media types.
         *
         * @param document that JSON is written from; null if none of them is JSON
         */
        public static Output document(
                String title, String description, @Nullable Class<?> document, List<String> mediaTypes) {
            ObjectNode schema = Json.object();
            var forms = schema.putArray("anyOf");
            for (String type : mediaTypes) {
                ObjectNode form = document != null && type.endsWith("json")
                        ? DocumentSchema.of(document)
                        : Json.object().put("type", "string");
                forms.add(form.put("contentMediaType", type));
                if (ResultFiles.isBinary(type)) {
                    form.put("contentEncoding", "binary");
                }
            }
            return new Output(title, description, schema, document, mediaTypes, false);
        }
    }

    public ProcessDescription {
        keywords = List.copyOf(keywords);
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /** An output that exists. */
    public Output output(String name) {
        return Objects.requireNonNull(outputs.get(name));
    }

    /** The {@code processSummary}, without links. */
    public ObjectNode summary() {
        ObjectNode json = Json.object();
        json.put("id", id).put("version", version).put("title", title).put("description", description);
        json.set("keywords", Json.of(keywords));
        json.set("jobControlOptions", Json.of(List.of("sync-execute", "async-execute", "dismiss")));
        json.set("outputTransmission", Json.of(List.of("value", "reference")));
        return json;
    }

    /** The {@code process} document, without links. */
    public ObjectNode write() {
        ObjectNode json = summary();
        ObjectNode in = json.putObject("inputs");
        inputs.forEach((name, input) -> {
            ObjectNode each = in.putObject(name).put("title", input.title).put("description", input.description);
            each.put("minOccurs", input.minOccurs).put("maxOccurs", input.maxOccurs);
            each.set("schema", input.schema);
        });
        ObjectNode out = json.putObject("outputs");
        outputs.forEach((name, output) -> {
            ObjectNode each = out.putObject(name).put("title", output.title).put("description", output.description);
            each.set("schema", output.schema);
        });
        return json;
    }

    public static Builder builder(String id, String title, String description) {
        return new Builder(id, title, description);
    }

    /** Collects inputs and outputs in order. */
    public static final class Builder {
        private final String id;
        private final String title;
        private final String description;
        private final Map<String, Input> inputs = new LinkedHashMap<>();
        private final Map<String, Output> outputs = new LinkedHashMap<>();
        private List<String> keywords = List.of();

        private Builder(String id, String title, String description) {
            this.id = id;
            this.title = title;
            this.description = description;
        }

        public Builder keywords(String... words) {
            keywords = List.of(words);
            return this;
        }

        public Builder need(String name, String inputTitle, String about, ObjectNode schema) {
            inputs.put(name, new Input(inputTitle, about, schema, 1, 1));
            return this;
        }

        public Builder may(String name, String inputTitle, String about, ObjectNode schema) {
            inputs.put(name, new Input(inputTitle, about, schema, 0, 1));
            return this;
        }

        public Builder many(String name, String inputTitle, String about, ObjectNode schema, int most) {
            inputs.put(name, new Input(inputTitle, about, schema, 0, most));
            return this;
        }

        public Builder gives(String name, Output output) {
            outputs.put(name, output);
            return this;
        }

        public ProcessDescription build(String version, JsonNode example) {
            return new ProcessDescription(id, version, title, description, keywords, inputs, outputs, example);
        }
    }
}
