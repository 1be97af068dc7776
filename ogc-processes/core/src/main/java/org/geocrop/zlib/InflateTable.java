package org.geocrop.zlib;

import java.util.Arrays;
import java.util.zip.DataFormatException;

/**
 * How the next bits of a stream are to be read: an entry for each value of the next {@link #bits()} bits, and further
 * tables for codes that are longer. The low six bits of an entry are the bits that it takes; the others are
 *
 * <ul>
 *   <li>how many literals it begins with (bits 6 and 7), the first of them (from 8), and
 *   <li>of literals alone, which are {@link #LITERALS}, that is negative: the second (from 16), or
 *   <li>of a length or distance: its base (from 16 in 9 bits, or from 8 in 17), and how many of the bits that it takes are
 *       those of codes, which others follow (from 25, 4 bits), or
 *   <li>of a further table: how many bits lead into it (from 8), where it begins (from 16); marked by {@link #FURTHER},
 *   <li>of a block's end: {@link #END}; of bits that mean nothing: {@link #NOTHING}.
 * </ul>
 */
final class InflateTable {

    /** Of literals and lengths the most common need no further table. */
    static final int LITERAL_BITS = 12;

    static final int DISTANCE_BITS = 9;

    static final int LITERALS = 1 << 31;

    /** Marks of what is neither literal nor length nor distance. */
    static final int FURTHER = 1 << 30;

    static final int END = 1 << 29;
    static final int NOTHING = END | FURTHER;

    static final int ONE = 1 << 6;
    static final int TWO = 2 << 6;

    private static final int CODE = 25;

    private static final int MAX_BITS = 15;
    private static final int BLOCK_END = 256;

    private final int bits;
    private final int[] symbols;
    private final int[] count = new int[MAX_BITS + 1];
    private final int[] next = new int[MAX_BITS + 2];
    private final int[] sorted;
    private int[] entries;

    private InflateTable(int bits, int[] symbols) {
        this.bits = bits;
        this.symbols = symbols;
        this.sorted = new int[symbols.length];
        this.entries = new int[(1 << bits) * 2];
    }

    /** For literals, lengths and the block's end (RFC 1951, 3.2.5). */
    static InflateTable ofLiterals() {
        int[] symbols = new int[288];
        for (int literal = 0; literal < BLOCK_END; literal++) {
            symbols[literal] = LITERALS | ONE | literal << 8;
        }
        symbols[BLOCK_END] = END;
        for (int symbol = 257, base = 3; symbol < 285; symbol++) {
            int extra = symbol < 265 ? 0 : (symbol - 261) / 4;
            symbols[symbol] = base << 16 | extra;
            base += 1 << extra;
        }
        symbols[285] = 258 << 16;
        symbols[286] = NOTHING;
        symbols[287] = NOTHING;
        return new InflateTable(LITERAL_BITS, symbols);
    }

    /** For distances (RFC 1951, 3.2.5), whose base begins at bit 8. */
    static InflateTable ofDistances() {
        int[] symbols = new int[32];
        for (int symbol = 0, base = 1; symbol < 30; symbol++) {
            int extra = symbol < 4 ? 0 : symbol / 2 - 1;
            symbols[symbol] = base << 8 | extra;
            base += 1 << extra;
        }
        symbols[30] = NOTHING;
        symbols[31] = NOTHING;
        return new InflateTable(DISTANCE_BITS, symbols);
    }

    /** For the lengths of codes (RFC 1951, 3.2.7); an entry's base is the symbol. */
    static InflateTable ofCodeLengths() {
        int[] symbols = new int[19];
        for (int symbol = 0; symbol < symbols.length; symbol++) {
            symbols[symbol] = symbol << 16;
        }
        return new InflateTable(7, symbols);
    }

    int[] entries() {
        return entries;
    }

