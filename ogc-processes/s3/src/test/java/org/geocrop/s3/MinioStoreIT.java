package org.geocrop.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole contract of stores, and what only S3 has, on the server that deployments run. */
@Tag("minio")
class MinioStoreIT extends S3StoreTest {

    private MinioServer minio;

    @Override
    TestS3 serve(Path folder) throws Exception {
        minio = new MinioServer(folder.resolve("minio"));
        return minio;
    }

    /** More parts than one, each checked by the server. */
    @Test
    void aLargeObjectComesBackAsItWent(@TempDir Path other) throws Exception {
        ObjectKey key = new ObjectKey(ObjectKey.RESULTS, "results/s3/large.bin");
        byte[] part = new byte[S3Upload.PART_BYTES];
        new java.util.Random(5).nextBytes(part);
        try (ObjectStore.Upload upload = store().create(key, "application/octet-stream")) {
            upload.write(part);
            upload.write(part);
            upload.write("end".getBytes(StandardCharsets.UTF_8));
            upload.commit();
        }

        Path back = other.resolve("back.bin");
        assertThat(minio.mc("cp", "minio/geocrop-results/results/s3/large.bin", back.toString())
                        .exitCode())
                .isZero();
        byte[] read = java.nio.file.Files.readAllBytes(back);
        assertThat(read).hasSize(2 * part.length + 3);
        assertThat(java.util.Arrays.copyOf(read, part.length)).isEqualTo(part);
        assertThat(java.util.Arrays.copyOfRange(read, part.length, 2 * part.length))
                .isEqualTo(part);
    }
}
