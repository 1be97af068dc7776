package org.geocrop.document;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.geocrop.json.Document;
import org.jspecify.annotations.Nullable;

/** {@code transitions.json}: what each class of a raster has become in another. */
@Document
public record Transitions(
        @JsonPropertyDescription("As the request named it") String before,
        @JsonPropertyDescription("As the request named it") String after,
        double hectares,
        double hectaresUnchanged,
        List<Transition> transitions,
        List<ChangedClass> classes) {

    /** The area of a pair of classes. */
    @Document
    public record Transition(MapClass before, MapClass after, double hectares) {}

    /** A class, with its area in hectares before and after. */
    @Document
    public record ChangedClass(
            long value,
            String name,
            @Nullable String color,
            double hectaresBefore,
            double hectaresAfter,
            double gain,
            double loss) {}
}
