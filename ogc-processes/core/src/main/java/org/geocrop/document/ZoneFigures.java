package org.geocrop.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.geocrop.json.Document;
import org.jspecify.annotations.Nullable;

/** What is added to the properties of a zone. */
public sealed interface ZoneFigures {

    /** Of a raster of classes. */
    @Document
    record OfClasses(double hectares, double hectaresNodata, List<ZoneClass> classes) implements ZoneFigures {}

    /** Of a raster of measurements; null where the zone has no pixel with data. */
    @Document
    record OfMeasurements(
            @JsonPropertyDescription("Pixels, by the share that the zone covers")
            double count,

            double hectares,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Double min,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Double max,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Double mean,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Double std,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Double sum)
            implements ZoneFigures {}

    /** A class within a zone; the estimated area only where an assessment of the map was given. */
    @Document
    record ZoneClass(
            long value,
            String name,
            @Nullable String color,
            double pixels,
            double hectares,
            double share,
            @JsonPropertyDescription("Per cent") @Nullable Double meanConfidence,
            @JsonPropertyDescription("Unbiased") @Nullable Double hectaresEstimated,

            @JsonPropertyDescription("Of the 95 % interval") @Nullable Double hectaresLow,

            @JsonPropertyDescription("Of the 95 % interval") @Nullable Double hectaresHigh) {}
}
