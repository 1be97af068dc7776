package org.geocrop.pipeline.sampling;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.pipeline.schedule.PixelSeasons;
import org.geocrop.raster.Cog;

/**
 * The labelled pixels of a label raster with their fields, which are 4-connected pixels of one class. The raster is read
 * strip by strip: memory holds the labelled pixels and two rows.
 */
final class LabelledPixels {

    private static final int BLOCK = 256;

    private final int width;
    private final int height;
    private final Ints pixels = new Ints();
    private final Ints labels = new Ints();
    /** For each pixel its part of a field, and for each part another one of the same field, or itself. */
    private final Ints parts = new Ints();

    private final Ints parents = new Ints();
    /** The first pixel of each part. */
    private final Ints firsts = new Ints();

    private LabelledPixels(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /**
     * Reads the first band, 0 for no label.
     *
     * @return pixels ordered by blocks of 256, row by row within each
     */
    static LabelledPixels of(Cog raster) {
        PixelGrid grid = raster.placed();
        LabelledPixels found = new LabelledPixels(grid.width(), grid.height());
        int[] above = new int[grid.width()];
        int[] partsAbove = new int[grid.width()];
        for (int row = 0; row < grid.height(); row += BLOCK) {
            Window strip = new Window(0, row, grid.width(), Math.min(BLOCK, grid.height() - row));
            int[] values = new int[strip.size()];
            raster.data().read(0, 0, strip, values, 0);
            for (int y = 0; y < strip.height(); y++) {
                found.add(
                        row + y,
                        Arrays.copyOfRange(values, y * grid.width(), (y + 1) * grid.width()),
                        above,
                        partsAbove);
            }
        }
        return found.inBlocks();
    }

    /** Adds a row below the one that the arrays hold, which hold this one afterwards. */
    private void add(int row, int[] values, int[] above, int[] partsAbove) {
        for (int col = 0; col < width; col++) {
            int label = values[col];
            if (label != 0) {
                int pixel = row * width + col;
                boolean isLeft = col > 0 && values[col - 1] == label;
                boolean isAbove = above[col] == label;
                int part = isLeft ? partsAbove[col - 1] : isAbove ? partsAbove[col] : begin(pixel);
                if (isLeft && isAbove) {
                    join(part, partsAbove[col]);
                }
                partsAbove[col] = part;
                pixels.add(pixel);
                labels.add(label);
                parts.add(part);
            }
        }
        System.arraycopy(values, 0, above, 0, width);
    }

    private int begin(int pixel) {
        parents.add(parents.size());
        firsts.add(pixel);
        return parents.size() - 1;
    }

    private void join(int one, int other) {
        int a = root(one);
        int b = root(other);
        parents.set(Math.max(a, b), Math.min(a, b));
    }

    private int root(int part) {
        int at = part;
        while (parents.get(at) != at) {
            parents.set(at, parents.get(parents.get(at)));
            at = parents.get(at);
        }
        return at;
    }

    private LabelledPixels inBlocks() {
        int across = (width - 1) / BLOCK + 1;
        int[] next = new int[across * ((height - 1) / BLOCK + 1) + 1];
        for (int i = 0; i < pixels.size(); i++) {
            next[block(i, across) + 1]++;
        }
        for (int block = 1; block < next.length; block++) {
            next[block] += next[block - 1];
        }
        int[] order = new int[pixels.size()];
        for (int i = 0; i < order.length; i++) {
            order[next[block(i, across)]++] = i;
        }
        pixels.order(order);
        labels.order(order);
        parts.order(order);
        return this;
    }

    private int block(int i, int across) {
        int pixel = pixels.get(i);
        return pixel / width / BLOCK * across + pixel % width / BLOCK;
    }

    int size() {
        return pixels.size();
    }

    /** Columns of the raster. */
    int width() {
        return width;
    }

    /** Where a pixel is in the raster, row by row. */
    int pixel(int i) {
        return pixels.get(i);
    }

    int label(int i) {
        return labels.get(i);
    }

    /** The first pixel of the field that a pixel belongs to. */
    int field(int i) {
        return firsts.get(root(parts.get(i)));
    }

    List<PixelSeasons.Place> places() {
        return new AbstractList<>() {
            @Override
            public PixelSeasons.Place get(int i) {
                return new PixelSeasons.Place(pixel(i) % width, pixel(i) / width);
            }

            @Override
            public int size() {
                return pixels.size();
            }
        };
    }

    /** Integers that become more. */
    private static final class Ints {
        private int[] values = new int[1024];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size + (size >> 1));
            }
            values[size++] = value;
        }

        int get(int i) {
            return values[i];
        }

        void set(int i, int value) {
            values[i] = value;
        }

        int size() {
            return size;
        }

        void order(int[] order) {
            values = Arrays.stream(order).map(i -> values[i]).toArray();
        }
    }
}
