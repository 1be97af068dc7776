package org.geocrop.server;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    /** What one request, or all together, may ask for. */
    public record Limits(
            double areaKm2, int seasonDays, int bodyBytes, int unfinishedJobs, Duration syncWait, int inlineBytes) {}

    /** How much of the machine is used. */
    public record Engine(int jobs, int blocks, int tileCacheMb) {}
}