    /**
     * Reads a canonical code (RFC 1951, 3.2.2).
     *
     * @param lengths bits of each symbol's code, 0 for those that are not used, from a place in the array
     * @throws DataFormatException if codes are missing or too many; a single code of one bit, or none, may stand alone
     */
    void read(byte[] lengths, int from, int symbolCount, boolean mayBeSingle) throws DataFormatException {
        Arrays.fill(count, 0);
        for (int i = 0; i < symbolCount; i++) {
            count[lengths[from + i]]++;
        }
        int used = symbolCount - count[0];
        count[0] = 0;
        next[1] = 0;
        int left = 1;
        for (int length = 1; length <= MAX_BITS; length++) {
            left = (left << 1) - count[length];
            if (left < 0) {
                throw new DataFormatException("a set of codes is too large");
            }
            next[length + 1] = next[length] + count[length];
        }
        if (left > 0 && !(mayBeSingle && used <= 1 && used == count[1])) {
            throw new DataFormatException("a set of codes is incomplete");
        }
        for (int i = 0; i < symbolCount; i++) {
            int length = lengths[from + i];
            if (length != 0) {
                sorted[next[length]++] = i;
            }
        }
        fill(lengths, from, used);
        if (left > 0) {
            // What the missing codes would have been.
            for (int i = 0; i < 1 << bits; i++) {
                entries[i] = used == 1 && (i & 1) == 0 ? entries[i] : NOTHING | 1;
            }
        }
    }

    /** Codes in their order, from the shortest to the longest; a stream has their bits from the highest to the lowest. */
    private void fill(byte[] lengths, int from, int used) {
        int size = 1 << bits;
        int end = size;
        int code = 0;
        int before = 0;
        int prefix = -1;
        int tableBits = 0;
        int table = 0;
        for (int i = 0; i < used; i++) {
            int symbol = sorted[i];
            int length = lengths[from + symbol];
            code <<= length - before;
            before = length;
            int reversed = Integer.reverse(code) >>> 32 - length;
            int entry = entry(symbols[symbol], length);
            if (length <= bits) {
                for (int at = reversed; at < size; at += 1 << length) {
                    entries[at] = entry;
                }
            } else {
                if ((reversed & size - 1) != prefix) {
                    prefix = reversed & size - 1;
                    tableBits = bitsOfTable(code, length);
                    table = end;
                    end += 1 << tableBits;
                    if (entries.length < end) {
                        entries = Arrays.copyOf(entries, entries.length * 2);
                    }
                    entries[prefix] = FURTHER | tableBits << 8 | table << 16;
                }
                for (int at = reversed >>> bits; at < 1 << tableBits; at += 1 << length - bits) {
                    entries[table + at] = entry;
                }
            }
            count[length]--;
            code++;
        }
    }

    /** As many as codes with this one's beginning need; {@link #count} has what is left of each length. */
    private int bitsOfTable(int code, int length) {
        int longest = length;
        int free = (1 << length - bits) - (code & (1 << length - bits) - 1) - count[length];
        while (free > 0 && longest < MAX_BITS) {
            longest++;
            free = (free << 1) - count[longest];
        }
        return longest - bits;
    }

    /** Of a symbol, whose low bits tell how many bits follow its code. */
    private static int entry(int symbol, int length) {
        boolean isFollowed = symbol >= 0 && (symbol & NOTHING) == 0;
        return symbol + length | (isFollowed ? length << CODE : 0);
    }

    /**
     * Makes one entry of a literal and what comes after it, a literal or a length, wherever the bits are enough for both
     * codes.
     */
    void pair() {
        for (int i = (1 << bits) - 1; i >= 0; i--) {
            int first = entries[i];
            int length = first & 63;
            if (first >= 0 || length >= bits) {
                continue;
            }
            int second = entries[i >>> length];
            int single = first & (ONE | 0xff00);
            if (second < 0 && length + (second & 63) <= bits) {
                // A second one that was paired already takes more bits than there are, or is this one.
                entries[i] = LITERALS | TWO | single & 0xff00 | (second & 0xff00) << 8 | length + (second & 63);
            } else if (second >= 0 && (second & NOTHING) == 0 && length + (second >>> CODE) <= bits) {
                entries[i] = (second + (length << CODE) + length) | single;
            }
        }
    }

    /**
     * What the next bits of a stream mean; takes none of them.
     *
     * @throws DataFormatException if they mean nothing
     */
    int entry(InflateStream stream) throws DataFormatException {
        int e = entries[(int) stream.bits & (1 << bits) - 1];
        if (e >= 0 && (e & NOTHING) == FURTHER) {
            e = entries[(e >>> 16 & 0x1fff) + ((int) stream.bits >>> bits & (1 << (e >>> 8 & 15)) - 1)];
        }
        if (e >= 0 && (e & NOTHING) == NOTHING && (e & 63) <= stream.bitCount) {
            throw new DataFormatException("invalid code");
        }
        return e;
    }
}
