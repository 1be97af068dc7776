package org.geocrop.raster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Undoes TIFF predictors in place: 2, horizontal differences (TIFF 6.0), and 3, floating point (Adobe Technical Note 3). */
final class TiffPredictor {

    private TiffPredictor() {}

    /**
     * Undoes the predictor of a decompressed tile.
     *
     * @param columns pixels in a row of the tile
     * @param bands samples of a pixel that lie side by side
     * @return the byte order of the samples afterwards
     */
    static ByteOrder undo(Ifd ifd, String name, byte[] tile, int columns, int bands, ByteOrder order) {
        return switch (ifd.predictor) {
            case 1 -> order;
            case 2 -> {
                undoDifferences(ifd, name, tile, columns * bands, bands, order);
                yield order;
            }
            case 3 -> {
                if (!ifd.type.isFloat()) {
                    throw ifd.broken(name, "has the floating point predictor on samples that are not");
                }
                undoFloat(tile, columns * bands, bands, ifd.type.bytes());
                yield ByteOrder.BIG_ENDIAN;
            }
            default -> throw ifd.broken(name, "has predictor " + ifd.predictor + ", which is not supported");
        };
    }

    /** Whether {@link #shorts} does all that a tile needs: one band of 16 bits, as most scenes have it. */
    static boolean isPlain(Ifd ifd, int bands, ByteOrder order) {
        return ifd.predictor == 2 && bands == 1 && ifd.type.bytes() == 2 && order == ByteOrder.LITTLE_ENDIAN;
    }

    /** The samples of a plain tile: the sum stays in a register. */
    static short[] shorts(byte[] tile, int columns) {
        short[] samples = new short[tile.length / 2];
        ByteBuffer.wrap(tile).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        for (int first = 0; first < samples.length; first += columns) {
            int sum = 0;
            for (int i = first; i < first + columns; i++) {
                sum += samples[i];
                samples[i] = (short) sum;
            }
        }
        return samples;
    }

    private static void undoDifferences(Ifd ifd, String name, byte[] tile, int row, int bands, ByteOrder order) {
        int bytes = ifd.type.bytes();
        ByteBuffer buffer = ByteBuffer.wrap(tile).order(order);
        int rows = tile.length / (row * bytes);
        for (int r = 0; r < rows; r++) {
            int first = r * row;
            switch (bytes) {
                case 1 -> {
                    for (int i = first + bands; i < first + row; i++) {
                        tile[i] += tile[i - bands];
                    }
                }
                case 2 -> {
                    for (int i = first + bands; i < first + row; i++) {
                        buffer.putShort(i * 2, (short) (buffer.getShort(i * 2) + buffer.getShort((i - bands) * 2)));
                    }
                }
                case 4 -> {
                    for (int i = first + bands; i < first + row; i++) {
                        buffer.putInt(i * 4, buffer.getInt(i * 4) + buffer.getInt((i - bands) * 4));
                    }
                }
                case 8 -> {
                    for (int i = first + bands; i < first + row; i++) {
                        buffer.putLong(i * 8, buffer.getLong(i * 8) + buffer.getLong((i - bands) * 8));
                    }
                }
                default -> throw ifd.broken(name, "has a predictor on samples of " + bytes + " bytes");
            }
        }
    }

    private static void undoFloat(byte[] tile, int row, int bands, int bytes) {
        int rowBytes = row * bytes;
        byte[] shuffled = new byte[rowBytes];
        for (int start = 0; start + rowBytes <= tile.length; start += rowBytes) {
            for (int i = bands; i < rowBytes; i++) {
                tile[start + i] += tile[start + i - bands];
            }
            System.arraycopy(tile, start, shuffled, 0, rowBytes);
            for (int i = 0; i < row; i++) {
                for (int b = 0; b < bytes; b++) {
                    tile[start + i * bytes + b] = shuffled[b * row + i];
                }
            }
        }
    }
}
