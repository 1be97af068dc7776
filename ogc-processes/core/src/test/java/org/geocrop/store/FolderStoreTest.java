package org.geocrop.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.geocrop.error.InvalidRequestException;
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
