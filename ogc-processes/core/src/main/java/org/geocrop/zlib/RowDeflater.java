package org.geocrop.zlib;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Adler32;

/**
 * Packs the rows of maps of few colours into a zlib stream (RFC 1950, 1951) faster than zlib does: it looks for matches
 * only where maps repeat themselves, along a row and in the rows above. Not for use by several threads at once.
 */
public final class RowDeflater {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int BLOCK = 1 << 15;
    private static final int MIN_MATCH = 4;
    /** Shorter matches are left out for a literal where the next byte begins one that is longer by two at least. */
    private static final int GOOD_MATCH = 30;

    private static final int MAX_MATCH = 258;
    private static final int WINDOW = 32768;
    private static final int END = 256;
    private static final int LITERALS = 286;
    private static final int DISTANCES = 30;
    private static final int MAX_BITS = 15;
    private static final int MAX_LENGTH_BITS = 7;
    /** Bits that are written together; one more number has 15 at most. */
    private static final int WHOLE = 40;

    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    /** For each match length its symbol, the bits that follow and their value. */
    private static final int[] LENGTH_SYMBOL = new int[MAX_MATCH + 1];

    private static final int[] LENGTH_EXTRA = new int[MAX_MATCH + 1];
    private static final int[] LENGTH_BASE = new int[MAX_MATCH + 1];

    static {
        int base = 3;
        for (int symbol = 257; symbol < 285; symbol++) {
            int extra = symbol < 265 ? 0 : (symbol - 261) / 4;
            for (int i = 0; i < 1 << extra && base + i < MAX_MATCH; i++) {
                LENGTH_SYMBOL[base + i] = symbol;
                LENGTH_EXTRA[base + i] = extra;
                LENGTH_BASE[base + i] = base;
            }
            base += 1 << extra;
        }
        LENGTH_SYMBOL[MAX_MATCH] = 285;
        LENGTH_BASE[MAX_MATCH] = MAX_MATCH;
    }

    private final boolean isThorough;
    private final int[] tokens = new int[BLOCK];
    private final int[] literals = new int[LITERALS];
    private final int[] distances = new int[DISTANCES];
    private int count;

    private byte[] out = new byte[1 << 16];
    private int size;
    private long bits;
    private int bitCount;

    private RowDeflater(boolean isThorough) {
        this.isThorough = isThorough;
    }

    /** Looks at the byte before and at the row above: for pictures, which are made for each request. */
    public static RowDeflater fast() {
        return new RowDeflater(false);
    }

    /**
     * Looks at places beside those, too, since edges of fields are slanted, and at the next byte before it takes a match:
     * smaller than zlib's level 6 on maps of classes, for files that stay.
     */
    public static RowDeflater thorough() {
        return new RowDeflater(true);
    }

    /** What {@link #pack} has written: the first so many bytes are the stream. */
    public byte[] bytes() {
        return out;
    }

    /**
     * Packs.
     *
     * @param raw rows one after the other
     * @param stride bytes of a row
     * @return the length of the stream in {@link #bytes}
     */
    public int pack(byte[] raw, int stride) {
        size = 0;
        bits = 0;
        bitCount = 0;
        reserve(64);
        out[size++] = 0x78;
        out[size++] = 0x01;
        int above = stride <= WINDOW ? stride : 0;
        int at = 0;
        count = 0;
        while (at < raw.length) {
            long match = longest(raw, at, above);
            int run = (int) match;
            int distance = (int) (match >>> 32);
            if (isThorough && run >= MIN_MATCH && run < GOOD_MATCH && at + 1 < raw.length) {
                run = (int) longest(raw, at + 1, above) > run + 1 ? 0 : run;
            }
            if (run >= MIN_MATCH) {
                tokens[count++] = 1 << 31 | run << 16 | distance - 1;
                literals[LENGTH_SYMBOL[run]]++;
                distances[distanceSymbol(distance)]++;
                at += run;
            } else {
                int literal = raw[at++] & 255;
                tokens[count++] = literal;
                literals[literal]++;
            }
            if (count == BLOCK) {
                block(at == raw.length);
            }
        }
        if (count > 0 || raw.length == 0) {
            block(true);
        }
        flush();
        Adler32 check = new Adler32();
        check.update(raw);
        reserve(4);
        int adler = (int) check.getValue();
        for (int shift = 24; shift >= 0; shift -= 8) {
            out[size++] = (byte) (adler >>> shift);
        }
        return size;
    }

    /** The longest match at a place: its length, and above that, from bit 32, its distance. */
    private long longest(byte[] raw, int at, int above) {
        int run = at > 0 ? match(raw, at, 1) : 0;
        int distance = 1;
        if (above > 0 && at >= above && run < MAX_MATCH) {
            int copied = match(raw, at, above);
            if (copied >= run) {
                run = copied;
                distance = above;
            }
        }
        if (isThorough && above > 1) {
            for (int other = 0; other < 3 && run < MAX_MATCH; other++) {
                int farther = other == 0 ? above - 1 : other == 1 ? above + 1 : 2 * above;
                // Another distance costs bits: it must be longer by two.
                int copied = at >= farther && farther <= WINDOW ? match(raw, at, farther) : 0;
                if (copied > run + 1) {
                    run = copied;
                    distance = farther;
                }
            }
        }
        return (long) distance << 32 | run;
    }

