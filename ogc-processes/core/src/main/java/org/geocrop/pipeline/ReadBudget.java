package org.geocrop.pipeline;

import java.util.concurrent.Semaphore;

/**
 * Memory for the decoded tiles of all time steps that are read at the same time, by all jobs of a process. Who needs
 * more than there is gets all of it, alone.
 */
final class ReadBudget {

    private static final int UNIT = 1 << 16;
    /** Of the memory that Java may use. */
    private static final int SHARE = 6;

    private final int units;
    private final Semaphore free;

    ReadBudget(long bytes) {
        this.units = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / UNIT));
        this.free = new Semaphore(units, true);
    }

    static ReadBudget ofThisProcess() {
        return new ReadBudget(Runtime.getRuntime().maxMemory() / SHARE);
    }

    /** Waits for room; the result gives it back, once. */
    Runnable take(long bytes) throws InterruptedException {
        int wanted = (int) Math.max(1, Math.min(units, bytes / UNIT + 1));
        free.acquire(wanted);
        return () -> free.release(wanted);
    }
}
