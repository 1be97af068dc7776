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
import org.geocrop.error.StoreException;
import org.geocrop.geoserver.Engine;
import org.geocrop.geoserver.PluginSettings;
import org.geoserver.catalog.Catalog;
import org.geoserver.platform.GeoServerEnvironment;
import org.geoserver.platform.GeoServerResourceLoader;
import org.geotools.util.logging.Logging;
import org.jspecify.annotations.Nullable;

/**
 * Starts the engine with GeoServer: reads {@code geocrop/geocrop.properties} of the data directory, installs styles and
 * tile grids, and adds the processes. Whatever is missing, GeoServer starts all the same, and the status page says what
 * it is. A store that is away is tried again until it is back.
 */
public final class GeocropExtension implements AutoCloseable {

    static final String FOLDER = "geocrop";

    private static final Logger LOG = Logging.getLogger(GeocropExtension.class);
    private static final String SETTINGS = "geocrop.properties";
    private static final int TRY_SECONDS = 10;

    private final Catalog catalog;
    private final GeoServerResourceLoader resources;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "geocrop");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable Running running;
    private volatile String status = "Not started";

    /**
     * The extension.
     *
     * @param catalog without security, for what the plugin does itself
     */
    public GeocropExtension(Catalog catalog, GeoServerResourceLoader resources) {
        this.catalog = catalog;
        this.resources = resources;
    }

    /** Starts; to be called when the catalogue is loaded and tiles can be configured. */
    public void start() {
        if (hasWps()) {
            worker.execute(this::tryToStart);
        } else {
            off("GeoServer's WPS extension is not installed; the processes are not there", null);
        }
    }

    private static boolean hasWps() {
        try {
            Class.forName("org.geoserver.wps.WPSInfo", false, GeocropExtension.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** What is wrong may be mended while GeoServer runs: the store comes back, settings are written. */
    private void tryToStart() {
        try {
            Path folder = resources.findOrCreateDirectory(FOLDER).toPath().toAbsolutePath();
            Path file = folder.resolve(SETTINGS);
            if (Files.exists(file)) {
                start(folder, file);
                return;
            }
            off("There is no " + file + "; the processes are not there", null);
        } catch (StoreException e) {
            off("The store is away and is tried again: " + e.getMessage(), null);
        } catch (GeocropException | IllegalArgumentException e) {
            off(FOLDER + "/" + SETTINGS + ": " + e.getMessage(), null);
        } catch (IOException | RuntimeException e) {
            off(String.valueOf(e), e);
        }
        if (!worker.isShutdown()) {
            worker.schedule(this::tryToStart, TRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void start(Path folder, Path file) throws IOException {
        PluginSettings settings = read(folder, file);
        running = Running.start(catalog, folder, settings, new WpsRuns(), worker);
        status = settings.toString();
        LOG.info("GeoCrop has started: " + status);
    }

    private void off(String why, @Nullable Exception cause) {
        boolean isNews = !why.equals(status) && !worker.isShutdown();
        status = why;
        if (isNews) {
            LOG.log(cause == null ? Level.WARNING : Level.SEVERE, "GeoCrop is off: " + why, cause);
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

    /** What runs; null as long as nothing does. */
    @Nullable Running running() {
        return running;
    }

    @Nullable Engine engine() {
        Running now = running;
        return now == null ? null : now.engine();
    }

    @Nullable Runs runs() {
        Running now = running;
        return now == null ? null : now.runs();
    }

    boolean isRunning() {
        return running != null;
    }

    /** What the settings are, or what is wrong. */
    String status() {
        Running now = running;
        String trouble = now == null ? "" : now.trouble();
        return trouble.isEmpty() ? status : status + ". " + trouble;
    }

    @Override
    public void close() {
        worker.shutdownNow();
        Running now = running;
        if (now != null) {
            now.close();
        }
    }
}
