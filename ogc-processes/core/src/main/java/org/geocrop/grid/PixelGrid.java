package org.geocrop.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A north-up lattice of pixels in a CRS.
 *
 * @param epsg code of the CRS
 * @param originX x of the left edge of column 0 (easting, or longitude)
 * @param originY y of the top edge of row 0 (northing, or latitude)
 * @param resX width of a pixel in CRS units, above 0
 * @param resY height of a pixel in CRS units, above 0
 * @param width columns
 * @param height rows
 */
public record PixelGrid(int epsg, double originX, double originY, double resX, double resY, int width, int height) {

    public PixelGrid {
        if (!(resX > 0) || !(resY > 0)) {
            throw new IllegalArgumentException("Pixels need a size above 0: " + resX + " x " + resY);
        }
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("A grid needs at least 1 x 1 pixels: " + width + " x " + height);
        }
    }

    public double maxX() {
        return originX + width * resX;
    }

    public double minY() {
        return originY - height * resY;
    }

    public double centreX(int col) {
        return originX + (col + 0.5) * resX;
    }

    public double centreY(int row) {
        return originY - (row + 0.5) * resY;
    }

    public Window window() {
        return new Window(0, 0, width, height);
    }

    /** The pixel at a position in the grid's CRS; empty outside the grid, and for what is no number. */
    public Optional<Window> pixel(double x, double y) {
        double col = Math.floor((x - originX) / resX);
        double row = Math.floor((originY - y) / resY);
        return col >= 0 && row >= 0 && col < width && row < height
                ? Optional.of(new Window((int) col, (int) row, 1, 1))
                : Optional.empty();
    }

    public double pixelAreaHectares() {
        return resX * resY / 10_000;
    }

    /** The same lattice cut to a window of it. */
    public PixelGrid cut(Window w) {
        return new PixelGrid(
                epsg, originX + w.col() * resX, originY - w.row() * resY, resX, resY, w.width(), w.height());
    }

    /** Blocks as {@link #blocks(int, int, int)} gives them, the first at the grid's own origin. */
    public List<Window> blocks(int size) {
        return blocks(size, 0, 0);
    }

    /**
     * Blocks of {@code size} pixels that cover the grid, cut at its edges, in Z order: blocks near each other in space
     * come near each other in time, so that decoded source tiles are used again soon.
     *
     * @param left columns by which the lattice of blocks begins before the grid, from 0
     * @param top rows, likewise
     */
    public List<Window> blocks(int size, int left, int top) {
        int cols = (left + width + size - 1) / size;
        int rows = (top + height + size - 1) / size;
        int side = Integer.highestOneBit(Math.max(cols, rows) * 2 - 1);
        List<Window> blocks = new ArrayList<>();
        addQuadrant(blocks, new Window(-left, -top, size * side, size * side), size);
        return blocks;
    }

    private void addQuadrant(List<Window> blocks, Window quadrant, int size) {
        if (quadrant.col() >= width || quadrant.row() >= height || quadrant.endCol() <= 0 || quadrant.endRow() <= 0) {
            return;
        }
        if (quadrant.width() == size) {
            blocks.add(quadrant.intersection(window()));
            return;
        }
        int half = quadrant.width() / 2;
        for (int i = 0; i < 4; i++) {
            int col = quadrant.col() + i % 2 * half;
            int row = quadrant.row() + i / 2 * half;
            addQuadrant(blocks, new Window(col, row, half, half), size);
        }
    }

    /** Bounds in WGS 84, from the edges densified: west, south, east, north in degrees. */
    public double[] lonLatBounds() {
        Crs.PointTransform toLonLat = Crs.transform(epsg, Crs.WGS84);
        int steps = 16;
        double[] bounds = {
            Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY
        };
        for (int i = 0; i <= steps; i++) {
            double x = originX + (maxX() - originX) * i / steps;
            double y = minY() + (originY - minY()) * i / steps;
            double[][] points = {{x, originY}, {x, minY()}, {originX, y}, {maxX(), y}};
            for (double[] point : points) {
                double[] lonLat = toLonLat.apply(point[0], point[1]);
                bounds[0] = Math.min(bounds[0], lonLat[0]);
                bounds[1] = Math.min(bounds[1], lonLat[1]);
                bounds[2] = Math.max(bounds[2], lonLat[0]);
                bounds[3] = Math.max(bounds[3], lonLat[1]);
            }
        }
        return bounds;
    }
}
