package org.geocrop.store;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.geocrop.error.ConflictException;
import org.geocrop.error.StoreException;

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
                    key, path(key), incoming.resolve(UUID.randomUUID().toString()));
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
    public void delete(ObjectKey key) {
        try {
            Files.deleteIfExists(path(key));
        } catch (IOException e) {
            throw new StoreException("Could not delete " + key, e);
        }
    }

    private Path path(ObjectKey key) {
        return root.resolve(key.bucket()).resolve(key.key());
    }

    private static final class FolderUpload extends Upload {

        private final ObjectKey key;
        private final Path target;
        private final Path temporary;
        private final OutputStream out;

        FolderUpload(ObjectKey key, Path target, Path temporary) throws IOException {
            this.key = key;
            this.target = target;
            this.temporary = temporary;
            this.out = Files.newOutputStream(temporary);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void commit() throws IOException {
            out.close();
            Files.createDirectories(target.getParent());
            try {
                // A hard link, unlike a move, fails when the target is there.
                Files.createLink(target, temporary);
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
