package org.geocrop.server;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import org.geocrop.catalogue.Results;
import org.geocrop.job.JobStore;
import org.geocrop.job.Threads;
import org.geocrop.jobs.Callbacks;
import org.geocrop.pipeline.ChunkStore;
import org.geocrop.settings.Settings;
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
    private final Threads.Recurring keeper = Threads.daemon("geocrop-housekeeping");

    Housekeeping(
            JobStore jobs, Results results, ChunkStore chunks, Callbacks callbacks, RunOutbox runs, Settings settings) {
        this.jobs = jobs;
        this.results = results;
        this.chunks = chunks;
        this.callbacks = callbacks;
        this.retention = settings.retention();
        keeper.every(Duration.ofSeconds(10), "Sweeping up callbacks", callbacks::sweep);
        keeper.every(Duration.ofSeconds(15), "Sending tracked runs", runs::send);
        keeper.every(retention.interval(), "Removing old jobs", this::removeJobs);
        keeper.every(retention.interval(), "Removing old blocks", this::removeChunks);
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
        keeper.close();
    }
}
