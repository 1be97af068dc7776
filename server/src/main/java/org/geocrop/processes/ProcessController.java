package org.geocrop.processes;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geocrop.access.Access;
import org.geocrop.bodies.JsonBody;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.http.HtmlPages;
import org.geocrop.http.Links;
import org.geocrop.http.Problem;
import org.geocrop.http.Replies;
import org.geocrop.http.request.ContentNegotiation;
import org.geocrop.http.request.HeaderLines;
import org.geocrop.http.request.Preferences;
import org.geocrop.job.Job;
import org.geocrop.jobs.Estimates;
import org.geocrop.jobs.Executions;
import org.geocrop.jobs.JobDocuments;
import org.geocrop.jobs.SyncWaiters;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.Processes;
import org.geocrop.results.ResultReplies;
import org.geocrop.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Processes: their list, descriptions, execution and estimates (OGC API Processes 1.0, clauses 7.8 to 7.11). */
@RestController
class ProcessController {

    private static final String EXECUTE = "http://www.opengis.net/def/rel/ogc/1.0/execute";
    private static final String JSON = "application/json";
    private static final int MAX_KEY = 200;

    private final Processes processes;
    private final Executions executions;
    private final Estimates estimates;
    private final SyncWaiters waiting;
    private final ResultReplies replies;
    private final JobDocuments documents;
    private final HtmlPages pages;
    private final Links links;
    private final JsonBody bodies;
    private final Access access;
    private final Settings.Limits limits;

    ProcessController(
            Processes processes,
            Executions executions,
            Estimates estimates,
            SyncWaiters waiting,
            ResultReplies replies,
            JobDocuments documents,
            HtmlPages pages,
            Links links,
            JsonBody bodies,
            Access access,
            Settings settings) {
        this.processes = processes;
        this.executions = executions;
        this.estimates = estimates;
        this.waiting = waiting;
        this.replies = replies;
        this.documents = documents;
        this.pages = pages;
        this.links = links;
        this.bodies = bodies;
        this.access = access;
        this.limits = settings.limits();
    }

