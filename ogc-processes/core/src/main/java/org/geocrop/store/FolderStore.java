package org.geocrop.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.geocrop.error.ConflictException;
import org.geocrop.error.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * The object store in a folder: one folder a bucket, the same keys as in S3. Objects are written beside their place
 * and linked into it whole, so that a reader never sees a part and two writers never both win.
 */
public final class FolderStore implements ObjectStore {

    private static final String INCOMING = ".incoming";

    private final Path root;

    public FolderStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public Optional<Stat> stat(ObjectKey key) {
        Path file = path(key);
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(new Stat(
                            key,
                            Files.size(file),
                            FileSource.etag(file),
                            Files.getLastModifiedTime(file).toInstant()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreException("Could not look at " + key, e);
        }
    }

    @Override
    public ByteSource open(ObjectKey key) {
        return FileSource.open(path(key), key.toString());
    }

    @Override
    public Upload create(ObjectKey key, String contentType) {
        try {
            Path incoming = Files.createDirectories(root.resolve(INCOMING));
            return new FolderUpload(
                    key, root, path(key), incoming.resolve(UUID.randomUUID().toString()));
        } catch (IOException e) {
            throw new StoreException("Could not write " + key, e);
        }
    }

    @Override
    public List<Stat> list(String bucket, String prefix) {
        Path folder = root.resolve(new ObjectKey(bucket, "x").bucket());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        Path start = folder;
        int slash = prefix.lastIndexOf('/');
        if (slash > 0) {
            start = path(new ObjectKey(bucket, prefix.substring(0, slash)));
        }
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(start)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(key -> key.startsWith(prefix))
                    .sorted()
                    .flatMap(key -> stat(new ObjectKey(bucket, key)).stream())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new StoreException("Could not list " + bucket + "/" + prefix, e);
        }
    }

    @Override
    public void requireReadable() {
        if (!Files.isDirectory(root) || !Files.isReadable(root)) {
            throw new StoreException("The folder of the object store can't be read");
        }
    }

    @Override
    public void delete(ObjectKey key) {
        try {
            Files.deleteIfExists(path(key));
        } catch (IOException e) {
            throw new StoreException("Could not delete " + key, e);
        }
    }

    @Override
    public int removeUploadsBefore(Instant time) {
        Path incoming = root.resolve(INCOMING);
        if (!Files.isDirectory(incoming)) {
            return 0;
        }
        int removed = 0;
        try (Stream<Path> files = Files.list(incoming)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (lastWritten(file).isBefore(time) && Files.deleteIfExists(file)) {
                    removed++;
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new StoreException("Could not sweep up abandoned uploads", e);
        }
        return removed;
    }

    private static Instant lastWritten(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            // It was committed or given up meanwhile.
            return Instant.MAX;
        }
    }

    /** Makes the names in a folder outlive a power cut, and those in its parents up to one. */
    private static void forceNames(Path folder, Path last) throws IOException {
        for (@Nullable Path at = folder; at != null && at.startsWith(last); at = at.getParent()) {
            try (FileChannel names = FileChannel.open(at, StandardOpenOption.READ)) {
                names.force(true);
            } catch (AccessDeniedException e) {
                // Windows opens no folders.
                return;
            }
        }
    }

    private Path path(ObjectKey key) {
        return root.resolve(key.bucket()).resolve(key.key());
    }

    private static final class FolderUpload extends Upload {

        private final ObjectKey key;
        private final Path root;
        private final Path target;
        private final Path temporary;
        private final FileChannel out;

        FolderUpload(ObjectKey key, Path root, Path target, Path temporary) throws IOException {
            this.key = key;
            this.root = root;
            this.target = target;
            this.temporary = temporary;
            this.out = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
        }

        /** What is visible outlives a power cut: the bytes reach the disk before their name does. */
        @Override
        public void commit() throws IOException {
            out.force(true);
            out.close();
            Path folder = Objects.requireNonNull(target.getParent());
            boolean isNew = !Files.isDirectory(folder);
            Files.createDirectories(folder);
            try {
                // A hard link, unlike a move, fails when the target is there.
                Files.createLink(target, temporary);
                forceNames(folder, isNew ? root : folder);
            } catch (FileAlreadyExistsException e) {
                throw new ConflictException(key + " was written already; objects are never replaced", e);
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
            Files.deleteIfExists(temporary);
        }
    }
}
