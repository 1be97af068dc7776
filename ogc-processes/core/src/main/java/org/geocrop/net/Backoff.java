package org.geocrop.net;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses before further attempts: each about twice as long as the one before, and spread at random. */
public final class Backoff {

    /** Attempts after which a request has failed for good. */
    public static final int ATTEMPTS = 6;

    private static final long FIRST_MS = 50;
    private static final Duration LONGEST_WISH = Duration.ofSeconds(20);

    private Backoff() {}

    /** Waits before attempt {@code attempt}, counted from 0; before the first not at all. */
    public static void pause(int attempt) throws InterruptedException {
        pause(attempt, Duration.ZERO);
    }

    /**
     * Waits before an attempt, at least as long as the server wished (Retry-After), within bounds.
     *
     * @param wish zero if there was none
     */
    public static void pause(int attempt, Duration wish) throws InterruptedException {
        if (attempt == 0) {
            return;
        }
        long most = FIRST_MS << attempt;
        long own = most / 2 + ThreadLocalRandom.current().nextLong(most / 2);
        long wished = Math.min(wish.toMillis(), LONGEST_WISH.toMillis());
        Thread.sleep(Math.max(own, wished));
    }
}
