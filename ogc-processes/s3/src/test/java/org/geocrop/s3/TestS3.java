package org.geocrop.s3;

import java.net.URI;
import java.util.Map;

/** An S3 server of a test, with one pair of keys that may do everything. */
public interface TestS3 extends AutoCloseable {

    String ACCESS_KEY = "test-access-key";
    String SECRET_KEY = "test-secret-key";

    URI url();

    default S3Settings settings() {
        return S3Settings.of(url(), ACCESS_KEY, SECRET_KEY);
    }

    /** What points a GeoCrop server at this one. */
    default Map<String, String> environment() {
        return Map.of(
                "GEOCROP_S3_ENDPOINT", url().toString(),
                "GEOCROP_S3_ACCESS_KEY", ACCESS_KEY,
                "GEOCROP_S3_SECRET_KEY", SECRET_KEY);
    }
}
