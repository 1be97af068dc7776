package org.geocrop.pipeline;

import org.geocrop.composite.OpenScene;
import org.geocrop.feature.FeatureSet;
import org.geocrop.grid.GeoJson;
import org.geocrop.json.Json;
import org.geocrop.stac.SceneSearch;
import tools.jackson.databind.node.ObjectNode;

/** What a result was made of, and how: enough to make it again. */
final class Provenance {

    private Provenance() {}

    static ObjectNode write(SeasonRequest request, String catalogue, SceneFinder.Found found) {
        ObjectNode json = Json.object();
        json.put("software", "GeoCrop " + softwareVersion());
        json.put("feature_set", FeatureSet.VERSION);
        if (request.model() != null) {
            json.putObject("model")
                    .put("id", request.model().bundle().id())
                    .put("sha256", request.model().sha256());
        }
        ObjectNode parameters = json.putObject("parameters");
        parameters.set("aoi", GeoJson.write(request.aoi().geometry()));
        parameters.put("start", request.season().start().toString());
        parameters.put("end", request.season().end().toString());
        parameters.put("min_observations", request.minObservations());
        parameters.put("max_cloud_cover", request.maxCloudCover());
        if (request.minApplicability() > 0) {
            parameters.put("min_applicability", request.minApplicability());
        }
        json.put("catalogue", catalogue);
        var scenes = json.putArray("scenes");
        for (OpenScene open : found.scenes()) {
            ObjectNode scene = scenes.addObject();
            scene.put("id", open.scene().id());
            scene.put("datetime", open.scene().datetime().toString());
            scene.put("baseline", open.scene().baseline());
            ObjectNode assets = scene.putObject("assets");
            open.etags()
                    .forEach((band, etag) -> assets.putObject(band.name())
                            .put("href", String.valueOf(open.href(band)))
                            .put("etag", etag));
        }
        var leftOut = json.putArray("scenes_left_out");
        for (SceneSearch.LeftOut each : found.leftOut()) {
            leftOut.addObject().put("id", each.id()).put("reason", each.reason());
        }
        json.set("scenes_without_clear_pixels", Json.of(found.cloudy()));
        return json;
    }

    private static String softwareVersion() {
        String version = Provenance.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
