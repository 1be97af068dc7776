package org.geocrop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes left that are gone is removed, and nothing else. */
class TemporaryFolderTest {

    @TempDir
    Path parent;

    private Path folder(String name) throws Exception {
        Files.createFile(parent.resolve(name + ".lock"));
        Path folder = Files.createDirectory(parent.resolve(name));
        Files.write(Files.createDirectory(folder.resolve("deep")).resolve("library.so"), new byte[10]);
        return folder;
    }

    @Test
    void onlyFoldersWithoutAProcessAreRemoved() throws Exception {
        Path dead = folder("geocrop-tmp-dead");
        Path alive = folder("geocrop-tmp-alive");
        Path other = folder("other");
        try (FileChannel channel =
                        FileChannel.open(parent.resolve("geocrop-tmp-alive.lock"), StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            TemporaryFolder.sweep(parent, Instant.now().minusSeconds(60));
            assertThat(dead).exists();
            TemporaryFolder.sweep(parent, Instant.now().plusSeconds(60));
        }
        assertThat(dead).doesNotExist();
        assertThat(parent.resolve("geocrop-tmp-dead.lock")).doesNotExist();
        assertThat(alive.resolve("deep/library.so")).exists();
        assertThat(other.resolve("deep/library.so")).exists();
    }
}
