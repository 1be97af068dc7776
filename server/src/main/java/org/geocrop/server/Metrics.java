package org.geocrop.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import org.geocrop.error.GeocropException;
import org.geocrop.job.Job;
import org.geocrop.job.JobListener;
import org.geocrop.job.JobStatus;
import org.geocrop.job.JobStore;
import org.geocrop.job.Threads;
import org.geocrop.jobs.SyncWaiters;
import org.geocrop.pipeline.Progress;
import org.geocrop.store.HttpRanges;
import org.geocrop.store.Spent;
import org.springframework.stereotype.Component;

/**
 * What operators watch: jobs that ended by process and status with their durations, what waits, bytes read from
 * scenes, pixels worked on, and where the time of jobs' threads went. Requests, with the latency of tiles by their route, Spring measures itself.
 */
@Component
public class Metrics implements JobListener {

    private static final Duration COUNT_EVERY = Duration.ofSeconds(2);

    private final MeterRegistry registry;
    private final JobStore jobs;
    private final Threads.Recurring counter = Threads.daemon("geocrop-metrics");
    /** NaN while the database can't be asked: who reads the metrics does not wait for it. */
    private volatile double unfinished = Double.NaN;

    Metrics(MeterRegistry registry, JobStore jobs, HttpRanges ranges, SyncWaiters waiting) {
        this.registry = registry;
        this.jobs = jobs;
        counter.every(COUNT_EVERY, "Counting the jobs that wait", this::count);
        Gauge.builder("geocrop.jobs.unfinished", this, it -> it.unfinished)
                .description("Jobs that wait or run, of all servers of this queue")
                .register(registry);
        Gauge.builder("geocrop.clients.waiting", waiting, SyncWaiters::count)
                .description("Clients that wait for a job")
                .register(registry);
        registry.more()
                .counter(
                        "geocrop.scenes.read.bytes",
                        io.micrometer.core.instrument.Tags.empty(),
                        ranges,
                        HttpRanges::bytesRead);
        registry.more()
                .counter(
                        "geocrop.scenes.requests",
                        io.micrometer.core.instrument.Tags.of("try", "all"),
                        ranges,
                        HttpRanges::requests);
        registry.more()
                .counter(
                        "geocrop.scenes.requests",
                        io.micrometer.core.instrument.Tags.of("try", "second"),
                        ranges,
                        HttpRanges::secondRequests);
    }

    private void count() {
        try {
            unfinished = jobs.countUnfinished();
        } catch (GeocropException e) {
            unfinished = Double.NaN;
            throw e;
        }
    }

    @PreDestroy
    void close() {
        counter.close();
    }

    @Override
    public void ended(Job job) {
        if (job.started() == null || job.finished() == null) {
            return;
        }
        Duration duration = Duration.between(job.started(), job.finished());
        Timer.builder("geocrop.jobs")
                .description("Jobs that ended on this server, and how long they ran")
                .tag("process", job.processId())
                .tag("status", job.status().label())
                .publishPercentileHistogram()
                .register(registry)
                .record(duration);
        if (job.status() == JobStatus.SUCCESSFUL) {
            job.measured().ifPresent(measure -> count(job.processId(), measure));
        }
    }

    private void count(String process, Progress.Measure measure) {
        registry.counter("geocrop.pixels", "process", process).increment(measure.pixels());
        Spent.Report spent = measure.spent();
        spent.seconds()
                .forEach((work, seconds) -> registry.counter(
                                "geocrop.jobs.spent.seconds", "process", process, "work", work)
                        .increment(seconds));
        tiles("once", spent.tiles().once());
        tiles("twice", spent.tiles().twice());
        tiles("more", spent.tiles().more());
    }

    private void tiles(String times, long count) {
        registry.counter("geocrop.scenes.tiles", "decoded", times).increment(count);
    }
}
