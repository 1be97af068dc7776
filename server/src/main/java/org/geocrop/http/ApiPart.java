package org.geocrop.http;

import java.util.List;
import java.util.Optional;

/** A part of the API beside processes: what it conforms to, and what the landing page links to. */
public interface ApiPart {

    /** URIs of conformance classes. */
    default List<String> conformance() {
        return List.of();
    }

    /** Links of the landing page. */
    default List<Links.Link> links() {
        return List.of();
    }

    /** What the landing page says of the whole data set; empty where this part has none. */
    default Optional<DataSet> dataSet() {
        return Optional.empty();
    }

    /**
     * Where the data set lies.
     *
     * @param crs in which it can be had, by their URIs
     */
    record DataSet(Extent extent, List<String> crs) {}

    /** Its extent. */
    record Extent(Spatial spatial) {}

    /** Boxes and their CRS. */
    record Spatial(List<double[]> bbox, String crs) {}
}
