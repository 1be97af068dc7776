package org.geocrop.store;

import java.io.OutputStream;
import java.util.Arrays;

/** Takes bytes and tells whether they are those of a source, piece by piece. */
public final class SameBytes extends OutputStream {

    private final ByteSource source;
    private long at;
    private boolean same = true;

    public SameBytes(ByteSource source) {
        this.source = source;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        same = same
                && at + length <= source.size()
                && (length == 0
                        || Arrays.equals(source.read(at, length), Arrays.copyOfRange(bytes, offset, offset + length)));
        at += length;
    }

    /** Whether all bytes came that the source has, and no others. */
    public boolean areSame() {
        return same && at == source.size();
    }
}
