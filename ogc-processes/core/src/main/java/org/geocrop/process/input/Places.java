package org.geocrop.process.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Rights;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.error.NotFoundException;
import org.geocrop.geojson.Feature;
import org.geocrop.geojson.FeatureCollection;
import org.geocrop.geojson.GeoJson;
import org.geocrop.geojson.Shape;
import org.geocrop.grid.Aoi;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.json.JsonSchema;
import org.geocrop.pipeline.Progress;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;

/** Features of a GeoJSON input, or of a file in the bucket of data sets: GeoJSON, CSV with points, or a GeoPackage. */
public final class Places {

    private static final int MAX_FEATURES = 10_000;
    private static final int MAX_BYTES = 32 << 20;
    private static final int NAMED = 20;

    private Places() {}

    public static JsonSchema schema(String title) {
        JsonSchema stored = Rasters.schema()
                .title("dataset:<key> of GeoJSON, a GeoPackage or CSV")
                .pattern("^dataset:.+$");
        return JsonSchema.oneOf(Schemas.geoJson(title, "geojson-feature-collection"), stored);
    }

    /** GeoJSON as the qualified value that an input which is an object has to be. */
    public static Map<String, Object> byValue(Object geoJson) {
        return Json.members("mediaType", ResultFiles.GEOJSON_TYPE, "value", geoJson);
    }

    /** A point in the sample landscape, with these properties, to show the form of an input. */
    public static Feature example(int number, Object... namesAndValues) {
        return Feature.of(Shape.point(30.978 - number * 0.002, -17.457), Json.members(namesAndValues));
    }

    /** A collection of them, as an input. */
    public static Map<String, Object> examples(Feature... features) {
        return byValue(new FeatureCollection(List.of(features)));
    }

    /** Single features: of a collection, a feature, or a geometry alone. */
    public static List<Feature> features(String input, Inputs inputs, ObjectStore store) {
        ForeignJson value = inputs.value(input);
        List<Feature> features =
                value.isText() ? stored(input, value.text(), store, inputs.rights()) : features(input, value);
        if (features.isEmpty()) {
            throw new InvalidRequestException("inputs/" + input + ": has no features");
        }
        if (features.size() > MAX_FEATURES) {
            throw new LimitExceededException("inputs/" + input + ": has " + features.size() + " features; at most "
                    + MAX_FEATURES + " are taken");
        }
        return features;
    }

    private static List<Feature> features(String input, ForeignJson json) {
        return switch (json.text("type")) {
            case "FeatureCollection" ->
                json.get("features").stream()
                        .map(feature -> feature(input, feature))
                        .toList();
            case "Feature" -> List.of(feature(input, json));
            default -> List.of(Feature.of(json, Map.of()));
        };
    }

    /**
     * The features that lie somewhere. The others are left out, and named in a note.
     *
     * @throws InvalidRequestException if none has a geometry
     */
    public static List<Feature> located(String input, List<Feature> features, Progress progress) {
        List<Feature> located = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            if (features.get(i).hasGeometry()) {
                located.add(features.get(i));
            } else {
                without.add(String.valueOf(i));
            }
        }
        if (located.isEmpty()) {
            throw new InvalidRequestException("inputs/" + input + ": no feature has a geometry");
        }
        if (!without.isEmpty()) {
            progress.note("inputs/" + input + ": " + without.size() + " of " + features.size()
                    + " features are left out, since they have no geometry: features "
                    + String.join(", ", without.subList(0, Math.min(NAMED, without.size())))
                    + (without.size() > NAMED ? "…" : ""));
        }
        return located;
    }

    /** The polygons of a feature. */
    public static Aoi area(String input, int index, Feature feature) {
        if (!feature.hasGeometry()) {
            throw new InvalidRequestException("inputs/" + input + "/features/" + index + ": has no geometry");
        }
        try {
            return Aoi.of(GeoJson.polygon(feature.geometry()));
        } catch (InvalidRequestException e) {
            throw e.below(pointer(input, index));
        }
    }

    static String pointer(String input, int index) {
        return "inputs/" + input + "/features/" + index;
    }

    private static Feature feature(String input, ForeignJson json) {
        if (!json.text("type").equals("Feature")) {
            throw new InvalidRequestException("inputs/" + input + ": has a member that is no GeoJSON Feature");
        }
        return new Feature(json);
    }

    private static List<Feature> stored(String input, String reference, ObjectStore store, Rights rights) {
        ForeignJson json;
        try {
            ObjectKey key = new ObjectKey(ObjectKey.DATASETS, reference.substring("dataset:".length()));
            byte[] file = rights.get(store, key, MAX_BYTES);
            Optional<FeatureFile> format = FeatureFile.of(file);
            if (format.isPresent()) {
                return format.get().read(file, MAX_FEATURES);
            }
            json = ForeignJson.read(file);
        } catch (NotFoundException | InvalidRequestException e) {
            throw new InvalidRequestException("inputs/" + input + ": " + e.getMessage(), e);
        } catch (Json.MalformedException e) {
            throw new InvalidRequestException(
                    "inputs/" + input + ": " + reference + " is neither GeoJSON nor a GeoPackage nor a CSV table with "
                            + CsvPoints.WANTED + ", of degrees",
                    e);
        }
        return features(input, json);
    }
}
