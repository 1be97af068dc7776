package org.geocrop.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A store whose process is killed: after so many changes each call dies, also those of what cleans up. The change that it
 * dies of is not made.
 */
public final class DyingStore implements ObjectStore {

    /** The process is dead. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final ObjectStore store;
    private final int mostChanges;
    private int changes;

    public DyingStore(ObjectStore store, int mostChanges) {
        this.store = store;
        this.mostChanges = mostChanges;
    }

    /** Changes that were made. */
    public synchronized int changes() {
        return Math.min(changes, mostChanges);
    }

    private synchronized void change() {
        if (changes++ >= mostChanges) {
            throw new Killed();
        }
    }

    private synchronized void alive() {
        if (changes > mostChanges) {
            throw new Killed();
        }
    }

    @Override
    public Optional<Stat> stat(ObjectKey key) {
        alive();
        return store.stat(key);
    }

    @Override
    public ByteSource open(ObjectKey key) {
        alive();
        return store.open(key);
    }

    @Override
    public List<Stat> list(String bucket, String prefix) {
        alive();
        return store.list(bucket, prefix);
    }

    @Override
    public void delete(ObjectKey key) {
        alive();
        if (store.stat(key).isPresent()) {
            change();
        }
        store.delete(key);
    }

    @Override
    public Upload create(ObjectKey key, String contentType) {
        alive();
        Upload upload = store.create(key, contentType);
        return new Upload() {
            @Override
            public void write(int b) throws IOException {
                upload.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                upload.write(bytes, offset, length);
            }

            @Override
            public void commit() throws IOException {
                change();
                upload.commit();
            }

            @Override
            public void close() throws IOException {
                upload.close();
            }
        };
    }
}
