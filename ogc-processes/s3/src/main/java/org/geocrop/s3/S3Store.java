package org.geocrop.s3;

import io.minio.BucketExistsArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioAsyncClient;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.http.Method;
import io.minio.messages.Item;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.geocrop.error.ConflictException;
import org.geocrop.error.NotFoundException;
import org.geocrop.store.ByteSource;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/** The object store in MinIO or any S3, by the MinIO SDK. */
public final class S3Store implements ObjectStore {

    private static final List<String> BUCKETS =
            List.of(ObjectKey.MODELS, ObjectKey.BASELINES, ObjectKey.RESULTS, ObjectKey.DATASETS);
    /** Uploads that S3 lists at once. */
    private static final int PAGE = 1000;

    private static final Duration MAX_LIFETIME = Duration.ofDays(7);

    private final MinioAsyncClient client;
    private final String region;

    public S3Store(S3Settings settings) {
        this.client = Clients.open(settings);
        this.region = settings.region();
    }

    /** Makes the four buckets where they are missing. */
    public void createBuckets() {
        for (String bucket : BUCKETS) {
            boolean there = Calls.run(
                    "look at the bucket " + bucket,
                    () -> Calls.get(client.bucketExists(
                            BucketExistsArgs.builder().bucket(bucket).build())));
            if (!there) {
                make(bucket);
            }
        }
    }

    private void make(String bucket) {
        try {
            Calls.run(
                    "make the bucket " + bucket,
                    () -> Calls.get(client.makeBucket(
                            MakeBucketArgs.builder().bucket(bucket).build())));
        } catch (ConflictException e) {
            // Another process made it meanwhile, or the answer to an earlier attempt was lost: it is there.
            return;
        }
    }

    @Override
    public Optional<Stat> stat(ObjectKey key) {
        try {
            StatObjectResponse found = head(key);
            return Optional.of(new Stat(
                    key, found.size(), etag(found.etag()), found.lastModified().toInstant()));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** A validator without quotes; empty where a server gives none, as some do of what came by other ways than S3. */
    private static String etag(@Nullable String given) {
        return given == null ? "" : given.replace("\"", "");
    }

    /** Whether an object is there that an upload of this process wrote. */
    boolean isOwnedBy(ObjectKey key, String owner) {
        try {
            return owner.equals(head(key).userMetadata().get(S3Upload.OWNER));
        } catch (NotFoundException e) {
            return false;
        }
    }

    private StatObjectResponse head(ObjectKey key) {
        return Calls.run(
                "look at " + key,
                () -> Calls.get(client.statObject(StatObjectArgs.builder()
                        .bucket(key.bucket())
                        .object(key.key())
                        .build())));
    }

    @Override
    public ByteSource open(ObjectKey key) {
        return S3Source.open(client, key);
    }

    /**
     * Opens {@code s3://bucket/key} of any bucket that the credentials may read, for scenes kept on this server.
     *
     * @throws NotFoundException if it is not there
     */
    public ByteSource open(URI href) {
        String path = href.getPath() == null ? "" : href.getPath();
        return open(
                new ObjectKey(String.valueOf(href.getAuthority()), path.startsWith("/") ? path.substring(1) : path));
    }

    @Override
    public ObjectStore.Upload create(ObjectKey key, String contentType) {
        return new S3Upload(client, this, key, region, contentType);
    }

    @Override
    public List<Stat> list(String bucket, String prefix) {
        ListObjectsArgs query = ListObjectsArgs.builder()
                .bucket(bucket)
                .prefix(prefix)
                .recursive(true)
                .build();
        return Calls.run("list " + bucket + "/" + prefix, () -> {
            List<Stat> found = new ArrayList<>();
            for (Result<Item> result : client.listObjects(query)) {
                Item item = result.get();
                found.add(new Stat(
                        new ObjectKey(bucket, item.objectName()),
                        item.size(),
                        etag(item.etag()),
                        item.lastModified().toInstant()));
            }
            return found;
        });
    }

    @Override
    public void delete(ObjectKey key) {
        Calls.run(
                "delete " + key,
                () -> Calls.get(client.removeObject(RemoveObjectArgs.builder()
                        .bucket(key.bucket())
                        .object(key.key())
                        .build())));
    }

    /**
     * A link by which anyone may read an object for a while.
     *
     * @param lifetime at most seven days
     */
    @Override
    public Optional<URI> link(ObjectKey key, Duration lifetime) {
        if (lifetime.compareTo(MAX_LIFETIME) > 0 || lifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("A link lives for 1 second to 7 days: " + lifetime);
        }
        return Optional.of(URI.create(Calls.run(
                "sign a link to " + key,
                () -> client.getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                        .method(Method.GET)
                        .bucket(key.bucket())
                        .object(key.key())
                        .expiry((int) lifetime.toSeconds(), TimeUnit.SECONDS)
                        .build()))));
    }

    /** Those that began before a time. */
    @Override
    public int removeUploadsBefore(Instant time) {
        S3Uploads uploads = new S3Uploads(client, region, PAGE);
        return BUCKETS.stream().mapToInt(bucket -> uploads.abort(bucket, time)).sum();
    }
}
