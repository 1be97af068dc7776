package org.geocrop.zlib;

import java.util.Arrays;
import java.util.zip.Adler32;
import java.util.zip.DataFormatException;

/**
 * Unpacks zlib streams (RFC 1950, 1951), faster than zlib on measurements: bits are taken from words of 64, and one look
 * into a table gives a literal and what follows it. Each thread has its own tables.
 */
public final class Inflate {

    private static final ThreadLocal<Inflate> OF_THREAD = ThreadLocal.withInitial(Inflate::new);

    private static final byte[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    private static final int DEFLATE = 8;
    private static final int LITERALS = 288;
    private static final int DISTANCES = 32;
    private static final int BLOCK_END = 256;

    private final InflateBlocks blocks = new InflateBlocks();
    private final InflateTable codeLengths = InflateTable.ofCodeLengths();
    private final byte[] lengths = new byte[LITERALS + DISTANCES];

    private Inflate() {}

    /**
     * Unpacks until the stream ends or the array is full.
     *
     * @param from where the stream begins
     * @return bytes that were unpacked
     * @throws DataFormatException if what comes before that is no zlib stream
     */
    public static int unpack(byte[] packed, int from, byte[] unpacked) throws DataFormatException {
        InflateStream stream = new InflateStream(packed, from, unpacked);
        if (isZlib(stream) && OF_THREAD.get().blocks(stream)) {
            check(stream);
        }
        return stream.filled;
    }

    private static boolean isZlib(InflateStream stream) throws DataFormatException {
        if (!stream.has(16)) {
            return false;
        }
        int method = stream.take(8);
        int flags = stream.take(8);
        if ((method & 15) != DEFLATE || method >> 4 > 7 || (method << 8 | flags) % 31 != 0) {
            throw new DataFormatException("incorrect header check");
        }
        if ((flags & 32) != 0) {
            throw new DataFormatException("a preset dictionary is needed");
        }
        return true;
    }

    private static void check(InflateStream stream) throws DataFormatException {
        stream.align();
        if (!stream.has(32)) {
            return;
        }
        int expected = Integer.reverseBytes(stream.take(16) | stream.take(16) << 16);
        Adler32 sum = new Adler32();
        sum.update(stream.out, 0, stream.filled);
        if ((int) sum.getValue() != expected) {
            throw new DataFormatException("incorrect data check");
        }
    }

    /** The result of this, and of what it calls, is whether the last block ended before the stream and the array did. */
    private boolean blocks(InflateStream stream) throws DataFormatException {
        boolean isLast = false;
        while (!isLast) {
            if (!stream.has(3)) {
                return false;
            }
            isLast = stream.take(1) == 1;
            boolean isWhole = switch (stream.take(2)) {
                case 0 -> stored(stream);
                case 1 -> fixed(stream);
                case 2 -> dynamic(stream);
                default -> throw new DataFormatException("invalid block type");
            };
            if (!isWhole) {
                return false;
            }
        }
        return true;
    }

    private static boolean stored(InflateStream stream) throws DataFormatException {
        stream.align();
        if (!stream.has(32)) {
            return false;
        }
        int length = stream.take(16);
        if (length != (stream.take(16) ^ 0xffff)) {
            throw new DataFormatException("invalid stored block lengths");
        }
        return stream.copy(length);
    }

    private boolean fixed(InflateStream stream) throws DataFormatException {
        Arrays.fill(lengths, 0, 144, (byte) 8);
        Arrays.fill(lengths, 144, 256, (byte) 9);
        Arrays.fill(lengths, 256, 280, (byte) 7);
        Arrays.fill(lengths, 280, LITERALS, (byte) 8);
        Arrays.fill(lengths, LITERALS, LITERALS + DISTANCES, (byte) 5);
        blocks.codes(lengths, LITERALS, DISTANCES);
        return blocks.unpack(stream);
    }

    /** Of a block with codes of its own (RFC 1951, 3.2.7). */
    private boolean dynamic(InflateStream stream) throws DataFormatException {
        if (!stream.has(14)) {
            return false;
        }
        int literalCount = stream.take(5) + 257;
        int distanceCount = stream.take(5) + 1;
        int orders = stream.take(4) + 4;
        if (literalCount > 286 || distanceCount > 30) {
            throw new DataFormatException("too many length or distance symbols");
        }
        Arrays.fill(lengths, 0, ORDER.length, (byte) 0);
        for (int i = 0; i < orders; i++) {
            if (!stream.has(3)) {
                return false;
            }
            lengths[ORDER[i]] = (byte) stream.take(3);
        }
        codeLengths.read(lengths, 0, ORDER.length, false);
        if (!readLengths(stream, literalCount + distanceCount)) {
            return false;
        }
        if (lengths[BLOCK_END] == 0) {
            throw new DataFormatException("a block has no code for its end");
        }
        blocks.codes(lengths, literalCount, distanceCount);
        return blocks.unpack(stream);
    }

    private boolean readLengths(InflateStream stream, int count) throws DataFormatException {
        for (int at = 0; at < count; ) {
            stream.has(14);
            int entry = codeLengths.entry(stream);
            int symbol = entry >>> 16 & 511;
            int extra = symbol < 16 ? 0 : symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
            if (stream.bitCount < (entry & 63) + extra) {
                return false;
            }
            stream.take(entry & 63);
            if (symbol < 16) {
                lengths[at++] = (byte) symbol;
                continue;
            }
            int times = (symbol == 18 ? 11 : 3) + stream.take(extra);
            if (at + times > count || symbol == 16 && at == 0) {
                throw new DataFormatException("invalid repeat of a length");
            }
            Arrays.fill(lengths, at, at + times, symbol == 16 ? lengths[at - 1] : 0);
            at += times;
        }
        return true;
    }
}
