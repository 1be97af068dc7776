package org.geocrop.geoserver.reader;

import org.geotools.coverage.grid.io.AbstractGridFormat;
import org.geotools.coverage.grid.io.GridFormatFactorySpi;

/** Makes the format; found by GeoTools as a service. */
public final class GeocropFormatFactory implements GridFormatFactorySpi {

    @Override
    public AbstractGridFormat createFormat() {
        return new GeocropFormat();
    }

    @Override
    public boolean isAvailable() {
        return true;
    }
}
