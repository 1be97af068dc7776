package org.geocrop.maps.xyz;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.geocrop.json.Document;
import org.geocrop.render.LegendDocument;
import org.jspecify.annotations.Nullable;

/** TileJSON 3.0 of a layer, with its legend. */
@Document
public record TileJson(
        String tilejson,
        String name,
        String scheme,
        String description,
        @Nullable String attribution,
        @JsonPropertyDescription("URL templates") List<String> tiles,
        int minzoom,
        int maxzoom,

        @JsonPropertyDescription("West, south, east, north in degrees")
        double[] bounds,

        @JsonPropertyDescription("Longitude, latitude, zoom")
        double[] center,

        List<LegendDocument.Entry> legendEntries) {}
