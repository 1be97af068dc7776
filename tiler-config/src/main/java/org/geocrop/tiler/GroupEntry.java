package org.geocrop.tiler;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several layers under one name, the lowest first.
 *
 * @param layers names of layers of {@code layers.yaml}
 */
public record GroupEntry(
        String name, @Nullable String title, @Nullable String description, List<String> layers) {
    public GroupEntry {
        layers = List.copyOf(layers);
    }
}
