package org.geocrop.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where models, results and data sets live. Objects are written once and never replaced; an object is visible only
 * when it is whole. All methods are safe for use by many threads.
 *
 * <p>Faults of the store itself are {@link org.geocrop.error.StoreException}.
 */
public interface ObjectStore {

    /** Size, validator and time of an object. */
    record Stat(ObjectKey key, long size, String etag, Instant modified) {}

    Optional<Stat> stat(ObjectKey key);

    /**
     * Opens an object for ranged reads.
     *
     * @throws org.geocrop.error.NotFoundException if it is not there
     */
    ByteSource open(ObjectKey key);

    /** Starts a new object. Nobody sees it before {@link Upload#commit()}. */
    Upload create(ObjectKey key, String contentType);

    /** Objects of a bucket whose keys begin with a prefix, in the order of their keys. */
    List<Stat> list(String bucket, String prefix);

    /**
     * Looks whether results can be read.
     *
     * @throws org.geocrop.error.StoreException if they can't
     */
    default void requireReadable() {
        list(ObjectKey.RESULTS, "pulse/");
    }

    /** Removes an object; nothing happens if it is not there. */
    void delete(ObjectKey key);

    /**
     * A link by which anyone may read an object for a while; empty if the store has no server of its own.
     */
    default Optional<URI> link(ObjectKey key, Duration lifetime) {
        return Optional.empty();
    }

    /**
     * Removes what uploads left whose processes died.
     *
     * @param time uploads that wrote last before it, or that began before it where only this is known, are over
     * @return how many
     */
    default int removeUploadsBefore(Instant time) {
        return 0;
    }

    /** Bytes on their way to an object. Closing without a commit leaves nothing behind. */
    abstract class Upload extends OutputStream implements Closeable {

        /**
         * Makes the object visible, whole.
         *
         * @throws org.geocrop.error.ConflictException if the key was written already
         */
        public abstract void commit() throws IOException;
    }

    /**
     * Writes a small object at once. That the same bytes are there already is as good as having written them: whoever
     * does again what a crash cut off meets no conflict.
     *
     * @throws org.geocrop.error.ConflictException if the key was written already, with other bytes
     */
    default void put(ObjectKey key, String contentType, byte[] body) {
        try (Upload upload = create(key, contentType)) {
            upload.write(body);
            upload.commit();
        } catch (org.geocrop.error.ConflictException e) {
            if (!holds(key, body)) {
                throw e;
            }
        } catch (IOException e) {
            throw new org.geocrop.error.StoreException("Could not write " + key, e);
        }
    }

    /** Whether an object is there and has exactly these bytes. */
    default boolean holds(ObjectKey key, byte[] body) {
        try {
            Optional<Stat> there = stat(key);
            return there.isPresent()
                    && there.get().size() == body.length
                    && java.util.Arrays.equals(get(key, body.length), body);
        } catch (org.geocrop.error.NotFoundException e) {
            return false;
        }
    }

    /** Copies a local file to an object. */
    default void put(ObjectKey key, String contentType, Path file) {
        try (Upload upload = create(key, contentType)) {
            java.nio.file.Files.copy(file, upload);
            upload.commit();
        } catch (IOException e) {
            throw new org.geocrop.error.StoreException("Could not write " + key, e);
        }
    }

    /**
     * Reads a small object whole.
     *
     * @param limit bytes; a larger object is refused
     */
    default byte[] get(ObjectKey key, int limit) {
        try (ByteSource source = open(key)) {
            if (source.size() > limit) {
                throw new org.geocrop.error.StoreException(
                        key + " has " + source.size() + " bytes; at most " + limit + " are read");
            }
            return source.read(0, (int) source.size());
        }
    }
}
