package org.geocrop.process;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.json.DocumentSchema;
import org.geocrop.json.JsonSchema;
import org.jspecify.annotations.Nullable;

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
        Map<String, Object> example) {

    /**
     * An input.
     *
     * @param minOccurs 0 if it may be left out
     * @param maxOccurs values that it may have; above 1, they are given as an array
     */
    public record Input(String title, String description, JsonSchema schema, int minOccurs, int maxOccurs) {}

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
            JsonSchema schema,
            @Nullable Class<?> document,
            List<String> mediaTypes,
            boolean byReference) {

        public Output {
            mediaTypes = List.copyOf(mediaTypes);
        }

        /** A raster. */
        public static Output cog(String title, String description) {
            JsonSchema schema =
                    JsonSchema.text().with("contentEncoding", "binary").with("contentMediaType", ResultFiles.COG_TYPE);
            return new Output(title, description, schema, null, List.of(ResultFiles.COG_TYPE), true);
        }

        /** A JSON object, written from a record. */
        public static Output json(String title, String description, Class<?> document) {
            JsonSchema schema = DocumentSchema.of(document).with("contentMediaType", "application/json");
            return new Output(title, description, schema, document, List.of("application/json"), false);
        }

        /**
         * A document that can be had in several media types.
         *
         * @param document that JSON is written from; null if none of them is JSON
         */
        public static Output document(
                String title, String description, @Nullable Class<?> document, List<String> mediaTypes) {
            List<JsonSchema> forms =
                    mediaTypes.stream().map(type -> form(document, type)).toList();
            return new Output(title, description, JsonSchema.anyOf(forms), document, mediaTypes, false);
        }

        private static JsonSchema form(@Nullable Class<?> document, String type) {
            JsonSchema value =
                    document != null && type.endsWith("json") ? DocumentSchema.of(document) : JsonSchema.text();
            JsonSchema form = value.with("contentMediaType", type);
            return ResultFiles.isBinary(type) ? form.with("contentEncoding", "binary") : form;
        }
    }

    public ProcessDescription {
        keywords = List.copyOf(keywords);
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        example = Collections.unmodifiableMap(new LinkedHashMap<>(example));
    }

    /** An output that exists. */
    public Output output(String name) {
        return Objects.requireNonNull(outputs.get(name));
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
        private final Map<String, Object> example = new LinkedHashMap<>();
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

        public Builder need(String name, String inputTitle, String about, JsonSchema schema) {
            inputs.put(name, new Input(inputTitle, about, schema, 1, 1));
            return this;
        }

        public Builder may(String name, String inputTitle, String about, JsonSchema schema) {
            inputs.put(name, new Input(inputTitle, about, schema, 0, 1));
            return this;
        }

        public Builder many(String name, String inputTitle, String about, JsonSchema schema, int most) {
            inputs.put(name, new Input(inputTitle, about, schema, 0, most));
            return this;
        }

        public Builder gives(String name, Output output) {
            outputs.put(name, output);
            return this;
        }

        /** An input of the example. */
        public Builder example(String name, Object value) {
            example.put(name, value);
            return this;
        }

        public ProcessDescription build(String version) {
            return new ProcessDescription(id, version, title, description, keywords, inputs, outputs, example);
        }
    }
}
