package org.geocrop.jdbc;

import com.github.kagkarlsson.scheduler.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time by which queues measure heartbeats and pauses: that of the database, as it was asked for once, and moved on
 * by the counter that nobody sets. So a machine whose clock is set forth or back neither takes living workers for dead
 * nor sleeps until its old time comes again, and servers with the same database have the same time.
 */
final class DatabaseClock implements Clock {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);
    /** Less is the way to the database and back. */
    private static final Duration STEP = Duration.ofSeconds(2);

    private final Supplier<Instant> source;
    private final LongSupplier nanos;
    private volatile Reading reading;

    private record Reading(Instant time, long nanos) {}

    DatabaseClock(Supplier<Instant> source, LongSupplier nanos) {
        this.source = source;
        this.nanos = nanos;
        this.reading = read();
    }

    private Reading read() {
        Instant time = source.get();
        return new Reading(time, nanos.getAsLong());
    }

    @Override
    public Instant now() {
        Reading from = reading;
        return from.time.plusNanos(nanos.getAsLong() - from.nanos);
    }

    /**
     * Asks the database again, whose own clock may have been set.
     *
     * @return whether it was, so that what waits for a time has to look again
     */
    boolean follow() {
        Reading now = read();
        Duration ahead = Duration.between(now(), now.time);
        if (ahead.abs().compareTo(STEP) <= 0) {
            return false;
        }
        LOG.warn("The clock of the database was set by {} s; the queues follow it", ahead.toSeconds());
        reading = now;
        return true;
    }
}
