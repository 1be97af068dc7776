package org.geocrop.geojson;

import java.util.List;

/** A GeoJSON feature collection that is written here. */
public record FeatureCollection(String type, List<Feature> features) {

    public FeatureCollection(List<Feature> features) {
        this("FeatureCollection", features);
    }
}
