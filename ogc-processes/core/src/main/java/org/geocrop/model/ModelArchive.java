package org.geocrop.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.geocrop.error.ModelException;
import org.geocrop.json.Json;
import org.geocrop.store.TemporaryFile;

/**
 * A bundle in a zip, as another installation or a script in Python hands it over: {@code model.json} and the files of
 * its members, nothing else. Every byte of it is hostile.
 *
 * @param bundle whose hashes match the files
 * @param files of the members, by name
 */
public record ModelArchive(ModelBundle bundle, Map<String, byte[]> files) {

    private static final String MANIFEST = "model.json";
    private static final int MAX_MANIFEST = 1 << 20;
    private static final int MAX_FILES = 18;

    /**
     * Reads and checks.
     *
     * @param maxBytes of all files together, unpacked
     * @throws ModelException saying what is wrong
     */
    public static ModelArchive read(InputStream in, long maxBytes) {
        Map<String, Path> unpacked = new LinkedHashMap<>();
        try {
            unpack(in, maxBytes, unpacked);
            return checked(unpacked);
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelException("The archive is no zip that can be read: " + e.getMessage(), e);
        } finally {
            unpacked.values().forEach(ModelArchive::delete);
        }
    }

    /** Into files: nothing is held in memory before it is known that all of it is wanted. */
    private static void unpack(InputStream in, long maxBytes, Map<String, Path> unpacked) throws IOException {
        long left = maxBytes;
        try (ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (entry.isDirectory() || !name.matches("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}")) {
                    throw new ModelException("The archive has an entry with an unsafe name: only files, in no folder");
                }
                if (unpacked.containsKey(name) || unpacked.size() == MAX_FILES) {
                    throw new ModelException("The archive has a file twice, or more than " + MAX_FILES + " files");
                }
                Path file = TemporaryFile.create(".part");
                unpacked.put(name, file);
                left -= bounded(zip, file, left);
            }
        }
    }

    /** However small it was packed, no more than so many bytes are unpacked. */
    private static long bounded(InputStream in, Path file, long most) throws IOException {
        long written = 0;
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                written += n;
                if (written > most) {
                    throw new ModelException("The archive unpacks to more bytes than are taken");
                }
                out.write(buffer, 0, n);
            }
        }
        return written;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("A temporary file could not be removed", e);
        }
    }

    private static ModelArchive checked(Map<String, Path> unpacked) throws IOException {
        Path manifest = unpacked.get(MANIFEST);
        if (manifest == null || Files.size(manifest) > MAX_MANIFEST) {
            throw new ModelException("The archive has no model.json, or one that is too large");
        }
        try {
            ModelBundle bundle = Json.to(Json.read(Files.readAllBytes(manifest)), ModelBundle.class);
            Set<String> expected = bundle.hashes().keySet();
            Set<String> there = new LinkedHashSet<>(unpacked.keySet());
            there.remove(MANIFEST);
            ModelBundle.Attachment card = bundle.card();
            if (card != null && !there.contains(card.file())) {
                // A card explains, and nothing depends on it: who hands a model on may keep it.
                bundle = bundle.withCard(null);
                expected = bundle.hashes().keySet();
            }
            if (!expected.equals(there)) {
                throw new ModelException("The archive has the files " + there + "; model.json names " + expected);
            }
            Map<String, byte[]> files = new LinkedHashMap<>();
            for (String name : there) {
                files.put(name, Files.readAllBytes(java.util.Objects.requireNonNull(unpacked.get(name))));
            }
            return new ModelArchive(bundle, files);
        } catch (Json.MalformedException e) {
            throw new ModelException("model.json is not a model bundle: " + e.getMessage(), e);
        }
    }
}
