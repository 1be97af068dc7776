package org.geocrop.server;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.geocrop.job.Threads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether a part of the server works. A thread of its own tries it again and again, and may wait for the answer; whoever
 * wants to know is told at once what came of the last try, or that the present one takes too long.
 */
final class Pulse implements HealthIndicator, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final String part;
    private final String fault;
    private final long timeoutNanos;
    private final Runnable beat;
    private final Threads.Recurring beats;
    /** When the present try began, by the clock that is never set; null between two. */
    private volatile @Nullable Long begun;

    private volatile @Nullable Fault last;

    /** What is told to everyone: neither addresses nor what the part itself said. */
    private record Fault(String reason, Instant since) {}

    /**
     * Tries a part from now on.
     *
     * @param part such as "database"
     * @param fault what it means when a try throws, such as "can't be written"
     * @param timeout after which a try that goes on counts as failed
     */
    Pulse(String part, String fault, Duration interval, Duration timeout, Runnable beat) {
        this.part = part;
        this.fault = fault;
        this.timeoutNanos = timeout.toNanos();
        this.beat = beat;
        this.beats = Threads.daemon("geocrop-pulse-" + part);
        beats.every(interval, "The pulse of the " + part, this::once);
    }

    private void once() {
        begun = System.nanoTime();
        try {
            beat.run();
            well();
        } catch (RuntimeException e) {
            ill(e);
        } finally {
            begun = null;
        }
    }

    private void well() {
        Fault before = last;
        last = null;
        if (before != null) {
            LOG.info("The {} is well again", part);
        }
    }

    private void ill(RuntimeException e) {
        if (last == null) {
            last = new Fault(fault, Instant.now());
            LOG.warn("The {} {}, so this server is not ready: {}", part, fault, e.getMessage());
        }
    }

    @Override
    public Health health() {
        Fault known = last;
        Long since = begun;
        long waited = since == null ? 0 : System.nanoTime() - since;
        if (known == null && waited > timeoutNanos) {
            known = new Fault("does not answer", Instant.now().minusNanos(waited));
        }
        return known == null
                ? Health.up().build()
                : Health.down()
                        .withDetail("reason", "The " + part + " " + known.reason)
                        .withDetail("since", known.since.truncatedTo(ChronoUnit.SECONDS))
                        .build();
    }

    boolean isWell() {
        return health().getStatus().equals(Status.UP);
    }

    @Override
    public void close() {
        beats.close();
    }
}
