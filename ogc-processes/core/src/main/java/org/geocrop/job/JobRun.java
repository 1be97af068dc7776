package org.geocrop.job;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.geocrop.catalogue.Rights;
import org.geocrop.error.DismissedException;
import org.geocrop.error.GeocropException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.error.StoreException;
import org.geocrop.json.Json;
import org.geocrop.process.ExecuteRequest;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt at a job, and the watch over it that interrupts it when it is not wanted any more. */
final class JobRun {

    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
    private static final Duration WATCH = Duration.ofMillis(500);
    private static final String LOST = "worker-lost";
    /** Of a fault; causes may go round in a circle. */
    private static final int MOST_CAUSES = 20;

    private final JobRunner runner;
    private final JobStore jobs;
    private final Job job;
    private final String id;
    private final int attempt;
    private final long begun = System.nanoTime();
    private final Thread worker = Thread.currentThread();
    private final JobProgress progress;
    private boolean ended;
    private volatile boolean tooLong;

    JobRun(JobRunner runner, Job job) {
        this.runner = runner;
        this.jobs = runner.jobs;
        this.job = job;
        this.id = job.id();
        this.attempt = job.attempt();
        this.progress = new JobProgress(jobs, job, runner.listener);
    }

    void toItsEnd() {
        if (job.tries() > runner.limits.tries() && runner.results.find(id).isEmpty()) {
            fail(
                    LOST,
                    "The job was given up after " + runner.limits.tries()
                            + " attempts, each of which ended with its server or worker: most likely it needs more memory"
                            + " than there is");
            return;
        }
        progress.note(attempt == 1 ? "Began" : "Began again, attempt " + job.tries());
        var watching = runner.watch.every(WATCH, "The watch over job " + id, this::look);
        try {
            work();
            end();
            succeed();
        } catch (Json.MalformedException | RuntimeException | Error e) {
            ended(e, end());
        } finally {
            watching.cancel(false);
        }
    }

    private void ended(Throwable fault, boolean interrupted) {
        if (isOutOfMemory(fault)) {
            outOfMemory(fault);
        } else if (fault instanceof GeocropException known) {
            faulted(known, interrupted);
        } else if (interrupted) {
            // Whatever it was doing, it was told to stop.
            faulted(new DismissedException("The job was interrupted", fault), true);
        } else {
            LOG.error("Job {} failed unexpectedly", id, fault);
            fail("internal-error", "The server had an internal error; its log says more under job " + id);
        }
    }

    /** Also where it was another thread of the job that ran out, whose fault comes wrapped. */
    private static boolean isOutOfMemory(Throwable fault) {
        Throwable cause = fault;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++, cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    private void work() throws Json.MalformedException {
        if (runner.results.find(id).isPresent()) {
            return;
        }
        runner.results.remove(id);
        ExecuteRequest request =
                ExecuteRequest.trusted(patiently(() -> jobs.request(id)).getBytes(StandardCharsets.UTF_8));
        GeoProcess process = runner.processes
                .ofJob(job.processId())
                .orElseThrow(() -> new StoreException("The process " + job.processId() + " is gone"));
        // What the owner may see was checked when the job was accepted.
        process.prepare(new Execution(id, job.created(), request.inputs(), request.formats(), Rights.ALL, progress))
                .run();
    }

    private void look() {
        tooLong |= System.nanoTime() - begun > runner.limits.runTime().toNanos();
        if (tooLong || !jobs.isRunning(id, attempt)) {
            interrupt();
        }
    }

    private synchronized void interrupt() {
        if (!ended) {
            worker.interrupt();
        }
    }

    /**
     * From here on the watch does not interrupt, and what is noted or removed is not cut off by an interrupt of before;
     * tells whether there was one.
     */
    private synchronized boolean end() {
        ended = true;
        return Thread.interrupted();
    }

    private void succeed() {
        if (patiently(() -> jobs.succeed(id, attempt, progress.summary()))) {
            progress.note(progress.summary());
            tell();
        } else {
            leave();
        }
    }

    private void faulted(GeocropException e, boolean interrupted) {
        if (tooLong) {
            fail(
                    LimitExceededException.CODE,
                    "The job ran longer than " + runner.limits.runTime().toSeconds() + " s, which is the limit");
        } else if (!patiently(() -> jobs.isRunning(id, attempt))) {
            leave();
        } else if (interrupted || e instanceof DismissedException) {
            // The server stops: the job waits again, and its next run goes on.
            giveBack();
            Thread.currentThread().interrupt();
            throw e;
        } else {
            LOG.warn("Job {} failed: {}", id, e.getMessage());
            fail(e.code(), String.valueOf(e.getMessage()));
        }
    }

    /** If it can't be, the job is taken up as that of a dead worker. */
    private void giveBack() {
        try {
            jobs.giveBack(id, attempt);
        } catch (StoreException e) {
            LOG.warn("Job {} could not be given back: {}", id, e.getMessage());
        }
    }

    /** Others may have used the memory, so there is a next time; but not for ever. */
    private void outOfMemory(Throwable e) {
        LOG.error("Job {} ran out of memory, attempt {} of {}", id, job.tries(), runner.limits.tries(), e);
        if (job.tries() >= runner.limits.tries()) {
            fail(
                    "out-of-memory",
                    "The job needs more memory than the server has: it ran out of it in each of " + job.tries()
                            + " attempts");
        } else {
            progress.note("Ran out of memory; is tried again");
            throw new StoreException("The job ran out of memory, and is tried again", e);
        }
    }

    /** The job runs no more under this attempt: it has ended, or is another worker's, to whom its files belong. */
    private void leave() {
        Optional<Job> now = jobs.find(id);
        if (now.isEmpty()
                || now.get().status() == JobStatus.DISMISSED
                || now.get().status() == JobStatus.FAILED) {
            runner.clear(id);
            LOG.info("Job {} was dismissed", id);
        } else if (now.get().status() == JobStatus.SUCCESSFUL) {
            // That it was written, the store could not say at first.
            tell();
        } else {
            // It was thought dead, and is not.
            jobs.forgive(id);
        }
    }

    /** Nothing that is only told keeps the job from ending; what has ended otherwise keeps what it has made. */
    private void fail(String code, String message) {
        if (!patiently(() -> jobs.isRunning(id, attempt))) {
            leave();
            return;
        }
        progress.note("Failed: " + message);
        runner.clear(id);
        if (patiently(() -> jobs.fail(id, attempt, code, message))) {
            tell();
        }
    }

    private <T> T patiently(Supplier<T> call) {
        return new Patience(runner.limits.patience()).until(call);
    }

    /** The job has ended, whatever becomes of those who are told. */
    private void tell() {
        try {
            jobs.find(id).ifPresent(runner.listener::ended);
        } catch (RuntimeException e) {
            LOG.warn("That job {} has ended could not be told yet: {}", id, e.getMessage());
        }
    }
}
