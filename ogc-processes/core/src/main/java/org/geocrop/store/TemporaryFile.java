package org.geocrop.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Temporary files where the process has them now: {@code java.io.tmpdir} as it is, and not as it was when Java started,
 * since a host may have a folder of its own, which is swept when it was killed.
 */
public final class TemporaryFile {

    private static final String PREFIX = "geocrop-";

    private TemporaryFile() {}

    /** A new file with a name of this suffix, which the caller removes. */
    public static Path create(String suffix) throws IOException {
        return Files.createTempFile(folder(), PREFIX, suffix);
    }

    /** A new folder with a name of this beginning, which the caller removes. */
    public static Path createFolder(String prefix) throws IOException {
        return Files.createTempDirectory(folder(), PREFIX + prefix);
    }

    /** A new file that goes when it is closed, and on Unix has no name while it is open: it goes with its process. */
    public static FileChannel open(String suffix) throws IOException {
        return FileChannel.open(
                create(suffix), StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Where they are. */
    public static Path folder() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}
