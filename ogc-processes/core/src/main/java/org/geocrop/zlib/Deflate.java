package org.geocrop.zlib;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/** Packs zlib streams, one after the other. Not for use by several threads at once. */
public final class Deflate implements AutoCloseable {

    private final Deflater deflater;
    private final byte[] part = new byte[1 << 16];

    /** One of zlib's levels, 0 to 9. */
    public Deflate(int level) {
        this.deflater = new Deflater(level);
    }

    /** Adds a stream of these bytes to what is there. */
    public void pack(byte[] raw, ByteArrayOutputStream to) {
        Parts parts = Parts.ofThread();
        deflater.reset();
        int taken = 0;
        while (!deflater.finished()) {
            if (deflater.needsInput()) {
                ByteBuffer next = parts.next(raw, taken);
                taken += next.remaining();
                deflater.setInput(next);
                if (taken == raw.length) {
                    deflater.finish();
                }
            }
            ByteBuffer out = parts.out.clear().limit(part.length);
            int n = deflater.deflate(out);
            out.flip().get(part, 0, n);
            to.write(part, 0, n);
        }
    }

    @Override
    public void close() {
        deflater.end();
    }
}
