package org.geocrop.document;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.geocrop.json.Document;
import org.jspecify.annotations.Nullable;

/** {@code assessment.json}: how good a map is, and the area of its classes. */
@Document
public record Assessment(
        @JsonPropertyDescription("As the request named it") String map,
        int samples,

        @JsonPropertyDescription("Where the map has no class")
        int samplesOutside,

        @Nullable Double kappa,
        Interval overallAccuracy,
        List<AssessedClass> classes,
        long[][] confusion,
        String confusionIs,
        String method,
        @Nullable Comparison comparison) {

    /** A class: how often the map is right about it, and its area as counted and as estimated. */
    @Document
    public record AssessedClass(
            long value,
            String name,
            @Nullable String color,
            long samplesOnMap,
            long samplesTrue,
            Interval usersAccuracy,
            Interval producersAccuracy,
            Interval f1,
            double hectaresCounted,
            Interval hectares) {}

    /** Another map on the same samples (McNemar). */
    @Document
    public record Comparison(
            String other,
            long samples,
            long bothRight,
            long onlyMapRight,
            long onlyOtherRight,
            double statistic,
            double pValue) {}
}
