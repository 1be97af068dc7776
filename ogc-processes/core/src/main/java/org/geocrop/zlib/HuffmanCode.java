package org.geocrop.zlib;

import java.util.Arrays;

/** Canonical Huffman codes of bounded length (RFC 1951, 3.2.2), bits reversed as they are written. */
final class HuffmanCode {

    private HuffmanCode() {}

    /**
     * Code lengths of symbols by how often they come; 0 for those that never do. There is always at least one code.
     *
     * @param frequencies of each symbol
     * @param maxBits the longest code
     */
    static byte[] lengths(int[] frequencies, int maxBits) {
        byte[] lengths = new byte[frequencies.length];
        int[] symbols = new int[frequencies.length];
        int n = 0;
        for (int i = 0; i < frequencies.length; i++) {
            if (frequencies[i] > 0) {
                symbols[n++] = i;
            }
        }
        if (n < 2) {
            // A code of one symbol still takes a bit.
            lengths[n == 1 ? symbols[0] : 0] = 1;
            return lengths;
        }
        long[] sorted = new long[n];
        for (int i = 0; i < n; i++) {
            sorted[i] = (long) frequencies[symbols[i]] << 16 | symbols[i];
        }
        Arrays.sort(sorted);
        long[] weights = new long[n];
        for (int i = 0; i < n; i++) {
            weights[i] = sorted[i] >> 16;
        }
        int[] depths = depths(weights);
        while (depths[0] > maxBits) {
            // Flatter frequencies make shorter codes.
            for (int i = 0; i < n; i++) {
                weights[i] = (weights[i] + 1) / 2;
            }
            depths = depths(weights);
        }
        for (int i = 0; i < n; i++) {
            lengths[(int) (sorted[i] & 0xffff)] = (byte) depths[i];
        }
        return lengths;
    }

    /** Depths in Huffman's tree of leaves whose weights grow, by two queues: leaves, and inner nodes as they are made. */
    private static int[] depths(long[] leaves) {
        int n = leaves.length;
        long[] nodes = new long[n - 1];
        int[] leafParent = new int[n];
        int[] nodeParent = new int[n - 1];
        int leaf = 0;
        int node = 0;
        for (int made = 0; made < n - 1; made++) {
            for (int child = 0; child < 2; child++) {
                if (leaf < n && (node >= made || leaves[leaf] <= nodes[node])) {
                    nodes[made] += leaves[leaf];
                    leafParent[leaf++] = made;
                } else {
                    nodes[made] += nodes[node];
                    nodeParent[node++] = made;
                }
            }
        }
        int[] nodeDepth = new int[n - 1];
        for (int i = n - 3; i >= 0; i--) {
            nodeDepth[i] = nodeDepth[nodeParent[i]] + 1;
        }
        int[] depths = new int[n];
        for (int i = 0; i < n; i++) {
            depths[i] = nodeDepth[leafParent[i]] + 1;
        }
        return depths;
    }

    /** The codes of lengths. */
    static int[] codes(byte[] lengths) {
        int[] count = new int[17];
        for (byte length : lengths) {
            count[length]++;
        }
        count[0] = 0;
        int[] next = new int[17];
        int code = 0;
        for (int bits = 1; bits < next.length; bits++) {
            code = code + count[bits - 1] << 1;
            next[bits] = code;
        }
        int[] codes = new int[lengths.length];
        for (int i = 0; i < codes.length; i++) {
            if (lengths[i] > 0) {
                codes[i] = Integer.reverse(next[lengths[i]]++) >>> 32 - lengths[i];
            }
        }
        return codes;
    }
}
