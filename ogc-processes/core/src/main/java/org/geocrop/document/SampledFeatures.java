package org.geocrop.document;

import java.util.List;
import org.geocrop.json.Document;

/** Pixels with the features of models, as a GeoJSON FeatureCollection. */
@Document
public record SampledFeatures(String type, List<Pixel> features) {

    /** The centre of a pixel. */
    @Document
    public record Pixel(String type, PointGeometry geometry, Properties properties) {}

    /** Those of its location, and a number for each feature. */
    @Document
    public record Properties(String location, int observations) {}
}
