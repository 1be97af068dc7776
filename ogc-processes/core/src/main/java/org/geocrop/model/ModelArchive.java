package org.geocrop.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.geocrop.error.ModelException;
import org.geocrop.store.Json;

/**
 * A bundle in a zip, as another installation or a script in Python hands it over: {@code model.json} and the files of
 * its members, nothing else. Every byte of it is hostile.
 *
 * @param bundle whose hashes match the files
 * @param files of the members, by name
 */
public record ModelArchive(ModelBundle bundle, Map<String, byte[]> files) {

    private static final int MAX_FILES = 18;

    /**
     * Reads and checks.
     *
     * @param maxBytes of all files together, unpacked
     * @throws ModelException saying what is wrong
     */
    public static ModelArchive read(InputStream in, long maxBytes) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(in)) {
            long left = maxBytes;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (entry.isDirectory() || !name.matches("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}")) {
                    throw new ModelException("The archive has an entry with an unsafe name: only files, in no folder");
                }
                byte[] bytes = bounded(zip, left);
                left -= bytes.length;
                if (files.put(name, bytes) != null || files.size() > MAX_FILES) {
                    throw new ModelException("The archive has a file twice, or more than " + MAX_FILES + " files");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ModelException("The archive is no zip that can be read: " + e.getMessage(), e);
        }
        return checked(files);
    }

    /** However small it was packed, no more than so many bytes are unpacked. */
    private static byte[] bounded(InputStream in, long most) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (out.size() + n > most) {
                throw new ModelException("The archive unpacks to more bytes than are taken");
            }
            out.write(buffer, 0, n);
        }
        return out.toByteArray();
    }

    private static ModelArchive checked(Map<String, byte[]> files) {
        byte[] manifest = files.remove("model.json");
        if (manifest == null) {
            throw new ModelException("The archive has no model.json");
        }
        try {
            ModelBundle bundle = Json.to(Json.read(manifest), ModelBundle.class);
            Set<String> expected = bundle.hashes().keySet();
            if (!expected.equals(files.keySet())) {
                throw new ModelException(
                        "The archive has the files " + files.keySet() + "; model.json names " + expected);
            }
            return new ModelArchive(bundle, files);
        } catch (Json.MalformedException e) {
            throw new ModelException("model.json is not a model bundle: " + e.getMessage(), e);
        }
    }
}
