package org.geocrop.cog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.geocrop.error.StoreException;
import org.geocrop.store.TemporaryFile;

/** Packed tiles on their way to a COG, in a temporary file, in whatever order they came. Thread-safe. */
final class Spool implements AutoCloseable {

    private final FileChannel channel;
    private long end;

    Spool() {
        try {
            this.channel = TemporaryFile.open(".tiles");
        } catch (IOException e) {
            throw new StoreException("No room for temporary files", e);
        }
    }

    /** Appends bytes and says where they are. */
    long append(byte[] bytes) {
        long at;
        synchronized (this) {
            at = end;
            end += bytes.length;
        }
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer, at + buffer.position());
            }
        } catch (IOException e) {
            throw new StoreException("Could not write a temporary file", e);
        }
        return at;
    }

    /** Copies bytes to a stream; the last four of them are returned as the trailer that a COG repeats. */
    byte[] copy(long at, int length, OutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new IOException("A temporary file became shorter");
            }
        }
        out.write(buffer.array());
        byte[] last = new byte[4];
        System.arraycopy(buffer.array(), Math.max(0, length - 4), last, 0, Math.min(4, length));
        return last;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreException("Could not remove a temporary file", e);
        }
    }
}
