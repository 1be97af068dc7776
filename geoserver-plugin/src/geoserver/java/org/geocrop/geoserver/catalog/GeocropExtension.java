package org.geocrop.geoserver.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.geocrop.error.GeocropException;
import org.geocrop.geoserver.Engine;
import org.geocrop.geoserver.GeocropProcessFactory;
import org.geocrop.geoserver.PluginSettings;
import org.geoserver.catalog.Catalog;
import org.geoserver.platform.GeoServerEnvironment;
import org.geoserver.platform.GeoServerResourceLoader;
import org.geoserver.wps.resource.WPSResourceManager;
import org.geotools.process.Processors;
import org.geotools.util.logging.Logging;
import org.jspecify.annotations.Nullable;

/**
 * Starts the engine with GeoServer: reads {@code geocrop/geocrop.properties} of the data directory, installs styles and
 * tile grids, and adds the processes. Without that file nothing is added; with one that is wrong GeoServer starts all
 * the same, and the status page says what is wrong.
 */
public final class GeocropExtension implements AutoCloseable {

    static final String FOLDER = "geocrop";

    private static final Logger LOG = Logging.getLogger(GeocropExtension.class);
    private static final String SETTINGS = "geocrop.properties";
    private static final int SWEEP_SECONDS = 60;

    private final Catalog catalog;
    private final Catalog secured;
    private final GeoServerResourceLoader resources;
    private final WPSResourceManager executions;
    private @Nullable Engine engine;
    private @Nullable GeocropProcessFactory factory;
    private @Nullable ResultLayers layers;
    private @Nullable ScheduledExecutorService sweeper;
    private String status = "Not started";

    /**
     * The extension.
     *
     * @param catalog without security, for what the plugin does itself
     * @param secured by which the rights of users are asked
     */
    public GeocropExtension(
            Catalog catalog, Catalog secured, GeoServerResourceLoader resources, WPSResourceManager executions) {
        this.catalog = catalog;
        this.secured = secured;
        this.resources = resources;
        this.executions = executions;
    }

    /** Starts; to be called when the catalogue is loaded and tiles can be configured. */
    public void start() throws IOException {
        Path folder = resources.findOrCreateDirectory(FOLDER).toPath();
        Path file = folder.resolve(SETTINGS);
        if (!Files.exists(file)) {
            status = "There is no " + file + "; the processes are not there";
            LOG.warning(status);
            return;
        }
        try {
            start(folder, read(folder.toAbsolutePath(), file));
        } catch (GeocropException | IllegalArgumentException e) {
            status = file + ": " + e.getMessage();
            LOG.log(Level.SEVERE, "GeoCrop could not start: " + status, e);
        }
    }

    private static PluginSettings read(Path folder, Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        GeoServerEnvironment environment = new GeoServerEnvironment();
        boolean resolves = GeoServerEnvironment.allowEnvParametrization();
        return PluginSettings.read(
                properties,
                folder,
                value -> resolves ? String.valueOf(environment.resolveValue(value)) : value);
    }

    private void start(Path folder, PluginSettings settings) throws IOException {
        Engine started = Engine.open(settings);
        engine = started;
        Installed installed = new Installed(folder.resolve("installed.properties"));
        Styles styles = new Styles(catalog, started.looks(), installed);
        styles.install();
        TileGrids grids = new TileGrids(started.looks().matrixSets(), installed);
        grids.install();
        layers = new ResultLayers(catalog, settings, styles, grids);
        factory = new GeocropProcessFactory(started, new GeoServerHost(secured, executions, layers));
        Processors.addProcessFactory(factory);
        sweeper = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "geocrop-sweeper");
            thread.setDaemon(true);
            return thread;
        });
        sweeper.scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
        status = settings.toString();
        LOG.info("GeoCrop has started: " + status);
    }

    /** Layers of results that someone has removed from the store go, too. */
    private void sweep() {
        ResultLayers published = layers;
        Engine running = engine;
        if (published == null || running == null) {
            return;
        }
        try {
            for (String job : published.jobs()) {
                if (running.results().find(job).isEmpty()) {
                    LOG.info("The result of " + job + " is gone, and so its layers go");
                    published.withdraw(job);
                }
            }
        } catch (RuntimeException e) {
            // The store may be away for a while: nothing is removed for that.
            LOG.log(Level.WARNING, "Layers could not be compared to results", e);
        }
    }

    /** Removes a result with its layers. */
    void remove(String job) {
        ResultLayers published = layers;
        Engine running = engine;
        if (published != null && running != null && running.results().find(job).isPresent()) {
            published.withdraw(job);
            running.results().remove(job);
        }
    }

    boolean isRunning() {
        return factory != null;
    }

    String status() {
        return status;
    }

    @Override
    public void close() {
        if (sweeper != null) {
            sweeper.shutdownNow();
        }
        if (factory != null) {
            Processors.removeProcessFactory(factory);
        }
        if (engine != null) {
            engine.close();
        }
    }
}
