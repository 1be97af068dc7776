package org.geocrop.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.geocrop.Fuzz;
import org.geocrop.json.Json;
import org.geocrop.pipeline.NdviLoader;
import org.geocrop.store.FolderStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged model bundles: the zip, and the manifest in it. */
@Tag("soak")
class ArchiveFuzzTest {

    private static final long MAX_ALLOCATION = 64L << 20;

    @TempDir
    Path folder;

    private byte[] manifest() throws Exception {
        NdviLoader.model(new FolderStore(folder));
        return Files.readAllBytes(folder.resolve("geocrop-models/ndvi/1/model.json"));
    }

    private static byte[] zip(byte[] manifest, int level) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(level);
            zip.putNextEntry(new ZipEntry("model.json"));
            zip.write(manifest);
            zip.putNextEntry(new ZipEntry("ndvi.txt"));
            zip.write("ndvi".getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void zips() throws Exception {
        byte[] manifest = manifest();
        List<byte[]> files = new ArrayList<>(List.of(zip(manifest, 9), zip(manifest, 0)));
        Fuzz.run(
                "model archives",
                MAX_ALLOCATION,
                files,
                bytes -> ModelArchive.read(new ByteArrayInputStream(bytes), 16 << 20));
    }

    @Test
    void manifests() throws Exception {
        Fuzz.run("model manifests", MAX_ALLOCATION, List.of(manifest()), bytes -> {
            byte[] zipped = zip(bytes, 1);
            ModelArchive.read(new ByteArrayInputStream(zipped), 16 << 20);
            Json.read(bytes);
        });
    }
}
