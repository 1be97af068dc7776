package org.geocrop.geoserver.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.geocrop.catalogue.Result;
import org.geocrop.geoserver.Host;
import org.geoserver.catalog.Catalog;
import org.geoserver.wps.resource.WPSResourceManager;

/** Runs are GeoServer's executions; results of others are readable where their layers are. */
final class GeoServerHost implements Host {

    private final Catalog secured;
    private final WPSResourceManager executions;
    private final ResultLayers layers;

    GeoServerHost(Catalog secured, WPSResourceManager executions, ResultLayers layers) {
        this.secured = secured;
        this.executions = executions;
        this.layers = layers;
    }

    @Override
    public String executionId() {
        return executions.getExecutionId(Boolean.TRUE);
    }

    @Override
    public Path temporaryFile(String extension) throws IOException {
        return executions.getTemporaryResource(extension).file().toPath();
    }

    @Override
    public boolean mayRead(String jobId) {
        return secured.getLayerGroupByName(ResultLayers.WORKSPACE, ResultLayers.group(jobId)) != null;
    }

    @Override
    public List<String> publish(Result result) {
        return layers.publish(result);
    }

    @Override
    public void withdraw(String jobId) {
        layers.withdraw(jobId);
    }
}
