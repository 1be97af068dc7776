package org.geocrop.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The key that signs callbacks: from the settings, or else made once and kept in the data folder. */
final class CallbackSecret {

    private static final int BYTES = 32;

    private CallbackSecret() {}

    static byte[] of(Settings settings) throws IOException {
        String given = settings.callbacks().secret();
        if (given != null && !given.isBlank()) {
            return given.getBytes(StandardCharsets.UTF_8);
        }
        Path file = settings.data().toAbsolutePath().resolve("callback.secret");
        if (!Files.exists(file)) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            Files.createDirectories(file.getParent());
            Files.writeString(file, HexFormat.of().formatHex(random), StandardOpenOption.CREATE_NEW);
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        }
        return Files.readString(file).trim().getBytes(StandardCharsets.UTF_8);
    }
}
