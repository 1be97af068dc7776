package org.geocrop.geoserver.catalog;

import org.geocrop.geoserver.reader.MosaicReader;
import org.geoserver.catalog.CoverageInfo;
import org.geoserver.catalog.DimensionDefaultValueSetting;
import org.geoserver.catalog.DimensionInfo;
import org.geoserver.catalog.DimensionPresentation;
import org.geoserver.catalog.ResourceInfo;
import org.geoserver.catalog.impl.DimensionInfoImpl;

/** The dimensions of a mosaic; who names neither sees the newest of everything. */
final class Dimensions {

    /** A range, so that places whose newest season is an old one are there, too. */
    private static final String ALL_TIMES = "1980-01-01T00:00:00Z/2200-01-01T00:00:00Z";

    private Dimensions() {}

    static void add(CoverageInfo coverage) {
        coverage.getMetadata().put(ResourceInfo.TIME, dimension("ISO8601", ALL_TIMES));
        coverage.getMetadata().put(ResourceInfo.CUSTOM_DIMENSION_PREFIX + "JOB", dimension("", MosaicReader.ALL));
    }

    private static DimensionInfo dimension(String units, String otherwise) {
        DimensionDefaultValueSetting value = new DimensionDefaultValueSetting();
        value.setStrategyType(DimensionDefaultValueSetting.Strategy.FIXED);
        value.setReferenceValue(otherwise);
        DimensionInfo dimension = new DimensionInfoImpl();
        dimension.setEnabled(true);
        dimension.setPresentation(DimensionPresentation.LIST);
        dimension.setUnits(units);
        dimension.setDefaultValue(value);
        return dimension;
    }
}
