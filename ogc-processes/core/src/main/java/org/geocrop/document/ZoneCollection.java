package org.geocrop.document;

import java.util.List;
import org.geocrop.json.Document;
import org.geocrop.json.ForeignJson;

/** Zones with their statistics, as a GeoJSON FeatureCollection; a zone keeps the members and properties that it came with. */
@Document
public record ZoneCollection(String type, List<Zone> features) {

    /** A zone. */
    @Document
    public record Zone(String type, ForeignJson geometry, ZoneFigures properties) {}
}
