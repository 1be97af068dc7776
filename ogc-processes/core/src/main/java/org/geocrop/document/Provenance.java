package org.geocrop.document;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import org.geocrop.geojson.Shape;
import org.geocrop.json.Document;
import org.jspecify.annotations.Nullable;

/** {@code provenance.json} of a season's map: what it was made of, and how; enough to make it again. */
@Document
public record Provenance(
        String software,
        String featureSet,
        @Nullable Model model,
        Parameters parameters,
        String catalogue,
        List<Scene> scenes,
        List<LeftOut> scenesLeftOut,
        @JsonPropertyDescription("Their ids") List<String> scenesWithoutClearPixels) {

    /** The model that was used. */
    @Document
    public record Model(String id, String sha256) {}

    /**
     * What was asked for.
     *
     * @param aoi GeoJSON geometry
     * @param start first day
     * @param end last day
     */
    @Document
    public record Parameters(
            Shape aoi,
            String start,
            String end,
            int minObservations,
            double maxCloudCover,
            @Nullable Double minApplicability) {}

    /** A scene that was read, with its files by band. */
    @Document
    public record Scene(String id, String datetime, double baseline, Map<String, Asset> assets) {}

    /** A file as it was when it was read. */
    @Document
    public record Asset(String href, String etag) {}

    /** A scene that could not be used. */
    @Document
    public record LeftOut(String id, String reason) {}
}
