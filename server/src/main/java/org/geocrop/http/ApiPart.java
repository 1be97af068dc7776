package org.geocrop.http;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A part of the API beside processes: what it conforms to, and what the landing page links to. */
public interface ApiPart {

    /** URIs of conformance classes. */
    default List<String> conformance() {
        return List.of();
    }

    /** Links of the landing page. */
    default List<ObjectNode> links() {
        return List.of();
    }

    /** Adds to the landing page what this part says of the whole data set. */
    default void describe(ObjectNode landing) {}
}
