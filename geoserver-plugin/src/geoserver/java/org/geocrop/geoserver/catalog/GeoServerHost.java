package org.geocrop.geoserver.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.geocrop.error.GeocropException;
import org.geocrop.geoserver.Caller;
import org.geocrop.geoserver.Host;
import org.geocrop.geoserver.Ledger;
import org.geoserver.ows.Dispatcher;

/** Runs are GeoServer's executions, callers its users. */
final class GeoServerHost implements Host {

    private final Runs runs;
    private final MosaicLayers layers;

    GeoServerHost(Runs runs, MosaicLayers layers) {
        this.runs = runs;
        this.layers = layers;
    }

    @Override
    public String executionId() {
        return runs.current();
    }

    @Override
    public Caller caller() {
        return Callers.current();
    }

    @Override
    public boolean isAsked() {
        return Dispatcher.REQUEST.get() != null;
    }

    @Override
    public Path temporaryFile(String extension) throws IOException {
        return runs.temporaryFile(extension);
    }

    @Override
    public List<String> publish(Ledger.Entry entry) {
        return layers.publish(entry);
    }

    @Override
    public RuntimeException refusal(GeocropException mistake) {
        return new Refusal(mistake);
    }

    @Override
    public RuntimeException denial(Caller caller) {
        return Denial.of(caller, "The user may not run processes of GeoCrop");
    }
}
