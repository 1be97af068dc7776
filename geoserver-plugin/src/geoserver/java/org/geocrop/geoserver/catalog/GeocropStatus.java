package org.geocrop.geoserver.catalog;

import java.util.Optional;
import org.geoserver.platform.ModuleStatus;

/** The entry in GeoServer's list of modules. */
public final class GeocropStatus implements ModuleStatus {

    private final GeocropExtension extension;

    public GeocropStatus(GeocropExtension extension) {
        this.extension = extension;
    }

    @Override
    public String getModule() {
        return "gs-geocrop";
    }

    @Override
    public Optional<String> getComponent() {
        return Optional.of("GeoCrop");
    }

    @Override
    public String getName() {
        return "GeoCrop";
    }

    @Override
    public Optional<String> getVersion() {
        return Optional.ofNullable(GeocropStatus.class.getPackage().getImplementationVersion());
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public boolean isEnabled() {
        return extension.isRunning();
    }

    @Override
    public Optional<String> getMessage() {
        return Optional.of(extension.status());
    }

    @Override
    public Optional<String> getDocumentation() {
        return Optional.empty();
    }
}
