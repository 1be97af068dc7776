package org.geocrop.net;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/** What a fetcher knows of a host: how many requests it answers now, and how long its last ones took. Thread-safe. */
final class Host {

    /** Of the slowest tenth of the answers so many times their time, and longer, is worth a second request. */
    private static final int SLOW_TIMES = 3;

    private static final long LEAST_MS = 500;
    private static final long MOST_MS = 5_000;
    /** As long as nothing is known. */
    private static final long FIRST_MS = 2_000;

    private static final int KNOWN = 8;
    /** Second requests for each hundred first ones, and some to begin with: a host that is slow at all gets no more. */
    private static final int SECOND_PER_CENT = 5;

    private static final int SECOND_AT_FIRST = 8;

    private final Semaphore budget;
    private final long[] last = new long[64];
    private long took;
    private long first;
    private long second;

    Host(int requests) {
        this.budget = new Semaphore(requests, true);
    }

    void acquire() throws InterruptedException {
        budget.acquire();
        synchronized (this) {
            first++;
        }
    }

    /** Whether a second request may be sent now. */
    synchronized boolean acquireSecond() {
        boolean isAllowed = second * 100 < first * SECOND_PER_CENT + SECOND_AT_FIRST * 100L && budget.tryAcquire();
        second += isAllowed ? 1 : 0;
        return isAllowed;
    }

    void release() {
        budget.release();
    }

    /** An answer took so many nanoseconds. */
    synchronized void took(long nanos) {
        last[(int) (took++ % last.length)] = nanos;
    }

    /** After which a request is slow. */
    synchronized Duration patience() {
        if (took < KNOWN) {
            return Duration.ofMillis(FIRST_MS);
        }
        int known = (int) Math.min(took, last.length);
        long[] sorted = Arrays.copyOf(last, known);
        Arrays.sort(sorted);
        long slow = SLOW_TIMES * sorted[known * 9 / 10] / 1_000_000;
        return Duration.ofMillis(Math.max(LEAST_MS, Math.min(MOST_MS, slow)));
    }
}