    /** Thrown for a process that is not there. */
    private static final class NoSuchProcessException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoSuchProcessException(String id) {
            super(id.length() > 60 ? id.substring(0, 60) : id);
        }
    }

    @GetMapping("/processes")
    ResponseEntity<byte[]> list(
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(defaultValue = "0") int offset,
            HttpServletRequest http) {
        if (limit < 1 || offset < 0) {
            throw new InvalidRequestException("`limit` must be at least 1 and `offset` at least 0");
        }
        List<ProcessDocument> summaries = new ArrayList<>();
        List<GeoProcess> all = List.copyOf(processes.all());
        int from = Math.min(offset, all.size());
        int to = (int) Math.min((long) from + limit, all.size());
        for (GeoProcess process : all.subList(from, to)) {
            ProcessDescription description = process.description(access.rights());
            summaries.add(ProcessDocument.summary(
                    process,
                    description,
                    List.of(
                            links.link("self", JSON, "/processes/" + description.id(), "Description"),
                            links.link(
                                    "alternate", "text/html", "/processes/" + description.id() + "?f=html", "Form"))));
        }
        List<Links.Link> further = new ArrayList<>(List.of(
                links.link("self", JSON, "/processes", "This document"),
                links.link("alternate", "text/html", "/processes?f=html", "This document as a page")));
        if (to < all.size()) {
            further.add(links.link("next", JSON, "/processes?limit=" + limit + "&offset=" + to, "Next page"));
        }
        return answer(http, "processes", new ProcessList(summaries, further));
    }

    private record ProcessList(List<ProcessDocument> processes, List<Links.Link> links) {}

    @GetMapping("/processes/{id}")
    ResponseEntity<byte[]> describe(@PathVariable String id, HttpServletRequest http) {
        GeoProcess found = find(id);
        ProcessDescription process = found.description(access.rights());
        List<Links.Link> own = List.of(
                links.link("self", JSON, "/processes/" + id, "This document"),
                links.link("alternate", "text/html", "/processes/" + id + "?f=html", "Form"),
                links.link(EXECUTE, JSON, "/processes/" + id + "/execution", "Execute"));
        Object example = Map.of("inputs", process.example());
        if (ContentNegotiation.by(http) == ContentNegotiation.HTML) {
            example = new String(Json.pretty(example), java.nio.charset.StandardCharsets.UTF_8);
        }
        return answer(http, "process", ProcessDocument.whole(found, process, own, example));
    }

    /** What a request would ask for, without running it. */
    @PostMapping(path = "/processes/{id}/estimate", consumes = JSON)
    ResponseEntity<byte[]> estimate(@PathVariable String id, HttpServletRequest http) {
        Executions.Order order = executions.read(find(id), bodies.read(http));
        return Replies.json(estimates.of(order), "Cache-Control", "no-store");
    }

    @PostMapping(path = "/processes/{id}/execution", consumes = JSON)
    DeferredResult<ResponseEntity<?>> execute(@PathVariable String id, HttpServletRequest http) {
        ForeignJson request = bodies.read(http);
        Executions.Order order = executions.read(find(id), request);
        Preferences preferences =
                Preferences.read(HeaderLines.of(http, "Prefer")).withMode(request.text("mode"));
        String base = links.base();
        String accept = HeaderLines.of(http, "Accept");
        Job job = executions.submit(order, idempotencyKey(http), base);
        Duration patience = preferences.patience(limits.syncWait());
        // The container's own time-out comes later than ours.
        DeferredResult<ResponseEntity<?>> answer =
                new DeferredResult<>(patience.plusSeconds(60).toMillis());
        if (patience.isZero()) {
            answer.setResult(jobCreated(job, base, preferences));
        } else {
            waiting.await(job, patience, now -> {
                try {
                    answer.setResult(
                            now.status().isFinal()
                                    ? results(now, base, accept, preferences)
                                    : jobCreated(now, base, preferences));
                } catch (RuntimeException e) {
                    answer.setErrorResult(e);
                }
            });
        }
        return answer;
    }

    private ResponseEntity<?> results(Job job, String base, @Nullable String accept, Preferences preferences) {
        ResponseEntity<?> results = replies.reply(job, base, accept);
        var builder = ResponseEntity.status(results.getStatusCode())
                .headers(results.getHeaders())
                .header("Content-Location", base + "/jobs/" + job.id() + "/results");
        String applied = preferences.applied(false, limits.syncWait());
        if (!applied.isEmpty()) {
            builder.header("Preference-Applied", applied);
        }
        return builder.body(results.getBody());
    }

    private ResponseEntity<byte[]> jobCreated(Job job, String base, Preferences preferences) {
        var builder = ResponseEntity.status(201)
                .contentType(MediaType.APPLICATION_JSON)
                .header("Location", base + "/jobs/" + job.id());
        String applied = preferences.applied(true, limits.syncWait());
        if (!applied.isEmpty()) {
            builder.header("Preference-Applied", applied);
        }
        return builder.body(Json.write(documents.status(job, base)));
    }

    private ResponseEntity<byte[]> answer(HttpServletRequest http, String page, Object document) {
        return ContentNegotiation.by(http) == ContentNegotiation.HTML
                ? pages.page(page, document, links.base())
                : Replies.json(document, "Vary", "Accept, " + Replies.CALLER);
    }

    private GeoProcess find(String id) {
        return processes.find(id).orElseThrow(() -> new NoSuchProcessException(id));
    }

    private static @Nullable String idempotencyKey(HttpServletRequest http) {
        String key = http.getHeader("Idempotency-Key");
        if (key != null && (key.isBlank() || key.length() > MAX_KEY || !key.matches("[ -~]+"))) {
            throw new InvalidRequestException("An Idempotency-Key has 1 to " + MAX_KEY + " printable ASCII characters");
        }
        return key;
    }

    @ExceptionHandler
    ResponseEntity<byte[]> busy(Executions.BusyException e) {
        return Problem.later(e.status, "Too many jobs", String.valueOf(e.getMessage()), e.pause);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> noSuchProcess(NoSuchProcessException e) {
        return Problem.ogc(
                404,
                "no-such-process",
                "No such process",
                "There is no process '" + e.getMessage() + "'; there are " + processes.ids());
    }
}
