package org.geocrop.maps.xyz;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Map;
import org.geocrop.json.Document;
import org.geocrop.model.CropClass;
import org.jspecify.annotations.Nullable;

/** What is at a place. */
@Document
public record PointValues(
        @JsonPropertyDescription("Longitude, latitude") double[] coordinates,

        @JsonPropertyDescription("By raster or band; null where there is no data")
        Map<String, @Nullable Number> values,

        @JsonProperty("class") @Nullable CropClass found) {}
