package org.geocrop.region;

/**
 * A unit that is done: all its blocks are kept.
 *
 * @param tile its tile
 * @param unit its number in the tile
 * @param pixels of the region
 * @param blocks with pixels of the region
 * @param reused of those, blocks that an earlier run or a server's job had left
 * @param seconds that it took
 */
public record UnitResult(String tile, int unit, long pixels, int blocks, int reused, double seconds) {}
