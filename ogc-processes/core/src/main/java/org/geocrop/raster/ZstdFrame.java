package org.geocrop.raster;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts frames of Zstandard (RFC 8878, 3.1.1) behind a block, so that what follows need not be unpacked. */
final class ZstdFrame {

    /** Bytes that a block has at most when unpacked, and nearly always has. */
    static final int BLOCK = 1 << 17;

    private static final int MAGIC = 4;
    private static final int BLOCK_HEAD = 3;
    private static final int RUN = 1;
    private static final int[] SIZE_BYTES = {0, 2, 4, 8};
    /** A window of 8 MiB, and neither size nor checksum are told. */
    private static final byte[] HEAD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 13 << 3};

    private ZstdFrame() {}

    /** A frame of the first blocks of another; null if that has no more, or has a dictionary, or is broken. */
    static byte @Nullable [] first(int blocks, byte[] packed) {
        if (packed.length < HEAD.length || (packed[MAGIC] & 3) != 0) {
            return null;
        }
        int begin = head(packed[MAGIC]);
        int last = begin;
        int end = begin;
        for (int i = 0; i < blocks; i++) {
            if (end + BLOCK_HEAD > packed.length) {
                return null;
            }
            int head = packed[end] & 0xff | (packed[end + 1] & 0xff) << 8 | (packed[end + 2] & 0xff) << 16;
            if ((head & 1) != 0) {
                return null;
            }
            last = end;
            end += BLOCK_HEAD + ((head >> 1 & 3) == RUN ? 1 : head >>> 3);
        }
        if (end > packed.length) {
            return null;
        }
        byte[] cut = Arrays.copyOf(HEAD, HEAD.length + end - begin);
        System.arraycopy(packed, begin, cut, HEAD.length, end - begin);
        cut[HEAD.length + last - begin] |= 1;
        return cut;
    }

    /** Bytes before the first block. */
    private static int head(byte descriptor) {
        boolean isOneSegment = (descriptor & 0x20) != 0;
        int sizeFlag = (descriptor & 0xff) >>> 6;
        int size = sizeFlag == 0 && isOneSegment ? 1 : SIZE_BYTES[sizeFlag];
        return MAGIC + 1 + (isOneSegment ? 0 : 1) + size;
    }
}
