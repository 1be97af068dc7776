package org.geocrop.composite;

import java.util.Arrays;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;

/** For each pixel of a target grid the nearest pixel of a source. */
public abstract sealed class SourceIndex {

    /** Parts of an edge that is bent by a change of CRS. */
    private static final int AROUND = 16;
    /** Pixels by which {@link #around} may be wrong. */
    static final int OFF = 1;

    private final Window window;

    private SourceIndex(Window window) {
        this.window = window;
    }

    /** The pixels of the source that are needed. */
    public Window window() {
        return window;
    }

    /** Copies source samples to target pixels, 0 where the source has none. */
    public abstract void gather(int[] source, int[] target);

    /** The index, or null where target and source don't meet. */
    public static @Nullable SourceIndex of(PixelGrid target, PixelGrid source) {
        return target.epsg() == source.epsg() ? Aligned.between(target, source) : Warped.between(target, source);
    }

    /**
     * The pixels of the source that a target needs, or null where the two don't meet. Of two CRSs it is found by points
     * along the target's edges, and may be a pixel off.
     */
    static @Nullable Window around(PixelGrid target, PixelGrid source) {
        if (target.epsg() == source.epsg()) {
            SourceIndex index = Aligned.between(target, source);
            return index == null ? null : index.window();
        }
        Crs.PointTransform transform = Crs.transform(target.epsg(), source.epsg());
        Envelope bounds = new Envelope();
        for (int i = 0; i <= AROUND; i++) {
            double x = target.originX() + (target.maxX() - target.originX()) * i / AROUND;
            double y = target.minY() + (target.originY() - target.minY()) * i / AROUND;
            double[][] points = {{x, target.originY()}, {x, target.minY()}, {target.originX(), y}, {target.maxX(), y}};
            for (double[] point : points) {
                double[] at = transform.apply(point[0], point[1]);
                bounds.expandToInclude(at[0], at[1]);
            }
        }
        int left = (int) Math.max(0, Math.floor((bounds.getMinX() - source.originX()) / source.resX()));
        int top = (int) Math.max(0, Math.floor((source.originY() - bounds.getMaxY()) / source.resY()));
        int right = (int) Math.min(source.width(), Math.ceil((bounds.getMaxX() - source.originX()) / source.resX()));
        int bottom = (int) Math.min(source.height(), Math.ceil((source.originY() - bounds.getMinY()) / source.resY()));
        return left < right && top < bottom ? new Window(left, top, right - left, bottom - top) : null;
    }

    /** Of one CRS: a column of the source for each column of the target, and a row for each row. */
    private static final class Aligned extends SourceIndex {

        /** Places in the window, or -1. */
        private final int[] cols;

        private final int[] rows;

        private Aligned(Window window, int[] cols, int[] rows) {
            super(window);
            this.cols = cols;
            this.rows = rows;
        }

        static @Nullable SourceIndex between(PixelGrid target, PixelGrid source) {
            int[] cols = new int[target.width()];
            for (int col = 0; col < cols.length; col++) {
                cols[col] = (int) Math.floor((target.centreX(col) - source.originX()) / source.resX());
            }
            int[] rows = new int[target.height()];
            for (int row = 0; row < rows.length; row++) {
                rows[row] = (int) Math.floor((source.originY() - target.centreY(row)) / source.resY());
            }
            int left = Math.max(0, cols[0]);
            int right = Math.min(source.width() - 1, cols[cols.length - 1]);
            int top = Math.max(0, rows[0]);
            int bottom = Math.min(source.height() - 1, rows[rows.length - 1]);
            if (left > right || top > bottom) {
                return null;
            }
            shift(cols, left, right);
            shift(rows, top, bottom);
            return new Aligned(new Window(left, top, right - left + 1, bottom - top + 1), cols, rows);
        }

        private static void shift(int[] places, int first, int last) {
            for (int i = 0; i < places.length; i++) {
                places[i] = places[i] < first || places[i] > last ? -1 : places[i] - first;
            }
        }

