package org.geocrop.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.geocrop.job.Threads;

/** Spreads requests over the servers that said of themselves that they are ready when they were asked last. */
final class Balancer implements AutoCloseable {

    private static final Duration ASK_EVERY = Duration.ofMillis(200);

    private final List<TestServer> known = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final Threads.Recurring asking = Threads.daemon("balancer");
    private volatile List<TestServer> ready = List.of();

    Balancer() {
        asking.every(ASK_EVERY, "Asking who is ready", this::ask);
    }

    void add(TestServer server) {
        known.add(server);
    }

    TestServer next() throws InterruptedException {
        while (true) {
            List<TestServer> now = ready;
            if (!now.isEmpty()) {
                return now.get(Math.floorMod(turn.getAndIncrement(), now.size()));
            }
            Thread.sleep(ASK_EVERY.toMillis());
        }
    }

    private void ask() {
        List<TestServer> now = new ArrayList<>();
        for (TestServer server : known) {
            try {
                if (server.get(server.operators() + "/actuator/health/readiness")
                                .statusCode()
                        == 200) {
                    now.add(server);
                }
            } catch (IOException gone) {
                known.remove(server);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        ready = List.copyOf(now);
    }

    @Override
    public void close() {
        asking.close();
    }
}
