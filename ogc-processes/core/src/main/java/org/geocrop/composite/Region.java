package org.geocrop.composite;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.grid.PixelGrid;

/**
 * Blocks of a target grid that are read together, cell by cell: memory holds the decoded tiles of a cell, and those of
 * its scenes' tiles that reach into later cells.
 *
 * @param cells for each cell its blocks; all of one CRS and pixel size
 * @param isCached whether tiles stay in the cache for other regions
 */
public record Region(List<List<PixelGrid>> cells, boolean isCached) {

    public Region {
        cells = cells.stream().filter(cell -> !cell.isEmpty()).map(List::copyOf).toList();
    }

    /** A region of one block, beside which others may be read. */
    public static Region of(PixelGrid block) {
        return new Region(List.of(List.of(block)), true);
    }

    /** All blocks, in the order of cells; their places in this list number them. */
    public List<PixelGrid> blocks() {
        List<PixelGrid> blocks = new ArrayList<>();
        cells.forEach(blocks::addAll);
        return blocks;
    }

    /** For each cell the grid that encloses its blocks. */
    List<PixelGrid> bounds() {
        return cells.stream().map(Region::enclosing).toList();
    }

    private static PixelGrid enclosing(List<PixelGrid> blocks) {
        PixelGrid first = blocks.get(0);
        double left = blocks.stream().mapToDouble(PixelGrid::originX).min().orElseThrow();
        double top = blocks.stream().mapToDouble(PixelGrid::originY).max().orElseThrow();
        double right = blocks.stream().mapToDouble(PixelGrid::maxX).max().orElseThrow();
        double bottom = blocks.stream().mapToDouble(PixelGrid::minY).min().orElseThrow();
        return new PixelGrid(
                first.epsg(),
                left,
                top,
                first.resX(),
                first.resY(),
                (int) Math.round((right - left) / first.resX()),
                (int) Math.round((top - bottom) / first.resY()));
    }
}
