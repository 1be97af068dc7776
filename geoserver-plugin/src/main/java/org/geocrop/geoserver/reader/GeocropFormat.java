package org.geocrop.geoserver.reader;

import java.util.List;
import java.util.Map;
import org.geotools.api.coverage.grid.GridCoverageWriter;
import org.geotools.api.parameter.GeneralParameterDescriptor;
import org.geotools.api.parameter.ParameterDescriptor;
import org.geotools.coverage.grid.io.AbstractGridFormat;
import org.geotools.coverage.grid.io.imageio.GeoToolsWriteParams;
import org.geotools.parameter.DefaultParameterDescriptor;
import org.geotools.parameter.DefaultParameterDescriptorGroup;
import org.geotools.parameter.ParameterGroup;
import org.geotools.util.factory.Hints;
import org.jspecify.annotations.Nullable;

/**
 * The format of addresses such as {@code geocrop:ndvi_peak} or {@code geocrop:crop_type/<model>}. Reading only.
 */
public final class GeocropFormat extends AbstractGridFormat {

    public static final String NAME = "GeoCrop";

    /** Names of results; a coverage of these alone. */
    @SuppressWarnings("rawtypes")
    static final ParameterDescriptor<List> JOB =
            DefaultParameterDescriptor.create(MosaicReader.JOB, "Names of results", List.class, null, false);

    public GeocropFormat() {
        mInfo = Map.of(
                "name", NAME,
                "description", "Results of GeoCrop, by raster",
                "vendor", "GeoCrop",
                "docURL", "",
                "version", "1.0");
        readParameters = new ParameterGroup(new DefaultParameterDescriptorGroup(
                mInfo, new GeneralParameterDescriptor[] {READ_GRIDGEOMETRY2D, TIME, BACKGROUND_COLOR}));
        writeParameters = null;
    }

    @Override
    public MosaicReader getReader(Object source) {
        return getReader(source, null);
    }

    @Override
    public MosaicReader getReader(Object source, @Nullable Hints hints) {
        return new MosaicReader(
                this,
                Mosaic.parse(source)
                        .orElseThrow(() -> new IllegalArgumentException("No mosaic has the address " + source)));
    }

    @Override
    public boolean accepts(Object source, @Nullable Hints hints) {
        return source != null && Mosaic.parse(source).isPresent();
    }

    @Override
    public GridCoverageWriter getWriter(Object destination) {
        throw new UnsupportedOperationException("Results are made by processes and never changed");
    }

    @Override
    public GridCoverageWriter getWriter(Object destination, @Nullable Hints hints) {
        return getWriter(destination);
    }

    @Override
    public GeoToolsWriteParams getDefaultImageIOWriteParameters() {
        throw new UnsupportedOperationException("Results are made by processes and never changed");
    }
}
