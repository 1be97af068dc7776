package org.geocrop.refine;

import java.util.ArrayDeque;
import java.util.Deque;
import org.geocrop.error.InvalidRequestException;

/**
 * A least size of patches (4-connected pixels of one class): those that are smaller become of the class that most
 * pixels around them have; the lower id where two have as many. A patch that has only nodata around it stays.
 *
 * @param pixels of the smallest patch that stays
 */
public record PatchFilter(int pixels) {

    public PatchFilter {
        if (pixels < 2 || pixels > 200) {
            throw new InvalidRequestException("The least patch has 2 to 200 pixels, not " + pixels);
        }
    }

    /**
     * Pixels around a block that are needed beside it: a patch that is small enough to go and reaches into the block
     * lies, with what is around it, within so many.
     */
    public int margin() {
        return pixels + 1;
    }

    /**
     * Filters a raster.
     *
     * @param ids class ids row by row, 0 for nodata
     */
    public byte[] filter(byte[] ids, int width, int height) {
        byte[] filtered = ids.clone();
        boolean[] seen = new boolean[ids.length];
        int[] patch = new int[pixels];
        Deque<Integer> open = new ArrayDeque<>();
        for (int start = 0; start < ids.length; start++) {
            if (ids[start] == 0 || seen[start]) {
                continue;
            }
            int[] votes = new int[256];
            int size = 0;
            seen[start] = true;
            open.push(start);
            while (!open.isEmpty()) {
                int at = open.pop();
                if (size < pixels) {
                    patch[size] = at;
                }
                size++;
                int col = at % width;
                visit(ids, seen, open, votes, at, col > 0 ? at - 1 : -1);
                visit(ids, seen, open, votes, at, col < width - 1 ? at + 1 : -1);
                visit(ids, seen, open, votes, at, at - width);
                visit(ids, seen, open, votes, at, at + width < ids.length ? at + width : -1);
            }
            if (size < pixels) {
                replace(filtered, patch, size, votes);
            }
        }
        return filtered;
    }

    private static void visit(byte[] ids, boolean[] seen, Deque<Integer> open, int[] votes, int from, int to) {
        if (to < 0) {
            return;
        }
        if (ids[to] != ids[from]) {
            votes[ids[to] & 0xff]++;
        } else if (!seen[to]) {
            seen[to] = true;
            open.push(to);
        }
    }

    private static void replace(byte[] filtered, int[] patch, int size, int[] votes) {
        int best = 0;
        for (int id = 1; id < votes.length; id++) {
            best = votes[id] > 0 && (best == 0 || votes[id] > votes[best]) ? id : best;
        }
        for (int i = 0; best != 0 && i < size; i++) {
            filtered[patch[i]] = (byte) best;
        }
    }
}