    private static int match(byte[] raw, int at, int distance) {
        int limit = Math.min(MAX_MATCH, raw.length - at);
        int length = 0;
        int from = at - distance;
        while (length + 8 <= limit) {
            long different = (long) LONGS.get(raw, at + length) ^ (long) LONGS.get(raw, from + length);
            if (different != 0) {
                return length + (Long.numberOfTrailingZeros(different) >> 3);
            }
            length += 8;
        }
        while (length < limit && raw[at + length] == raw[from + length]) {
            length++;
        }
        return length;
    }

    private static int distanceSymbol(int distance) {
        int d = distance - 1;
        if (d < 4) {
            return d;
        }
        int high = 31 - Integer.numberOfLeadingZeros(d);
        return 2 * high + (d >> (high - 1) & 1);
    }

    private void block(boolean last) {
        literals[END] = 1;
        byte[] literalBits = HuffmanCode.lengths(literals, MAX_BITS);
        byte[] distanceBits = HuffmanCode.lengths(distances, MAX_BITS);
        int[] literalCodes = HuffmanCode.codes(literalBits);
        int[] distanceCodes = HuffmanCode.codes(distanceBits);
        reserve(count * 6 + 1024);
        put(last ? 1 : 0, 1);
        put(2, 2);
        header(literalBits, distanceBits);
        for (int i = 0; i < count; i++) {
            int token = tokens[i];
            if (token >= 0) {
                put(literalCodes[token], literalBits[token]);
            } else {
                int length = token >> 16 & 0x1ff;
                int symbol = LENGTH_SYMBOL[length];
                put(literalCodes[symbol], literalBits[symbol]);
                put(length - LENGTH_BASE[length], LENGTH_EXTRA[length]);
                int distance = (token & 0xffff) + 1;
                int far = distanceSymbol(distance);
                put(distanceCodes[far], distanceBits[far]);
                int extra = far < 4 ? 0 : far / 2 - 1;
                put(distance - 1 & (1 << extra) - 1, extra);
            }
        }
        put(literalCodes[END], literalBits[END]);
        Arrays.fill(literals, 0);
        Arrays.fill(distances, 0);
        count = 0;
    }

    /** The lengths of both codes, themselves packed (RFC 1951, 3.2.7); runs of zeros are the only ones that are used. */
    private void header(byte[] literalBits, byte[] distanceBits) {
        int literalCount = last(literalBits, 257);
        int distanceCount = last(distanceBits, 1);
        byte[] all = new byte[literalCount + distanceCount];
        System.arraycopy(literalBits, 0, all, 0, literalCount);
        System.arraycopy(distanceBits, 0, all, literalCount, distanceCount);
        int[] symbols = new int[all.length];
        int n = 0;
        int[] frequencies = new int[19];
        for (int i = 0; i < all.length; ) {
            int zeros = 0;
            while (i + zeros < all.length && all[i + zeros] == 0 && zeros < 138) {
                zeros++;
            }
            int symbol = zeros >= 11 ? 18 : zeros >= 3 ? 17 : all[i];
            symbols[n++] = symbol | (symbol > 16 ? zeros << 8 : 0);
            frequencies[symbol]++;
            i += symbol > 16 ? zeros : 1;
        }
        byte[] lengthBits = HuffmanCode.lengths(frequencies, MAX_LENGTH_BITS);
        int[] lengthCodes = HuffmanCode.codes(lengthBits);
        int orders = ORDER.length;
        while (orders > 4 && lengthBits[ORDER[orders - 1]] == 0) {
            orders--;
        }
        put(literalCount - 257, 5);
        put(distanceCount - 1, 5);
        put(orders - 4, 4);
        for (int i = 0; i < orders; i++) {
            put(lengthBits[ORDER[i]], 3);
        }
        for (int i = 0; i < n; i++) {
            int symbol = symbols[i] & 255;
            put(lengthCodes[symbol], lengthBits[symbol]);
            if (symbol == 17) {
                put((symbols[i] >> 8) - 3, 3);
            } else if (symbol == 18) {
                put((symbols[i] >> 8) - 11, 7);
            }
        }
    }

    private static int last(byte[] lengths, int least) {
        int count = lengths.length;
        while (count > least && lengths[count - 1] == 0) {
            count--;
        }
        return count;
    }

    private void put(int value, int length) {
        bits |= (long) value << bitCount;
        bitCount += length;
        if (bitCount >= WHOLE) {
            drain();
        }
    }

    private void drain() {
        LONGS.set(out, size, bits);
        int bytes = bitCount >>> 3;
        size += bytes;
        bits >>>= bytes * 8;
        bitCount &= 7;
    }

    private void flush() {
        reserve(16);
        drain();
        size += bitCount > 0 ? 1 : 0;
        bits = 0;
        bitCount = 0;
    }

    private void reserve(int more) {
        if (out.length - size < more) {
            out = Arrays.copyOf(out, Math.max(out.length * 2, size + more));
        }
    }
}
