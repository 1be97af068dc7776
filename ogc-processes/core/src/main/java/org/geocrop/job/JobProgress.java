package org.geocrop.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.DismissedException;
import org.geocrop.pipeline.Progress;
import org.geocrop.store.Json;
import org.jspecify.annotations.Nullable;

/** Writes the progress of a run to the store, a few times a second at most. */
final class JobProgress implements Progress {

    private static final Duration REPORT_EVERY = Duration.ofMillis(250);

    private final JobStore jobs;
    private final String id;
    private final int attempt;
    private final JobListener listener;
    private Instant last = Instant.EPOCH;
    private String phase = "";
    private final List<String> warnings = new ArrayList<>();
    private @Nullable Measure measure;

    JobProgress(JobStore jobs, String id, int attempt, JobListener listener) {
        this.jobs = jobs;
        this.id = id;
        this.attempt = attempt;
        this.listener = listener;
    }

    @Override
    public synchronized void report(double fraction, String message) {
        Instant now = Instant.now();
        if (Duration.between(last, now).compareTo(REPORT_EVERY) < 0) {
            return;
        }
        last = now;
        if (!jobs.progress(id, attempt, phase, (int) (fraction * 100), message)) {
            throw new DismissedException("The job was dismissed");
        }
        jobs.find(id).ifPresent(listener::running);
    }

    @Override
    public synchronized void phase(String name) {
        phase = name;
        last = Instant.EPOCH;
        jobs.log(id, "Phase: " + name);
    }

    @Override
    public void note(String message) {
        jobs.log(id, message);
    }

    @Override
    public synchronized void warn(String message) {
        warnings.add(message);
        jobs.log(id, "Warning: " + message);
    }

    @Override
    public synchronized void measured(Measure how) {
        measure = how;
        jobs.measure(id, new String(Json.write(how), java.nio.charset.StandardCharsets.UTF_8));
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
