package org.geocrop.store;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.geocrop.error.RasterException;

/**
 * Opens hrefs of a trusted, configured catalogue: {@code http(s):}, {@code file:} where it is allowed, and
 * {@code s3://bucket/key} by the HTTPS endpoint of the bucket.
 *
 * @param client the HTTP client of all requests
 * @param bucketEndpoints base URL for each bucket name; {@code *} serves buckets that are not listed, where
 *     <code>{bucket}</code> stands for the name
 * @param filesAllowed whether {@code file:} hrefs are opened
 */
public record Sources(HttpClient client, Map<String, String> bucketEndpoints, boolean filesAllowed) {

    public Sources {
        bucketEndpoints = Map.copyOf(bucketEndpoints);
    }

    /** The client that the engine uses: redirects only from HTTP to HTTP(S), ten seconds to connect. */
    public static HttpClient httpClient() {
        return HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    public ByteSource open(URI href) {
        String scheme = href.getScheme() == null ? "" : href.getScheme();
        return switch (scheme) {
            case "http", "https" -> HttpSource.open(client, href);
            case "s3" -> HttpSource.open(client, endpoint(href));
            case "file" -> openFile(href);
            default ->
                throw new RasterException("No way to read " + href + ": only http, https, s3 and file are known");
        };
    }

    private ByteSource openFile(URI href) {
        if (!filesAllowed) {
            throw new RasterException("A remote catalogue may not point at local files: " + href);
        }
        return FileSource.open(Path.of(href), href.toString());
    }

    private URI endpoint(URI href) {
        String bucket = href.getAuthority();
        String base = bucketEndpoints.getOrDefault(bucket, bucketEndpoints.get("*"));
        if (bucket == null || base == null) {
            throw new RasterException("No HTTPS endpoint is configured for the bucket of " + href);
        }
        String path = href.getRawPath() == null ? "" : href.getRawPath();
        return URI.create(base.replace("{bucket}", bucket).replaceAll("/+$", "") + path);
    }
}
