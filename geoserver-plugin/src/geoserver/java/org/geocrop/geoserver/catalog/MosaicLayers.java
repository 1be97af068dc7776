package org.geocrop.geoserver.catalog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.geocrop.catalogue.Result;
import org.geocrop.error.StoreException;
import org.geocrop.geoserver.Caller;
import org.geocrop.geoserver.Ledger;
import org.geocrop.geoserver.Rights;
import org.geocrop.geoserver.reader.GeocropFormat;
import org.geocrop.geoserver.reader.Mosaic;
import org.geocrop.job.Job;
import org.geoserver.catalog.Catalog;
import org.geoserver.catalog.CatalogBuilder;
import org.geoserver.catalog.CoverageInfo;
import org.geoserver.catalog.CoverageStoreInfo;
import org.geoserver.catalog.Keyword;
import org.geoserver.catalog.LayerInfo;
import org.geoserver.catalog.StyleInfo;
import org.geotools.geometry.jts.ReferencedEnvelope;
import org.geotools.util.logging.Logging;

/**
 * A layer for each {@link Mosaic} in the workspace {@code geocrop}, with the dimensions time and job: as few layers as
 * there are rasters and models, however many results. A layer is made when the first result needs it, and stays; its
 * bounds grow with what is not private.
 */
final class MosaicLayers {

    static final String WORKSPACE = "geocrop";

    private static final Logger LOG = Logging.getLogger(MosaicLayers.class);
    private static final String MOSAIC = "geocrop.mosaic";
    /** What versions before 0.1.0 noted at the stores of each result. */
    private static final String OLD = "geocrop.job";

    private final Catalog catalog;
    private final Ledger ledger;
    private final Rights rights;
    private final Styles styles;
    private final TileGrids grids;

    MosaicLayers(Catalog catalog, Ledger ledger, Rights rights, Styles styles, TileGrids grids) {
        this.catalog = catalog;
        this.ledger = ledger;
        this.rights = rights;
        this.styles = styles;
        this.grids = grids;
    }

    /** The layers that show a result, all there. */
    synchronized List<String> publish(Ledger.Entry entry) {
        List<String> names = new ArrayList<>();
        for (Mosaic mosaic : Mosaic.of(List.of(entry.result())).keySet()) {
            ensure(mosaic, entry.result());
            names.add(WORKSPACE + ":" + mosaic.layer());
        }
        if (entry.note().sharing() == Job.Sharing.PUBLIC) {
            changed(entry.result());
        }
        return names;
    }

    /** Makes layers that are missing for results of the store, and brings bounds up to date. */
    synchronized void refresh() {
        Map<Mosaic, Result> wanted =
                new TreeMap<>(Mosaic.of(ledger.list().stream().map(Ledger.Entry::result).toList()));
        wanted.forEach(this::ensure);
    }

    /** What caches keep of a result is no longer so. */
    void changed(Result result) {
        Mosaic.of(List.of(result)).keySet().forEach(mosaic -> grids.truncate(WORKSPACE + ":" + mosaic.layer()));
    }

    private void ensure(Mosaic mosaic, Result example) {
        Caller itself = new Caller("", rights.run());
        Callers.as(itself, () -> {
            try {
                CoverageInfo coverage = catalog.getCoverageByName(WORKSPACE, mosaic.layer());
                if (coverage == null) {
                    add(mosaic, example);
                } else {
                    bound(coverage, mosaic);
                }
                return mosaic;
            } catch (Exception e) {
                throw new StoreException("The layer " + mosaic.layer() + " could not be made: " + e.getMessage(), e);
            }
        });
    }

