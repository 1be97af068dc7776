package org.geocrop.render;

import java.util.List;
import org.geocrop.json.Document;
import org.jspecify.annotations.Nullable;

/**
 * A legend for programs; a picture has no entries.
 *
 * @param type classes, picture, or the kind of the color map
 */
@Document
public record LegendDocument(String type, @Nullable String title, List<Entry> entries) {

    /** A class or a stop; hectares where the layer is a map of classes of a known area. */
    @Document
    public record Entry(
            Number value,
            String label,
            String color,
            @Nullable Double hectares) {}
}
