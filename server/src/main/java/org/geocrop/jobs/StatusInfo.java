package org.geocrop.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.geocrop.http.Links;
import org.geocrop.http.ProblemDocument;
import org.geocrop.job.Job;
import org.geocrop.job.JobStatus;
import org.geocrop.json.ForeignJson;
import org.jspecify.annotations.Nullable;

/** A job's {@code statusInfo} of version 1.0 and of the draft of 2.0 at once; times are RFC 3339. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StatusInfo(
        String jobID,
        String id,
        String processID,
        String type,
        String processingEntityType,
        JobStatus status,
        String message,
        @JsonPropertyDescription("Per cent") int progress,

        @JsonPropertyDescription("What is done now") @Nullable String phase,

        String created,
        @Nullable String started,
        @Nullable String finished,
        String updated,
        @Nullable String estimatedEnd,
        String owner,
        Job.Sharing sharing,

        @JsonPropertyDescription("How much work it was") @Nullable ForeignJson measure,

        @Nullable ProblemDocument exception,
        List<Links.Link> links) {}
