package org.geocrop.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.geocrop.s3.S3Settings;
import org.jspecify.annotations.Nullable;

/** The object store's server; where it has no endpoint, a folder is the store. */
public record S3Options(
        @Nullable String endpoint,
        String region,
        @Nullable String accessKey,
        @Nullable String secretKey,
        @Nullable String credentialsFile,
        @Nullable String certificateAuthority,
        Duration timeout,
        boolean createBuckets) {

    public boolean isConfigured() {
        return endpoint != null && !endpoint.isBlank();
    }

    public S3Settings connection() {
        return new S3Settings(
                URI.create(String.valueOf(endpoint)),
                region,
                blankToNull(accessKey),
                blankToNull(secretKey),
                path(credentialsFile),
                path(certificateAuthority),
                timeout);
    }

    private static @Nullable Path path(@Nullable String text) {
        String given = blankToNull(text);
        return given == null ? null : Path.of(given);
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "S3[" + endpoint + "]";
    }
}
