package org.geocrop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The real data that tests read; it is not part of the project. */
public final class SharedData {

    private SharedData() {}

    /** A file or folder of the shared data; the test is skipped, saying so, where it is missing. */
    public static Path path(String relative) {
        Path path = root().resolve(relative);
        assumeTrue(
                Files.exists(path),
                () -> "SKIPPED: no " + path + "; set GEOCROP_SHARED_DATA to the shared data folder");
        return path;
    }

    private static Path root() {
        String set = System.getenv("GEOCROP_SHARED_DATA");
        if (set != null) {
            return Path.of(set).toAbsolutePath();
        }
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isDirectory(at.resolve("shared/data"))) {
            at = at.getParent();
        }
        return at == null ? Path.of("shared/data").toAbsolutePath() : at.resolve("shared/data");
    }
}
