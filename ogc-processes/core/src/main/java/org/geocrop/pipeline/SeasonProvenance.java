package org.geocrop.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import org.geocrop.composite.OpenScene;
import org.geocrop.document.Provenance;
import org.geocrop.feature.FeatureSet;
import org.geocrop.geojson.GeoJson;
import org.geocrop.model.Ensemble;

/** Writes down what a result was made of, and how. */
final class SeasonProvenance {

    private SeasonProvenance() {}

    static Provenance of(SeasonRequest request, String catalogue, SceneFinder.Found found) {
        Ensemble model = request.model();
        return new Provenance(
                "GeoCrop " + softwareVersion(),
                FeatureSet.VERSION,
                model == null ? null : new Provenance.Model(model.bundle().id(), model.sha256()),
                new Provenance.Parameters(
                        GeoJson.write(request.aoi().geometry()),
                        request.season().start().toString(),
                        request.season().end().toString(),
                        request.minObservations(),
                        request.maxCloudCover(),
                        request.minApplicability() > 0 ? request.minApplicability() : null),
                catalogue,
                found.scenes().stream().map(SeasonProvenance::scene).toList(),
                found.leftOut().stream()
                        .map(each -> new Provenance.LeftOut(each.id(), each.reason()))
                        .toList(),
                found.cloudy());
    }

    private static Provenance.Scene scene(OpenScene open) {
        Map<String, Provenance.Asset> assets = new LinkedHashMap<>();
        open.etags()
                .forEach((band, etag) ->
                        assets.put(band.name(), new Provenance.Asset(String.valueOf(open.href(band)), etag)));
        return new Provenance.Scene(
                open.scene().id(),
                open.scene().datetime().toString(),
                open.scene().baseline(),
                assets);
    }

    private static String softwareVersion() {
        String version = SeasonProvenance.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
