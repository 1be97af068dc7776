package org.geocrop.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Time that goes on evenly, and follows the database's. */
class DatabaseClockTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final AtomicReference<Instant> database = new AtomicReference<>(NOON);
    private final AtomicLong nanos = new AtomicLong(7);
    private final DatabaseClock clock = new DatabaseClock(database::get, nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        database.set(database.get().plus(time));
    }

    @Test
    void itGoesOnWithoutBeingAsked() {
        assertThat(clock.now()).isEqualTo(NOON);
        pass(Duration.ofSeconds(90));
        assertThat(clock.now()).isEqualTo(NOON.plusSeconds(90));
    }

    @Test
    void whatTheDatabaseDoesIsFollowedWhenItIsAskedAgain() {
        for (Duration step : new Duration[] {Duration.ofHours(1), Duration.ofHours(-3)}) {
            Instant before = clock.now();
            database.set(database.get().plus(step));
            assertThat(clock.now()).isEqualTo(before);
            assertThat(clock.follow()).isTrue();
            assertThat(clock.now()).isEqualTo(database.get());
            pass(Duration.ofSeconds(1));
            assertThat(clock.follow()).isFalse();
        }
    }

    @Test
    void aSlowAnswerIsNoStep() {
        database.set(NOON.plusMillis(900));
        assertThat(clock.follow()).isFalse();
        assertThat(clock.now()).isEqualTo(NOON);
    }
}
