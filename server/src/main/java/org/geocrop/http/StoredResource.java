package org.geocrop.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.geocrop.store.ByteSource;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.springframework.core.io.AbstractResource;

/** An object of the store as a stream that reads a piece at a time. */
public final class StoredResource extends AbstractResource {

    private static final int PIECE = 1 << 18;

    private final ObjectStore store;
    private final ObjectKey key;

    public StoredResource(ObjectStore store, ObjectKey key) {
        this.store = store;
        this.key = key;
    }

    @Override
    public String getDescription() {
        return key.toString();
    }

    @Override
    public long contentLength() {
        return store.stat(key).orElseThrow().size();
    }

    @Override
    public InputStream getInputStream() {
        return new Pieces(store.open(key));
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof StoredResource resource && resource.key.equals(key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key);
    }

    private static final class Pieces extends InputStream {
        private final ByteSource source;
        private byte[] piece = new byte[0];
        private int at;
        private long next;

        Pieces(ByteSource source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (at == piece.length) {
                if (next == source.size()) {
                    return -1;
                }
                piece = source.read(next, (int) Math.min(PIECE, source.size() - next));
                next += piece.length;
                at = 0;
            }
            int count = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, bytes, offset, count);
            at += count;
            return count;
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
