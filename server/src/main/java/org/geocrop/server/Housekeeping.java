package org.geocrop.server;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.geocrop.catalogue.Results;
import org.geocrop.error.GeocropException;
import org.geocrop.job.JobStore;
import org.geocrop.pipeline.ChunkStore;
import org.geocrop.tracking.RunOutbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Removes jobs, results and chunks that have been kept long enough, and sweeps up callbacks. Several servers may. */
@Component
class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final int JOBS_AT_ONCE = 100;

    private final JobStore jobs;
    private final Results results;
    private final ChunkStore chunks;
    private final Callbacks callbacks;
    private final Settings.Retention retention;
    private final ScheduledExecutorService keeper = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "geocrop-housekeeping");
        thread.setDaemon(true);
        return thread;
    });

    Housekeeping(
            JobStore jobs, Results results, ChunkStore chunks, Callbacks callbacks, RunOutbox runs, Settings settings) {
        this.jobs = jobs;
        this.results = results;
        this.chunks = chunks;
        this.callbacks = callbacks;
        this.retention = settings.retention();
        every(Duration.ofSeconds(10), callbacks::sweep);
        every(Duration.ofSeconds(15), runs::send);
        every(retention.interval(), this::removeJobs);
        every(retention.interval(), this::removeChunks);
    }

    private void every(Duration pause, Runnable work) {
        keeper.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (GeocropException e) {
                        LOG.warn("Housekeeping is tried again later: {}", e.getMessage());
                    } catch (RuntimeException e) {
                        LOG.error("Housekeeping failed for a reason that was not foreseen", e);
                    }
                },
                pause.toMillis(),
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void removeJobs() {
        if (retention.jobs().isZero()) {
            return;
        }
        for (String id : jobs.endedBefore(Instant.now().minus(retention.jobs()), JOBS_AT_ONCE)) {
            results.remove(id);
            jobs.remove(id);
            LOG.info("Removed job {}, which had been kept long enough", id);
        }
    }

    private void removeChunks() {
        if (!retention.chunks().isZero()) {
            int removed = chunks.removeOlderThan(Instant.now().minus(retention.chunks()));
            if (removed > 0) {
                LOG.info("Removed {} chunks", removed);
            }
        }
    }

    @PreDestroy
    void close() {
        keeper.shutdownNow();
    }
}
