package org.geocrop.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;

/** Files and folders that only their owner may read, from their first byte on; where the file system has modes. */
public final class OwnerFiles {

    private static final int SECRET_BYTES = 32;
    private static final String FILE = "rw-------";
    private static final String FOLDER = "rwx------";

    private OwnerFiles() {}

    /** A folder, made with its parents if it is missing; one that is there keeps its mode. */
    public static Path folder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            return Files.createDirectory(folder, mode(folder, FOLDER));
        } catch (FileAlreadyExistsException e) {
            return Files.createDirectories(folder);
        }
    }

    /** A file, made empty if it is missing; others lose the right to read one that is there. */
    public static Path file(Path file) throws IOException {
        try {
            return Files.createFile(file, mode(file, FILE));
        } catch (FileAlreadyExistsException e) {
            if (hasModes(file)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(FILE));
            }
            return file;
        }
    }

    /** Random digits, made at first and kept; of two that make them at once, both get those of one. */
    public static String secret(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(random);
            folder(Objects.requireNonNull(file.toAbsolutePath().getParent()));
            Path whole = file(file.resolveSibling(file.getFileName() + "." + UUID.randomUUID()));
            Files.writeString(whole, HexFormat.of().formatHex(random));
            if (Files.exists(file)) {
                Files.delete(whole);
            } else {
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return Files.readString(file(file)).trim();
    }

    private static FileAttribute<?>[] mode(Path path, String mode) {
        return hasModes(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    private static boolean hasModes(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
