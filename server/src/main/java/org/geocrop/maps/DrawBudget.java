package org.geocrop.maps;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds the memory of all pictures that are drawn at the same time, by their pixels. Whoever does not get a share within
 * a while is told to come again, so that a flood of large maps slows the server down, and does not end it.
 */
public final class DrawBudget {

    private static final int UNIT = 1 << 14;

    private final Semaphore units;
    private final int most;
    private final Duration patience;

    /** The server is busy. */
    public static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super("The server draws as many maps as it can; come again in a moment", null, false, false);
        }
    }

    /** A budget of so many pixels at the same time. */
    public DrawBudget(long pixels, Duration patience) {
        this.most = (int) Math.max(1, Math.min(1 << 20, pixels / UNIT));
        this.units = new Semaphore(most, true);
        this.patience = patience;
    }

    /**
     * Does something that needs memory for so many pixels.
     *
     * @throws BusyException if there is none for a while
     */
    public <T> T with(long pixels, Supplier<T> work) {
        int share = (int) Math.min(most, pixels / UNIT + 1);
        try {
            if (!units.tryAcquire(share, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BusyException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusyException();
        }
        try {
            return work.get();
        } finally {
            units.release(share);
        }
    }
}
