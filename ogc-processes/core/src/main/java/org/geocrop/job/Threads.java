package org.geocrop.job;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Daemon threads with names, and work that is done again and again whatever it meets. */
public final class Threads {

    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

    private Threads() {}

    /** Threads of a name, which do not keep the process alive. */
    public static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** One daemon thread for recurring work. */
    public static Recurring daemon(String name) {
        return new Recurring(name);
    }

    /** Does work that tells what it threw, of whatever kind, and is not kept from the next time by it. */
    public static Runnable surviving(String what, Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (Throwable e) { // an OutOfMemoryError, too: the loop that it ended would be missed for good
                tell(what, e);
            }
        };
    }

    private static void tell(String what, Throwable fault) {
        try {
            if (fault instanceof org.geocrop.error.GeocropException) {
                LOG.warn("{} is tried again later: {}", what, fault.getMessage());
            } else {
                LOG.error("{} failed unexpectedly, and is tried again later", what, fault);
            }
        } catch (Throwable e) { // telling needs memory, too
            return;
        }
    }

    /** Recurring work of one thread. */
    public static final class Recurring implements AutoCloseable {

        private final ScheduledExecutorService executor;

        private Recurring(String name) {
            executor = Executors.newSingleThreadScheduledExecutor(named(name));
        }

        /** Does work again and again, with a pause after each time, the first one included. */
        public ScheduledFuture<?> every(Duration pause, String what, Runnable work) {
            return executor.scheduleWithFixedDelay(
                    surviving(what, work), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }
}
