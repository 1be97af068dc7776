package org.geocrop.grid;

/** Tells which pixels of a lattice are wanted. Implementations are immutable. */
@FunctionalInterface
public interface PixelMask {

    /** For each pixel of the grid, row by row: whether it is wanted. */
    boolean[] inside(PixelGrid grid);
}
