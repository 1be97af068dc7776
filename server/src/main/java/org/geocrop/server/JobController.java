package org.geocrop.server;

import java.util.Optional;
import java.util.function.Function;
import org.geocrop.catalogue.Results;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.job.Job;
import org.geocrop.job.JobStatus;
import org.geocrop.job.JobStore;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Jobs: list, status, results, dismissal (OGC API Processes 1.0, clauses 7.12, 7.13, 11 and 13). */
@RestController
class JobController {

    private static final int MAX_PAGE = 1000;

    private final JobStore jobs;
    private final Results results;
    private final JobDocuments documents;
    private final Executions executions;

    JobController(JobStore jobs, Results results, JobDocuments documents, Executions executions) {
        this.jobs = jobs;
        this.results = results;
        this.documents = documents;
        this.executions = executions;
    }

    @GetMapping("/jobs")
    ResponseEntity<byte[]> list(
            @RequestParam(defaultValue = "20") int limit, @RequestParam(defaultValue = "0") int offset) {
        if (limit < 1 || limit > MAX_PAGE || offset < 0) {
            throw new InvalidRequestException("limit is 1 to " + MAX_PAGE + " and offset 0 or more");
        }
        return Replies.json(documents.list(jobs.list(limit, offset), limit, offset));
    }

    @GetMapping("/jobs/{id}")
    ResponseEntity<byte[]> status(@PathVariable String id) {
        return withJob(id, job -> Replies.json(documents.status(job)));
    }

    @GetMapping("/jobs/{id}/results")
    ResponseEntity<byte[]> results(@PathVariable String id) {
        return withJob(id, executions::results);
    }

    /** Ends a job that waits or runs; removes the results of one that has ended. */
    @DeleteMapping("/jobs/{id}")
    ResponseEntity<byte[]> dismiss(@PathVariable String id) {
        return withJob(id, job -> {
            boolean ended = job.status() == JobStatus.SUCCESSFUL;
            jobs.dismiss(id);
            if (ended) {
                results.remove(id);
            }
            return status(id);
        });
    }

    private ResponseEntity<byte[]> withJob(String id, Function<Job, ResponseEntity<byte[]>> answer) {
        Optional<Job> job = id.length() > 36 ? Optional.empty() : jobs.find(id);
        return job.map(answer)
                .orElseGet(() -> Problem.ogc(404, "no-such-job", "No such job", "There is no job of that id"));
    }
}
