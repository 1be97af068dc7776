package org.geocrop.job;

import java.time.Duration;
import java.util.function.Supplier;
import org.geocrop.error.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does again what a store could not do, after pauses that double, for a while. */
final class Patience {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final long FIRST_MS = 100;
    private static final long LONGEST_MS = 5000;

    private final long until;

    Patience(Duration whole) {
        this.until = System.nanoTime() + whole.toNanos();
    }

    /**
     * The outcome of a call.
     *
     * @throws StoreException if the store was away all the while, or the thread was interrupted
     */
    <T> T until(Supplier<T> call) {
        long pause = FIRST_MS;
        while (true) {
            try {
                return call.get();
            } catch (StoreException e) {
                if (System.nanoTime() - until > 0) {
                    throw e;
                }
                LOG.warn("{}; again in {} ms", e.getMessage(), pause);
                sleep(pause, e);
                pause = Math.min(LONGEST_MS, pause * 2);
            }
        }
    }

    private static void sleep(long pause, StoreException why) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw why;
        }
    }
}
