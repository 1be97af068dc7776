package org.geocrop.job;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.geocrop.catalogue.Results;
import org.geocrop.error.DismissedException;
import org.geocrop.error.GeocropException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.error.StoreException;
import org.geocrop.process.ExecuteRequest;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Processes;
import org.geocrop.store.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs queued jobs: keeps their status, turns faults into failed jobs, and leaves nothing of a job that did not end. */
public final class JobRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final Duration WATCH = Duration.ofMillis(500);
    private static final String MDC_JOB = "job";

    private final JobStore jobs;
    private final Processes processes;
    private final Results results;
    private final Duration maxRunTime;
    private final JobListener listener;
    private final ScheduledExecutorService watch = Executors.newScheduledThreadPool(1, task -> {
        Thread thread = new Thread(task, "geocrop-watch");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * A runner.
     *
     * @param maxRunTime after which a run is ended as failed
     */
    public JobRunner(JobStore jobs, Processes processes, Results results, Duration maxRunTime, JobListener listener) {
        this.jobs = jobs;
        this.processes = processes;
        this.results = results;
        this.maxRunTime = maxRunTime;
        this.listener = listener;
    }

    /** Runs one job to its end. A job that a crash cut off goes on with the blocks that were kept. */
    public void run(String id) {
        var attempt = jobs.start(id);
        if (attempt.isEmpty()) {
            // It was dismissed when nobody ran it: what a dead worker had written is left.
            if (jobs.find(id).map(job -> job.status() == JobStatus.DISMISSED).orElse(true)) {
                clear(id);
            }
            return;
        }
        MDC.put(MDC_JOB, id);
        try {
            new Run(jobs.find(id).orElseThrow(), attempt.getAsInt()).toItsEnd();
        } finally {
            MDC.remove(MDC_JOB);
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    /** What is left without an item is no result, so a store that is gone does not keep a job from ending. */
    private void clear(String id) {
        try {
            results.remove(id);
        } catch (GeocropException e) {
            LOG.warn("Job {} has ended, but what it had written could not be removed: {}", id, e.getMessage());
        }
    }

    /** One attempt at a job, and the watch over it that interrupts it when it is not wanted any more. */
    private final class Run {

        private final Job job;
        private final String id;
        private final int attempt;
        private final Instant begun = Instant.now();
        private final Thread worker = Thread.currentThread();
        private final JobProgress progress;
        private boolean ended;
        private volatile boolean tooLong;

        Run(Job job, int attempt) {
            this.job = job;
            this.id = job.id();
            this.attempt = attempt;
            this.progress = new JobProgress(jobs, id, attempt, listener);
        }

        void toItsEnd() {
            jobs.log(id, attempt == 1 ? "Began" : "Began again after its worker had died, attempt " + attempt);
            var watching =
                    watch.scheduleWithFixedDelay(this::look, WATCH.toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
            try {
                work();
                end();
                succeed();
            } catch (GeocropException e) {
                end();
                faulted(e);
            } catch (Json.MalformedException | RuntimeException | Error e) {
                end();
                if (Thread.currentThread().isInterrupted()) {
                    // Whatever it was doing, it was told to stop.
                    faulted(new DismissedException("The job was interrupted", e));
                    return;
                }
                LOG.error("Job {} failed for a reason that was not foreseen", id, e);
                fail("internal-error", "The server had an internal error; its log says more under job " + id);
            } finally {
                watching.cancel(false);
            }
        }

        private void work() throws Json.MalformedException {
            if (results.find(id).isPresent()) {
                return;
            }
            results.remove(id);
            ExecuteRequest request =
                    ExecuteRequest.trusted(Json.read(job.request().getBytes(StandardCharsets.UTF_8)));
            GeoProcess process = processes
                    .find(job.processId())
                    .orElseThrow(() -> new StoreException("The process " + job.processId() + " is gone"));
            // What the owner may read was checked when the job was accepted.
            process.run(new Execution(id, request.inputs(), request.formats(), other -> true, progress));
        }

        private void look() {
            try {
                tooLong |= Duration.between(begun, Instant.now()).compareTo(maxRunTime) > 0;
                if (tooLong || !jobs.isRunning(id, attempt)) {
                    interrupt();
                }
            } catch (GeocropException e) {
                LOG.warn("Could not look after job {}: {}", id, e.getMessage());
            }
        }

        private synchronized void interrupt() {
            if (!ended) {
                worker.interrupt();
            }
        }

        /** From here on the watch does not interrupt; an interrupt of its own is taken back. */
        private synchronized void end() {
            ended = true;
        }

        private void succeed() {
            if (jobs.succeed(id, attempt, progress.summary())) {
                jobs.log(id, progress.summary());
                tell();
            } else if (!isTakenOver()) {
                clear(id);
            }
        }

        private void faulted(GeocropException e) {
            boolean interrupted = Thread.interrupted();
            if (tooLong) {
                fail(
                        LimitExceededException.CODE,
                        "The job ran longer than " + maxRunTime.toSeconds() + " s, which is the limit");
            } else if (!jobs.isRunning(id, attempt)) {
                if (!isTakenOver()) {
                    clear(id);
                    LOG.info("Job {} was dismissed", id);
                }
            } else if (interrupted || e instanceof DismissedException) {
                // The server stops: the job stays, and its next run goes on.
                Thread.currentThread().interrupt();
                throw e;
            } else {
                LOG.warn("Job {} failed: {}", id, e.getMessage());
                fail(e.code(), String.valueOf(e.getMessage()));
            }
        }

        private void fail(String code, String message) {
            jobs.log(id, "Failed: " + message);
            clear(id);
            if (jobs.fail(id, attempt, code, message)) {
                tell();
            }
        }

        /** Whether another worker has begun the job since, to whom its files belong. */
        private boolean isTakenOver() {
            return jobs.find(id)
                    .map(now -> now.attempt() != attempt && !now.status().isFinal())
                    .orElse(false);
        }

        private void tell() {
            jobs.find(id).ifPresent(listener::ended);
        }
    }
}
