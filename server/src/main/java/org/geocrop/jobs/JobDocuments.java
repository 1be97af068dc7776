package org.geocrop.jobs;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Results;
import org.geocrop.http.Links;
import org.geocrop.http.Problem;
import org.geocrop.job.Job;
import org.geocrop.job.JobStatus;
import org.geocrop.job.JobStore;
import org.geocrop.json.Json;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Jobs as {@code statusInfo} documents of version 1.0 and of the draft of 2.0 at once, with links to their maps, where the
 * store can tell of them.
 */
@Component
public class JobDocuments {

    static final String RESULTS = "http://www.opengis.net/def/rel/ogc/1.0/results";
    private static final String JSON = "application/json";
    private static final int MIN_PROGRESS = 5;

    private final Results results;
    private final HealthIndicator store;

    JobDocuments(Results results, @Qualifier("storeHealthIndicator") HealthIndicator store) {
        this.results = results;
        this.store = store;
    }

    private ResultsAtHand atHand() {
        Health health = store.health();
        return new ResultsAtHand(results, health != null && health.getStatus().equals(Status.UP));
    }

    /** A job's status; links begin with {@code base}. */
    public ObjectNode status(Job job, String base) {
        return status(job, base, atHand());
    }

    private ObjectNode status(Job job, String base, ResultsAtHand made) {
        ObjectNode status = Json.object();
        status.put("jobID", job.id()).put("id", job.id());
        status.put("processID", job.processId());
        status.put("type", "process").put("processingEntityType", "ogc-api-processes");
        status.put("status", job.status().label());
        status.put("message", job.message());
        status.put("progress", job.progress());
        if (!job.phase().isEmpty() && job.status() == JobStatus.RUNNING) {
            status.put("phase", job.phase());
        }
        status.put("created", job.created().toString());
        put(status, "started", job.started());
        put(status, "finished", job.finished());
        status.put("updated", job.updated().toString());
        estimatedEnd(job).ifPresent(end -> put(status, "estimatedEnd", end));
        status.put("owner", job.owner());
        status.put("sharing", job.sharing().name().toLowerCase(Locale.ROOT));
        measure(job).ifPresent(measure -> status.set("measure", measure));
        if (job.status() == JobStatus.FAILED) {
            status.set("exception", exception(job));
        }
        status.set("links", links(job, base, made));
        return status;
    }

    /** The problem document of a failed job. */
    static ObjectNode exception(Job job) {
        return Problem.document(job.errorCode() == null ? "internal-error" : job.errorCode(), job.message());
    }

    private static ArrayNode links(Job job, String base, ResultsAtHand made) {
        String self = "/jobs/" + job.id();
        ArrayNode list = Json.array();
        list.add(Links.link(base, "self", JSON, self, "This job"));
        list.add(Links.link(base, "alternate", "text/html", self + "?f=html", "This job as a page"));
        list.add(Links.link(base, "monitor", JSON, self, "Status"));
        list.add(Links.link(base, "log", JSON, self + "/log", "Log"));
        if (job.status() == JobStatus.FAILED) {
            list.add(Links.link(base, RESULTS, "application/problem+json", self + "/results", "Why it failed"));
        }
        if (job.status() == JobStatus.SUCCESSFUL) {
            list.add(Links.link(base, RESULTS, JSON, self + "/results", "Results"));
            made.of(job).ifPresent(result -> addMaps(list, result, base));
        }
        return list;
    }

    private static void addMaps(ArrayNode list, Result result, String base) {
        String id = result.jobId();
        String files = "/results/" + id + "/";
        list.add(Links.link(base, "item", "application/geo+json", files + ResultFiles.ITEM, "STAC item"));
        if (result.rasters().contains(ResultFiles.CROP_TYPE)) {
            list.add(Links.link(base, "tilejson", JSON, "/xyz/" + id + "/tilejson.json", "TileJSON"));
            list.add(Links.link(base, "legend", JSON, "/xyz/" + id + "/legend.json", "Legend"));
        }
        for (Result.Output output : result.outputs()) {
            if (output.isRaster()) {
                list.add(Links.link(
                        base,
                        "enclosure",
                        output.mediaType(),
                        files + output.file(),
                        output.name().replace('_', ' ')));
            }
        }
    }

    /** When a job ends if it goes on as it did so far. */
    private static Optional<Instant> estimatedEnd(Job job) {
        if (job.status() != JobStatus.RUNNING || job.started() == null || job.progress() < MIN_PROGRESS) {
            return Optional.empty();
        }
        long run = Duration.between(job.started(), job.updated()).toMillis();
        return Optional.of(job.started().plusMillis(run * 100 / job.progress()).truncatedTo(ChronoUnit.SECONDS));
    }

    private static Optional<JsonNode> measure(Job job) {
        if (job.measure() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(job.measure().getBytes(StandardCharsets.UTF_8)));
        } catch (Json.MalformedException e) {
            throw new IllegalStateException("A measure was written as JSON", e);
        }
    }

    private static void put(ObjectNode status, String name, @org.jspecify.annotations.Nullable Instant time) {
        if (time != null) {
            status.put(name, time.toString());
        }
    }

    /** A page of jobs with its links. */
    ObjectNode list(List<Job> jobs, String base, String self, Optional<String> next) {
        ObjectNode list = Json.object();
        ArrayNode array = list.putArray("jobs");
        ResultsAtHand made = atHand();
        jobs.forEach(job -> array.add(status(job, base, made)));
        ArrayNode pages = list.putArray("links");
        pages.add(Links.link(base, "self", JSON, self, "This page"));
        next.ifPresent(query -> pages.add(Links.link(base, "next", JSON, query, "Next page")));
        return list;
    }

    /** A job's log. */
    static ObjectNode log(Job job, List<JobStore.LogLine> lines, String base) {
        ObjectNode log = Json.object().put("jobID", job.id());
        ArrayNode array = log.putArray("lines");
        lines.forEach(line -> array.addObject().put("at", line.at().toString()).put("message", line.message()));
        log.putArray("links").add(Links.link(base, "self", JSON, "/jobs/" + job.id() + "/log", "This log"));
        return log;
    }
}
