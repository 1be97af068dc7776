package org.geocrop.pipeline.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.geocrop.composite.OpenScene;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.stac.Band;

/**
 * How a map is cut: into blocks, which are worked on, within cells, which are as large as the scenes' 10 m tiles, within
 * areas, which are as large as their 20 m tiles, and which are read as a whole. All are cut along the lattice that most
 * scenes share, so that a tile belongs to one area.
 */
public final class Areas {

    static final int BLOCK = 256;
    /** The lattice that places blocks: catalogues' COGs have tiles of up to so many pixels. */
    private static final int LATTICE = 1024;

    /**
     * An area of a map.
     *
     * @param cells for each cell its blocks
     */
    public record Area(List<List<Window>> cells) {

        public int blocks() {
            return cells.stream().mapToInt(List::size).sum();
        }
    }

    /** Width and height in pixels of the target. */
    private record Size(int width, int height) {

        static Size of(double[] metres, PixelGrid grid) {
            return new Size(pixels(metres[0] / grid.resX()), pixels(metres[1] / grid.resY()));
        }

        private static int pixels(double size) {
            return (int) Math.max(LATTICE, Math.ceil(size / BLOCK - 1e-6) * BLOCK);
        }

        Size atMost(PixelGrid grid, long pixels) {
            int w = Math.min(width, roundedUp(grid.width()));
            int h = Math.min(height, roundedUp(grid.height()));
            h = (int) Math.max(BLOCK, Math.min(h, pixels / w / BLOCK * BLOCK));
            return new Size((int) Math.max(BLOCK, Math.min(w, pixels / h / BLOCK * BLOCK)), h);
        }

        /** One block more than needed: a lattice may begin within the first. */
        private static int roundedUp(int size) {
            return (size / BLOCK + 2) * BLOCK;
        }
    }

    private record Layout(int left, int top, Size cell, Size area) {}

    private Areas() {}

    /**
     * All blocks of a grid, area by area; within an area in Z order.
     *
     * @param pixels that an area may have, if that is more than a block
     */
    public static List<Area> of(PixelGrid grid, List<OpenScene> scenes, long pixels) {
        Layout layout = layout(grid, scenes);
        Size area = layout.area.atMost(grid, pixels);
        Size cell = layout.cell.atMost(grid, (long) area.width * area.height);
        Map<List<Integer>, Map<List<Integer>, List<Window>>> areas = new LinkedHashMap<>();
        for (Window block : grid.blocks(BLOCK, layout.left % LATTICE, layout.top % LATTICE)) {
            int col = block.col() + layout.left;
            int row = block.row() + layout.top;
            areas.computeIfAbsent(place(col, row, area), key -> new LinkedHashMap<>())
                    .computeIfAbsent(place(col, row, cell), key -> new ArrayList<>())
                    .add(block);
        }
        return areas.values().stream()
                .map(cells -> new Area(List.copyOf(cells.values())))
                .toList();
    }

    /** Of areas those blocks whose first pixel lies in a part of the grid. */
    public static List<Area> within(List<Area> areas, Window part) {
        return areas.stream()
                .map(area -> new Area(area.cells().stream()
                        .map(cell -> cell.stream()
                                .filter(block -> part.intersects(new Window(block.col(), block.row(), 1, 1)))
                                .toList())
                        .filter(cell -> !cell.isEmpty())
                        .toList()))
                .filter(area -> area.blocks() > 0)
                .toList();
    }

    private static List<Integer> place(int col, int row, Size size) {
        return List.of(col / size.width, row / size.height);
    }

    /** What most scenes of the grid's zone have: first the lattice of blocks, then the tiles' sizes and place on it. */
    private static Layout layout(PixelGrid grid, List<OpenScene> scenes) {
        List<OpenScene> near = scenes.stream()
                .filter(scene ->
                        scene.grid().epsg() == grid.epsg() && scene.grid().resX() == grid.resX())
                .toList();
        List<OpenScene> common = most(near, scene -> offset(grid, scene, LATTICE, LATTICE));
        List<OpenScene> alike =
                most(common, scene -> List.of(size(grid, scene, Band.B04), size(grid, scene, Band.B05)));
        if (alike.isEmpty()) {
            Size small = new Size(LATTICE, LATTICE);
            return new Layout(0, 0, small, small);
        }
        OpenScene first = alike.get(0);
        Size cell = size(grid, first, Band.B04);
        Size coarse = size(grid, first, Band.B05);
        Size area = new Size(Math.max(cell.width, coarse.width), Math.max(cell.height, coarse.height));
        List<Integer> place = most(alike, scene -> offset(grid, scene, area.width, area.height)).stream()
                .findFirst()
                .map(scene -> offset(grid, scene, area.width, area.height))
                .orElseThrow();
        return new Layout(place.get(0), place.get(1), cell, area);
    }

    private static Size size(PixelGrid grid, OpenScene scene, Band band) {
        return Size.of(scene.tileMetres(band), grid);
    }

    /** Columns and rows by which a lattice of a scene's tiles begins before the grid. */
    private static List<Integer> offset(PixelGrid grid, OpenScene scene, int width, int height) {
        long left = Math.round((grid.originX() - scene.grid().originX()) / grid.resX());
        long top = Math.round((scene.grid().originY() - grid.originY()) / grid.resY());
        return List.of(Math.floorMod(left, width), Math.floorMod(top, height));
    }

    private static <T> List<OpenScene> most(List<OpenScene> scenes, Function<OpenScene, T> of) {
        Map<T, List<OpenScene>> groups = new LinkedHashMap<>();
        scenes.forEach(scene -> groups.computeIfAbsent(of.apply(scene), key -> new ArrayList<>())
                .add(scene));
        List<OpenScene> largest = List.of();
        for (List<OpenScene> group : groups.values()) {
            largest = group.size() > largest.size() ? group : largest;
        }
        return largest;
    }
}
