package org.geocrop.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.geocrop.error.DismissedException;
import org.geocrop.error.StoreException;
import org.geocrop.pipeline.Progress;
import org.geocrop.process.season.ClassifyRegion;
import org.geocrop.region.RegionPlan;
import org.geocrop.region.RegionProgress;
import org.geocrop.store.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs regions as child processes that submit to Spark. How far they are is read from the store, so it does not matter where
 * they run; who ends the job ends the child, and with it the application.
 */
public final class RegionRuns implements ClassifyRegion.Runner {

    private static final Logger LOG = LoggerFactory.getLogger(RegionRuns.class);
    private static final long LOOK_EVERY_MS = 1_000;
    private static final long END_SECONDS = 5;
    private static final int LAST_LINES = 40;
    private static final String REASON = "geocrop: ";

    private final ObjectStore store;
    private final SparkSubmit submit;
    private final String location;
    private final Map<String, String> environment;

    /**
     * Runs on a store.
     *
     * @param location of the store, as children open it
     * @param environment that they need for it
     */
    public RegionRuns(ObjectStore store, SparkSubmit submit, String location, Map<String, String> environment) {
        this.store = store;
        this.submit = submit;
        this.location = location;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public void run(RegionPlan plan, Progress progress) {
        Process child;
        try {
            child = submit.start(
                    List.of(location, plan.request().name(), plan.request().label()), environment, false);
        } catch (IOException e) {
            throw new StoreException("Spark could not be started: " + e.getMessage(), e);
        }
        Tail tail = new Tail(child);
        tail.start();
        try {
            while (!child.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                RegionProgress now = RegionProgress.of(store, plan);
                progress.report(0.05 + 0.94 * now.share(), tell(now));
            }
            tail.join(LOOK_EVERY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DismissedException("The job was interrupted", e);
        } finally {
            end(child);
        }
        if (child.exitValue() != 0) {
            throw new StoreException(tail.reason());
        }
    }

    private static String tell(RegionProgress now) {
        return "Classified " + now.unitsDone() + " of " + now.units() + " units, wrote " + now.tilesDone() + " of "
                + now.tiles() + " map tiles";
    }

    private static void end(Process child) {
        if (!child.isAlive()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        child.destroy();
        try {
            if (!child.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                child.destroyForcibly();
            }
        } catch (InterruptedException e) {
            child.destroyForcibly();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads what the child prints, so that it never waits for that, and keeps the last lines. */
    private static final class Tail extends Thread {
        private final Process child;
        private final Deque<String> last = new ArrayDeque<>();

        Tail(Process child) {
            super("geocrop-region");
            setDaemon(true);
            this.child = child;
        }

        @Override
        public void run() {
            try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    LOG.debug("{}", line);
                    keep(line);
                }
            } catch (IOException e) {
                LOG.debug("The child has ended", e);
            }
        }

        private synchronized void keep(String line) {
            last.addLast(line);
            if (last.size() > LAST_LINES) {
                last.removeFirst();
            }
        }

        /** What the application has said; else all that is known. */
        synchronized String reason() {
            return last.stream()
                    .filter(line -> line.startsWith(REASON))
                    .map(line -> line.substring(REASON.length()))
                    .findFirst()
                    .orElse("The application on Spark has ended with " + child.exitValue() + ": "
                            + (last.isEmpty() ? "it said nothing" : last.getLast()));
        }
    }
}
