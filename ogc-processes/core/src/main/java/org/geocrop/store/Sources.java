package org.geocrop.store;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.geocrop.error.RasterException;
import org.jspecify.annotations.Nullable;

/**
 * Opens hrefs of a trusted, configured catalogue: {@code http(s):}, {@code file:} where it is allowed, and
 * {@code s3://bucket/key} by the HTTPS endpoint of the bucket, or signed where it has none.
 *
 * @param http makes all range requests
 * @param bucketEndpoints base URL for each public bucket's name; {@code *} serves buckets that are not listed, where
 *     <code>{bucket}</code> stands for the name
 * @param signed opens {@code s3:} hrefs of all other buckets; null if there is no way to
 * @param filesAllowed whether {@code file:} hrefs are opened
 * @param spent the account of whoever reads what is opened
 */
public record Sources(
        HttpRanges http,
        Map<String, String> bucketEndpoints,
        @Nullable Function<URI, ByteSource> signed,
        boolean filesAllowed,
        Spent spent) {

    public Sources {
        bucketEndpoints = Map.copyOf(bucketEndpoints);
    }

    /** Of nobody's account. */
    public Sources(
            HttpRanges http,
            Map<String, String> bucketEndpoints,
            @Nullable Function<URI, ByteSource> signed,
            boolean filesAllowed) {
        this(http, bucketEndpoints, signed, filesAllowed, new Spent());
    }

    /** The same on the account of a run. */
    public Sources on(Spent account) {
        return new Sources(http.on(account), bucketEndpoints, signed, filesAllowed, account);
    }

    /** Files and HTTP, with the default budget. */
    public static Sources local() {
        return new Sources(new HttpRanges(HttpRanges.DEFAULT_REQUESTS_PER_HOST), Map.of(), null, true);
    }

    public ByteSource open(URI href) {
        String scheme = href.getScheme() == null ? "" : href.getScheme();
        return switch (scheme) {
            case "http", "https" -> HttpSource.open(http, href);
            case "s3" -> openBucket(href);
            case "file" -> openFile(href);
            default ->
                throw new RasterException("No way to read " + href + ": only http, https, s3 and file are known");
        };
    }

    private ByteSource openFile(URI href) {
        if (!filesAllowed) {
            throw new RasterException("A remote catalogue may not point at local files: " + href);
        }
        return spent.counting(FileSource.open(Path.of(href), href.toString()));
    }

    private ByteSource openBucket(URI href) {
        String bucket = href.getAuthority();
        String base = bucket == null ? null : bucketEndpoints.getOrDefault(bucket, bucketEndpoints.get("*"));
        if (base != null) {
            String path = href.getRawPath() == null ? "" : href.getRawPath();
            return HttpSource.open(
                    http, URI.create(base.replace("{bucket}", bucket).replaceAll("/+$", "") + path));
        }
        if (bucket == null || signed == null) {
            throw new RasterException("No HTTPS endpoint is configured for the bucket of " + href);
        }
        return spent.counting(signed.apply(href));
    }
}
