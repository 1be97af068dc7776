package org.geocrop.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder for temporary files of this process alone. Native libraries unpack themselves there, many megabytes each,
 * and stay when their process is killed; the process that starts next removes the folders of those that are gone. A
 * lock beside each folder, which the system releases however a process ends, tells them apart.
 */
final class TemporaryFolder {

    private static final String PROPERTY = "java.io.tmpdir";
    private static final String PREFIX = "geocrop-tmp-";
    private static final String LOCK = ".lock";
    /** A younger lock may be that of a process that is about to take it. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    /** Held until the process ends. */
    private static @Nullable FileLock held;

    private TemporaryFolder() {}

    /** From now on temporary files go there. Where no folder can be made they go where they went. */
    static void use() {
        Path parent = Path.of(System.getProperty(PROPERTY));
        try {
            held = make(parent);
            sweep(parent, Instant.now().minus(YOUNG));
        } catch (IOException | UncheckedIOException e) {
            System.err.println("geocrop: no temporary folder of its own in " + parent + ": " + e);
        }
    }

    private static @Nullable FileLock make(Path parent) throws IOException {
        Path folder = parent.resolve(PREFIX + UUID.randomUUID());
        Path lock = parent.resolve(folder.getFileName() + LOCK);
        // What goes at the normal end goes in the opposite order: first what is made later.
        lock.toFile().deleteOnExit();
        FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileLock own = channel.tryLock();
        Files.createDirectory(folder);
        folder.toFile().deleteOnExit();
        System.setProperty(PROPERTY, folder.toString());
        return own;
    }

    /** Removes folders whose processes are gone. */
    static void sweep(Path parent, Instant before) throws IOException {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(parent, PREFIX + "*" + LOCK)) {
            for (Path lock : locks) {
                if (Files.getLastModifiedTime(lock).toInstant().isBefore(before)) {
                    removeUnlessHeld(lock);
                }
            }
        }
    }

    private static void removeUnlessHeld(Path lock) throws IOException {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free == null) {
                return;
            }
            Path folder = Path.of(lock.toString().substring(0, lock.toString().length() - LOCK.length()));
            if (Files.isDirectory(folder)) {
                remove(folder);
            }
            Files.delete(lock);
        } catch (java.nio.channels.OverlappingFileLockException | java.nio.file.FileSystemException e) {
            // Ours, or another user's, or another process removes it, too.
            return;
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
