package org.geocrop.process.table;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.geocrop.store.TemporaryFile;

/** Gives a workbook a time: the library that writes it takes the clock's, which no second run would have again. */
final class WorkbookTime {

    private static final String PROPERTIES = "docProps/core.xml";
    private static final String CREATED = "</dcterms:created>";

    private WorkbookTime() {}

    static byte[] set(byte[] workbook, Instant time) {
        try {
            // A stream of the library's zips can't be read without their directory.
            Path file = TemporaryFile.create(".xlsx");
            try {
                Files.write(file, workbook);
                return copy(file, time);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A temporary file can't be written", e);
        }
    }

    private static byte[] copy(Path workbook, Instant time) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipFile from = new ZipFile(workbook.toFile());
                ZipOutputStream to = new ZipOutputStream(out)) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                ZipEntry dated = new ZipEntry(entry.getName());
                // Without a zone, as the format has none.
                dated.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
                to.putNextEntry(dated);
                byte[] part = from.getInputStream(entry).readAllBytes();
                to.write(entry.getName().equals(PROPERTIES) ? created(part, time) : part);
                to.closeEntry();
            }
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
