package org.geocrop.s3;

import com.google.common.collect.ImmutableMultimap;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectArgs;
import io.minio.messages.Part;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.geocrop.error.ConflictException;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * An object on its way: one request if it is small, else parts as they fill, so that memory holds one part. The last
 * request makes it visible, on the condition that nothing is there yet; the server checks the digest of every request.
 */
final class S3Upload extends ObjectStore.Upload {

    static final int PART_BYTES = 8 << 20;
    /** Names the upload, so that an answer that was lost can be told from someone else's object. */
    static final String OWNER = "geocrop-upload";

    private static final Map<String, String> UNLESS_THERE = Map.of("If-None-Match", "*");

    private final MinioAsyncClient client;
    private final S3Store store;
    private final ObjectKey key;
    private final String region;
    private final String contentType;
    private final String owner = UUID.randomUUID().toString();
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private final List<Part> parts = new ArrayList<>();
    private @Nullable String uploadId;
    private boolean committed;

    S3Upload(MinioAsyncClient client, S3Store store, ObjectKey key, String region, String contentType) {
        this.client = client;
        this.store = store;
        this.key = key;
        this.region = region;
        this.contentType = contentType;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int at = offset;
        int left = length;
        while (left > 0) {
            int count = Math.min(left, PART_BYTES - part.size());
            part.write(bytes, at, count);
            at += count;
            left -= count;
            if (part.size() == PART_BYTES) {
                sendPart();
            }
        }
    }

    @Override
    public void commit() {
        try {
            if (uploadId == null) {
                putWhole();
            } else {
                if (part.size() > 0) {
                    sendPart();
                }
                complete(uploadId);
            }
            committed = true;
        } catch (ConflictException e) {
            // The answer to an earlier attempt may have been lost after the server had done its work.
            if (!store.isOwnedBy(key, owner)) {
                throw new ConflictException(key + " was written already; objects are never replaced", e);
            }
            committed = true;
        }
    }

    @Override
    public void close() {
        String id = uploadId;
        if (!committed && id != null) {
            uploadId = null;
            Calls.run(
                    "abort the upload of " + key,
                    () -> Calls.get(client.abortMultipartUploadAsync(key.bucket(), region, key.key(), id, null, null)));
        }
    }

    private void putWhole() {
        byte[] bytes = part.toByteArray();
        Calls.run(
                "write " + key,
                () -> Calls.finish(client.putObject(PutObjectArgs.builder()
                        .bucket(key.bucket())
                        .object(key.key())
                        .contentType(contentType)
                        .userMetadata(Map.of(OWNER, owner))
                        .headers(UNLESS_THERE)
                        .stream(new ByteArrayInputStream(bytes), bytes.length, -1)
                        .build())));
    }

    private void sendPart() {
        String id = uploadId == null ? begin() : uploadId;
        uploadId = id;
        byte[] bytes = part.toByteArray();
        part.reset();
        int number = parts.size() + 1;
        String etag = Calls.run(
                        "write part " + number + " of " + key,
                        () -> Calls.finish(client.uploadPartAsync(
                                key.bucket(), region, key.key(), bytes, bytes.length, id, number, null, null)))
                .etag();
        parts.add(new Part(number, etag));
    }

    private String begin() {
        return Calls.run(
                        "write " + key,
                        () -> Calls.finish(client.createMultipartUploadAsync(
                                key.bucket(),
                                region,
                                key.key(),
                                ImmutableMultimap.of("Content-Type", contentType, "x-amz-meta-" + OWNER, owner),
                                null)))
                .result()
                .uploadId();
    }

    private void complete(String id) {
        Part[] all = parts.toArray(new Part[0]);
        Calls.run(
                "write " + key,
                () -> Calls.finish(client.completeMultipartUploadAsync(
                        key.bucket(),
                        region,
                        key.key(),
                        id,
                        all,
                        ImmutableMultimap.copyOf(UNLESS_THERE.entrySet()),
                        null)));
    }
}
