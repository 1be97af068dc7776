package org.geocrop.geoserver.catalog;

import java.util.Optional;
import org.geoserver.platform.ModuleStatusImpl;

/**
 * The live entry in GeoServer's list of modules. It extends GeoServer's own entry, which brings what newer versions ask
 * of one, such as a category (3.0).
 */
public final class GeocropStatus extends ModuleStatusImpl {

    private static final long serialVersionUID = 1L;

    private final transient GeocropExtension extension;

    public GeocropStatus(GeocropExtension extension) {
        this.extension = extension;
        setModule("gs-geocrop");
        setName("GeoCrop");
        setComponent("Crop maps: processes and their results");
        setVersion(GeocropStatus.class.getPackage().getImplementationVersion());
        setAvailable(true);
    }

    @Override
    public boolean isEnabled() {
        return extension != null && extension.isRunning();
    }

    @Override
    public Optional<String> getMessage() {
        return Optional.of(extension == null ? "" : extension.status());
    }
}
