package org.geocrop.s3;

import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.MinioAsyncClient;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import java.io.IOException;
import java.util.Arrays;
import org.geocrop.error.ConflictException;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.RasterException;
import org.geocrop.error.SourceChangedException;
import org.geocrop.error.StoreException;
import org.geocrop.store.ByteSource;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.Ranges;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of one object; each must be of the version that was opened. The first request reads the object's head, which
 * is kept: the headers of a COG come with it.
 */
final class S3Source implements ByteSource {

    private static final int HEAD_BYTES = 32 * 1024;

    private final MinioAsyncClient client;
    private final ObjectKey key;
    private final Body head;

    private record Body(byte[] bytes, long total, String etag) {}

    private S3Source(MinioAsyncClient client, ObjectKey key, Body head) {
        this.client = client;
        this.key = key;
        this.head = head;
    }

    /**
     * Opens an object.
     *
     * @throws NotFoundException if it is not there
     */
    static S3Source open(MinioAsyncClient client, ObjectKey key) {
        try {
            return new S3Source(client, key, get(client, key, null, 0, HEAD_BYTES));
        } catch (StoreException e) {
            if (Calls.isOutOfRange(e)) {
                return new S3Source(client, key, empty(client, key));
            }
            throw e;
        }
    }

    /** An object without bytes has no range to read. */
    private static Body empty(MinioAsyncClient client, ObjectKey key) {
        StatObjectArgs query =
                StatObjectArgs.builder().bucket(key.bucket()).object(key.key()).build();
        StatObjectResponse found = Calls.run("look at " + key, () -> Calls.get(client.statObject(query)));
        return new Body(new byte[0], found.size(), found.etag());
    }

    @Override
    public String name() {
        return key.toString();
    }

    @Override
    public long size() {
        return head.total;
    }

    @Override
    public String etag() {
        return head.etag;
    }

    @Override
    public byte[] read(long offset, int length) {
        Ranges.check(this, offset, length);
        if (offset + length <= head.bytes.length) {
            return Arrays.copyOfRange(head.bytes, (int) offset, (int) offset + length);
        }
        try {
            byte[] bytes = get(client, key, etag(), offset, length).bytes;
            if (bytes.length != length) {
                throw new RasterException(name() + " sent " + bytes.length + " bytes instead of " + length);
            }
            return bytes;
        } catch (ConflictException | NotFoundException e) {
            throw new SourceChangedException(name() + " changed while it was read", e);
        }
    }

    @Override
    public void close() {
        // The client belongs to the store.
    }

    private static Body get(MinioAsyncClient client, ObjectKey key, @Nullable String etag, long offset, int length) {
        GetObjectArgs.Builder range = GetObjectArgs.builder()
                .bucket(key.bucket())
                .object(key.key())
                .offset(offset)
                .length((long) length);
        if (etag != null) {
            range.matchETag(etag);
        }
        return Calls.run("read " + key, () -> {
            try (GetObjectResponse answer = Calls.get(client.getObject(range.build()))) {
                byte[] bytes = answer.readNBytes(length);
                String announced = answer.headers().get("Content-Length");
                if (announced != null && bytes.length < Math.min(length, Long.parseLong(announced))) {
                    throw new IOException("the body ended after " + bytes.length + " of " + announced + " bytes");
                }
                String contentRange = answer.headers().get("Content-Range");
                long total = contentRange == null
                        ? bytes.length
                        : Long.parseLong(contentRange.substring(contentRange.lastIndexOf('/') + 1));
                String found = answer.headers().get("ETag");
                return new Body(bytes, total, found == null ? "" : found.replace("\"", ""));
            }
        });
    }
}
