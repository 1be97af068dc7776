package org.geocrop.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Gives a workbook a time: the library that writes it takes the clock's, which no second run would have again. */
final class WorkbookTime {

    private static final String PROPERTIES = "docProps/core.xml";
    private static final String CREATED = "</dcterms:created>";

    private WorkbookTime() {}

    static byte[] set(byte[] workbook, Instant time) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(workbook.length);
        try (ZipInputStream from = new ZipInputStream(new ByteArrayInputStream(workbook));
                ZipOutputStream to = new ZipOutputStream(out)) {
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                ZipEntry dated = new ZipEntry(entry.getName());
                // Without a zone, as the format has none.
                dated.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
                to.putNextEntry(dated);
                byte[] part = from.readAllBytes();
                to.write(entry.getName().equals(PROPERTIES) ? created(part, time) : part);
                to.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be read and written", e);
        }
        return out.toByteArray();
    }

    private static byte[] created(byte[] properties, Instant time) {
        String xml = new String(properties, StandardCharsets.UTF_8);
        int end = xml.indexOf(CREATED);
        int begin = xml.lastIndexOf('>', end) + 1;
        return end < 0
                ? properties
                : (xml.substring(0, begin) + time.truncatedTo(ChronoUnit.SECONDS) + xml.substring(end))
                        .getBytes(StandardCharsets.UTF_8);
    }
}
