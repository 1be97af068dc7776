package org.geocrop.s3;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach an S3 server, in path style.
 *
 * @param endpoint such as {@code https://minio.example.org:9000}
 * @param region of its buckets
 * @param accessKey with {@code secretKey}; or both null to use {@code credentialsFile}, or the chain of providers:
 *     the environment variables of AWS, those of MinIO, the AWS credentials file, and the machine's or pod's role
 * @param credentialsFile in the format of AWS, its profile {@code default}; or null
 * @param certificateAuthority PEM file of the only authorities that the server's certificate may come from, or null
 *     for those that Java knows
 * @param timeout of connecting, and of each read or write
 */
public record S3Settings(
        URI endpoint,
        String region,
        @Nullable String accessKey,
        @Nullable String secretKey,
        @Nullable Path credentialsFile,
        @Nullable Path certificateAuthority,
        Duration timeout) {

    public static final String DEFAULT_REGION = "us-east-1";
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    public S3Settings {
        if (!"http".equals(endpoint.getScheme()) && !"https".equals(endpoint.getScheme())) {
            throw new IllegalArgumentException("The endpoint of an S3 server is an http or https URL: " + endpoint);
        }
        if ((accessKey == null) != (secretKey == null)) {
            throw new IllegalArgumentException("An access key and a secret key come together");
        }
    }

    /** A server with the given keys. */
    public static S3Settings of(URI endpoint, String accessKey, String secretKey) {
        return new S3Settings(endpoint, DEFAULT_REGION, accessKey, secretKey, null, null, DEFAULT_TIMEOUT);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "S3Settings[" + endpoint + ", " + region + "]";
    }
}
