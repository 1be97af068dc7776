package org.geocrop.geoserver.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What the plugin has installed, by hash, so that it installs nothing twice: what an administrator has changed or
 * removed since is left as it is.
 */
final class Installed {

    private final Path file;
    private final Properties hashes = new Properties();

    Installed(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                hashes.load(in);
            }
        }
    }

    synchronized Optional<String> hash(String what) {
        return Optional.ofNullable(hashes.getProperty(what));
    }

    synchronized void note(String what, String hash) throws IOException {
        hashes.setProperty(what, hash);
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (OutputStream out = Files.newOutputStream(next)) {
            hashes.store(out, "What GeoCrop has installed: SHA-256 by name");
        }
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
