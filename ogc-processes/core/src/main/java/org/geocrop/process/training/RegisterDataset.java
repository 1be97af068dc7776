package org.geocrop.process.training;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.geocrop.catalogue.Datasets;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.Json;
import org.geocrop.model.ModelBundle;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.Locations;
import org.geocrop.process.input.Places;
import org.geocrop.process.input.Schemas;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The process {@code register-dataset}: labels become a version of a data set, {@code
 * geocrop-datasets/<name>/<version>/samples.geojson}, which never changes. Each row that can't be used is named with
 * what is wrong with it, and left out.
 */
public final class RegisterDataset implements GeoProcess {

    public static final String ID = "register-dataset";

    private static final int NAMED = 1000;
    /** Degrees within which two points are the same place: a metre. */
    private static final double SAME_PLACE = 1e-5;

    private static final int MAX_MAPPING = 20_000;

    private final ObjectStore store;
    private final Datasets datasets;

    public RegisterDataset(ObjectStore store) {
        this.store = store;
        this.datasets = new Datasets(store);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProcessDescription description() {
        ObjectNode example = Json.object().put("name", "survey").put("version", "2023-1");
        example.set(
                "samples", Places.example(Json.object().put("class", "maize").put("date", "2023-01-15")));
        ObjectNode name = Json.object().put("type", "string").put("pattern", "^" + ModelBundle.NAME + "$");
        ObjectNode version = Json.object().put("type", "string").put("pattern", "^" + ModelBundle.VERSION + "$");
        return ProcessDescription.builder(
                        ID,
                        "Register data set",
                        "Labels become a version of a data set, which other processes take as"
                                + " dataset:<name>/<version>/samples.geojson. Rows that can't be used are named and left"
                                + " out.")
                .keywords("training data", "validation", "data set")
                .need("name", "Name", "Lower case letters, digits and hyphens", name)
                .need("version", "Version", "A version never changes", version)
                .need(
                        "samples",
                        "Labels",
                        "Points or polygons in CRS84 with a class, and a date if known; stored files may be GeoJSON,"
                                + " GeoPackages, or CSV with the columns lon and lat",
                        Places.schema("GeoJSON points or polygons"))
                .may("class_property", "Property with the class", "Its name", Schemas.text("class"))
                .may("date_property", "Property with the date", "A day such as 2023-01-15", Schemas.text("date"))
                .may(
                        "mapping",
                        "Mapping of classes",
                        "A line for each: class of the rows = class to use; rows of others are left out",
                        Schemas.text().put("maxLength", MAX_MAPPING))
                .may("start", "First day", "Of the season; rows dated before are left out", Schemas.date())
                .may("end", "Last day", "Of the season; rows dated after are left out", Schemas.date())
                .gives(
                        "report",
                        ProcessDescription.Output.json("Report", "What was kept, and what not for which reason"))
                .build("1.0.0", example);
    }

    @Override
    public void check(Execution execution) {
        Inputs inputs = new Inputs(execution.inputs());
        refuseKnown(inputs, execution.jobId());
        rows(inputs);
        mapping(inputs);
        LocalDate start = inputs.date("start");
        LocalDate end = inputs.date("end");
        if (start != null && end != null && end.isBefore(start)) {
            throw new InvalidRequestException("inputs/end: is before inputs/start");
        }
    }

    /** A version that this very job has registered, before it was killed, is its own. */
    private void refuseKnown(Inputs inputs, String job) {
        String name = String.valueOf(inputs.text("name"));
        String version = String.valueOf(inputs.text("version"));
        Optional<String> owner = datasets.owner(name, version);
        if (owner.isPresent() && !owner.get().equals(job)) {
            datasets.finish(name, version);
            throw InvalidRequestException.at(
                    "inputs/version",
                    "there is a data set " + name + " of version " + version + " already, and versions never change");
        }
    }

    private List<ObjectNode> rows(Inputs inputs) {
        return Places.features("samples", inputs.value("samples"), store);
    }

    private static Map<String, String> mapping(Inputs inputs) {
        Map<String, String> mapping = new LinkedHashMap<>();
        String text = inputs.text("mapping");
        for (String line : text == null ? List.<String>of() : text.lines().toList()) {
            String[] sides = line.split("=", 2);
            if (!line.isBlank() && (sides.length < 2 || sides[0].isBlank() || sides[1].isBlank())) {
                throw new InvalidRequestException("inputs/mapping: a line is class = class, not '" + line + "'");
            }
            if (!line.isBlank()) {
                mapping.put(sides[0].strip(), sides[1].strip());
            }
        }
        return mapping;
    }

    @Override
    public void run(Execution execution) {
        Inputs inputs = new Inputs(execution.inputs());
        refuseKnown(inputs, execution.jobId());
        List<ObjectNode> rows = rows(inputs);
        execution.progress().phase("checking");
        Check check = new Check(inputs);
        for (int i = 0; i < rows.size(); i++) {
            execution.progress().report((double) i / rows.size(), "Checking rows");
            check.row(i, rows.get(i));
        }
        ObjectNode collection = Json.object().put("type", "FeatureCollection");
        ArrayNode features = collection.putArray("features");
        check.kept().forEach(features::add);
        if (features.isEmpty()) {
            throw new InvalidRequestException("inputs/samples: no row can be used; the first: " + check.first());
        }
        String name = String.valueOf(inputs.text("name"));
        String version = String.valueOf(inputs.text("version"));
        ObjectNode report = Json.object().put("name", name).put("version", version);
        report.put("rows", rows.size()).put("kept", features.size());
        check.write(report);
        datasets.register(name, version, execution.jobId(), Json.write(collection), report);
        try (ResultWriter writer = new ResultWriter(store, execution.jobId(), ID)) {
            writer.publish(Map.of("report", ResultWriter.Document.json(report)), null);
        }
    }

    /** Looks at rows one after the other; what it keeps may still be contradicted by a later row. */
    private static final class Check {
        private final Map<String, String> mapping;
        private final String classProperty;
        private final String dateProperty;
        private final @Nullable LocalDate start;
        private final @Nullable LocalDate end;
        private final Map<Integer, ObjectNode> kept = new LinkedHashMap<>();
        private final TreeMap<Integer, String> faults = new TreeMap<>();
        private final Map<String, Integer> places = new LinkedHashMap<>();

        Check(Inputs inputs) {
            this.mapping = mapping(inputs);
            String named = inputs.text("class_property");
            this.classProperty = named == null ? "class" : named;
            String dated = inputs.text("date_property");
            this.dateProperty = dated == null ? "date" : dated;
            this.start = inputs.date("start");
            this.end = inputs.date("end");
        }

        void row(int index, ObjectNode feature) {
            JsonNode properties = feature.path("properties");
            String label = properties.path(classProperty).asString("").strip();
            String used = mapping.isEmpty() ? label : mapping.getOrDefault(label, "");
            List<String> wrong = new ArrayList<>();
            geometry(feature.path("geometry"), wrong);
            if (label.isEmpty()) {
                wrong.add("has no property '" + classProperty + "'");
            } else if (used.isEmpty()) {
                wrong.add("has the class '" + label + "', which the mapping does not have");
            }
            date(properties.path(dateProperty).asString("").strip(), wrong);
            if (wrong.isEmpty()) {
                keep(index, feature, used);
            } else {
                faults.put(index, String.join("; ", wrong));
            }
        }

        private static void geometry(JsonNode geometry, List<String> wrong) {
            try {
                Locations.read(
                        "samples", List.of(Json.object().put("type", "Feature").set("geometry", geometry)));
            } catch (InvalidRequestException e) {
                wrong.add("its place: " + e.reason());
            }
        }

        private void date(String date, List<String> wrong) {
            if (date.isEmpty()) {
                return;
            }
            try {
                LocalDate day = LocalDate.parse(date.length() > 10 ? date.substring(0, 10) : date);
                if ((start != null && day.isBefore(start)) || (end != null && day.isAfter(end))) {
                    wrong.add("is dated " + day + ", outside the season");
                }
            } catch (DateTimeException e) {
                wrong.add("has the date '" + date + "', which is no day such as 2023-01-15");
            }
        }

        private void keep(int index, ObjectNode feature, String used) {
            ObjectNode copy = feature.deepCopy();
            ObjectNode properties = copy.path("properties") instanceof ObjectNode own ? own : Json.object();
            copy.set("properties", properties.put("class", used));
            Integer earlier = places.putIfAbsent(place(feature.path("geometry")), index);
            if (earlier == null) {
                kept.put(index, copy);
                return;
            }
            ObjectNode other = kept.get(earlier);
            if (other != null
                    && other.path("properties").path("class").asString("").equals(used)) {
                faults.put(index, "says the same of the same place as row " + earlier);
            } else {
                faults.put(index, "contradicts row " + earlier + " of the same place");
                kept.remove(earlier);
                faults.put(earlier, "contradicts row " + index + " of the same place");
            }
        }

        /** Points are the same within a metre, polygons if they are equal. */
        private static String place(JsonNode geometry) {
            if (!geometry.path("type").asString("").equals("Point")) {
                return geometry.toString();
            }
            JsonNode at = geometry.path("coordinates");
            return Math.round(at.path(0).asDouble() / SAME_PLACE) + " "
                    + Math.round(at.path(1).asDouble() / SAME_PLACE);
        }

        Iterable<ObjectNode> kept() {
            return kept.values();
        }

        String first() {
            return "row " + faults.firstKey() + " " + faults.firstEntry().getValue();
        }

        void write(ObjectNode report) {
            Map<String, Integer> classes = new TreeMap<>();
            kept.values()
                    .forEach(row ->
                            classes.merge(row.path("properties").path("class").asString(), 1, Integer::sum));
            report.set("classes", Json.of(classes));
            ArrayNode left = report.putArray("left_out");
            faults.entrySet().stream()
                    .limit(NAMED)
                    .forEach(
                            fault -> left.addObject().put("row", fault.getKey()).put("reason", fault.getValue()));
            if (faults.size() > NAMED) {
                report.put("left_out_more", faults.size() - NAMED);
            }
            report.put("rows_are", "counted from 0, as they came");
        }
    }
}
