package org.geocrop.raster;

import java.nio.charset.StandardCharsets;
import org.geocrop.error.RasterException;

/**
 * Where a GeoTIFF lies (OGC 19-008r4).
 *
 * <p>Files that are rotated, mirrored or tied down by ground control points only are refused, and so are those that name
 * a CRS but no place in it. Files without any georeference lie at the origin with pixels of size 1.
 *
 * @param epsg code of the CRS; 0 where the file names none by an EPSG code
 * @param crs what the file calls its CRS; empty where it does not
 * @param placed whether the file says where it lies
 * @param originX left edge
 * @param originY top edge
 * @param resX width of a pixel
 * @param resY height of a pixel
 */
record GeoReference(int epsg, String crs, boolean placed, double originX, double originY, double resX, double resY) {

    private static final int MODEL_TYPE = 1024;
    private static final int RASTER_TYPE = 1025;
    private static final int CITATION = 1026;
    private static final int GEOGRAPHIC_CRS = 2048;
    private static final int GEOGRAPHIC_CITATION = 2049;
    private static final int PROJECTED_CRS = 3072;
    private static final int PROJECTED_CITATION = 3073;

    private static final int PROJECTED = 1;
    private static final int GEOGRAPHIC = 2;
    private static final int PIXEL_IS_POINT = 2;
    /** Codes from here to 32766 are EPSG's; those above, and 32767, are of users or of other authorities. */
    private static final int FIRST_EPSG = 1024;

    private static final int LAST_EPSG = 32766;

    /** A rotation that moves no pixel by more than this share of one is the rounding of whoever wrote it. */
    private static final double NO_ROTATION = 0.01;

    /** @throws RasterException naming the file if it is not north-up, or does not say where it lies */
    static GeoReference of(Ifd ifd, String name) {
        int epsg = epsg(ifd);
        double[] affine = affine(ifd, name);
        if (affine.length == 0) {
            if (ifd.numbers(Tiff.GEO_KEYS).length > 4) {
                throw new RasterException(name + " names a CRS, but does not say where in it the file lies");
            }
            return new GeoReference(0, "", false, 0, 0, 1, 1);
        }
        for (double number : affine) {
            if (!Double.isFinite(number)) {
                throw new RasterException(name + " has a georeference that is no number");
            }
        }
        if (!(affine[2] > 0) || !(affine[3] > 0)) {
            throw new RasterException(name + " is not north-up; rotated and mirrored rasters are not supported");
        }
        double shift = geoKey(ifd, RASTER_TYPE) == PIXEL_IS_POINT ? 0.5 : 0;
        return new GeoReference(
                epsg,
                citation(ifd),
                true,
                affine[0] - shift * affine[2],
                affine[1] + shift * affine[3],
                affine[2],
                affine[3]);
    }

    /** Why the file can't be put on a map: that it names no EPSG code, or no place. */
    String unknown() {
        if (!placed) {
            return "has no georeference";
        }
        return "names no CRS by an EPSG code" + (crs.isEmpty() ? "" : "; it calls its CRS '" + crs + "'");
    }

    /** The code of the CRS that the model type says: a geographic code may name only the base of a projection. */
    private static int epsg(Ifd ifd) {
        int projected = geoKey(ifd, PROJECTED_CRS);
        int model = geoKey(ifd, MODEL_TYPE);
        if (model == 0) {
            model = projected != 0 ? PROJECTED : GEOGRAPHIC;
        }
        int code = model == PROJECTED ? projected : model == GEOGRAPHIC ? geoKey(ifd, GEOGRAPHIC_CRS) : 0;
        return code < FIRST_EPSG || code > LAST_EPSG ? 0 : code;
    }

    /** Left, top, pixel width, pixel height; empty where the file has nothing of it. */
    private static double[] affine(Ifd ifd, String name) {
        double[] scale = ifd.decimals(Tiff.PIXEL_SCALE);
        double[] tie = ifd.decimals(Tiff.TIEPOINT);
        if (scale.length >= 2 && tie.length >= 6) {
            return new double[] {tie[3] - tie[0] * scale[0], tie[4] + tie[1] * scale[1], scale[0], scale[1]};
        }
        double[] matrix = ifd.decimals(Tiff.TRANSFORMATION);
        if (matrix.length == 16) {
            if (Math.abs(matrix[1]) * ifd.height > NO_ROTATION * Math.abs(matrix[0])
                    || Math.abs(matrix[4]) * ifd.width > NO_ROTATION * Math.abs(matrix[5])) {
                throw new RasterException(name + " is rotated, which is not supported");
            }
            return new double[] {matrix[3], matrix[7], matrix[0], -matrix[5]};
        }
        if (tie.length > 0) {
            throw new RasterException(
                    name + " has ground control points only, which are not supported: warp it to a north-up raster");
        }
        return new double[0];
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

    private static String citation(Ifd ifd) {
        for (int key : new int[] {PROJECTED_CITATION, CITATION, GEOGRAPHIC_CITATION}) {
            String text = geoText(ifd, key);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static String geoText(Ifd ifd, int key) {
        long[] keys = ifd.numbers(Tiff.GEO_KEYS);
        byte[] texts = ifd.bytes(Tiff.GEO_ASCII);
        for (int i = 4; texts != null && i + 3 < keys.length; i += 4) {
            if (keys[i] == key && keys[i + 1] == Tiff.GEO_ASCII && keys[i + 3] < texts.length) {
                int from = (int) keys[i + 3];
                int length = (int) Math.min(100, Math.min(keys[i + 2], texts.length - from));
                String text = new String(texts, from, length, StandardCharsets.UTF_8);
                return text.replaceAll("[|\\p{Cntrl}]+", " ").trim();
            }
        }
        return "";
    }

    /** The same further east. */
    GeoReference moved(double east) {
        return new GeoReference(epsg, crs, placed, originX + east, originY, resX, resY);
    }
}
