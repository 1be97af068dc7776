package org.geocrop.zlib;

import java.nio.ByteBuffer;

/** A thread's memory outside the heap, through which streams go part by part. */
final class Parts {

    /** At each part's end zlib copies a window of 32 KiB: in parts of 64 KiB unpacking takes an eighth longer. */
    static final int OUT = 1 << 18;

    private static final int IN = 1 << 16;

    private static final ThreadLocal<Parts> OF_THREAD = ThreadLocal.withInitial(Parts::new);

    final ByteBuffer in = ByteBuffer.allocateDirect(IN);
    final ByteBuffer out = ByteBuffer.allocateDirect(OUT);

    private Parts() {}

    static Parts ofThread() {
        return OF_THREAD.get();
    }

    /** The input's next part; empty at its end. */
    ByteBuffer next(byte[] input, int from) {
        return in.clear().put(input, from, Math.min(IN, input.length - from)).flip();
    }
}
