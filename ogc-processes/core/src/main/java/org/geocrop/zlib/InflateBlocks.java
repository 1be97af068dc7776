package org.geocrop.zlib;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;

/** Unpacks what lies between the head of a block and its end (RFC 1951, 3.2.3). For one thread at a time. */
final class InflateBlocks {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int LITERAL_MASK = (1 << InflateTable.LITERAL_BITS) - 1;
    private static final int DISTANCE_MASK = (1 << InflateTable.DISTANCE_BITS) - 1;

    /** What one turn of the fast loop may write, and what copies by words write beyond a match's end. */
    private static final int ROOM = 4 + 258 + 31;

    private final InflateTable literals = InflateTable.ofLiterals();
    private final InflateTable distances = InflateTable.ofDistances();

    /**
     * Takes the codes of the next block.
     *
     * @param lengths bits of each literal's and length's code, and then of each distance's
     * @throws DataFormatException if they are no codes
     */
    void codes(byte[] lengths, int literalCount, int distanceCount) throws DataFormatException {
        literals.read(lengths, 0, literalCount, true);
        literals.pair();
        distances.read(lengths, literalCount, distanceCount, true);
    }

    /** Unpacks a block; whether it ended before the stream and the array did. */
    boolean unpack(InflateStream stream) throws DataFormatException {
        return fast(stream) || careful(stream);
    }

    /** As long as words can be read and written without looking for the end; whether the block's end was met. */
    private boolean fast(InflateStream stream) throws DataFormatException {
        byte[] from = stream.in;
        byte[] to = stream.out;
        int[] table = literals.entries();
        int[] far = distances.entries();
        int lastIn = from.length - 16;
        int lastOut = to.length - ROOM;
        int at = stream.taken;
        int o = stream.filled;
        long b = stream.bits;
        // Of what is subtracted from it only the lowest six bits count.
        int n = stream.bitCount;
        boolean ended = false;
        while (at <= lastIn && o <= lastOut) {
            b |= (long) LONGS.get(from, at) << n;
            at += 63 - (n & 63) >>> 3;
            n = n & 63 | 56;
            int e = table[(int) b & LITERAL_MASK];
            SHORTS.set(to, o, (short) (e >>> 8));
            if (e < 0) {
                b >>>= e;
                n -= e;
                o += e >>> 6 & 3;
                e = table[(int) b & LITERAL_MASK];
                SHORTS.set(to, o, (short) (e >>> 8));
                if (e < 0) {
                    b >>>= e;
                    n -= e;
                    o += e >>> 6 & 3;
                    continue;
                }
                b |= (long) LONGS.get(from, at) << n;
                at += 63 - (n & 63) >>> 3;
                n = n & 63 | 56;
            }
            if ((e & InflateTable.NOTHING) != 0) {
                if ((e & InflateTable.NOTHING) == InflateTable.FURTHER) {
                    e = table[
                            (e >>> 16 & 0x1fff) + ((int) b >>> InflateTable.LITERAL_BITS & (1 << (e >>> 8 & 15)) - 1)];
                    if (e < 0) {
                        b >>>= e;
                        n -= e;
                        to[o++] = (byte) (e >>> 8);
                        continue;
                    }
                }
                if ((e & InflateTable.NOTHING) == InflateTable.NOTHING) {
                    throw new DataFormatException("invalid literal or length code");
                }
                if ((e & InflateTable.END) != 0) {
                    b >>>= e;
                    n -= e;
                    ended = true;
                    break;
                }
            }
            o += e >>> 6 & 3;
            int length = (e >>> 16 & 511) + (int) ((b & (1L << e) - 1) >>> (e >>> 25));
            b >>>= e;
            n -= e;
            e = far[(int) b & DISTANCE_MASK];
            if ((e & InflateTable.NOTHING) != 0) {
                if ((e & InflateTable.NOTHING) == InflateTable.FURTHER) {
                    e = far[(e >>> 16 & 0x1fff) + ((int) b >>> InflateTable.DISTANCE_BITS & (1 << (e >>> 8 & 15)) - 1)];
                }
                if ((e & InflateTable.NOTHING) != 0) {
                    throw new DataFormatException("invalid distance code");
                }
            }
            int distance = (e >>> 8 & 0x1ffff) + (int) ((b & (1L << e) - 1) >>> (e >>> 25));
            if (distance > o) {
                throw new DataFormatException("invalid distance too far back");
            }
            b >>>= e;
            n -= e;
            if (distance >= 8 && length <= 8) {
                LONGS.set(to, o, (long) LONGS.get(to, o - distance));
            } else {
                copy(to, o, distance, length);
            }
            o += length;
        }
        n &= 63;
        // Whole bytes that were taken too early go back.
        stream.taken = at - (n >> 3);
        n &= 7;
        stream.bits = b & (1L << n) - 1;
        stream.bitCount = n;
        stream.filled = o;
        return ended;
    }

    /** Copies a match, and up to 31 bytes beyond its end: most are short, and a loop costs more than its turns. */
    private static void copy(byte[] to, int at, int distance, int length) {
        int end = at + length;
        int from = at - distance;
        if (distance >= 8) {
            do {
                LONGS.set(to, at, (long) LONGS.get(to, from));
                LONGS.set(to, at + 8, (long) LONGS.get(to, from + 8));
                LONGS.set(to, at + 16, (long) LONGS.get(to, from + 16));
                LONGS.set(to, at + 24, (long) LONGS.get(to, from + 24));
                at += 32;
                from += 32;
            } while (at < end);
        } else if (distance == 1) {
            long same = (to[from] & 255L) * 0x0101010101010101L;
            do {
                LONGS.set(to, at, same);
                LONGS.set(to, at + 8, same);
                LONGS.set(to, at + 16, same);
                LONGS.set(to, at + 24, same);
                at += 32;
            } while (at < end);
        } else {
            do {
                to[at++] = to[from++];
            } while (at < end);
        }
    }

    /** Near the end of the stream, or of the array: symbol by symbol. Whether the block's end was met. */
    private boolean careful(InflateStream stream) throws DataFormatException {
        while (true) {
            stream.has(48);
            int e = literals.entry(stream);
            if ((e & 63) > stream.bitCount) {
                return false;
            }
            if (e >= 0 && (e & InflateTable.END) != 0) {
                stream.take(e & 63);
                return true;
            }
            for (int i = e >>> 6 & 3, two = e >>> 8; i > 0; i--, two >>>= 8) {
                if (stream.filled == stream.out.length) {
                    return false;
                }
                stream.out[stream.filled++] = (byte) two;
            }
            if (e < 0) {
                stream.take(e & 63);
            } else if (!match(stream, (e >>> 16 & 511) + (stream.take(e & 63) >>> (e >>> 25)))) {
                return false;
            }
        }
    }

    private boolean match(InflateStream stream, int length) throws DataFormatException {
        int e = distances.entry(stream);
        if ((e & 63) > stream.bitCount) {
            return false;
        }
        int distance = (e >>> 8 & 0x1ffff) + (stream.take(e & 63) >>> (e >>> 25));
        if (stream.filled == stream.out.length) {
            return false;
        }
        if (distance > stream.filled) {
            throw new DataFormatException("invalid distance too far back");
        }
        for (int i = 0; i < length; i++, stream.filled++) {
            if (stream.filled == stream.out.length) {
                return false;
            }
            stream.out[stream.filled] = stream.out[stream.filled - distance];
        }
        return true;
    }
}
