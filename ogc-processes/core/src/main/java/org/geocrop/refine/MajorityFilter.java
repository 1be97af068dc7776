package org.geocrop.refine;

import org.geocrop.error.InvalidRequestException;

/**
 * The class that most pixels of the surroundings have; a pixel keeps its own where no other has more.
 *
 * @param window width of the surroundings: 3, 5 or 7 pixels
 */
public record MajorityFilter(int window) {

    private static final int IDS = 256;

    public MajorityFilter {
        if (window != 3 && window != 5 && window != 7) {
            throw new InvalidRequestException("A majority is of 3, 5 or 7 pixels, not " + window);
        }
    }

    /** Pixels around a block that are needed beside it. */
    public int margin() {
        return window / 2;
    }

    /**
     * Filters a raster.
     *
     * @param ids class ids row by row, 0 for nodata, which stays and does not count
     */
    public byte[] filter(byte[] ids, int width, int height) {
        int reach = window / 2;
        int[] votes = new int[IDS];
        byte[] filtered = new byte[ids.length];
        for (int row = 0; row < height; row++) {
            for (int col = 0; col < width; col++) {
                int own = ids[row * width + col] & 0xff;
                if (own == 0) {
                    continue;
                }
                java.util.Arrays.fill(votes, 0);
                for (int y = Math.max(0, row - reach); y <= Math.min(height - 1, row + reach); y++) {
                    for (int x = Math.max(0, col - reach); x <= Math.min(width - 1, col + reach); x++) {
                        votes[ids[y * width + x] & 0xff]++;
                    }
                }
                int best = own;
                for (int id = 1; id < IDS; id++) {
                    best = votes[id] > votes[best] ? id : best;
                }
                filtered[row * width + col] = (byte) best;
            }
        }
        return filtered;
    }
}
