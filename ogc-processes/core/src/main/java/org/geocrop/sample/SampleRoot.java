package org.geocrop.sample;

import java.util.List;
import org.geocrop.json.Document;
import org.jspecify.annotations.Nullable;

/** The root of a static STAC catalogue. */
@Document
record SampleRoot(String type, String stacVersion, String id, String description, List<Link> links) {

    SampleRoot(String id, String description, List<Link> links) {
        this("Catalog", "1.0.0", id, description, links);
    }

    /** A link to an item, to another catalogue, or to itself. */
    @Document
    record Link(String rel, String href, @Nullable String type) {}
}