    private void add(Mosaic mosaic, Result example) throws Exception {
        StyleInfo style = styles.of(mosaic.raster(), example.requireCoverage().classes());
        if (style == null) {
            return;
        }
        CatalogBuilder builder = new CatalogBuilder(catalog);
        builder.setWorkspace(styles.workspace());
        builder.setStore(store(builder, mosaic));
        CoverageInfo coverage = builder.buildCoverage();
        coverage.setName(mosaic.layer());
        coverage.setTitle(title(mosaic));
        coverage.setAbstract("The newest result on top. TIME is the last day of a season; DIM_JOB picks a result by name.");
        coverage.getKeywords().clear();
        coverage.getKeywords().add(new Keyword(mosaic.raster()));
        Dimensions.add(coverage);
        if (coverage.getDimensions().size() == 1) {
            coverage.getDimensions().get(0).setName(mosaic.raster());
        }
        setBounds(coverage, mosaic);
        catalog.add(coverage);
        LayerInfo layer = builder.buildLayer(catalog.getCoverageByName(WORKSPACE, mosaic.layer()));
        layer.setDefaultStyle(style);
        layer.setEnabled(true);
        catalog.add(layer);
        grids.add(layer);
        LOG.info("The layer " + WORKSPACE + ":" + mosaic.layer() + " is there");
    }

    private CoverageStoreInfo store(CatalogBuilder builder, Mosaic mosaic) {
        CoverageStoreInfo known = catalog.getCoverageStoreByName(WORKSPACE, mosaic.layer());
        if (known != null) {
            return known;
        }
        CoverageStoreInfo store = builder.buildCoverageStore(mosaic.layer());
        store.setType(GeocropFormat.NAME);
        store.setURL(mosaic.address());
        store.setEnabled(true);
        store.getMetadata().put(MOSAIC, mosaic.address());
        catalog.add(store);
        return catalog.getCoverageStoreByName(WORKSPACE, mosaic.layer());
    }

    private static String title(Mosaic mosaic) {
        String raster = mosaic.raster().replace('_', ' ');
        return Character.toUpperCase(raster.charAt(0)) + raster.substring(1)
                + (mosaic.model().isEmpty() ? "" : ", " + mosaic.model());
    }

    private void bound(CoverageInfo coverage, Mosaic mosaic) {
        ReferencedEnvelope before = coverage.getNativeBoundingBox();
        setBounds(coverage, mosaic);
        if (!coverage.getNativeBoundingBox().equals(before)) {
            catalog.save(coverage);
        }
    }

    /** Of the results that are not private; those it had where there are none. */
    private void setBounds(CoverageInfo coverage, Mosaic mosaic) {
        ReferencedEnvelope bounds = new ReferencedEnvelope(coverage.getCRS());
        for (Ledger.Entry entry : ledger.list()) {
            if (entry.note().sharing() != Job.Sharing.PRIVATE && mosaic.shows(entry.result())) {
                double[] one = entry.result().requireCoverage().bounds();
                bounds.expandToInclude(one[0], one[1]);
                bounds.expandToInclude(one[2], one[3]);
            }
        }
        if (!bounds.isEmpty()) {
            coverage.setNativeBoundingBox(bounds);
            coverage.setLatLonBoundingBox(bounds);
        }
    }

    /**
     * Takes up the layers of versions before 0.1.0, of which each result had some: the results are shared from now on, and
     * their layers and stores, which held keys, go.
     */
    synchronized void takeUp() throws IOException {
        for (CoverageStoreInfo store : catalog.getStoresByWorkspace(WORKSPACE, CoverageStoreInfo.class)) {
            Object name = store.getMetadata().get(OLD);
            if (name != null) {
                try {
                    ledger.adopt(name.toString(), Job.Sharing.SHARED);
                } catch (org.geocrop.error.NotFoundException e) {
                    LOG.log(Level.FINE, "The result of an old layer is gone", e);
                }
                remove(store);
            }
        }
    }

    private void remove(CoverageStoreInfo store) {
        for (CoverageInfo coverage : catalog.getCoveragesByCoverageStore(store)) {
            for (LayerInfo layer : catalog.getLayers(coverage)) {
                Groups.leave(catalog, layer);
                catalog.remove(layer);
            }
            catalog.remove(coverage);
        }
        catalog.remove(store);
    }
}
