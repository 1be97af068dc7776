package org.geocrop.geoserver.catalog;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.error.StoreException;
import org.geocrop.geoserver.PluginSettings;
import org.geocrop.grid.Season;
import org.geocrop.store.ObjectKey;
import org.geoserver.catalog.Catalog;
import org.geoserver.catalog.CatalogBuilder;
import org.geoserver.catalog.CoverageInfo;
import org.geoserver.catalog.CoverageStoreInfo;
import org.geoserver.catalog.Keyword;
import org.geoserver.catalog.LayerGroupInfo;
import org.geoserver.catalog.LayerInfo;
import org.geoserver.catalog.ResourceInfo;
import org.geoserver.catalog.StyleInfo;
import org.geoserver.catalog.event.AbstractCatalogListener;
import org.geoserver.catalog.impl.ModificationProxy;
import org.geotools.util.logging.Logging;

/**
 * Results as coverage stores, coverages and layers of the workspace {@code geocrop}: {@code <raster>_<job>}, a group for
 * each job, and for each season a group {@code latest_<season>} with its newest crop maps on top. A layer is added when
 * all that it needs is there, so what is listed can be drawn; one change at a time.
 */
final class ResultLayers {

    static final String WORKSPACE = "geocrop";

    private static final Logger LOG = Logging.getLogger(ResultLayers.class);
    private static final String JOB = "geocrop.job";
    private static final String LATEST = "latest_";

    private final Catalog catalog;
    private final PluginSettings settings;
    private final Styles styles;
    private final TileGrids grids;

    ResultLayers(Catalog catalog, PluginSettings settings, Styles styles, TileGrids grids) {
        this.catalog = catalog;
        this.settings = settings;
        this.styles = styles;
        this.grids = grids;
        if (settings.layers() == PluginSettings.LayerSource.S3) {
            CogStores.reach(settings);
            putKeys();
            catalog.addListener(new AbstractCatalogListener() {
                @Override
                public void reloaded() {
                    putKeys();
                }
            });
        }
    }

    /** Into the stores in memory; nothing is saved. */
    private void putKeys() {
        stores().forEach(store -> CogStores.putKeys(ModificationProxy.unwrap(store), settings));
    }

    static String group(String job) {
        return "job_" + job;
    }

    private static String name(String raster, String job) {
        return raster + "_" + job;
    }

    /** Publishes all rasters of a result that have a style; all or none. */
    synchronized List<String> publish(Result result) {
        if (result.coverage() == null) {
            return List.of();
        }
        try {
            List<LayerInfo> layers = new ArrayList<>();
            for (String raster : result.rasters()) {
                StyleInfo style = styles.of(raster, result.requireCoverage().classes());
                if (style != null) {
                    layers.add(layer(result, raster, style));
                }
            }
            for (LayerInfo layer : layers) {
                catalog.add(layer);
                grids.add(layer, result.requireCoverage().grid().epsg());
            }
            if (!layers.isEmpty()) {
                addGroup(group(result.jobId()), title(result, "Result"), layers);
                addToLatest(result, layers);
            }
            return layers.stream().map(LayerInfo::prefixedName).toList();
        } catch (Exception e) {
            withdraw(result.jobId());
            throw new StoreException("The result could not be published: " + e.getMessage(), e);
        }
    }

    /** The layer, with store and coverage in the catalogue, itself not yet. */
    private LayerInfo layer(Result result, String raster, StyleInfo style) throws Exception {
        CatalogBuilder builder = new CatalogBuilder(catalog);
        builder.setWorkspace(styles.workspace());
        String name = name(raster, result.jobId());
        CoverageStoreInfo store = builder.buildCoverageStore(name);
        store.setType("GeoTIFF");
        store.setURL(url(result.jobId(), raster));
        store.setEnabled(true);
        store.getMetadata().put(JOB, result.jobId());
        if (settings.layers() != PluginSettings.LayerSource.FILE) {
            CogStores.configure(store, settings);
        }
        catalog.add(store);
        builder.setStore(catalog.getCoverageStoreByName(WORKSPACE, name));
        CoverageInfo coverage = builder.buildCoverage();
        coverage.setName(name);
        coverage.setTitle(title(result, raster.replace('_', ' ')));
        coverage.setAbstract(about(result));
        coverage.getKeywords().clear();
        coverage.getKeywords().add(new Keyword(raster));
        coverage.getKeywords().add(new Keyword(result.processId()));
        Season season = result.requireCoverage().season();
        if (season != null) {
            coverage.getKeywords().add(new Keyword(season.start() + "/" + season.end()));
        }
        coverage.getMetadata().put(JOB, result.jobId());
        if (coverage.getDimensions().size() == 1) {
            coverage.getDimensions().get(0).setName(raster);
        }
        catalog.add(coverage);
        LayerInfo layer = builder.buildLayer(catalog.getCoverageByName(WORKSPACE, name));
        layer.setDefaultStyle(style);
        layer.setEnabled(true);
        return layer;
    }

