package org.geocrop.grid;

import java.util.List;
import java.util.Optional;
import org.geocrop.error.NotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * A two-dimensional tile matrix set (OGC 17-083r4): square pixels, row 0 at the top, the same tile size throughout.
 *
 * @param id such as {@code WebMercatorQuad}
 * @param uri of its definition; null for one of this server's own
 * @param crs with the order in which its documents write coordinates
 * @param wellKnownScaleSet URI, or null
 * @param matrices coarsest first
 */
public record TileMatrixSet(
        String id,
        String title,
        @Nullable String uri,
        CrsName crs,
        @Nullable String wellKnownScaleSet,
        List<Matrix> matrices) {

    /**
     * One zoom level.
     *
     * @param id such as {@code 12}
     * @param scaleDenominator for pixels of 0.28 mm
     * @param cellSize size of a pixel in CRS units
     * @param originX x of the left edge of column 0
     * @param originY y of the top edge of row 0
     * @param tileSize pixels
     * @param width columns of tiles
     * @param height rows of tiles
     */
    public record Matrix(
            String id,
            double scaleDenominator,
            double cellSize,
            double originX,
            double originY,
            int tileSize,
            long width,
            long height) {

        double span() {
            return cellSize * tileSize;
        }
    }

    /** Tiles of a matrix that meet an area: first and last column and row. */
    public record Limits(Matrix matrix, long minCol, long maxCol, long minRow, long maxRow) {}

    public TileMatrixSet {
        matrices = List.copyOf(matrices);
    }

    /**
     * A zoom level by its id.
     *
     * @throws NotFoundException if there is none
     */
    public Matrix matrix(String matrixId) {
        for (Matrix matrix : matrices) {
            if (matrix.id.equals(matrixId)) {
                return matrix;
            }
        }
        throw new NotFoundException(id + " has no tile matrix of that name");
    }

    /**
     * The pixels of a tile.
     *
     * @throws NotFoundException if the matrix has no such tile
     */
    public PixelGrid tile(Matrix matrix, long col, long row) {
        if (col < 0 || row < 0 || col >= matrix.width || row >= matrix.height) {
            throw new NotFoundException(id + " has no tile " + matrix.id + "/" + row + "/" + col + " (matrix/row/col)");
        }
        return new PixelGrid(
                crs.epsg(),
                matrix.originX + col * matrix.span(),
                matrix.originY - row * matrix.span(),
                matrix.cellSize,
                matrix.cellSize,
                matrix.tileSize,
                matrix.tileSize);
    }

    /** A square of n x n tiles as one picture. */
    public PixelGrid tile(Matrix matrix, long col, long row, int pixels) {
        PixelGrid tile = tile(matrix, col, row);
        double size = matrix.span() / pixels;
        return new PixelGrid(tile.epsg(), tile.originX(), tile.originY(), size, size, pixels, pixels);
    }

    /**
     * The tiles that an area meets; empty if the matrix does not reach it.
     *
     * @param bounds minimum x, y, maximum x, y in the set's CRS
     */
    public Optional<Limits> limits(Matrix matrix, double[] bounds) {
        // What only touches a tile's edge is not in the tile.
        double slack = 1e-6;
        double left = (bounds[0] - matrix.originX) / matrix.span() + slack;
        double right = (bounds[2] - matrix.originX) / matrix.span() - slack;
        double top = (matrix.originY - bounds[3]) / matrix.span() + slack;
        double bottom = (matrix.originY - bounds[1]) / matrix.span() - slack;
        if (!(right >= 0 && bottom >= 0 && left < matrix.width && top < matrix.height)) {
            return Optional.empty();
        }
        return Optional.of(new Limits(
                matrix,
                clamp(left, matrix.width),
                clamp(Math.max(left, right), matrix.width),
                clamp(top, matrix.height),
                clamp(Math.max(top, bottom), matrix.height)));
    }

    private static long clamp(double tile, long count) {
        return (long) Math.max(0, Math.min(count - 1.0, Math.floor(tile)));
    }

    /** The coarsest matrix whose pixels are no larger than a size in CRS units; the finest where none is that fine. */
    public Matrix forCellSize(double size) {
        for (Matrix matrix : matrices) {
            if (matrix.cellSize <= size * 1.001) {
                return matrix;
            }
        }
        return matrices.get(matrices.size() - 1);
    }

    /** What the set covers: minimum x, y, maximum x, y in its CRS. */
    public double[] bounds() {
        Matrix m = matrices.get(0);
        return new double[] {m.originX, m.originY - m.height * m.span(), m.originX + m.width * m.span(), m.originY};
    }

    /** The same tiles with twice the pixels a side, for dense screens: named {@code …x2}. */
    TileMatrixSet withDoubleTiles() {
        List<Matrix> halved = matrices.stream()
                .map(m -> new Matrix(
                        m.id,
                        m.scaleDenominator / 2,
                        m.cellSize / 2,
                        m.originX,
                        m.originY,
                        m.tileSize * 2,
                        m.width,
                        m.height))
                .toList();
        return new TileMatrixSet(id + "x2", title + ", tiles of 512 pixels", null, crs, null, halved);
    }
}
