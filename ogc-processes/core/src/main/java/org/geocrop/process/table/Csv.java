package org.geocrop.process.table;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Comma-separated values (RFC 4180). Cells that a spreadsheet would run as formulas begin with an apostrophe. */
public final class Csv {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public void row(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(i == 0 ? "" : ",").append(cell(cells.get(i)));
        }
        out.writeBytes(line.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    private static String cell(String text) {
        boolean formula = !text.isEmpty()
                && "=+-@\t\r".indexOf(text.charAt(0)) >= 0
                && !text.matches("[+-]?[0-9.]+([eE][+-]?[0-9]+)?");
        String safe = formula ? "'" + text : text;
        boolean quote = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
