package org.geocrop.process.accuracy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.geocrop.accuracy.ConfusionMatrix;
import org.geocrop.accuracy.Estimate;
import org.geocrop.accuracy.McNemar;
import org.geocrop.accuracy.StratifiedAssessment;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.json.Json;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Prepared;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.input.ClassMap;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.Locations;
import org.geocrop.process.input.Places;
import org.geocrop.process.input.Rasters;
import org.geocrop.process.input.Schemas;
import org.geocrop.raster.NoData;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The process {@code assess-accuracy}: reference samples against a map. Accuracies and areas are those of
 * {@link StratifiedAssessment}, each with its 95 per cent interval; the area by counting pixels stands beside the
 * unbiased one.
 */
public final class AssessAccuracy implements GeoProcess {

    public static final String ID = "assess-accuracy";
    private static final int NAMED_FAULTS = 5;

    private final ObjectStore store;
    private final Rasters rasters;
    private final long maxPixels;

    /** The process; maps of at most {@code maxPixels} are assessed. */
    public AssessAccuracy(ObjectStore store, Rasters rasters, long maxPixels) {
        this.store = store;
        this.rasters = rasters;
        this.maxPixels = maxPixels;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProcessDescription description() {
        JsonNode example = Json.object()
                .put("map", "<job>")
                .set("samples", Places.example(Json.object().put("class", "maize")));
        return ProcessDescription.builder(
                        ID,
                        "Assess accuracy",
                        "Reference samples against a map: confusion matrix, overall, user's and producer's accuracy and F1,"
                                + " and the area of each class with its error, after Olofsson et al. 2014.")
                .keywords("accuracy assessment", "area estimation", "confusion matrix", "validation")
                .need("map", "Map", "A raster of classes: " + Rasters.ABOUT, Rasters.schema())
                .need(
                        "samples",
                        "Reference samples",
                        "Points in CRS84 with the true class as a property, drawn at random within each class of the map"
                                + " (or over all of it)",
                        Places.schema("GeoJSON points"))
                .may("class_property", "Property with the class", "A class's name or value", Schemas.text("class"))
                .may(
                        "other",
                        "Other map",
                        "Another map of the same classes, compared on the same samples (McNemar)",
                        Rasters.schema())
                .gives(
                        "assessment",
                        ProcessDescription.Output.json(
                                "Assessment", "Confusion matrix, accuracies and areas with their intervals"))
                .build("1.0.0", example);
    }

    @Override
    public Prepared prepare(Execution execution) {
        Inputs inputs = new Inputs(execution);
        ClassMap map = ClassMap.open(rasters, execution, "map", maxPixels);
        ClassMap other = inputs.has("other") ? ClassMap.open(rasters, execution, "other", maxPixels) : null;
        Locations locations = Locations.read("samples", inputs, store, execution.progress());
        List<Sample> samples = samples(inputs, locations, map);
        return Prepared.map(() -> assess(execution, map, other, samples)).about(locations.area());
    }

    /** A point and its true class. */
    private record Sample(double lon, double lat, int truth) {}

    private void assess(Execution execution, ClassMap map, @Nullable ClassMap other, List<Sample> samples) {
        execution.progress().phase("assessing");
        TreeMap<Integer, Double> hectares = map.hectares(execution.progress());
        TreeSet<Integer> values = new TreeSet<>(hectares.keySet());
        samples.forEach(sample -> values.add(sample.truth));
        List<Integer> order = List.copyOf(values);
        ConfusionMatrix matrix = new ConfusionMatrix(order.size());
        int outside = 0;
        List<Integer> said = new ArrayList<>();
        for (Sample sample : samples) {
            int value = valueAt(map, sample);
            said.add(value);
            if (map.isNone(value)) {
                outside++;
            } else {
                matrix.add(order.indexOf(value), order.indexOf(sample.truth));
            }
        }
        double[] areas = order.stream()
                .mapToDouble(value -> hectares.getOrDefault(value, 0.0))
                .toArray();
        ObjectNode json = Json.object().put("map", map.raster().reference());
        json.put("samples", samples.size() - outside).put("samples_outside", outside);
        assess(json, map, order, matrix, areas);
        if (other != null) {
            json.set("comparison", compare(other, map, samples, said));
        }
        Map<String, ResultWriter.Document> documents = new LinkedHashMap<>();
        documents.put("assessment", ResultWriter.Document.json(json));
        try (ResultWriter writer = new ResultWriter(store, execution.jobId(), ID)) {
            writer.publish(documents, null);
        }
    }

    private static void assess(
            ObjectNode json, ClassMap map, List<Integer> order, ConfusionMatrix matrix, double[] areas) {
        StratifiedAssessment truth;
        try {
            truth = new StratifiedAssessment(matrix, areas);
        } catch (InvalidRequestException e) {
            StringBuilder few = new StringBuilder();
            for (int c = 0; c < order.size(); c++) {
                if (areas[c] > 0 && matrix.said(c) < 2) {
                    few.append(few.isEmpty() ? "" : ", ")
                            .append(map.describe(order.get(c)).path("name").asString());
                }
            }
            throw new InvalidRequestException(
                    "inputs/samples: each class on the map needs at least two samples that lie on it; too few has "
                            + few,
                    e);
        }
        json.put("kappa", matrix.kappa());
        json.set("overall_accuracy", estimate(truth.overall()));
        ArrayNode classes = json.putArray("classes");
        for (int c = 0; c < order.size(); c++) {
            ObjectNode each = map.describe(order.get(c));
            each.put("samples_on_map", matrix.said(c)).put("samples_true", matrix.truth(c));
            each.set("users_accuracy", estimate(truth.users(c)));
            each.set("producers_accuracy", estimate(truth.producers(c)));
            each.set("f1", estimate(truth.f1(c)));
            each.put("hectares_counted", truth.mappedArea(c));
            each.set("hectares", estimate(truth.area(c)));
            classes.add(each);
        }
        json.set("confusion", Json.of(matrix.counts()));
        json.put("confusion_is", "rows: class on the map, columns: true class, in the order of classes");
        json.put(
                "method",
                "Stratified estimators of Olofsson et al. 2014, Remote Sensing of Environment 148, 42-57; 95 % intervals");
    }

    private static ObjectNode estimate(Estimate estimate) {
        ObjectNode json = Json.object();
        if (!Double.isNaN(estimate.value())) {
            json.put("value", estimate.value());
        }
        if (!Double.isNaN(estimate.standardError())) {
            json.put("standard_error", estimate.standardError());
            json.put("low", estimate.low()).put("high", estimate.high());
        }
        return json;
    }

    private static ObjectNode compare(ClassMap other, ClassMap map, List<Sample> samples, List<Integer> said) {
        long onlyFirst = 0;
        long onlySecond = 0;
        long both = 0;
        long counted = 0;
        for (int i = 0; i < samples.size(); i++) {
            int second = valueAt(other, samples.get(i));
            if (map.isNone(said.get(i)) || other.isNone(second)) {
                continue;
            }
            // Classes are the same where their names are.
            String truth = map.describe(samples.get(i).truth).path("name").asString();
            boolean first = said.get(i) == samples.get(i).truth;
            boolean right = other.describe(second).path("name").asString().equals(truth);
            counted++;
            onlyFirst += first && !right ? 1 : 0;
            onlySecond += right && !first ? 1 : 0;
            both += first && right ? 1 : 0;
        }
        McNemar test = new McNemar(onlyFirst, onlySecond);
        ObjectNode json = Json.object().put("other", other.raster().reference()).put("samples", counted);
        json.put("both_right", both).put("only_map_right", onlyFirst).put("only_other_right", onlySecond);
        json.put("statistic", test.statistic()).put("p_value", test.pValue());
        return json;
    }

    private static int valueAt(ClassMap map, Sample sample) {
        PixelGrid grid = map.grid();
        double[] xy = Crs.lenient(Crs.WGS84, grid.epsg()).apply(sample.lon, sample.lat);
        Optional<Window> pixel = grid.pixel(xy[0], xy[1]);
        return pixel.map(window -> map.values(window)[0]).orElse(NoData.NONE);
    }

    private static List<Sample> samples(Inputs inputs, Locations locations, ClassMap map) {
        String property = inputs.has("class_property") ? String.valueOf(inputs.text("class_property")) : "class";
        List<Sample> samples = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < locations.size(); i++) {
            JsonNode feature = locations.feature(i);
            String label = feature.path("properties").path(property).asString("");
            int truth = label.isEmpty() ? -1 : map.valueOf(label);
            if (!feature.path("geometry").path("type").asString("").equals("Point")) {
                faults.add("features/" + i + " is no point");
            } else if (label.isEmpty()) {
                faults.add("features/" + i + " has no property '" + property + "'");
            } else if (truth < 0 || truth > 255 || map.isNone(truth)) {
                faults.add("features/" + i + " has the class '" + label + "', which the map does not know");
            } else {
                JsonNode position = feature.path("geometry").path("coordinates");
                samples.add(
                        new Sample(position.get(0).asDouble(), position.get(1).asDouble(), truth));
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequestException("inputs/samples: "
                    + String.join("; ", faults.subList(0, Math.min(NAMED_FAULTS, faults.size())))
                    + (faults.size() > NAMED_FAULTS ? "; and " + (faults.size() - NAMED_FAULTS) + " more" : "")
                    + ". The map's classes are " + map.names());
        }
        return samples;
    }
}
