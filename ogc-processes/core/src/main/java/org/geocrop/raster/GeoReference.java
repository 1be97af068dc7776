package org.geocrop.raster;

import org.geocrop.error.RasterException;

/**
 * Where a GeoTIFF lies (OGC 19-008r4): CRS code, top left corner and pixel size. Files that are rotated are refused;
 * files without any georeference lie at the origin with pixels of size 1 and epsg 0.
 */
record GeoReference(int epsg, double originX, double originY, double resX, double resY) {

    private static final int RASTER_TYPE = 1025;
    private static final int GEOGRAPHIC_CRS = 2048;
    private static final int PROJECTED_CRS = 3072;
    private static final int USER_DEFINED = 32767;
    private static final int PIXEL_IS_POINT = 2;

    static GeoReference of(Ifd ifd, String name) {
        double[] affine = affine(ifd, name);
        if (!(affine[2] > 0) || !(affine[3] > 0)) {
            throw new RasterException(name + " is not north-up; rotated and mirrored rasters are not supported");
        }
        boolean point = geoKey(ifd, RASTER_TYPE) == PIXEL_IS_POINT;
        double shift = point ? 0.5 : 0;
        int projected = geoKey(ifd, PROJECTED_CRS);
        int code = projected != 0 ? projected : geoKey(ifd, GEOGRAPHIC_CRS);
        return new GeoReference(
                code == USER_DEFINED ? 0 : code,
                affine[0] - shift * affine[2],
                affine[1] + shift * affine[3],
                affine[2],
                affine[3]);
    }

    /** Left, top, pixel width, pixel height. */
    private static double[] affine(Ifd ifd, String name) {
        double[] matrix = ifd.decimals(Tiff.TRANSFORMATION);
        if (matrix.length == 16) {
            if (matrix[1] != 0 || matrix[4] != 0) {
                throw new RasterException(name + " is rotated, which is not supported");
            }
            return new double[] {matrix[3], matrix[7], matrix[0], -matrix[5]};
        }
        double[] scale = ifd.decimals(Tiff.PIXEL_SCALE);
        double[] tie = ifd.decimals(Tiff.TIEPOINT);
        if (scale.length >= 2 && tie.length >= 6) {
            return new double[] {tie[3] - tie[0] * scale[0], tie[4] + tie[1] * scale[1], scale[0], scale[1]};
        }
        return new double[] {0, 0, 1, 1};
    }

    private static int geoKey(Ifd ifd, int key) {
        long[] keys = ifd.numbers(Tiff.GEO_KEYS);
        for (int i = 4; i + 3 < keys.length; i += 4) {
            if (keys[i] == key && keys[i + 1] == 0) {
                return (int) keys[i + 3];
            }
        }
        return 0;
    }
}
