package org.geocrop.process.accuracy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.geocrop.accuracy.ConfusionMatrix;
import org.geocrop.accuracy.McNemar;
import org.geocrop.accuracy.StratifiedAssessment;
import org.geocrop.document.Assessment;
import org.geocrop.document.Interval;
import org.geocrop.document.MapClass;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.geojson.Feature;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.json.ForeignJson;
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
                                "Assessment",
                                "Confusion matrix, accuracies and areas with their intervals",
                                Assessment.class))
                .example("map", "<job>")
                .example("samples", Places.examples(Places.example(0, "class", "maize")))
                .build("1.0.0");
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
        StratifiedAssessment truth = truth(map, order, matrix, areas);
        Assessment assessment = new Assessment(
                map.raster().reference(),
                samples.size() - outside,
                outside,
                Json.finite(matrix.kappa()),
                Interval.of(truth.overall()),
                classes(map, order, matrix, truth),
                matrix.counts(),
                "rows: class on the map, columns: true class, in the order of classes",
                "Stratified estimators of Olofsson et al. 2014, Remote Sensing of Environment 148, 42-57; 95 % intervals",
                other == null ? null : compare(other, map, samples, said));
        Map<String, ResultWriter.Document> documents = new LinkedHashMap<>();
        documents.put("assessment", ResultWriter.Document.json(assessment));
        try (ResultWriter writer = new ResultWriter(store, execution.jobId(), ID)) {
            writer.publish(documents, null);
        }
    }

    private static StratifiedAssessment truth(
            ClassMap map, List<Integer> order, ConfusionMatrix matrix, double[] areas) {
        try {
            return new StratifiedAssessment(matrix, areas);
        } catch (InvalidRequestException e) {
            StringBuilder few = new StringBuilder();
            for (int c = 0; c < order.size(); c++) {
                if (areas[c] > 0 && matrix.said(c) < 2) {
                    few.append(few.isEmpty() ? "" : ", ")
                            .append(map.describe(order.get(c)).name());
                }
            }
            throw new InvalidRequestException(
                    "inputs/samples: each class on the map needs at least two samples that lie on it; too few has "
                            + few,
                    e);
        }
    }

    private static List<Assessment.AssessedClass> classes(
            ClassMap map, List<Integer> order, ConfusionMatrix matrix, StratifiedAssessment truth) {
        List<Assessment.AssessedClass> classes = new ArrayList<>();
        for (int c = 0; c < order.size(); c++) {
            MapClass about = map.describe(order.get(c));
            classes.add(new Assessment.AssessedClass(
                    about.value(),
                    about.name(),
                    about.color(),
                    matrix.said(c),
                    matrix.truth(c),
                    Interval.of(truth.users(c)),
                    Interval.of(truth.producers(c)),
                    Interval.of(truth.f1(c)),
                    truth.mappedArea(c),
                    Interval.of(truth.area(c))));
        }
        return classes;
    }

    private static Assessment.Comparison compare(
            ClassMap other, ClassMap map, List<Sample> samples, List<Integer> said) {
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
            String truth = map.describe(samples.get(i).truth).name();
            boolean first = said.get(i) == samples.get(i).truth;
            boolean right = other.describe(second).name().equals(truth);
            counted++;
            onlyFirst += first && !right ? 1 : 0;
            onlySecond += right && !first ? 1 : 0;
            both += first && right ? 1 : 0;
        }
        McNemar test = new McNemar(onlyFirst, onlySecond);
        return new Assessment.Comparison(
                other.raster().reference(), counted, both, onlyFirst, onlySecond, test.statistic(), test.pValue());
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
            Feature feature = locations.feature(i);
            String label = feature.text(property);
            int truth = label.isEmpty() ? -1 : map.valueOf(label);
            if (!feature.geometry().text("type").equals("Point")) {
                faults.add("features/" + i + " is no point");
            } else if (label.isEmpty()) {
                faults.add("features/" + i + " has no property '" + property + "'");
            } else if (truth < 0 || truth > 255 || map.isNone(truth)) {
                faults.add("features/" + i + " has the class '" + label + "', which the map does not know");
            } else {
                ForeignJson position = feature.geometry().get("coordinates");
                samples.add(new Sample(position.get(0).number(), position.get(1).number(), truth));
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
