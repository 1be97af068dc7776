package org.geocrop.pipeline.schedule;

import java.util.concurrent.Semaphore;

/**
 * Bytes that all jobs of a process share, such as memory for decoded tiles. Who needs more than there is gets all of it,
 * alone.
 */
public final class Budget {

    private static final int UNIT = 1 << 16;

    private final int units;
    private final Semaphore free;

    public Budget(long bytes) {
        this.units = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / UNIT));
        this.free = new Semaphore(units, true);
    }

    /** Waits for room; the result gives it back, once. */
    public Runnable take(long bytes) throws InterruptedException {
        int wanted = (int) Math.max(1, Math.min(units, bytes / UNIT + 1));
        free.acquire(wanted);
        return () -> free.release(wanted);
    }
}
