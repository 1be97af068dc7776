package org.geocrop.jobs;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.geocrop.access.Access;
import org.geocrop.access.Caller;
import org.geocrop.access.Ownership;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Aoi;
import org.geocrop.job.Job;
import org.geocrop.job.JobQueue;
import org.geocrop.job.JobStore;
import org.geocrop.job.NewJob;
import org.geocrop.json.ForeignJson;
import org.geocrop.pipeline.Progress;
import org.geocrop.process.ExecuteRequest;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Prepared;
import org.geocrop.process.References;
import org.geocrop.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes execute requests: checks them, keeps within limits, and makes a job of each, once for an idempotency key. */
@Component
public class Executions {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final JobStore jobs;
    private final JobQueue queue;
    private final References references;
    private final Callbacks callbacks;
    private final Access access;
    private final Ownership ownership;
    private final Settings.Limits limits;

    Executions(
            JobStore jobs,
            JobQueue queue,
            References references,
            Callbacks callbacks,
            Access access,
            Ownership ownership,
            Settings settings) {
        this.jobs = jobs;
        this.queue = queue;
        this.references = references;
        this.callbacks = callbacks;
        this.access = access;
        this.ownership = ownership;
        this.limits = settings.limits();
    }

    /** Thrown when there are too many jobs: 429 for a user's own, 503 for all. */
    public static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        public final int status;
        public final Duration pause;

        BusyException(int status, String message, Duration pause) {
            super(message);
            this.status = status;
            this.pause = pause;
        }
    }

    /** A request that a process has read, which can become a job or an estimate. */
    public record Order(GeoProcess process, ExecuteRequest request, Prepared prepared) {}

    /** Reads a request, once. */
    public Order read(GeoProcess process, ForeignJson body) {
        int given = body.get("inputs").size();
        if (given > limits.inputs()) {
            throw new InvalidRequestException(
                    "inputs: a request has at most " + limits.inputs() + " inputs, not " + given);
        }
        Caller.current().requireProcess(process.id());
        ExecuteRequest read = ExecuteRequest.read(process.description(), body, references);
        ExecuteRequest request =
                new ExecuteRequest(process.bind(read.inputs()), read.outputs(), read.response(), read.subscriber());
        callbacks.check(request.subscriber());
        process.makes(request.inputs()).ifPresent(ownership::requireFree);
        Execution noJob = new Execution(
                "none", Instant.now(), request.inputs(), request.formats(), access.rights(), Progress.NONE);
        return new Order(process, request, process.prepare(noJob));
    }

    /**
     * Accepts and queues a job, or finds the one that the same key has made.
     *
     * @throws BusyException if there are too many
     */
    public Job submit(Order order, @Nullable String idempotencyKey, String baseUrl) {
        String user = Caller.current().user();
        ExecuteRequest request = order.request;
        NewJob asked = new NewJob(
                user,
                order.process.id(),
                order.prepared.lane(),
                new String(request.write(), StandardCharsets.UTF_8),
                request.subscriber(),
                baseUrl,
                order.prepared.area().map(Aoi::bounds).orElse(null),
                idempotencyKey);
        // Whoever did not hear the answer asks again; that is no further job.
        Optional<Job> known = jobs.known(asked);
        if (known.isPresent()) {
            return known.get();
        }
        refuseIfBusy(user);
        order.process.makes(request.inputs()).ifPresent(ownership::claim);
        JobStore.Accepted accepted = jobs.accept(asked);
        if (accepted.isNew()) {
            queue.submit(accepted.job());
        }
        return accepted.job();
    }

    private void refuseIfBusy(String user) {
        if (jobs.countUnfinished(user) >= limits.unfinishedJobsPerUser()) {
            throw new BusyException(
                    429,
                    "You have " + limits.unfinishedJobsPerUser() + " jobs that wait or run, which is the limit",
                    RETRY_AFTER);
        }
        if (jobs.countUnfinished() >= limits.unfinishedJobs()) {
            throw new BusyException(
                    503,
                    "There are " + limits.unfinishedJobs() + " jobs that wait or run; try again later",
                    RETRY_AFTER);
        }
    }
}
