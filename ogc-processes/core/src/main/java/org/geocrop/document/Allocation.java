package org.geocrop.document;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.geocrop.json.Document;
import org.jspecify.annotations.Nullable;

/** {@code allocation.json}: how many samples each class of a map gets. */
@Document
public record Allocation(
        @JsonPropertyDescription("As the request named it") String map, int samples, List<AllocatedClass> classes) {

    /** A class, with the samples that it should get, and those that it has pixels for. */
    @Document
    public record AllocatedClass(
            long value, String name, @Nullable String color, double hectares, int samplesWanted, long samples) {}
}
