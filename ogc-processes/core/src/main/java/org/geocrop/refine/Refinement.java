package org.geocrop.refine;

import org.geocrop.grid.Window;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a map, in this order: probabilities are smoothed or a majority is taken, then small patches go. It
 * works on any part of a map with a margin around it, and what it gives does not depend on how the map was cut.
 *
 * @param smoothing of probabilities, or null
 * @param majority of classes, or null
 * @param patches that stay, or null
 */
public record Refinement(
        @Nullable BayesianSmoothing smoothing,
        @Nullable MajorityFilter majority,
        @Nullable PatchFilter patches) {

    /** Pixels beside a block that it depends on. */
    public int margin() {
        return (smoothing == null ? 0 : smoothing.margin())
                + (majority == null ? 0 : majority.margin())
                + (patches == null ? 0 : patches.margin());
    }

    /**
     * Refines classes.
     *
     * @param ids class ids of the part, row by row, 0 for nodata
     * @return ids of the whole part; those nearer to its edge than the margin may be wrong where the map goes on there
     */
    public byte[] classes(byte[] ids, int width, int height) {
        byte[] refined = majority == null ? ids : majority.filter(ids, width, height);
        return patches == null ? refined : patches.filter(refined, width, height);
    }

    /** The part of a larger window's values that a block has, row by row. */
    public static byte[] cut(byte[] values, Window from, Window block) {
        byte[] part = new byte[block.size()];
        for (int row = 0; row < block.height(); row++) {
            System.arraycopy(
                    values,
                    (block.row() - from.row() + row) * from.width() + block.col() - from.col(),
                    part,
                    row * block.width(),
                    block.width());
        }
        return part;
    }
}