    private static String title(Result result, String what) {
        Season season = result.requireCoverage().season();
        String when = season == null ? "" : ", " + season.start() + " to " + season.end();
        return Character.toUpperCase(what.charAt(0)) + what.substring(1) + when;
    }

    private static String about(Result result) {
        Coverage coverage = result.requireCoverage();
        return "Made " + result.created() + " by " + result.processId()
                + (coverage.model() == null ? "" : " with the model " + coverage.model()) + ", job " + result.jobId()
                + ".";
    }

    private String url(String job, String raster) {
        ObjectKey key = ResultFiles.raster(job, raster);
        return switch (settings.layers()) {
            case FILE ->
                settings.folder()
                        .toAbsolutePath()
                        .resolve(key.bucket())
                        .resolve(key.key())
                        .toUri()
                        .toString()
                        .replaceFirst("^file:///", "file:/");
            case S3 -> CogStores.SCHEME + "s3://" + key.bucket() + "/" + key.key() + "?region=" + settings.region();
            case HTTP -> CogStores.SCHEME + base() + key.key().substring("results/".length());
        };
    }

    private String base() {
        URI base = settings.resultsUrl();
        return base + (String.valueOf(base).endsWith("/") ? "" : "/");
    }

    private void addGroup(String name, String title, List<LayerInfo> layers) throws Exception {
        LayerGroupInfo group = catalog.getFactory().createLayerGroup();
        group.setName(name);
        group.setTitle(title);
        group.setWorkspace(styles.workspace());
        // The first is the lowest: crop types on top.
        List<LayerInfo> lowestFirst = new ArrayList<>(layers);
        java.util.Collections.reverse(lowestFirst);
        for (LayerInfo layer : lowestFirst) {
            group.getLayers().add(catalog.getLayerByName(layer.prefixedName()));
            group.getStyles().add(null);
        }
        new CatalogBuilder(catalog).calculateLayerGroupBounds(group);
        catalog.add(group);
    }

    private void addToLatest(Result result, List<LayerInfo> layers) throws Exception {
        Season season = result.requireCoverage().season();
        String name = name(ResultFiles.CROP_TYPE, result.jobId());
        List<LayerInfo> maps =
                layers.stream().filter(layer -> layer.getName().equals(name)).toList();
        if (season == null || maps.isEmpty()) {
            return;
        }
        String latest = LATEST + season.start() + "_" + season.end();
        LayerGroupInfo group = catalog.getLayerGroupByName(WORKSPACE, latest);
        if (group == null) {
            addGroup(latest, "Latest: " + title(result, "crop type"), maps);
        } else {
            group.getLayers().add(catalog.getLayerByName(maps.get(0).prefixedName()));
            group.getStyles().add(null);
            new CatalogBuilder(catalog).calculateLayerGroupBounds(group);
            catalog.save(group);
        }
    }

    /** Jobs that have layers, or the beginnings of some. */
    synchronized Set<String> jobs() {
        Set<String> jobs = new LinkedHashSet<>();
        for (CoverageStoreInfo store : stores()) {
            Object job = store.getMetadata().get(JOB);
            if (job != null) {
                jobs.add(job.toString());
            }
        }
        return jobs;
    }

    private List<CoverageStoreInfo> stores() {
        return catalog.getStoresByWorkspace(WORKSPACE, CoverageStoreInfo.class);
    }

    /** Removes a job's layers: from groups first, so that no group names what is gone. */
    synchronized void withdraw(String job) {
        for (LayerGroupInfo group : catalog.getLayerGroupsByWorkspace(WORKSPACE)) {
            withdraw(job, group);
        }
        for (CoverageStoreInfo store : stores()) {
            if (job.equals(store.getMetadata().get(JOB))) {
                for (CoverageInfo coverage : catalog.getCoveragesByCoverageStore(store)) {
                    catalog.getLayers(coverage).forEach(catalog::remove);
                    catalog.remove(coverage);
                }
                catalog.remove(store);
            }
        }
    }

    private void withdraw(String job, LayerGroupInfo group) {
        boolean changed = false;
        for (int i = group.getLayers().size() - 1; i >= 0; i--) {
            if (group.getLayers().get(i) instanceof LayerInfo layer && isOf(job, layer.getResource())) {
                group.getLayers().remove(i);
                group.getStyles().remove(i);
                changed = true;
            }
        }
        if (group.getLayers().isEmpty()) {
            catalog.remove(group);
        } else if (changed) {
            try {
                new CatalogBuilder(catalog).calculateLayerGroupBounds(group);
            } catch (Exception e) {
                LOG.log(Level.WARNING, "The bounds of the group " + group.getName() + " stay as they were", e);
            }
            catalog.save(group);
        }
    }

    private static boolean isOf(String job, ResourceInfo resource) {
        return job.equals(resource.getMetadata().get(JOB));
    }
}
