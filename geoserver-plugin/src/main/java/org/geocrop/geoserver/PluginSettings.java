package org.geocrop.geoserver;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.job.Job;
import org.jspecify.annotations.Nullable;

/**
 * {@code geocrop/geocrop.properties} of the data directory. Values may be {@code ${VARIABLES}} that the host resolves;
 * keys that it does not know are refused.
 *
 * @param folder for results, models and baselines where no S3 server is configured
 * @param endpoint of an S3 server such as MinIO, in path style; or null
 * @param publicEndpoint the address under which clients reach that server, for links; or null for the same
 * @param catalogues STAC catalogues by name, the first is the default
 * @param buckets public buckets' base addresses by name
 * @param rights who may do what, and who sees a new result
 * @param retention how long results are kept; zero for ever
 * @param maxAreaKm2 of one job
 * @param maxSeasonDays of one job
 * @param maxScenes of one job
 * @param blocks that one job works on at the same time
 * @param tileCacheMb decoded tiles of scenes in memory
 * @param tilerConfig folder with styles, seasons and tile matrix sets of one's own; or null
 */
public record PluginSettings(
        Path folder,
        @Nullable URI endpoint,
        @Nullable URI publicEndpoint,
        String region,
        String accessKey,
        String secretKey,
        Map<String, URI> catalogues,
        Map<String, String> buckets,
        Rights rights,
        Duration retention,
        double maxAreaKm2,
        int maxSeasonDays,
        int maxScenes,
        int blocks,
        int tileCacheMb,
        @Nullable Path tilerConfig) {

    private static final String DEFAULT_CATALOGUE = "default-catalogue";
    private static final String CATALOGUE = "catalogue.";
    private static final String BUCKET = "bucket.";
    private static final Set<String> KEYS = Set.of(
            DEFAULT_CATALOGUE,
            "folder",
            "s3.endpoint",
            "s3.public-endpoint",
            "s3.region",
            "s3.access-key",
            "s3.secret-key",
            "roles.run",
            "roles.admin",
            "sharing",
            "retention-days",
            "limits.area-km2",
            "limits.season-days",
            "limits.scenes",
            "engine.blocks",
            "engine.tile-cache-mb",
            "tiler-config");

    public PluginSettings {
        catalogues = Collections.unmodifiableMap(new LinkedHashMap<>(catalogues));
        buckets = Map.copyOf(buckets);
        if (publicEndpoint != null && endpoint == null) {
            throw new InvalidRequestException("s3.public-endpoint: goes with s3.endpoint, which is not set");
        }
    }

    /**
     * Reads settings.
     *
     * @param folder of the file: relative paths are in it
     * @param resolve what replaces variables in values
     * @throws InvalidRequestException naming the key that is wrong
     */
    public static PluginSettings read(Properties given, Path folder, UnaryOperator<String> resolve) {
        Set<String> unknown = new TreeSet<>(given.stringPropertyNames());
        unknown.removeAll(KEYS);
        unknown.removeIf(key -> key.startsWith(CATALOGUE) || key.startsWith(BUCKET));
        if (!unknown.isEmpty()) {
            throw new InvalidRequestException("geocrop.properties has no settings " + unknown);
        }
        Reader read = new Reader(given, resolve);
        URI endpoint = read.uri("s3.endpoint");
        String tiler = read.text("tiler-config", "");
        return new PluginSettings(
                folder.resolve(read.text("folder", "store")),
                endpoint,
                read.uri("s3.public-endpoint"),
                read.text("s3.region", "us-east-1"),
                read.text("s3.access-key", ""),
                read.text("s3.secret-key", ""),
                read.catalogues(),
                texts(read.uris(BUCKET)),
                new Rights(
                        read.names("roles.run", Rights.SIGNED_IN),
                        read.names("roles.admin", Rights.ADMINISTRATOR),
                        read.sharing()),
                Duration.ofDays(read.number("retention-days", 0, 0)),
                read.number("limits.area-km2", 2500, 1),
                read.number("limits.season-days", 400, 1),
                read.number("limits.scenes", 2000, 1),
                read.number("engine.blocks", Runtime.getRuntime().availableProcessors(), 1),
                read.number("engine.tile-cache-mb", 256, 1),
                tiler.isEmpty() ? null : folder.resolve(tiler));
    }

    private static Map<String, String> texts(Map<String, URI> uris) {
        Map<String, String> texts = new LinkedHashMap<>();
        uris.forEach((name, uri) -> texts.put(name, uri.toString()));
        return texts;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Results in " + (endpoint == null ? folder : endpoint) + ", catalogues " + catalogues.keySet()
                + ", run by " + rights.run();
    }

    private record Reader(Properties given, UnaryOperator<String> resolve) {

        String text(String key, String otherwise) {
            String value = given.getProperty(key);
            return value == null || value.isBlank()
                    ? otherwise
                    : resolve.apply(value).trim();
        }

        int number(String key, int otherwise, int least) {
            String value = text(key, "" + otherwise);
            try {
                int number = Integer.parseInt(value);
                if (number >= least) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new InvalidRequestException(key + ": is a whole number from " + least + ", not " + value, e);
            }
            throw new InvalidRequestException(key + ": is a whole number from " + least + ", not " + value);
        }

        Set<String> names(String key, String otherwise) {
            Set<String> names = new TreeSet<>(Arrays.asList(text(key, otherwise).split("[,\\s]+")));
            names.remove("");
            return names;
        }

        Job.Sharing sharing() {
            return Rights.sharing(text("sharing", "private"));
        }

        @Nullable URI uri(String key) {
            String value = text(key, "");
            try {
                return value.isEmpty() ? null : URI.create(value);
            } catch (IllegalArgumentException e) {
                throw new InvalidRequestException(key + ": is an address, not " + value, e);
            }
        }

        /** The default first, the others by name. */
        Map<String, URI> catalogues() {
            Map<String, URI> all = uris(CATALOGUE);
            String first = text(DEFAULT_CATALOGUE, "");
            if (first.isEmpty()) {
                return all;
            }
            if (!all.containsKey(first)) {
                throw new InvalidRequestException(DEFAULT_CATALOGUE + ": there is no catalogue." + first);
            }
            Map<String, URI> ordered = new LinkedHashMap<>();
            ordered.put(first, Objects.requireNonNull(all.get(first)));
            all.forEach(ordered::putIfAbsent);
            return ordered;
        }

        Map<String, URI> uris(String prefix) {
            Map<String, URI> uris = new LinkedHashMap<>();
            for (String key : new TreeSet<>(given.stringPropertyNames())) {
                URI uri = key.startsWith(prefix) ? uri(key) : null;
                if (uri != null) {
                    uris.put(key.substring(prefix.length()), uri);
                }
            }
            return uris;
        }
    }
}
