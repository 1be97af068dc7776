package org.geocrop.bodies;

import java.util.HashMap;
import java.util.Map;

/** A number of things that callers use at the same time: at most so many in all, and so many for each caller. */
public final class Shares {

    private final long most;
    private final long mostEach;
    private final Map<String, Long> taken = new HashMap<>();
    private long total;

    /** What was taken; closing gives it back, once. */
    interface Share extends AutoCloseable {
        @Override
        void close();
    }

    /** Why there is none. */
    enum Full {
        ALL,
        CALLER
    }

    /** A share, or why there is none. */
    record Answer(
            @org.jspecify.annotations.Nullable Share share,
            @org.jspecify.annotations.Nullable Full full) {}

    Shares(long most, long mostEach) {
        this.most = most;
        this.mostEach = mostEach;
    }

    /** Takes so much at once, or nothing; who takes alone may take more than there is in all. */
    synchronized Answer take(String caller, long amount) {
        long own = taken.getOrDefault(caller, 0L);
        if (own > 0 && own + amount > mostEach) {
            return new Answer(null, Full.CALLER);
        }
        if (total > 0 && total + amount > most) {
            return new Answer(null, Full.ALL);
        }
        total += amount;
        taken.put(caller, own + amount);
        return new Answer(once(() -> give(caller, amount)), null);
    }

    synchronized long used() {
        return total;
    }

    private synchronized void give(String caller, long amount) {
        total -= amount;
        taken.computeIfPresent(caller, (key, own) -> own > amount ? own - amount : null);
    }

    private static Share once(Runnable give) {
        var open = new java.util.concurrent.atomic.AtomicBoolean(true);
        return () -> {
            if (open.getAndSet(false)) {
                give.run();
            }
        };
    }
}
