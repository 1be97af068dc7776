package org.geocrop.raster;

import java.nio.ByteOrder;
import java.util.Arrays;

/** From the packed bytes of a tile to its samples. */
final class TileDecoder {

    private final String name;
    private final ByteOrder order;

    /** A decoder for a file of a byte order; its name is for messages. */
    TileDecoder(String name, ByteOrder order) {
        this.name = name;
        this.order = order;
    }

    /**
     * Samples of a tile, or of its first rows where packing allows it.
     *
     * @param tile its place among the image's tiles
     * @param endRow row of the image, before which all rows are wanted
     */
    Samples decode(Ifd ifd, int tile, byte[] packed, int endRow) {
        int bands = ifd.samplesPerTilePixel();
        if (ifd.compression == Ifd.JPEG) {
            return new Samples(SampleType.U8, JpegTile.decode(ifd, name, packed));
        }
        if (ifd.isPacked()) {
            return PackedBits.unpack(ifd, name, packed);
        }
        int rowBytes = ifd.tileWidth * bands * ifd.type.bytes();
        int rows = ifd.rowsBefore(endRow, tile);
        byte[] bytes = Codec.decode(ifd, name, packed, rowBytes * rows, rowBytes * Math.min(rows, rowsIn(ifd, tile)));
        if (TiffPredictor.isPlain(ifd, bands, order)) {
            return new Samples(ifd.type, TiffPredictor.shorts(bytes, ifd.tileWidth));
        }
        ByteOrder now = TiffPredictor.undo(ifd, name, bytes, ifd.tileWidth, bands, order);
        return Samples.wrap(ifd.type, bytes, now);
    }

    /** Rows that a tile must hold: the last strip of an image may be shorter than the others. */
    private static int rowsIn(Ifd ifd, int tile) {
        if (!ifd.striped) {
            return ifd.tileHeight;
        }
        int strip = tile % ifd.tilesDown();
        return Math.min(ifd.tileHeight, ifd.height - strip * ifd.tileHeight);
    }

    /** A tile that is not stored: full of nodata. */
    static Samples sparse(Ifd ifd, double fill) {
        int count = ifd.tileWidth * ifd.tileHeight * ifd.samplesPerTilePixel();
        return switch (ifd.type) {
            case U8, I8 -> {
                byte[] a = new byte[count];
                Arrays.fill(a, (byte) (int) fill);
                yield new Samples(ifd.type, a);
            }
            case U16, I16 -> {
                short[] a = new short[count];
                Arrays.fill(a, (short) (int) fill);
                yield new Samples(ifd.type, a);
            }
            case U32, I32 -> {
                int[] a = new int[count];
                Arrays.fill(a, (int) (long) fill);
                yield new Samples(ifd.type, a);
            }
            case F32 -> {
                float[] a = new float[count];
                Arrays.fill(a, (float) fill);
                yield new Samples(ifd.type, a);
            }
            case F64 -> {
                double[] a = new double[count];
                Arrays.fill(a, fill);
                yield new Samples(ifd.type, a);
            }
        };
    }
}
