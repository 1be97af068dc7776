package org.geocrop.document;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.geocrop.json.Document;

/** Where a region that was classified is found. */
@Document
public record RegionPlace(
        @JsonPropertyDescription("Name of its layer") String layer,

        @JsonPropertyDescription("Key of its STAC collection in the bucket of results")
        String collection) {}
