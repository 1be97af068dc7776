package org.geocrop.raster;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Tiles compressed by JPEG (TIFF Technical Note 2): tables shared by all tiles, YCbCr turned to RGB. */
final class JpegTile {

    private static final int YCBCR = 6;

    private JpegTile() {}

    /** Samples of a tile, interleaved, one byte each. */
    static byte[] decode(Ifd ifd, String name, byte[] packed) {
        if (ifd.type != SampleType.U8) {
            throw ifd.broken(name, "has JPEG tiles of " + ifd.bits + " bits, which are not supported");
        }
        byte[] stream = withTables(ifd.bytes(Tiff.JPEG_TABLES), packed);
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        ImageReader reader = readers.next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(stream))) {
            reader.setInput(in, true, true);
            int bands = ifd.samplesPerTilePixel();
            if (reader.getWidth(0) > ifd.tileWidth || reader.getHeight(0) > ifd.tileHeight) {
                throw ifd.broken(name, "has a JPEG tile larger than its tiles are");
            }
            Raster raster = reader.readRaster(0, null);
            if (raster.getNumBands() != bands) {
                throw ifd.broken(
                        name, "has a JPEG tile of " + raster.getNumBands() + " instead of " + bands + " bands");
            }
            byte[] samples = new byte[ifd.tileWidth * ifd.tileHeight * bands];
            int[] row = new int[raster.getWidth() * bands];
            for (int y = 0; y < raster.getHeight(); y++) {
                raster.getPixels(0, y, raster.getWidth(), 1, row);
                if (ifd.photometric == YCBCR && bands == 3) {
                    toRgb(row);
                }
                for (int i = 0; i < row.length; i++) {
                    samples[y * ifd.tileWidth * bands + i] = (byte) row[i];
                }
            }
            return samples;
        } catch (IOException | RuntimeException e) {
            throw Codec.broken(ifd, name, "JPEG", e);
        } finally {
            reader.dispose();
        }
    }

    /** The tables without their end mark, then the tile without its start mark. */
    private static byte[] withTables(byte @org.jspecify.annotations.Nullable [] tables, byte[] tile) {
        if (tables == null || tables.length < 4 || tile.length < 2) {
            return tile;
        }
        byte[] joined = new byte[tables.length - 2 + tile.length - 2];
        System.arraycopy(tables, 0, joined, 0, tables.length - 2);
        System.arraycopy(tile, 2, joined, tables.length - 2, tile.length - 2);
        return joined;
    }

    /** ITU-T T.871 in the fixed-point arithmetic that JPEG libraries share. */
    private static void toRgb(int[] row) {
        for (int i = 0; i + 2 < row.length; i += 3) {
            int y = row[i];
            int cb = row[i + 1] - 128;
            int cr = row[i + 2] - 128;
            row[i] = clamp(y + (91881 * cr + 32768 >> 16));
            row[i + 1] = clamp(y + (-22554 * cb - 46802 * cr + 32768 >> 16));
            row[i + 2] = clamp(y + (116130 * cb + 32768 >> 16));
        }
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
