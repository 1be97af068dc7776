package org.geocrop.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Results;
import org.geocrop.http.Links.Link;
import org.geocrop.http.Problem;
import org.geocrop.http.ProblemDocument;
import org.geocrop.job.Job;
import org.geocrop.job.JobStatus;
import org.geocrop.job.JobStore;
import org.geocrop.json.ForeignJson;
import org.geocrop.process.season.ClassifyRegion;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

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
    public StatusInfo status(Job job, String base) {
        return status(job, base, atHand());
    }

    private StatusInfo status(Job job, String base, ResultsAtHand made) {
        boolean isRunning = job.status() == JobStatus.RUNNING;
        return new StatusInfo(
                job.id(),
                job.id(),
                job.processId(),
                "process",
                "ogc-api-processes",
                job.status(),
                job.message(),
                job.progress(),
                isRunning && !job.phase().isEmpty() ? job.phase() : null,
                job.created().toString(),
                text(job.started()),
                text(job.finished()),
                job.updated().toString(),
                estimatedEnd(job).map(Instant::toString).orElse(null),
                job.owner(),
                job.sharing(),
                job.measured().map(ForeignJson::of).orElse(null),
                job.status() == JobStatus.FAILED ? exception(job) : null,
                links(job, base, made));
    }

    /** The problem document of a failed job. */
    static ProblemDocument exception(Job job) {
        return Problem.document(job.errorCode() == null ? "internal-error" : job.errorCode(), job.message());
    }

    private static List<Link> links(Job job, String base, ResultsAtHand made) {
        String self = "/jobs/" + job.id();
        List<Link> list = new ArrayList<>();
        list.add(Link.to(base, "self", JSON, self, "This job"));
        list.add(Link.to(base, "alternate", "text/html", self + "?f=html", "This job as a page"));
        list.add(Link.to(base, "monitor", JSON, self, "Status"));
        list.add(Link.to(base, "log", JSON, self + "/log", "Log"));
        if (job.status() == JobStatus.FAILED) {
            list.add(Link.to(base, RESULTS, "application/problem+json", self + "/results", "Why it failed"));
        }
        if (job.status() == JobStatus.SUCCESSFUL) {
            list.add(Link.to(base, RESULTS, JSON, self + "/results", "Results"));
            made.of(job).ifPresent(result -> addMaps(list, result, base));
        }
        return list;
    }

    private static void addMaps(List<Link> list, Result result, String base) {
        String id = result.jobId();
        String files = "/results/" + id + "/";
        list.add(Link.to(base, "item", "application/geo+json", files + ResultFiles.ITEM, "STAC item"));
        // The map tiles of a region are a layer of their own, which the job's id names, too.
        if (result.rasters().contains(ResultFiles.CROP_TYPE)
                || result.processId().equals(ClassifyRegion.ID)) {
            list.add(Link.to(base, "tilejson", JSON, "/xyz/" + id + "/tilejson.json", "TileJSON"));
            list.add(Link.to(base, "legend", JSON, "/xyz/" + id + "/legend.json", "Legend"));
        }
        for (Result.Output output : result.outputs()) {
            if (output.isRaster()) {
                list.add(Link.to(
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

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /** A page of jobs with its links. */
    JobList list(List<Job> jobs, String base, String self, Optional<String> next) {
        List<Link> pages = new ArrayList<>();
        pages.add(Link.to(base, "self", JSON, self, "This page"));
        next.ifPresent(query -> pages.add(Link.to(base, "next", JSON, query, "Next page")));
        ResultsAtHand made = atHand();
        return new JobList(jobs.stream().map(job -> status(job, base, made)).toList(), pages);
    }

    /** A job's log. */
    static JobLog log(Job job, List<JobStore.LogLine> lines, String base) {
        return new JobLog(
                job.id(),
                lines.stream()
                        .map(line -> new JobLog.Line(line.at().toString(), line.message()))
                        .toList(),
                List.of(Link.to(base, "self", JSON, "/jobs/" + job.id() + "/log", "This log")));
    }
}
