package org.geocrop.raster;

import org.geocrop.error.RasterException;

/** LZW as TIFF 6.0 section 13 has it: codes of 9 to 12 bits, most significant bit first, early change. */
final class Lzw {

    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int MAX_CODES = 4096;

    private Lzw() {}

    static byte[] decode(Ifd ifd, String name, byte[] packed, int size, int minimum) {
        byte[] out = new byte[size];
        int[] start = new int[MAX_CODES];
        int[] length = new int[MAX_CODES];
        int next = END + 1;
        int bits = 9;
        int buffer = 0;
        int available = 0;
        int at = 0;
        int filled = 0;
        int previous = -1;
        int previousStart = 0;
        int previousLength = 0;
        while (filled < size) {
            while (available < bits && at < packed.length) {
                buffer = (buffer << 8) | (packed[at++] & 0xff);
                available += 8;
            }
            if (available < bits) {
                break;
            }
            int code = (buffer >>> (available - bits)) & ((1 << bits) - 1);
            available -= bits;
            buffer &= (1 << available) - 1;
            if (code == END) {
                break;
            }
            if (code == CLEAR) {
                next = END + 1;
                bits = 9;
                previous = -1;
                continue;
            }
            int here = filled;
            if (code < CLEAR) {
                out[filled++] = (byte) code;
            } else if (code < next) {
                filled = copy(out, start[code], length[code], filled);
            } else if (code == next && previous >= 0) {
                filled = copy(out, previousStart, previousLength, filled);
                if (filled < size) {
                    out[filled++] = out[previousStart];
                }
            } else {
                throw new RasterException(
                        name + ", IFD " + ifd.index + ", has a tile that is not valid LZW: code " + code);
            }
            if (previous >= 0 && next < MAX_CODES) {
                // The new string is the previous one and the byte that follows it in the output.
                start[next] = previousStart;
                length[next] = previousLength + 1;
                next++;
            }
            if (next >= (1 << bits) - 1 && bits < 12) {
                bits++;
            }
            previous = code;
            previousStart = here;
            previousLength = filled - here;
        }
        return Codec.whole(ifd, name, out, filled, minimum);
    }

    private static int copy(byte[] out, int from, int count, int to) {
        int end = Math.min(out.length, to + count);
        int source = from;
        int target = to;
        while (target < end) {
            out[target++] = out[source++];
        }
        return target;
    }
}
