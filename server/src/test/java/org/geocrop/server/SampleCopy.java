package org.geocrop.server;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sample landscape and its model as the first server of a size has made them, for the data folders of later ones:
 * most tests need them, and few are about their making.
 */
final class SampleCopy {

    private static final String SCENES = "sample";
    private static final String MODEL = "store/geocrop-models/zimbabwe-sample";
    private static final Map<String, Path> KEPT = new TreeMap<>();

    private SampleCopy() {}

    /** Puts what an earlier server has made into a data folder that has none. */
    static synchronized void into(Path data, Map<String, String> environment) throws IOException {
        Path kept = KEPT.get(size(environment));
        if (kept == null || !hasSample(environment) || Files.exists(data.resolve(SCENES))) {
            return;
        }
        copy(kept.resolve(SCENES), data.resolve(SCENES));
        if (keepsModels(environment)) {
            copy(kept.resolve(MODEL), data.resolve(MODEL));
        }
    }

    /** Keeps what a server has made that has just started. */
    static synchronized void from(Path data, Map<String, String> environment) throws IOException {
        if (KEPT.containsKey(size(environment)) || !hasSample(environment) || !keepsModels(environment)) {
            return;
        }
        Path kept = OwnFolder.untilExit("sample");
        copy(data.resolve(SCENES), kept.resolve(SCENES));
        copy(data.resolve(MODEL), kept.resolve(MODEL));
        KEPT.put(size(environment), kept);
    }

    private static String size(Map<String, String> environment) {
        return environment.getOrDefault("GEOCROP_SAMPLE_SIZE", "512");
    }

    private static boolean hasSample(Map<String, String> environment) {
        return !"false".equals(environment.get("GEOCROP_SAMPLE")) && !environment.containsKey("GEOCROP_SAMPLE_YEAR");
    }

    /** Whether the object store is in the data folder. */
    private static boolean keepsModels(Map<String, String> environment) {
        return !environment.containsKey("GEOCROP_S3_ENDPOINT");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
