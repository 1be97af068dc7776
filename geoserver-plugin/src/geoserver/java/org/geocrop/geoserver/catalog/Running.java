package org.geocrop.geoserver.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.geocrop.geoserver.Engine;
import org.geocrop.geoserver.GeocropProcessFactory;
import org.geocrop.geoserver.Ledger;
import org.geocrop.geoserver.PluginSettings;
import org.geocrop.geoserver.reader.Granules;
import org.geocrop.job.Job;
import org.geoserver.catalog.Catalog;
import org.geotools.process.Processors;
import org.geotools.util.logging.Logging;

/** The engine at work in GeoServer: its processes, its layers, and what is done every minute. */
final class Running implements AutoCloseable {

    private static final Logger LOG = Logging.getLogger(Running.class);
    private static final int SWEEP_SECONDS = 60;

    private final Engine engine;
    private final Runs runs;
    private final PluginSettings settings;
    private final MosaicLayers layers;
    private final GeocropProcessFactory factory;
    private volatile String trouble = "";

    private Running(Engine engine, Runs runs, PluginSettings settings, MosaicLayers layers) {
        this.engine = engine;
        this.runs = runs;
        this.settings = settings;
        this.layers = layers;
        this.factory = new GeocropProcessFactory(engine, new GeoServerHost(runs, layers), entry -> layers.changed(entry.result()));
    }

    /**
     * Starts.
     *
     * @throws org.geocrop.error.StoreException if the store is away; then nothing is there yet
     */
    static Running start(
            Catalog catalog, Path folder, PluginSettings settings, Runs runs, ScheduledExecutorService worker)
            throws IOException {
        Engine engine = Engine.open(settings);
        boolean whole = false;
        try {
            engine.ledger().refresh();
            Installed installed = new Installed(folder.resolve("installed.properties"));
            Styles styles = new Styles(catalog, engine.looks(), installed);
            styles.install();
            TileGrids grids = new TileGrids(engine.looks().matrixSets(), installed);
            grids.install();
            Granules.CURRENT.set(new LiveGranules(engine));
            MosaicLayers layers = new MosaicLayers(catalog, engine.ledger(), engine.rights(), styles, grids);
            layers.takeUp();
            layers.refresh();
            Running running = new Running(engine, runs, settings, layers);
            Processors.addProcessFactory(running.factory);
            worker.scheduleWithFixedDelay(running::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
            whole = true;
            return running;
        } finally {
            if (!whole) {
                Granules.CURRENT.set(null);
                engine.close();
            }
        }
    }

    /** What other GeoServers have made appears, what has expired goes. */
    private void sweep() {
        try {
            Set<Ledger.Entry> before = new HashSet<>(engine.ledger().list());
            engine.ledger().expired(settings.retention(), Instant.now()).forEach(entry -> engine.ledger()
                    .remove(entry.name()));
            engine.ledger().refresh();
            engine.sweep(Instant.now());
            layers.refresh();
            Set<Ledger.Entry> after = new HashSet<>(engine.ledger().list());
            Set<Ledger.Entry> changed = new HashSet<>(before);
            changed.addAll(after);
            changed.removeIf(entry -> before.contains(entry) && after.contains(entry));
            changed.stream()
                    .filter(entry -> entry.note().sharing() == Job.Sharing.PUBLIC)
                    .forEach(entry -> layers.changed(entry.result()));
            trouble = "";
        } catch (RuntimeException e) {
            // The store may be away for a while: nothing is removed for that.
            trouble = "The store is away: " + e.getMessage();
            LOG.log(Level.WARNING, "Results could not be looked through: {0}", e.getMessage());
        }
    }

    Engine engine() {
        return engine;
    }

    Runs runs() {
        return runs;
    }

    PluginSettings settings() {
        return settings;
    }

    /** What is wrong now; empty if nothing is. */
    String trouble() {
        return trouble;
    }

    /** Removes a result; caches forget it. */
    void remove(Ledger.Entry entry) {
        engine.ledger().remove(entry.name());
        if (entry.note().sharing() == Job.Sharing.PUBLIC) {
            layers.changed(entry.result());
        }
    }

    /** Stops an execution; nothing of it stays. */
    void cancel(String id) {
        runs.find(id).filter(run -> !run.hasEnded()).ifPresent(run -> runs.cancel(id));
        engine.ledger().ofExecution(id).ifPresent(this::remove);
    }

    /** Says who sees a result; caches forget what is not public any more. */
    void share(Ledger.Entry entry, Job.Sharing sharing) {
        engine.ledger().share(entry.name(), sharing);
        layers.changed(entry.result());
        layers.refresh();
    }

    @Override
    public void close() {
        Processors.removeProcessFactory(factory);
        factory.close();
        Granules.CURRENT.set(null);
        engine.close();
    }
}
