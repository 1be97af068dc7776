package org.geocrop.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody else on the machine reads what the server keeps. */
class OwnerFilesTest {

    @TempDir
    Path folder;

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void filesAndFoldersAreTheOwnersFromTheirFirstByteOn() throws Exception {
        Path store = OwnerFiles.folder(folder.resolve("data").resolve("store"));
        assertThat(mode(store)).isEqualTo("rwx------");
        assertThat(mode(OwnerFiles.file(store.resolve("geocrop.mv.db")))).isEqualTo("rw-------");
        Path open = Files.createFile(
                store.resolve("open"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        assertThat(mode(OwnerFiles.file(open))).isEqualTo("rw-------");
        Path secret = store.resolve("callback.secret");
        assertThat(OwnerFiles.secret(secret)).hasSize(64).isEqualTo(OwnerFiles.secret(secret));
        assertThat(mode(secret)).isEqualTo("rw-------");
    }
}
