package org.geocrop.s3;

import io.minio.MinioAsyncClient;
import io.minio.messages.ListMultipartUploadsResult;
import io.minio.messages.Upload;
import java.time.Instant;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.StoreException;
import org.jspecify.annotations.Nullable;

/** Uploads in parts that never ended: those of processes that died. */
final class S3Uploads {

    private final MinioAsyncClient client;
    private final String region;
    private final int page;

    /** @param page uploads that are listed at once */
    S3Uploads(MinioAsyncClient client, String region, int page) {
        this.client = client;
        this.region = region;
        this.page = page;
    }

    /**
     * Aborts those of a bucket that began before a time. A bucket whose uploads these keys may not see is left alone:
     * whoever may not write there has left none.
     *
     * @return how many
     */
    int abort(String bucket, Instant time) {
        int aborted = 0;
        String key = null;
        String id = null;
        while (true) {
            ListMultipartUploadsResult listed = list(bucket, key, id);
            if (listed == null) {
                return aborted;
            }
            for (Upload upload : listed.uploads()) {
                if (upload.initiated().toInstant().isBefore(time)) {
                    abort(bucket, upload);
                    aborted++;
                }
            }
            if (!listed.isTruncated() || listed.uploads().isEmpty()) {
                return aborted;
            }
            key = listed.nextKeyMarker();
            id = listed.nextUploadIdMarker();
        }
    }

    private void abort(String bucket, Upload upload) {
        try {
            Calls.run(
                    "abort the upload of " + bucket + "/" + upload.objectName(),
                    () -> Calls.get(client.abortMultipartUploadAsync(
                            bucket, region, upload.objectName(), upload.uploadId(), null, null)));
        } catch (NotFoundException e) {
            // Another server sweeps, too.
            return;
        }
    }

    private @Nullable ListMultipartUploadsResult list(String bucket, @Nullable String key, @Nullable String id) {
        try {
            return Calls.run(
                            "list the uploads of " + bucket,
                            () -> Calls.get(client.listMultipartUploadsAsync(
                                    bucket, region, null, null, key, page, null, id, null, null)))
                    .result();
        } catch (StoreException e) {
            if (Calls.isDenied(e)) {
                return null;
            }
            throw e;
        }
    }
}
