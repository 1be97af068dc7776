package org.geocrop.process.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.geocrop.catalogue.Rights;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.error.NotFoundException;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.GeoJson;
import org.geocrop.json.Json;
import org.geocrop.pipeline.Progress;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Features of a GeoJSON input, or of a file in the bucket of data sets: GeoJSON, CSV with points, or a GeoPackage. */
public final class Places {

    private static final int MAX_FEATURES = 10_000;
    private static final int MAX_BYTES = 32 << 20;
    private static final int NAMED = 20;

    private Places() {}

    public static ObjectNode schema(String title) {
        ObjectNode stored = Rasters.schema().put("title", "dataset:<key> of GeoJSON, a GeoPackage or CSV");
        stored.put("pattern", "^dataset:.+$");
        return Schemas.any("oneOf", Schemas.geoJson(title, "geojson-feature-collection"), stored);
    }

    /** GeoJSON as the qualified value that an input which is an object has to be. */
    public static ObjectNode byValue(ObjectNode geoJson) {
        return Json.object()
                .put("mediaType", org.geocrop.catalogue.ResultFiles.GEOJSON_TYPE)
                .set("value", geoJson);
    }

    /** Points in the sample landscape, one with each of these properties, to show the form of an input. */
    public static ObjectNode example(ObjectNode... properties) {
        ObjectNode collection = Json.object().put("type", "FeatureCollection");
        ArrayNode features = collection.putArray("features");
        for (ObjectNode each : properties) {
            ObjectNode point = Json.object().put("type", "Point");
            point.set("coordinates", Json.of(new double[] {30.978 - features.size() * 0.002, -17.457}));
            ObjectNode feature = Json.object().put("type", "Feature").set("geometry", point);
            feature.set("properties", each);
            features.add(feature);
        }
        return byValue(collection);
    }

    /** Single features: of a collection, a feature, or a geometry alone. */
    public static List<ObjectNode> features(String input, Inputs inputs, ObjectStore store) {
        JsonNode value = inputs.value(input);
        JsonNode json = value.isString() ? stored(input, value.asString(), store, inputs.rights()) : value;
        List<ObjectNode> features = new ArrayList<>();
        String type = json.path("type").asString("");
        if (type.equals("FeatureCollection")) {
            for (JsonNode feature : json.path("features")) {
                features.add(feature(input, feature));
            }
        } else if (type.equals("Feature")) {
            features.add(feature(input, json));
        } else {
            features.add(Json.object().put("type", "Feature").set("geometry", json));
        }
        if (features.isEmpty()) {
            throw new InvalidRequestException("inputs/" + input + ": has no features");
        }
        if (features.size() > MAX_FEATURES) {
            throw new LimitExceededException("inputs/" + input + ": has " + features.size() + " features; at most "
                    + MAX_FEATURES + " are taken");
        }
        return features;
    }

    /** Whether a feature lies anywhere; RFC 7946 and tables allow features that don't. */
    static boolean hasGeometry(JsonNode feature) {
        return feature.path("geometry").isObject();
    }

    /**
     * The features that lie somewhere. The others are left out, and named in a note.
     *
     * @throws InvalidRequestException if none has a geometry
     */
    public static List<ObjectNode> located(String input, List<ObjectNode> features, Progress progress) {
        List<ObjectNode> located = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            if (hasGeometry(features.get(i))) {
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
    public static Aoi area(String input, int index, JsonNode feature) {
        if (!hasGeometry(feature)) {
            throw new InvalidRequestException("inputs/" + input + "/features/" + index + ": has no geometry");
        }
        try {
            return Aoi.of(GeoJson.polygon(feature.path("geometry")));
        } catch (InvalidRequestException e) {
            throw e.below(pointer(input, index));
        }
    }

    static String pointer(String input, int index) {
        return "inputs/" + input + "/features/" + index;
    }

    private static ObjectNode feature(String input, JsonNode feature) {
        if (!(feature instanceof ObjectNode object)
                || !feature.path("type").asString("").equals("Feature")) {
            throw new InvalidRequestException("inputs/" + input + ": has a member that is no GeoJSON Feature");
        }
        return object;
    }

    private static JsonNode stored(String input, String reference, ObjectStore store, Rights rights) {
        try {
            ObjectKey key = new ObjectKey(ObjectKey.DATASETS, reference.substring("dataset:".length()));
            byte[] file = rights.get(store, key, MAX_BYTES);
            Optional<FeatureFile> format = FeatureFile.of(file);
            return format.isPresent() ? format.get().read(file, MAX_FEATURES) : Json.read(file);
        } catch (NotFoundException | InvalidRequestException e) {
            throw new InvalidRequestException("inputs/" + input + ": " + e.getMessage(), e);
        } catch (Json.MalformedException e) {
            throw new InvalidRequestException(
                    "inputs/" + input + ": " + reference + " is neither GeoJSON nor a GeoPackage nor a CSV table with "
                            + CsvPoints.WANTED + ", of degrees",
                    e);
        }
    }
}
