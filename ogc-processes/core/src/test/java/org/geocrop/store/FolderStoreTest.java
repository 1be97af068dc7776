package org.geocrop.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderStoreTest extends ObjectStoreContract {

    @TempDir
    Path folder;

    @Override
    protected ObjectStore store() {
        return new FolderStore(folder);
    }

    @Test
    void whatDeadUploadsLeftIsRemoved() throws Exception {
        FolderStore store = new FolderStore(folder);
        ObjectKey key = new ObjectKey(ObjectKey.RESULTS, "results/a/b.bin");
        try (ObjectStore.Upload upload = store.create(key, "application/octet-stream")) {
            upload.write(new byte[10]);
            assertThat(store.removeUploadsBefore(Instant.now().minusSeconds(3600)))
                    .isZero();
            assertThat(store.removeUploadsBefore(Instant.now().plusSeconds(3600)))
                    .isEqualTo(1);
        }
        assertThat(store.removeUploadsBefore(Instant.now().plusSeconds(3600))).isZero();
        store.requireReadable();
        FolderStore gone = new FolderStore(folder.resolve("gone"));
        assertThat(gone.removeUploadsBefore(Instant.now())).isZero();
        assertThatThrownBy(gone::requireReadable).isInstanceOf(StoreException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret",
                "a/../../b",
                "a/./b",
                "/etc/passwd",
                "a//b",
                "a\\b",
                "a/",
                "",
                "a\u0000b",
                "a b",
                ".x",
                "a/.."
            })
    void keysThatLeadElsewhereAreRefused(String key) {
        assertThatThrownBy(() -> new ObjectKey(ObjectKey.RESULTS, key)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> new ObjectKey("..", "a")).isInstanceOf(InvalidRequestException.class);
        assertThat(new ObjectKey(ObjectKey.RESULTS, "results/a-1/x_y.tif")
                        .sibling("b.tif")
                        .key())
                .isEqualTo("results/a-1/b.tif");
    }
}
