package org.geocrop.geoserver;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.geocrop.error.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * {@code geocrop/geocrop.properties} of the data directory. Values may be {@code ${VARIABLES}} that the host resolves;
 * keys that it does not know are refused.
 *
 * @param folder for results, models and baselines where no S3 server is configured
 * @param endpoint of an S3 server such as MinIO, in path style; or null
 * @param catalogues STAC catalogues by name, the first is the default
 * @param buckets public buckets' base addresses by name
 * @param layers how GeoServer reads results
 * @param resultsUrl base address of results for {@link LayerSource#HTTP}; or null
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
        String region,
        String accessKey,
        String secretKey,
        Map<String, URI> catalogues,
        Map<String, String> buckets,
        LayerSource layers,
        @Nullable URI resultsUrl,
        double maxAreaKm2,
        int maxSeasonDays,
        int maxScenes,
        int blocks,
        int tileCacheMb,
        @Nullable Path tilerConfig) {

    /** How GeoServer reads the rasters that it publishes. */
    public enum LayerSource {
        /** From the folder. */
        FILE,
        /** From the S3 server, with the same keys. */
        S3,
        /** By range requests below an address, without keys. */
        HTTP
    }

    private static final String DEFAULT_CATALOGUE = "default-catalogue";
    private static final String CATALOGUE = "catalogue.";
    private static final String BUCKET = "bucket.";
    private static final Set<String> KEYS = Set.of(
            DEFAULT_CATALOGUE,
            "folder",
            "s3.endpoint",
            "s3.region",
            "s3.access-key",
            "s3.secret-key",
            "layers",
            "results-url",
            "limits.area-km2",
            "limits.season-days",
            "limits.scenes",
            "engine.blocks",
            "engine.tile-cache-mb",
            "tiler-config");

    public PluginSettings {
        catalogues = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(catalogues));
        buckets = Map.copyOf(buckets);
        if (layers == LayerSource.S3 && endpoint == null || layers == LayerSource.FILE && endpoint != null) {
            throw new InvalidRequestException(
                    "layers: is 's3' or 'http' with s3.endpoint, and 'file' or 'http' without it");
        }
        if (layers == LayerSource.HTTP && resultsUrl == null) {
            throw new InvalidRequestException("results-url: is needed where layers=http");
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
                read.text("s3.region", "us-east-1"),
                read.text("s3.access-key", ""),
                read.text("s3.secret-key", ""),
                read.catalogues(),
                texts(read.uris(BUCKET)),
                read.source(endpoint == null ? LayerSource.FILE : LayerSource.S3),
                read.uri("results-url"),
                read.number("limits.area-km2", 2500),
                read.number("limits.season-days", 400),
                read.number("limits.scenes", 2000),
                read.number("engine.blocks", Runtime.getRuntime().availableProcessors()),
                read.number("engine.tile-cache-mb", 256),
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
        return "PluginSettings[" + (endpoint == null ? folder : endpoint) + ", layers from " + layers + ", catalogues "
                + catalogues.keySet() + "]";
    }

    private record Reader(Properties given, UnaryOperator<String> resolve) {

        String text(String key, String otherwise) {
            String value = given.getProperty(key);
            return value == null || value.isBlank()
                    ? otherwise
                    : resolve.apply(value).trim();
        }

        int number(String key, int otherwise) {
            String value = text(key, "" + otherwise);
            try {
                int number = Integer.parseInt(value);
                if (number > 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new InvalidRequestException(key + ": is a whole number above 0, not " + value, e);
            }
            throw new InvalidRequestException(key + ": is a whole number above 0, not " + value);
        }

        @Nullable URI uri(String key) {
            String value = text(key, "");
            try {
                return value.isEmpty() ? null : URI.create(value);
            } catch (IllegalArgumentException e) {
                throw new InvalidRequestException(key + ": is an address, not " + value, e);
            }
        }

        LayerSource source(LayerSource otherwise) {
            String value = text("layers", "");
            return switch (value) {
                case "" -> otherwise;
                case "file" -> LayerSource.FILE;
                case "s3" -> LayerSource.S3;
                case "http" -> LayerSource.HTTP;
                default -> throw new InvalidRequestException("layers: is file, s3 or http, not " + value);
            };
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
