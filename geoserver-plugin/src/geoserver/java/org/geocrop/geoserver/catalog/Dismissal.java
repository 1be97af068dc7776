package org.geocrop.geoserver.catalog;

import org.geoserver.wps.ProcessEvent;
import org.geoserver.wps.ProcessListenerAdapter;

/** A dismissed execution takes its result and layers with it. */
public final class Dismissal extends ProcessListenerAdapter {

    private final GeocropExtension extension;

    public Dismissal(GeocropExtension extension) {
        this.extension = extension;
    }

    @Override
    public void dismissed(ProcessEvent event) {
        extension.remove(event.getStatus().getExecutionId());
    }
}
