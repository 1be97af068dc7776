package org.geocrop.process.table;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Zones with statistics as a table: a row for each zone and class, or for each zone. */
public final class ZoneTable {

    private final List<String> columns;
    private final List<ObjectNode> rows = new ArrayList<>();

    public ZoneTable(List<ObjectNode> zones, boolean categorical) {
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
        Set<String> names = new LinkedHashSet<>();
        names.add("zone");
        rows.forEach(row -> names.addAll(row.propertyNames()));
        this.columns = List.copyOf(names);
    }

    public byte[] csv() {
        Csv csv = new Csv();
        csv.row(columns);
        rows.forEach(row ->
                csv.row(columns.stream().map(column -> text(row.path(column))).toList()));
        return csv.bytes();
    }

    /**
     * A workbook (Office Open XML) with one sheet; texts are never formulas.
     *
     * @param created the time that it tells, so that the same table has the same bytes
     */
    public byte[] xlsx(Instant created) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(out, "GeoCrop", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("statistics");
            for (int c = 0; c < columns.size(); c++) {
                sheet.value(0, c, columns.get(c));
                sheet.style(0, c).bold().set();
            }
            sheet.freezePane(0, 1);
            for (int r = 0; r < rows.size(); r++) {
                for (int c = 0; c < columns.size(); c++) {
                    JsonNode cell = rows.get(r).path(columns.get(c));
                    if (cell.isNumber()) {
                        sheet.value(r + 1, c, cell.asDouble());
                    } else if (!text(cell).isEmpty()) {
                        sheet.value(r + 1, c, text(cell));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be written", e);
        }
        return WorkbookTime.set(out.toByteArray(), created);
    }

    private static String text(JsonNode cell) {
        if (cell.isMissingNode() || cell.isNull()) {
            return "";
        }
        return cell.isValueNode() ? cell.asString() : cell.toString();
    }
}
