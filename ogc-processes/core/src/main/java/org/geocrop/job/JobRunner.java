package org.geocrop.job;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.geocrop.catalogue.Results;
import org.geocrop.error.DismissedException;
import org.geocrop.error.GeocropException;
import org.geocrop.process.Processes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Runs queued jobs: keeps their status, turns faults into failed jobs, and leaves nothing of a job that did not end. */
public final class JobRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final String MDC_JOB = "job";

    final JobStore jobs;
    final Processes processes;
    final Results results;
    final Limits limits;
    final JobListener listener;
    final Threads.Recurring watch = Threads.daemon("geocrop-watch");
    private final ReentrantLock lastTry = new ReentrantLock();

    /**
     * How long, and how often, a job may be tried.
     *
     * @param runTime after which a run is ended as failed
     * @param tries after which a job whose worker always dies is ended as failed
     * @param patience how long the end of a run is kept in hand while the store of jobs can't be written
     */
    public record Limits(Duration runTime, int tries, Duration patience) {}

    public JobRunner(JobStore jobs, Processes processes, Results results, Limits limits, JobListener listener) {
        this.jobs = jobs;
        this.processes = processes;
        this.results = results;
        this.limits = limits;
        this.listener = listener;
    }

    /**
     * Runs one job to its end. A job that a crash cut off goes on with the blocks that were kept.
     *
     * @throws org.geocrop.error.DismissedException if the thread was interrupted, since the server stops: the job
     *     waits again
     * @throws GeocropException if the job's end could not be noted, or its memory did not suffice: it is to be tried
     *     again later
     */
    public void run(String id) {
        if (!isLastTry(id)) {
            runNow(id);
            return;
        }
        try {
            lastTry.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DismissedException("The job was interrupted", e);
        }
        try {
            runNow(id);
        } finally {
            lastTry.unlock();
        }
    }

    /**
     * Whether every run of before ended with its server. Such jobs run one at a time: the one that ends its server each
     * time is among them, and the others, which only ran beside it, are not to be given up with it.
     */
    private boolean isLastTry(String id) {
        return new Patience(limits.patience())
                .until(() -> jobs.find(id))
                .map(job -> job.tries() > 0 && job.tries() + 1 == limits.tries())
                .orElse(false);
    }

    private void runNow(String id) {
        Optional<Job> started = jobs.start(id);
        if (started.isEmpty()) {
            // It was dismissed when nobody ran it: what a dead worker had written is left.
            if (jobs.find(id).map(job -> job.status() == JobStatus.DISMISSED).orElse(true)) {
                clear(id);
            }
            return;
        }
        MDC.put(MDC_JOB, id);
        try {
            new JobRun(this, started.get()).toItsEnd();
        } finally {
            MDC.remove(MDC_JOB);
        }
    }

    @Override
    public void close() {
        watch.close();
    }

    /** What is left without an item is no result, so a store that is gone does not keep a job from ending. */
    void clear(String id) {
        try {
            results.remove(id);
        } catch (GeocropException e) {
            LOG.warn("Job {} has ended, but what it had written could not be removed: {}", id, e.getMessage());
        }
    }
}
