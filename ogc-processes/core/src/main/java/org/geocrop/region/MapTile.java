package org.geocrop.region;

import java.util.List;
import org.geocrop.grid.PixelGrid;

/**
 * A part of a region's map that is a result of its own.
 *
 * @param id such as {@code 36S-02-80-0}: zone, column and row of the square in 100 km, quarter of the square
 * @param grid 10 m pixels of the zone, on the lattice of Sentinel-2's tiles
 * @param units in Z order, so that neighbours, which share source tiles, follow each other
 */
public record MapTile(String id, PixelGrid grid, List<WorkUnit> units) {

    public MapTile {
        units = List.copyOf(units);
    }

    /** Of the region. */
    public long pixels() {
        return units.stream().mapToLong(WorkUnit::pixels).sum();
    }
}
