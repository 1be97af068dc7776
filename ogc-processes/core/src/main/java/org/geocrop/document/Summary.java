package org.geocrop.document;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.geocrop.json.Document;
import org.jspecify.annotations.Nullable;

/** {@code summary.json} of a season's map; what was classified is missing where no model was used. */
@Document
public record Summary(
        long pixelsInAoi,

        @JsonPropertyDescription("With as many clear observations as were asked for")
        long pixelsObserved,

        double hectaresInAoi,
        double hectaresObserved,
        double observedShare,

        @JsonPropertyDescription("Without any clear observation")
        double unobservedShare,

        Observations observations,
        Scenes scenes,

        @JsonPropertyDescription("What the area has that the result does not show")
        List<String> warnings,

        @Nullable Long pixelsClassified,
        @Nullable Double hectaresClassified,
        @Nullable List<ClassArea> classes) {

    /** Clear time steps of pixels that were observed. */
    @Document
    public record Observations(int min, int median, double mean, int max) {}

    /** How many scenes there were. */
    @Document
    public record Scenes(int used, int withoutClearPixels, int leftOut) {}
}
