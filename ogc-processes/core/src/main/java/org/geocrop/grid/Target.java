package org.geocrop.grid;

/**
 * Which pixels of which lattice a map has.
 *
 * @param grid of the map
 * @param mask pixels that are not wanted are nodata
 */
public record Target(PixelGrid grid, PixelMask mask) {

    /** The lattice that covers an area, and the pixels whose centre lies in it. */
    public static Target of(Aoi aoi) {
        PixelGrid grid = aoi.targetGrid();
        return new Target(grid, aoi.mask(grid.epsg()));
    }
}
