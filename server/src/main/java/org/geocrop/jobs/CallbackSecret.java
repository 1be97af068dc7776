package org.geocrop.jobs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.geocrop.settings.Settings;
import org.geocrop.store.OwnerFiles;

/** The key that signs callbacks: from the settings, or else made once and kept in the data folder. */
public final class CallbackSecret {

    private CallbackSecret() {}

    public static byte[] of(Settings settings) throws IOException {
        String given = settings.callbacks().secret();
        if (given != null && !given.isBlank()) {
            return given.getBytes(StandardCharsets.UTF_8);
        }
        Path file = settings.data().toAbsolutePath().resolve("callback.secret");
        return OwnerFiles.secret(file).getBytes(StandardCharsets.UTF_8);
    }
}
