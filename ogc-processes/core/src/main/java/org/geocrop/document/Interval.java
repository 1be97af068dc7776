package org.geocrop.document;

import org.geocrop.accuracy.Estimate;
import org.geocrop.json.Document;
import org.geocrop.json.Json;
import org.jspecify.annotations.Nullable;

/** An estimate with its 95 per cent interval; what can't be told is missing. */
@Document
public record Interval(
        @Nullable Double value,
        @Nullable Double standardError,
        @Nullable Double low,
        @Nullable Double high) {

    public static Interval of(Estimate estimate) {
        Double error = Json.finite(estimate.standardError());
        return error == null
                ? new Interval(Json.finite(estimate.value()), null, null, null)
                : new Interval(Json.finite(estimate.value()), error, estimate.low(), estimate.high());
    }
}
