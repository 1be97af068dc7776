package org.geocrop.maps;

import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.render.Picture;

/**
 * Pixels of a map that lie outside of where its CRS is defined (20-058, 8.2: void): beyond a pole or the antimeridian. UTM
 * zones have none: their coordinates go on.
 */
final class VoidArea {

    private static final double MERCATOR = 20037508.342789244;

    private VoidArea() {}

    /** The picture with another colour, 0xAARRGGBB, where the CRS is not defined; itself where it is defined everywhere. */
    static Picture paint(Picture picture, PixelGrid grid, int argb) {
        double x = halfWidth(grid.epsg());
        double y = Crs.isGeographic(grid.epsg()) ? 90 : x;
        if (grid.originX() >= -x && grid.maxX() <= x && grid.minY() >= -y && grid.originY() <= y) {
            return picture;
        }
        int[] pixels = picture.argb().clone();
        for (int row = 0; row < grid.height(); row++) {
            boolean isRowVoid = Math.abs(grid.centreY(row)) > y;
            for (int col = 0; col < grid.width(); col++) {
                if (isRowVoid || Math.abs(grid.centreX(col)) > x) {
                    pixels[row * grid.width() + col] = argb;
                }
            }
        }
        return new Picture.Rgba(grid.width(), grid.height(), pixels);
    }

    private static double halfWidth(int epsg) {
        if (Crs.isGeographic(epsg)) {
            return 180;
        }
        return epsg == Crs.WEB_MERCATOR ? MERCATOR : Double.MAX_VALUE;
    }
}
