package org.geocrop.server;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.geocrop.catalogue.Results;
import org.geocrop.catalogue.RunningResult;
import org.geocrop.job.JobStore;
import org.geocrop.job.Threads;
import org.geocrop.jobs.Callbacks;
import org.geocrop.pipeline.ChunkStore;
import org.geocrop.rights.RightsSweep;
import org.geocrop.security.ApiKeys;
import org.geocrop.settings.Settings;
import org.geocrop.store.ObjectStore;
import org.geocrop.tracking.RunOutbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Removes jobs, results and chunks that have been kept long enough, and what processes left that died; sweeps up
 * callbacks. Several servers may.
 */
@Component
class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final int JOBS_AT_ONCE = 100;

    private final JobStore jobs;
    private final Results results;
    private final ChunkStore chunks;
    private final ObjectStore store;
    private final Settings.Retention retention;
    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();
    private final Threads.Recurring keeper = Threads.daemon("geocrop-housekeeping");

    Housekeeping(
            JobStore jobs,
            Results results,
            ChunkStore chunks,
            ObjectStore store,
            Callbacks callbacks,
            RunOutbox runs,
            ApiKeys keys,
            RightsSweep rights,
            Settings settings) {
        this.jobs = jobs;
        this.results = results;
        this.chunks = chunks;
        this.store = store;
        this.retention = settings.retention();
        keeper.every(Duration.ofSeconds(10), "Sweeping up callbacks", callbacks::sweep);
        keeper.every(Duration.ofSeconds(15), "Sending tracked runs", runs::send);
        keeper.every(retention.interval(), "Removing old jobs", this::removeJobs);
        keeper.every(retention.interval(), "Removing old blocks", this::removeChunks);
        keeper.every(Duration.ofSeconds(10), "Noting uses of keys", keys::noteUses);
        keeper.every(retention.interval(), "Sweeping up rights", rights::sweep);
        keeper.every(retention.interval(), "Removing abandoned uploads", this::removeUploads);
        keeper.every(retention.interval(), "Removing blocks of jobs that have ended", this::removeRunning);
    }

    /** By the clock, or by the time since the start where that is less: nothing ages by a clock that is set forth. */
    private Instant ago(Duration age) {
        Instant steady = start.plusNanos(System.nanoTime() - startNanos);
        Instant now = Instant.now();
        return (now.isBefore(steady) ? now : steady).minus(age);
    }

    private void removeJobs() {
        if (retention.jobs().isZero()) {
            return;
        }
        for (String id : jobs.endedBefore(ago(retention.jobs()), JOBS_AT_ONCE)) {
            results.remove(id);
            jobs.remove(id);
            LOG.info("Removed job {}, which had been kept long enough", id);
        }
    }

    private void removeChunks() {
        if (!retention.chunks().isZero()) {
            int removed = chunks.removeOlderThan(ago(retention.chunks()));
            if (removed > 0) {
                LOG.info("Removed {} chunks", removed);
            }
        }
    }

    private void removeUploads() {
        if (!retention.uploads().isZero()) {
            int removed = store.removeUploadsBefore(ago(retention.uploads()));
            if (removed > 0) {
                LOG.info("Removed {} uploads that processes which died had left", removed);
            }
        }
    }

    /** What jobs show before they end, and could not remove. Jobs that are unknown may run in another installation. */
    private void removeRunning() {
        Map<String, Instant> shown = RunningResult.all(store);
        for (String id : jobs.ended(shown.keySet())) {
            boolean isOld = !retention.uploads().isZero()
                    && Objects.requireNonNull(shown.get(id)).isBefore(ago(retention.uploads()));
            if (isOld || jobs.find(id).isPresent()) {
                new RunningResult(store, id).remove();
                LOG.info("Removed blocks of the job {}, which has ended", id);
            }
        }
    }

    @PreDestroy
    void close() {
        keeper.close();
    }
}
