package org.geocrop.job;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.DismissedException;
import org.geocrop.error.StoreException;
import org.geocrop.json.Json;
import org.geocrop.pipeline.Progress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the progress of a run to the store, a few times a second at most. A store that can't be written costs reports,
 * not the run.
 */
final class JobProgress implements Progress {

    private static final Logger LOG = LoggerFactory.getLogger(JobProgress.class);
    private static final Duration REPORT_EVERY = Duration.ofMillis(250);

    private final JobStore jobs;
    private final Job job;
    private final JobListener listener;
    /** By the clock that is never set. */
    private long next = System.nanoTime();

    private String phase = "";
    private final List<String> warnings = new ArrayList<>();
    private @Nullable Measure measure;

    JobProgress(JobStore jobs, Job job, JobListener listener) {
        this.jobs = jobs;
        this.job = job;
        this.listener = listener;
    }

    @Override
    public synchronized void report(double fraction, String message) {
        long now = System.nanoTime();
        if (now - next < 0) {
            return;
        }
        next = now + REPORT_EVERY.toNanos();
        int perCent = (int) (fraction * 100);
        keep(() -> {
            if (!jobs.progress(job.id(), job.attempt(), phase, perCent, message)) {
                throw new DismissedException("The job was dismissed");
            }
            listener.running(job.at(phase, perCent, message, Instant.now()));
        });
    }

    @Override
    public synchronized void phase(String name) {
        phase = name;
        next = System.nanoTime();
        note("Phase: " + name);
    }

    @Override
    public void note(String message) {
        keep(() -> jobs.log(job.id(), message));
    }

    @Override
    public synchronized void warn(String message) {
        warnings.add(message);
        keep(() -> jobs.log(job.id(), "Warning: " + message));
    }

    @Override
    public synchronized void measured(Measure how) {
        measure = how;
        keep(() -> jobs.measure(job.id(), new String(Json.write(how), StandardCharsets.UTF_8)));
    }

    private void keep(Runnable write) {
        try {
            write.run();
        } catch (StoreException e) {
            LOG.warn("What job {} does could not be noted: {}", job.id(), e.getMessage());
        }
    }

    /** What a finished job says. */
    synchronized String summary() {
        StringBuilder text = new StringBuilder("Finished");
        warnings.forEach(warning -> text.append("; ").append(warning));
        if (measure != null && measure.reused() > 0) {
            text.append("; reused " + measure.reused() + " of " + measure.blocks() + " blocks");
        }
        return text.toString();
    }
}
