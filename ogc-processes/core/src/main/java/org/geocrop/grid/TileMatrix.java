package org.geocrop.grid;

import org.geocrop.error.NotFoundException;

/**
 * Tiles of 256 pixels of the OGC tile matrix set WebMercatorQuad (OGC 17-083r4, annex D.1): EPSG:3857, row 0 at the
 * top.
 */
public final class TileMatrix {

    public static final int TILE_SIZE = 256;
    public static final int MAX_ZOOM = 24;

    private static final double HALF_WORLD = 20037508.3427892;

    private TileMatrix() {}

    /**
     * The pixel grid of a tile.
     *
     * @throws NotFoundException if the matrix set has no such tile
     */
    public static PixelGrid webMercatorTile(int zoom, int col, int row, int size) {
        if (zoom < 0 || zoom > MAX_ZOOM || col < 0 || row < 0 || col >= 1L << zoom || row >= 1L << zoom) {
            throw new NotFoundException("WebMercatorQuad has no tile " + zoom + "/" + col + "/" + row);
        }
        double span = 2 * HALF_WORLD / (1L << zoom);
        double resolution = span / size;
        return new PixelGrid(
                Crs.WEB_MERCATOR,
                -HALF_WORLD + col * span,
                HALF_WORLD - row * span,
                resolution,
                resolution,
                size,
                size);
    }

    /** The zoom whose pixels on the ground at a latitude are nearest to, and not coarser than, a resolution in metres. */
    public static int zoomFor(double metres, double latitude) {
        double worldPixels = 2 * HALF_WORLD * Math.cos(Math.toRadians(latitude)) / (TILE_SIZE * metres);
        return (int) Math.max(0, Math.min(MAX_ZOOM, Math.ceil(Math.log(worldPixels) / Math.log(2) - 1e-9)));
    }
}
