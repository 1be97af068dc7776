package org.geocrop.jobs;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.geocrop.json.Document;
import org.jspecify.annotations.Nullable;

/** How much work a request asks for, and how long it may take. */
@Document
public record Estimate(
        double km2,
        long pixels,
        long scenes,

        @JsonPropertyDescription("Packed bytes of the tiles that are read")
        long bytes,

        int pastJobs,

        @JsonPropertyDescription("As past jobs took for as much") @Nullable Double seconds,

        @JsonPropertyDescription("Within which two thirds of past jobs lie") @Nullable Double secondsError) {}
