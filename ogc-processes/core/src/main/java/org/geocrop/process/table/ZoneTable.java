package org.geocrop.process.table;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.geocrop.geojson.Feature;
import org.geocrop.json.ForeignJson;

/** Zones with statistics as a table: a row for each zone and class, or for each zone. */
public final class ZoneTable {

    private final List<String> columns;
    private final List<Map<String, ForeignJson>> rows = new ArrayList<>();

    public ZoneTable(List<Feature> zones, boolean categorical) {
        for (int i = 0; i < zones.size(); i++) {
            Map<String, ForeignJson> own = zones.get(i).properties().members();
            ForeignJson classes = own.getOrDefault("classes", ForeignJson.missing());
            own.remove("classes");
            own.put("zone", ForeignJson.of(zones.get(i).id(Integer.toString(i))));
            if (!categorical || classes.size() == 0) {
                rows.add(own);
                continue;
            }
            for (ForeignJson each : classes) {
                Map<String, ForeignJson> row = new LinkedHashMap<>(own);
                each.members().forEach((name, value) -> row.put("class_" + name, value));
                rows.add(row);
            }
        }
        Set<String> names = new LinkedHashSet<>();
        names.add("zone");
        rows.forEach(row -> names.addAll(row.keySet()));
        this.columns = List.copyOf(names);
    }

    private ForeignJson cell(int row, String column) {
        return rows.get(row).getOrDefault(column, ForeignJson.missing());
    }

    public byte[] csv() {
        Csv csv = new Csv();
        csv.row(columns);
        for (int r = 0; r < rows.size(); r++) {
            int row = r;
            csv.row(columns.stream().map(column -> cell(row, column).cell()).toList());
        }
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
                    ForeignJson cell = cell(r, columns.get(c));
                    if (cell.isNumber()) {
                        sheet.value(r + 1, c, cell.number());
                    } else if (!cell.cell().isEmpty()) {
                        sheet.value(r + 1, c, cell.cell());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be written", e);
        }
        return WorkbookTime.set(out.toByteArray(), created);
    }
}
