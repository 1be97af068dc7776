package org.geocrop.jobs;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.geocrop.access.Access;
import org.geocrop.access.Caller;
import org.geocrop.catalogue.Results;
import org.geocrop.catalogue.Thing;
import org.geocrop.http.HtmlPages;
import org.geocrop.http.Links;
import org.geocrop.http.Page;
import org.geocrop.http.Replies;
import org.geocrop.http.request.ContentNegotiation;
import org.geocrop.http.request.HeaderLines;
import org.geocrop.job.Job;
import org.geocrop.job.JobQuery;
import org.geocrop.job.JobStatus;
import org.geocrop.job.JobStore;
import org.geocrop.process.Processes;
import org.geocrop.results.ResultReplies;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Jobs: list, status, log, results, dismissal (OGC API Processes 1.0, clauses 7.12, 7.13, 11 and 13). */
@RestController
class JobController {

    private final JobStore jobs;
    private final Processes processes;
    private final Results results;
    private final Access access;
    private final JobDocuments documents;
    private final ResultReplies replies;
    private final HtmlPages pages;
    private final Links links;

    JobController(
            JobStore jobs,
            Processes processes,
            Results results,
            Access access,
            JobDocuments documents,
            ResultReplies replies,
            HtmlPages pages,
            Links links) {
        this.jobs = jobs;
        this.processes = processes;
        this.results = results;
        this.access = access;
        this.documents = documents;
        this.replies = replies;
        this.pages = pages;
        this.links = links;
    }

    @GetMapping("/jobs")
    ResponseEntity<byte[]> list(HttpServletRequest http) {
        Caller caller = Caller.current();
        JobFilters filters = new JobFilters(http.getParameterMap(), processes);
        JobQuery query = filters.query(caller.isAdmin() ? null : new JobQuery.Viewer(caller.user(), caller.grantees()));
        List<Job> page = query.limit() == 0 ? List.of() : jobs.list(query);
        Optional<String> next = page.size() < query.limit() || page.isEmpty()
                ? Optional.empty()
                : Optional.of(filters.next(page.get(page.size() - 1)));
        JobList list = documents.list(page, links.base(), filters.self(), next);
        return ContentNegotiation.by(http) == ContentNegotiation.HTML
                ? pages.page("jobs", list, links.base())
                : Replies.json(list);
    }

    /** A job with its log, for people. */
    private record WithLog(@JsonUnwrapped StatusInfo status, JobLog log) {}

    @GetMapping("/jobs/{id}")
    ResponseEntity<byte[]> status(@PathVariable String id, HttpServletRequest http) {
        Job job = access.visible(id);
        StatusInfo status = documents.status(job, links.base());
        if (ContentNegotiation.by(http) == ContentNegotiation.HTML) {
            JobLog log = JobDocuments.log(job, jobs.readLog(id), links.base());
            return pages.page("job", new WithLog(status, log), links.base());
        }
        return Replies.json(status);
    }

    @Page
    @GetMapping("/jobs/{id}/log")
    ResponseEntity<byte[]> log(@PathVariable String id, HttpServletRequest http) {
        Job job = access.visible(id);
        List<JobStore.LogLine> lines = jobs.readLog(id);
        boolean text = ContentNegotiation.parse(HeaderLines.of(http, "Accept")).stream()
                .findFirst()
                .map(type -> type.equalsTypeAndSubtype(MediaType.TEXT_PLAIN))
                .orElse(false);
        if (text) {
            String plain = lines.stream()
                    .map(line -> line.at() + " " + line.message() + "\n")
                    .collect(Collectors.joining());
            return ResponseEntity.ok()
                    .contentType(new MediaType("text", "plain", java.nio.charset.StandardCharsets.UTF_8))
                    .header("Cache-Control", "no-cache")
                    .body(plain.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return Replies.json(JobDocuments.log(job, lines, links.base()));
    }

    @GetMapping("/jobs/{id}/results")
    ResponseEntity<?> results(@PathVariable String id, HttpServletRequest http) {
        Job job = access.visible(id);
        return ContentNegotiation.by(http) == ContentNegotiation.HTML && job.status() == JobStatus.SUCCESSFUL
                ? pages.page("results", replies.references(job, links.base()), links.base())
                : replies.reply(job, links.base(), HeaderLines.of(http, "Accept"));
    }

    @GetMapping("/jobs/{id}/results/{output}")
    ResponseEntity<?> output(@PathVariable String id, @PathVariable String output) {
        return replies.single(access.visible(id), output, links.base());
    }

    /** Ends a job that waits or runs; removes the results of one that has ended. */
    @DeleteMapping("/jobs/{id}")
    ResponseEntity<byte[]> dismiss(@PathVariable String id) {
        Job job = access.changeable(id);
        jobs.dismiss(id);
        access.forget(Thing.job(id));
        if (job.status() != JobStatus.RUNNING) {
            // The worker of a running job removes what it has written as soon as it hears of this.
            results.remove(id);
        }
        return Replies.json(documents.status(jobs.find(id).orElse(job), links.base()));
    }
}
