package org.geocrop.process.training;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.document.DatasetReport;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.geojson.Feature;
import org.geocrop.json.ForeignJson;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.Locations;
import org.jspecify.annotations.Nullable;

/** Looks at rows one after the other; what it keeps may still be contradicted by a later row. */
final class DatasetCheck {

    private static final int NAMED = 1000;
    /** Degrees within which two points are the same place: a metre. */
    private static final double SAME_PLACE = 1e-5;

    private final Map<String, String> mapping;
    private final String classProperty;
    private final String dateProperty;
    private final @Nullable LocalDate start;
    private final @Nullable LocalDate end;
    private final Map<Integer, Feature> kept = new LinkedHashMap<>();
    private final TreeMap<Integer, String> faults = new TreeMap<>();
    private final Map<String, Integer> places = new LinkedHashMap<>();

    DatasetCheck(Inputs inputs) {
        this.mapping = mapping(inputs);
        String named = inputs.text("class_property");
        this.classProperty = named == null ? "class" : named;
        String dated = inputs.text("date_property");
        this.dateProperty = dated == null ? "date" : dated;
        this.start = inputs.date("start");
        this.end = inputs.date("end");
        if (start != null && end != null && end.isBefore(start)) {
            throw new InvalidRequestException("inputs/end: is before inputs/start");
        }
    }

    void row(int index, Feature feature) {
        String label = feature.text(classProperty).strip();
        String used = mapping.isEmpty() ? label : mapping.getOrDefault(label, "");
        List<String> wrong = new ArrayList<>();
        geometry(feature, wrong);
        if (label.isEmpty()) {
            wrong.add("has no property '" + classProperty + "'");
        } else if (used.isEmpty()) {
            wrong.add("has the class '" + label + "', which the mapping does not have");
        }
        date(feature.text(dateProperty).strip(), wrong);
        if (wrong.isEmpty()) {
            keep(index, feature, used);
        } else {
            faults.put(index, String.join("; ", wrong));
        }
    }

    private static void geometry(Feature feature, List<String> wrong) {
        try {
            Locations.read("samples", List.of(feature));
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

    private void keep(int index, Feature feature, String used) {
        Integer earlier = places.putIfAbsent(place(feature.geometry()), index);
        if (earlier == null) {
            kept.put(index, feature.with(Map.of("class", used)));
            return;
        }
        Feature other = kept.get(earlier);
        if (other != null && other.text("class").equals(used)) {
            faults.put(index, "says the same of the same place as row " + earlier);
        } else {
            faults.put(index, "contradicts row " + earlier + " of the same place");
            kept.remove(earlier);
            faults.put(earlier, "contradicts row " + index + " of the same place");
        }
    }

    /** Points are the same within a metre, polygons if they are equal. */
    private static String place(ForeignJson geometry) {
        if (!geometry.text("type").equals("Point")) {
            return geometry.toString();
        }
        ForeignJson at = geometry.get("coordinates");
        return Math.round(at.get(0).number() / SAME_PLACE) + " "
                + Math.round(at.get(1).number() / SAME_PLACE);
    }

    List<Feature> kept() {
        return List.copyOf(kept.values());
    }

    String first() {
        return "row " + faults.firstKey() + " " + faults.firstEntry().getValue();
    }

    /** Of a version of a data set that so many rows were given for. */
    DatasetReport report(String name, String version, int rows) {
        Map<String, Integer> classes = new TreeMap<>();
        kept.values().forEach(row -> classes.merge(row.text("class"), 1, Integer::sum));
        List<DatasetReport.LeftOut> left = faults.entrySet().stream()
                .limit(NAMED)
                .map(fault -> new DatasetReport.LeftOut(fault.getKey(), fault.getValue()))
                .toList();
        Integer omitted = faults.size() > NAMED ? faults.size() - NAMED : null;
        return new DatasetReport(name, version, rows, kept.size(), classes, left, omitted, null, null, null);
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
}
