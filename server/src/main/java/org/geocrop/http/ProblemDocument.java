package org.geocrop.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.geocrop.json.Document;
import org.jspecify.annotations.Nullable;

/** A problem (RFC 9457), with the place of the fault in the request. */
@Document
public record ProblemDocument(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable List<Fault> errors) {

    /** What is wrong where. */
    @Document
    public record Fault(
            String detail,

            @JsonPropertyDescription("JSON Pointer into the request (RFC 6901), as a fragment")
            String pointer) {}
}
