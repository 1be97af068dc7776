package org.geocrop.processes;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.http.Links;
import org.geocrop.json.JsonSchema;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.ProcessDescription;
import org.jspecify.annotations.Nullable;

/**
 * A process as lists and its own document tell it (OGC 18-062r2, clauses 7.9 and 7.10).
 *
 * @param inputs and outputs are in its own document alone, as the example is
 * @param example a request; as text for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProcessDocument(
        String id,
        String version,
        String title,
        String description,
        List<String> keywords,
        List<String> jobControlOptions,
        List<String> outputTransmission,
        @Nullable Map<String, Input> inputs,
        @Nullable Map<String, Output> outputs,
        boolean mutable,
        @Nullable List<Links.Link> links,
        @Nullable Object example) {

    record Input(String title, String description, int minOccurs, int maxOccurs, JsonSchema schema) {}

    record Output(String title, String description, JsonSchema schema) {}

    /** What lists say. */
    static ProcessDocument summary(
            GeoProcess process, ProcessDescription description, @Nullable List<Links.Link> links) {
        return of(process, description, null, null, links, null);
    }

    /** All that there is to say. */
    static ProcessDocument whole(
            GeoProcess process, ProcessDescription description, List<Links.Link> links, Object example) {
        Map<String, Input> inputs = new LinkedHashMap<>();
        description
                .inputs()
                .forEach((name, input) -> inputs.put(
                        name,
                        new Input(
                                input.title(),
                                input.description(),
                                input.minOccurs(),
                                input.maxOccurs(),
                                input.schema())));
        Map<String, Output> outputs = new LinkedHashMap<>();
        description
                .outputs()
                .forEach((name, output) ->
                        outputs.put(name, new Output(output.title(), output.description(), output.schema())));
        return of(process, description, inputs, outputs, links, example);
    }

    private static ProcessDocument of(
            GeoProcess process,
            ProcessDescription description,
            @Nullable Map<String, Input> inputs,
            @Nullable Map<String, Output> outputs,
            @Nullable List<Links.Link> links,
            @Nullable Object example) {
        return new ProcessDocument(
                description.id(),
                description.version(),
                description.title(),
                description.description(),
                description.keywords(),
                List.of("sync-execute", "async-execute", "dismiss"),
                List.of("value", "reference"),
                inputs,
                outputs,
                process.isMutable(),
                links,
                example);
    }
}
