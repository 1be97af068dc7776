package org.geocrop.job;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.geocrop.catalogue.Results;
import org.geocrop.error.DismissedException;
import org.geocrop.error.GeocropException;
import org.geocrop.pipeline.Progress;
import org.geocrop.process.ClassifyCrops;
import org.geocrop.store.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs queued jobs: keeps their status, turns faults into failed jobs, and leaves nothing of a job that did not end. */
public final class JobRunner {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final Duration REPORT_EVERY = Duration.ofMillis(250);

    private final JobStore jobs;
    private final ClassifyCrops process;
    private final Results results;

    public JobRunner(JobStore jobs, ClassifyCrops process, Results results) {
        this.jobs = jobs;
        this.process = process;
        this.results = results;
    }

    /** Runs one job to its end. A job that a crash cut off begins anew, without what it had left. */
    public void run(String id) {
        if (!jobs.start(id)) {
            return;
        }
        try {
            Job job = jobs.find(id).orElseThrow();
            if (results.find(id).isEmpty()) {
                results.remove(id);
                byte[] request = job.request().getBytes(StandardCharsets.UTF_8);
                process.run(id, Json.read(request).path("inputs"), progress(id));
            }
            if (!jobs.succeed(id)) {
                results.remove(id);
            }
        } catch (DismissedException e) {
            clear(id);
            LOG.info("Job {} was dismissed", id);
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
        } catch (GeocropException e) {
            LOG.warn("Job {} failed: {}", id, e.getMessage());
            jobs.fail(id, e.code(), String.valueOf(e.getMessage()));
            clear(id);
        } catch (Json.MalformedException | RuntimeException | Error e) {
            LOG.error("Job {} failed for a reason that was not foreseen", id, e);
            jobs.fail(id, "internal-error", "The server had an internal error; its log says more under job " + id);
            clear(id);
        }
    }

    /** What is left without an item is no result, so a store that is gone does not keep a job from ending. */
    private void clear(String id) {
        try {
            results.remove(id);
        } catch (GeocropException e) {
            LOG.warn("Job {} has ended, but what it had written could not be removed: {}", id, e.getMessage());
        }
    }

    private Progress progress(String id) {
        return new Progress() {
            private Instant last = Instant.EPOCH;

            @Override
            public synchronized void report(double fraction, String message) {
                Instant now = Instant.now();
                if (Duration.between(last, now).compareTo(REPORT_EVERY) < 0) {
                    return;
                }
                last = now;
                if (!jobs.progress(id, (int) (fraction * 100), message)) {
                    throw new DismissedException("The job was dismissed");
                }
            }
        };
    }
}
