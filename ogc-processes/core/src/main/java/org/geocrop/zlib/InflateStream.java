package org.geocrop.zlib;

/** A stream on its way from one array into another, bit by bit. */
final class InflateStream {

    final byte[] in;
    final byte[] out;
    /** The next byte of the stream, and of what was unpacked. */
    int taken;

    int filled;
    /** Bits that were taken and not used yet, the next of them lowest. */
    long bits;

    int bitCount;

    InflateStream(byte[] in, int from, byte[] out) {
        this.in = in;
        this.taken = from;
        this.out = out;
    }

    /** Whether the stream has so many more bits. */
    boolean has(int count) {
        while (bitCount < count && taken < in.length) {
            bits |= (in[taken++] & 255L) << bitCount;
            bitCount += 8;
        }
        return bitCount >= count;
    }

    /** Bits that the stream {@link #has}. */
    int take(int count) {
        int value = (int) (bits & (1L << count) - 1);
        bits >>>= count;
        bitCount -= count;
        return value;
    }

    /** Leaves out what is left of a byte. */
    void align() {
        take(bitCount & 7);
    }

    /** Copies bytes that are stored as they are, and says whether there were as many, and as much room. */
    boolean copy(int length) {
        taken -= bitCount >> 3;
        bits = 0;
        bitCount = 0;
        int count = Math.min(length, Math.min(in.length - taken, out.length - filled));
        System.arraycopy(in, taken, out, filled, count);
        taken += count;
        filled += count;
        return count == length;
    }
}
