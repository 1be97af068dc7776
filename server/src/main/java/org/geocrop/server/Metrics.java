package org.geocrop.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.geocrop.error.GeocropException;
import org.geocrop.job.Job;
import org.geocrop.job.JobListener;
import org.geocrop.job.JobStatus;
import org.geocrop.job.JobStore;
import org.geocrop.job.Threads;
import org.geocrop.jobs.SyncWaiters;
import org.geocrop.json.Json;
import org.geocrop.store.HttpRanges;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

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
        if (job.status() == JobStatus.SUCCESSFUL && job.measure() != null) {
            count(job.processId(), read(job.measure()));
        }
    }

    private void count(String process, JsonNode measure) {
        registry.counter("geocrop.pixels", "process", process)
                .increment(measure.path("pixels").asDouble(0));
        JsonNode spent = measure.path("spent");
        spent.path("seconds")
                .properties()
                .forEach(work -> registry.counter(
                                "geocrop.jobs.spent.seconds", "process", process, "work", work.getKey())
                        .increment(work.getValue().asDouble(0)));
        for (String times : List.of("once", "twice", "more")) {
            registry.counter("geocrop.scenes.tiles", "decoded", times)
                    .increment(spent.path("tiles").path(times).asDouble(0));
        }
    }

    private static JsonNode read(String measure) {
        try {
            return Json.read(measure.getBytes(StandardCharsets.UTF_8));
        } catch (Json.MalformedException e) {
            throw new IllegalStateException("A measure was written as JSON", e);
        }
    }
}
