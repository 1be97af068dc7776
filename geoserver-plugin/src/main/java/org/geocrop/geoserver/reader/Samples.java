package org.geocrop.geoserver.reader;

import java.awt.Point;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BandedSampleModel;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.raster.Cog;
import org.geocrop.render.Values;
import org.jspecify.annotations.Nullable;

/**
 * Samples of several rasters on one lattice, the first raster on top; NaN where none has data. Kept as numbers until all
 * are there: then bytes with a value for no data, floating point with NaN, or a picture with opacity.
 */
final class Samples {

    private static final int COLORS = 3;
    private static final int OPAQUE = 255;
    private static final int STEPS = 16;

    private final PixelGrid target;
    private final double[][] bands;
    private int missing;

    Samples(PixelGrid target, int bands) {
        this.target = target;
        this.bands = new double[bands][target.width() * target.height()];
        for (double[] band : this.bands) {
            Arrays.fill(band, Double.NaN);
        }
        this.missing = target.width() * target.height();
    }

    /** Whether no raster that lies below can show anywhere. */
    boolean isFull() {
        return missing == 0;
    }

    /** Puts a raster under those that are there. */
    void under(Cog raster) {
        Window part = part(raster.placed(), target);
        if (part == null) {
            return;
        }
        double[][] read = new double[bands.length][];
        for (int band = 0; band < bands.length; band++) {
            read[band] = Values.read(raster, band, target.cut(part), false);
        }
        for (int y = 0; y < part.height(); y++) {
            int to = (part.row() + y) * target.width() + part.col();
            int from = y * part.width();
            for (int x = 0; x < part.width(); x++) {
                if (Double.isNaN(bands[0][to + x]) && hasData(read, from + x)) {
                    missing--;
                    for (int band = 0; band < bands.length; band++) {
                        bands[band][to + x] = read[band][from + x];
                    }
                }
            }
        }
    }

    /** A dark pixel of a picture is data, as long as not all of its colours are none. */
    private static boolean hasData(double[][] read, int at) {
        boolean has = false;
        for (double[] band : read) {
            has |= !Double.isNaN(band[at]);
        }
        if (has) {
            for (double[] band : read) {
                band[at] = Double.isNaN(band[at]) ? 0 : band[at];
            }
        }
        return has;
    }

    /** The pixels that a raster may touch, by its edges; all where its edges have no place in the CRS; null for none. */
    static @Nullable Window part(PixelGrid from, PixelGrid target) {
        Crs.PointTransform transform = Crs.lenient(from.epsg(), target.epsg());
        double[] box = {Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int i = 0; i <= STEPS; i++) {
            double x = from.originX() + (from.maxX() - from.originX()) * i / STEPS;
            double y = from.minY() + (from.originY() - from.minY()) * i / STEPS;
            double[][] points = {{x, from.originY()}, {x, from.minY()}, {from.originX(), y}, {from.maxX(), y}};
            for (double[] point : points) {
                double[] at = transform.apply(point[0], point[1]);
                if (Double.isNaN(at[0]) || Double.isNaN(at[1])) {
                    return target.window();
                }
                box[0] = Math.min(box[0], at[0]);
                box[1] = Math.min(box[1], at[1]);
                box[2] = Math.max(box[2], at[0]);
                box[3] = Math.max(box[3], at[1]);
            }
        }
        double left = Math.max(0, Math.floor((box[0] - target.originX()) / target.resX()) - 1);
        double top = Math.max(0, Math.floor((target.originY() - box[3]) / target.resY()) - 1);
        double right = Math.min(target.width(), Math.ceil((box[2] - target.originX()) / target.resX()) + 1);
        double bottom = Math.min(target.height(), Math.ceil((target.originY() - box[1]) / target.resY()) + 1);
        return right > left && bottom > top
                ? new Window((int) left, (int) top, (int) (right - left), (int) (bottom - top))
                : null;
    }

    /** Bytes of one band, with a value for no data. */
    BufferedImage bytes(int nodata) {
        byte[] row = new byte[target.width()];
        WritableRaster raster =
                Raster.createBandedRaster(DataBuffer.TYPE_BYTE, target.width(), target.height(), 1, new Point());
        for (int y = 0; y < target.height(); y++) {
            for (int x = 0; x < row.length; x++) {
                double value = bands[0][y * row.length + x];
                row[x] = (byte) (Double.isNaN(value) ? nodata : (int) value);
            }
            raster.setDataElements(0, y, row.length, 1, row);
        }
        return gray(raster);
    }

    /** Values of one band in their unit, NaN for no data. */
    BufferedImage floats(double scale) {
        float[] row = new float[target.width()];
        WritableRaster raster = Raster.createWritableRaster(
                new BandedSampleModel(DataBuffer.TYPE_FLOAT, target.width(), target.height(), 1), new Point());
        for (int y = 0; y < target.height(); y++) {
            for (int x = 0; x < row.length; x++) {
                row[x] = (float) (bands[0][y * row.length + x] * scale);
            }
            raster.setDataElements(0, y, row.length, 1, row);
        }
        return gray(raster);
    }

    private static BufferedImage gray(WritableRaster raster) {
        ComponentColorModel colors = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                false,
                false,
                Transparency.OPAQUE,
                raster.getDataBuffer().getDataType());
        return new BufferedImage(colors, raster, false, null);
    }

    /** Red, green, blue and opacity, pixel by pixel: the operators of the host take bands of such a picture apart. */
    BufferedImage picture() {
        WritableRaster raster = Raster.createInterleavedRaster(
                DataBuffer.TYPE_BYTE, target.width(), target.height(), COLORS + 1, new Point());
        byte[] row = new byte[target.width() * (COLORS + 1)];
        for (int y = 0; y < target.height(); y++) {
            for (int x = 0; x < target.width(); x++) {
                int at = y * target.width() + x;
                boolean none = Double.isNaN(bands[0][at]);
                for (int band = 0; band < COLORS; band++) {
                    row[x * (COLORS + 1) + band] = (byte) (none ? 0 : (int) bands[band][at]);
                }
                row[x * (COLORS + 1) + COLORS] = (byte) (none ? 0 : OPAQUE);
            }
            raster.setDataElements(0, y, target.width(), 1, row);
        }
        ComponentColorModel colors = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_BYTE);
        return new BufferedImage(colors, raster, false, null);
    }
}
