package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.geocrop.Until;
import org.geocrop.error.StoreException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** What is told of a part while it works, fails, hangs, and heals. */
class PulseTest {

    private static final Duration OFTEN = Duration.ofMillis(5);

    @Test
    void faultsAndSilenceAreToldUntilTheyAreOver() throws Exception {
        AtomicReference<RuntimeException> fault = new AtomicReference<>();
        Semaphore answers = new Semaphore(Integer.MAX_VALUE / 2);
        try (Pulse pulse = new Pulse("database", "can't be written", OFTEN, Duration.ofMillis(50), () -> {
            answers.acquireUninterruptibly();
            RuntimeException now = fault.get();
            if (now != null) {
                throw now;
            }
        })) {
            assertThat(pulse.health().getStatus()).isEqualTo(Status.UP);

            fault.set(new StoreException("jdbc:secret"));
            Until.isTrue("it is ill", () -> !pulse.isWell());
            assertThat(pulse.health().getDetails())
                    .containsEntry("reason", "The database can't be written")
                    .containsKey("since")
                    .hasSize(2);

            fault.set(null);
            Until.isTrue("it is well", pulse::isWell);

            answers.drainPermits();
            Health silent = Until.value(
                    "it hangs", pulse::health, seen -> seen.getStatus().equals(Status.DOWN));
            assertThat(silent.getDetails()).containsEntry("reason", "The database does not answer");

            answers.release(Integer.MAX_VALUE / 2);
            Until.isTrue("it is well again", pulse::isWell);

            fault.set(new IllegalStateException("of whatever kind"));
            Until.isTrue("it is ill again", () -> !pulse.isWell());
            fault.set(null);
            Until.isTrue("it is well at last", pulse::isWell);
        }
    }
}
