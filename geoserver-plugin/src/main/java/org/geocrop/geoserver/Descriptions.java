package org.geocrop.geoserver;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.geocrop.error.GeocropException;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.ProcessDescription;
import org.geotools.util.logging.Logging;

/**
 * Descriptions as they were a moment ago: they name the models of the store, which nobody waits for. They are made anew
 * in the background, and stay as they were while the store is away.
 */
final class Descriptions implements AutoCloseable {

    private static final Logger LOG = Logging.getLogger(Descriptions.class);
    private static final long FRESH_NANOS = 10_000_000_000L;

    private final Map<String, ProcessDescription> known = new ConcurrentHashMap<>();
    private final Map<String, GeoProcess> processes;
    private final AtomicLong made = new AtomicLong(System.nanoTime());
    private final ExecutorService maker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "geocrop-descriptions");
        thread.setDaemon(true);
        return thread;
    });

    Descriptions(Map<String, GeoProcess> processes) {
        this.processes = Map.copyOf(processes);
        make();
    }

    private void make() {
        processes.forEach((name, process) -> known.put(name, process.description()));
    }

    ProcessDescription of(GeoProcess process) {
        long then = made.get();
        long now = System.nanoTime();
        if (now - then > FRESH_NANOS && made.compareAndSet(then, now)) {
            maker.execute(this::remake);
        }
        ProcessDescription description = known.get(process.id());
        return description == null ? process.description() : description;
    }

    private void remake() {
        try {
            make();
        } catch (GeocropException e) {
            LOG.log(Level.FINE, "Descriptions stay as they were", e);
        }
    }

    @Override
    public void close() {
        maker.shutdownNow();
    }
}
