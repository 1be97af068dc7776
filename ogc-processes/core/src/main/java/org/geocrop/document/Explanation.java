package org.geocrop.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import org.geocrop.json.Document;
import org.geocrop.model.CropClass;
import org.jspecify.annotations.Nullable;

/** {@code explanation.json}: why a model says what it says of a place. Indices that a place does not have are missing. */
@Document
public record Explanation(
        @JsonPropertyDescription("name@version") String model,
        int observations,

        @JsonPropertyDescription("Whether a map has no class here: too few observations")
        boolean nodata,

        List<Step> steps,
        @JsonProperty("class") CropClass winner,
        List<Probability> probabilities,
        @Nullable List<Contribution> contributions,
        @Nullable String contributionsAre,
        List<Scene> scenes) {

    /** Indices of ten days, seen or filled in. */
    @Document
    public record Step(
            @JsonPropertyDescription("First day") String start,

            @JsonPropertyDescription("Whether it was seen; else it is filled in")
            boolean clear,

            @Nullable Float ndvi,
            @Nullable Float ndre,
            @Nullable Float evi,
            @Nullable Float ndwi) {}

    /** What the ensemble and each type of its members say of a class. */
    @Document
    public record Probability(
            @JsonProperty("class") String name, String color, float ensemble, Map<String, Float> members) {}

    /** What a feature adds to the margin of the winning class. */
    @Document
    public record Contribution(String feature, @Nullable Float value, float contribution) {}

    /** A scene that was read, and the step that it is of. */
    @Document
    public record Scene(String id, String day, int step) {}
}
