package org.geocrop;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for what comes by itself, looking often, and fails with what was seen last when it does not come in time. */
public final class Until {

    /** Long, since a machine may have other work; nobody waits for it where all is well. */
    public static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Until() {}

    public static void isTrue(String what, Callable<Boolean> condition) throws Exception {
        value(what, condition, Boolean::booleanValue);
    }

    public static <T> T value(String what, Callable<T> look, Predicate<T> wanted) throws Exception {
        return value(what, PATIENCE, look, wanted);
    }

    /** The first value that is wanted. */
    public static <T> T value(String what, Duration patience, Callable<T> look, Predicate<T> wanted) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            T seen = look.call();
            if (wanted.test(seen)) {
                return seen;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(what + ": not within " + patience.toSeconds() + " s; seen last: " + seen);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
