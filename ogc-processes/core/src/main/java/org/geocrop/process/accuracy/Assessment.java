package org.geocrop.process.accuracy;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.accuracy.ConfusionMatrix;
import org.geocrop.accuracy.Estimate;
import org.geocrop.accuracy.StratifiedAssessment;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Rights;
import org.geocrop.catalogue.Thing;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.NotFoundException;
import org.geocrop.json.Json;
import org.geocrop.store.ObjectStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an {@code assess-accuracy} job found, carried over to parts of its map: what the map calls a class is truly of
 * each class in the same shares everywhere (the synthetic estimator; Rao and Molina 2015, Small Area Estimation, chapter
 * 3). The intervals are those of sampling only: a part in which the map errs in another way is not told.
 */
public final class Assessment {

    private static final int MAX_BYTES = 16 << 20;

    private final List<ObjectNode> classes = new ArrayList<>();
    private final ConfusionMatrix matrix;

    private Assessment(JsonNode json) throws Json.MalformedException {
        for (JsonNode each : json.path("classes")) {
            ObjectNode about = Json.object().put("value", each.path("value").asInt());
            about.set("name", each.path("name"));
            if (each.has("color")) {
                about.set("color", each.path("color"));
            }
            classes.add(about);
        }
        this.matrix = ConfusionMatrix.of(Json.to(json.path("confusion"), long[][].class));
    }

    /**
     * Reads the assessment of a map.
     *
     * @throws InvalidRequestException if there is none of that name, or it is that of another map
     */
    public static Assessment open(ObjectStore store, String job, String map, Rights rights) {
        try {
            if (!rights.maySee(Thing.job(job))) {
                throw new NotFoundException("There is no finished result " + job);
            }
            JsonNode json = Json.read(store.get(ResultFiles.key(job, "assessment.json"), MAX_BYTES));
            String assessed = json.path("map").asString("");
            if (!assessed.equals(map)) {
                throw new InvalidRequestException("the assessment is that of " + assessed + ", not of " + map);
            }
            return new Assessment(json);
        } catch (NotFoundException | InvalidRequestException e) {
            throw new InvalidRequestException("inputs/assessment: " + e.getMessage(), e);
        } catch (Json.MalformedException e) {
            throw new InvalidRequestException("inputs/assessment: " + job + " is no assessment", e);
        }
    }

    /** Adds to each class of a zone, and to classes that the map does not see there, the area that truly is of it. */
    public void add(ObjectNode zone) {
        ArrayNode counted = (ArrayNode) zone.path("classes");
        double[] areas = new double[classes.size()];
        List<ObjectNode> entries = new ArrayList<>();
        for (int c = 0; c < areas.length; c++) {
            ObjectNode entry = entry(counted, classes.get(c));
            areas[c] = entry.path("hectares").asDouble();
            entries.add(entry);
        }
        if (java.util.Arrays.stream(areas).sum() == 0) {
            return;
        }
        StratifiedAssessment truth = new StratifiedAssessment(matrix, areas);
        for (int c = 0; c < areas.length; c++) {
            Estimate area = truth.area(c);
            entries.get(c)
                    .put("hectares_estimated", round(area.value()))
                    .put("hectares_low", round(Math.max(0, area.low())))
                    .put("hectares_high", round(area.high()));
        }
    }

    private static ObjectNode entry(ArrayNode counted, ObjectNode about) {
        for (JsonNode each : counted) {
            if (each.path("value").asInt() == about.path("value").asInt()) {
                return (ObjectNode) each;
            }
        }
        return counted.addObject()
                .setAll(about)
                .put("pixels", 0)
                .put("hectares", 0)
                .put("share", 0);
    }

    private static double round(double hectares) {
        return Math.round(hectares * 1e4) / 1e4;
    }
}
