package org.geocrop.document;

import java.util.List;
import org.geocrop.json.Document;
import org.jspecify.annotations.Nullable;

/** Places to go to, as a GeoJSON FeatureCollection. */
@Document
public record PlannedPoints(String type, List<Feature> features) {

    public PlannedPoints(List<Feature> features) {
        this("FeatureCollection", features);
    }

    /** The centre of a pixel. */
    @Document
    public record Feature(String type, int id, PointGeometry geometry, Properties properties) {

        public Feature(int id, PointGeometry geometry, Properties properties) {
            this("Feature", id, geometry, properties);
        }
    }

    /** What the map says there. */
    @Document
    public record Properties(String mapClass, @Nullable Integer confidence) {}
}