        @Override
        public void gather(int[] source, int[] target) {
            boolean same = isSame();
            for (int row = 0; row < rows.length; row++) {
                int at = row * cols.length;
                int from = rows[row] * window().width();
                if (rows[row] < 0) {
                    Arrays.fill(target, at, at + cols.length, 0);
                } else if (same) {
                    System.arraycopy(source, from, target, at, cols.length);
                } else {
                    for (int col = 0; col < cols.length; col++) {
                        target[at + col] = cols[col] < 0 ? 0 : source[from + cols[col]];
                    }
                }
            }
        }

        /** Whether each column of the target is that of the window. */
        private boolean isSame() {
            for (int col = 0; col < cols.length; col++) {
                if (cols[col] != col) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Of two CRSs: by a warp whose control points lie 16 pixels apart (within a UTM zone's width the error of that is
     * below a millimetre).
     */
    private static final class Warped extends SourceIndex {

        private static final int CONTROL = 16;

        /** For each target pixel the place in the source window, or -1. */
        private final int[] places;

        private Warped(Window window, int[] places) {
            super(window);
            this.places = places;
        }

        static @Nullable SourceIndex between(PixelGrid target, PixelGrid source) {
            int[] cols = new int[target.width() * target.height()];
            int[] rows = new int[cols.length];
            warp(target, source, cols, rows);
            return enclose(source, cols, rows);
        }

        @Override
        public void gather(int[] source, int[] target) {
            for (int i = 0; i < places.length; i++) {
                int place = places[i];
                target[i] = place < 0 ? 0 : source[place];
            }
        }

        private static void warp(PixelGrid target, PixelGrid source, int[] cols, int[] rows) {
            Crs.PointTransform transform = Crs.transform(target.epsg(), source.epsg());
            int across = (target.width() - 1) / CONTROL + 2;
            int down = (target.height() - 1) / CONTROL + 2;
            double[] control = new double[across * down * 2];
            for (int y = 0, i = 0; y < down; y++) {
                for (int x = 0; x < across; x++) {
                    control[i++] = target.centreX(x * CONTROL);
                    control[i++] = target.centreY(y * CONTROL);
                }
            }
            transform.apply(control, across * down);
            for (int row = 0, i = 0; row < target.height(); row++) {
                double v = row % CONTROL / (double) CONTROL;
                for (int col = 0; col < target.width(); col++, i++) {
                    double u = col % CONTROL / (double) CONTROL;
                    int at = (row / CONTROL * across + col / CONTROL) * 2;
                    int below = at + across * 2;
                    double x = mix(control[at], control[at + 2], control[below], control[below + 2], u, v);
                    double y = mix(control[at + 1], control[at + 3], control[below + 1], control[below + 3], u, v);
                    cols[i] = (int) Math.floor((x - source.originX()) / source.resX());
                    rows[i] = (int) Math.floor((source.originY() - y) / source.resY());
                }
            }
        }

        private static double mix(double a, double b, double c, double d, double u, double v) {
            return (a + (b - a) * u) * (1 - v) + (c + (d - c) * u) * v;
        }

        private static @Nullable SourceIndex enclose(PixelGrid source, int[] cols, int[] rows) {
            int left = Integer.MAX_VALUE;
            int top = Integer.MAX_VALUE;
            int right = -1;
            int bottom = -1;
            for (int i = 0; i < cols.length; i++) {
                if (cols[i] >= 0 && cols[i] < source.width() && rows[i] >= 0 && rows[i] < source.height()) {
                    left = Math.min(left, cols[i]);
                    right = Math.max(right, cols[i]);
                    top = Math.min(top, rows[i]);
                    bottom = Math.max(bottom, rows[i]);
                } else {
                    cols[i] = -1;
                }
            }
            if (right < 0) {
                return null;
            }
            Window window = new Window(left, top, right - left + 1, bottom - top + 1);
            for (int i = 0; i < cols.length; i++) {
                cols[i] = cols[i] < 0 ? -1 : (rows[i] - top) * window.width() + cols[i] - left;
            }
            return new Warped(window, cols);
        }
    }
}
