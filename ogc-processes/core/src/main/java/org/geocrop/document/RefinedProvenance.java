package org.geocrop.document;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.geocrop.json.Document;
import org.geocrop.json.ForeignJson;

/** {@code provenance.json} of a map that was refined. */
@Document
public record RefinedProvenance(
        @JsonPropertyDescription("The map's job") String refinedFrom,
        List<String> steps,
        @JsonPropertyDescription("Of the request") ForeignJson inputs) {}
