package org.geocrop.document;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import org.geocrop.json.Document;
import org.jspecify.annotations.Nullable;

/** {@code report.json}, and {@code dataset.json} of a version of a data set: what was kept of the rows, and what not. */
@Document
public record DatasetReport(
        String name,
        String version,
        int rows,
        int kept,
        @JsonPropertyDescription("Rows by class") Map<String, Integer> classes,
        @JsonPropertyDescription("The first of them") List<LeftOut> leftOut,

        @JsonPropertyDescription("Rows that were left out and are not listed") @Nullable Integer omittedCount,

        @JsonPropertyDescription("What inputs of processes call it") @Nullable String dataset,

        @JsonPropertyDescription("Of its samples") @Nullable String sha256,

        @JsonPropertyDescription("That has registered it") @Nullable String job) {

    /** A row that can't be used. */
    @Document
    public record LeftOut(
            @JsonPropertyDescription("From 0, as the rows came")
            int row,

            String reason) {}

    /** The same, registered. */
    public DatasetReport registered(String reference, String hash, String byJob) {
        return new DatasetReport(name, version, rows, kept, classes, leftOut, omittedCount, reference, hash, byJob);
    }
}
