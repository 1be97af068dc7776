package org.geocrop.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.geocrop.s3.S3Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The settings below {@code geocrop} in application.yml, which explains them. Unknown keys are refused. */
@ConfigurationProperties(prefix = "geocrop", ignoreUnknownFields = false)
public record Settings(
        Path data,
        @Nullable String publicUrl,
        @Nullable String tilerConfig,
        Sample sample,
        List<Catalogue> catalogues,
        @DefaultValue Map<String, String> buckets,
        S3 s3,
        Db database,
        Limits limits,
        Engine engine) {

    public Settings {
        catalogues = catalogues == null ? List.of() : List.copyOf(catalogues);
        if (catalogues.isEmpty() && !sample.enabled) {
            throw new IllegalArgumentException("geocrop.catalogues is empty and there is no sample: nothing to read");
        }
    }

    /** The bundled landscape. */
    public record Sample(boolean enabled, int size, int year) {}

    /** A STAC catalogue that requests may name. */
    public record Catalogue(
            String name, URI url, @DefaultValue List<String> collections) {
        public Catalogue {
            if (!name.matches("[a-z0-9][a-z0-9-]{0,40}")) {
                throw new IllegalArgumentException(
                        "A catalogue's name has lower case letters, digits and hyphens: " + name);
            }
        }
    }

    /** Where jobs are kept; where it has no URL, in an embedded database in the data folder. */
    public record Db(
            @Nullable String url,
            @Nullable String user,
            @Nullable String password) {

        boolean isConfigured() {
            return url != null && !url.isBlank();
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Db[" + url + "]";
        }
    }

    /** The object store's server; where it has no endpoint, a folder is the store. */
    public record S3(
            @Nullable String endpoint,
            String region,
            @Nullable String accessKey,
            @Nullable String secretKey,
            @Nullable String credentialsFile,
            @Nullable String certificateAuthority,
            Duration timeout,
            boolean createBuckets,
            Duration abandonedAfter) {

        boolean isConfigured() {
            return endpoint != null && !endpoint.isBlank();
        }

        S3Settings connection() {
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

    /** What one request, or all together, may ask for. */
    public record Limits(
            double areaKm2, int seasonDays, int bodyBytes, int unfinishedJobs, Duration syncWait, int inlineBytes) {}

    /** How much of the machine is used. */
    public record Engine(int jobs, int blocks, int tileCacheMb, int requestsPerHost) {}
}
