package org.geocrop.zlib;

import java.nio.ByteBuffer;

/** A thread's memory outside the heap, through which streams go part by part. */
final class Parts {

    private static final int PART = 1 << 16;

    private static final ThreadLocal<Parts> OF_THREAD = ThreadLocal.withInitial(Parts::new);

    final ByteBuffer in = ByteBuffer.allocateDirect(PART);
    final ByteBuffer out = ByteBuffer.allocateDirect(PART);

    private Parts() {}

    static Parts ofThread() {
        return OF_THREAD.get();
    }

    /** The input's next part; empty at its end. */
    ByteBuffer next(byte[] input, int from) {
        return in.clear().put(input, from, Math.min(PART, input.length - from)).flip();
    }
}
