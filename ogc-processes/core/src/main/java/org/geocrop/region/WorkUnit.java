package org.geocrop.region;

import org.geocrop.grid.Window;

/**
 * A part of a map tile that is worked out at a time.
 *
 * @param window in the tile
 * @param pixels of the region in it
 */
public record WorkUnit(Window window, long pixels) {}
