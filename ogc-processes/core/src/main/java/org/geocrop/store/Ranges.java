package org.geocrop.store;

import java.util.Arrays;
import java.util.Comparator;
import org.geocrop.error.RasterException;

/** Checks and plans shared by sources of byte ranges. */
public final class Ranges {

    /** Bytes between two ranges that are cheaper to read than another request. */
    private static final int MAX_GAP = 16 * 1024;
    /** Bytes of one merged request. */
    private static final int MAX_MERGED = 8 << 20;

    private Ranges() {}

    /** Throws unless a range lies within a source. */
    public static void check(ByteSource source, long offset, int length) {
        if (offset < 0 || length < 0 || offset > source.size() - length) {
            throw new RasterException(source.name() + " has " + source.size() + " bytes; bytes " + offset + " to "
                    + (offset + length) + " were asked for: it is truncated or its header is wrong");
        }
    }

    /** Reads ranges, those that lie close together by one request. */
    public static byte[][] readMerged(ByteSource source, long[] offsets, int[] lengths) {
        Integer[] order = new Integer[offsets.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingLong((Integer i) -> offsets[i]));
        byte[][] parts = new byte[offsets.length][];
        int first = 0;
        while (first < order.length) {
            long from = offsets[order[first]];
            long to = from + lengths[order[first]];
            int next = first + 1;
            while (next < order.length && offsets[order[next]] - to <= MAX_GAP) {
                long end = Math.max(to, offsets[order[next]] + lengths[order[next]]);
                if (end - from > MAX_MERGED) {
                    break;
                }
                to = end;
                next++;
            }
            if (next == first + 1) {
                parts[order[first]] = source.read(from, lengths[order[first]]);
            } else {
                byte[] merged = source.read(from, (int) (to - from));
                for (int i = first; i < next; i++) {
                    int at = (int) (offsets[order[i]] - from);
                    parts[order[i]] = Arrays.copyOfRange(merged, at, at + lengths[order[i]]);
                }
            }
            first = next;
        }
        return parts;
    }
}
