package org.geocrop.process;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Zones with statistics as CSV: a row for each zone and class, or for each zone. */
final class ZoneTable {

    private ZoneTable() {}

    static byte[] csv(List<ObjectNode> zones, boolean categorical) {
        Set<String> columns = new LinkedHashSet<>();
        columns.add("zone");
        List<ObjectNode> rows = new ArrayList<>();
        for (int i = 0; i < zones.size(); i++) {
            ObjectNode properties = (ObjectNode) zones.get(i).path("properties");
            ObjectNode own = properties.deepCopy();
            own.remove("classes");
            own.put("zone", zones.get(i).path("id").asString(Integer.toString(i)));
            JsonNode classes = properties.path("classes");
            if (!categorical || classes.isEmpty()) {
                rows.add(own);
                continue;
            }
            for (JsonNode each : classes) {
                ObjectNode row = own.deepCopy();
                each.properties().forEach(entry -> row.set("class_" + entry.getKey(), entry.getValue()));
                rows.add(row);
            }
        }
        rows.forEach(row -> columns.addAll(row.propertyNames()));
        Csv csv = new Csv();
        csv.row(List.copyOf(columns));
        for (ObjectNode row : rows) {
            csv.row(columns.stream()
                    .map(column ->
                            row.path(column).isMissingNode() || row.path(column).isNull()
                                    ? ""
                                    : row.path(column).isValueNode()
                                            ? row.path(column).asString()
                                            : row.path(column).toString())
                    .toList());
        }
        return csv.bytes();
    }
}
