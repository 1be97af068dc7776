package org.geocrop.raster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.geocrop.grid.Window;

/**
 * A decoded tile or strip: samples in one primitive array, row by row.
 *
 * @param type how to read the array
 * @param array byte[], short[], int[], float[] or double[], by the type's size
 */
record Samples(SampleType type, Object array) {

    static Samples wrap(SampleType type, byte[] bytes, ByteOrder order) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        int count = bytes.length / type.bytes();
        Object array;
        switch (type) {
            case U8, I8 -> array = bytes;
            case U16, I16 -> {
                short[] shorts = new short[count];
                buffer.asShortBuffer().get(shorts);
                array = shorts;
            }
            case U32, I32 -> {
                int[] ints = new int[count];
                buffer.asIntBuffer().get(ints);
                array = ints;
            }
            case F32 -> {
                float[] floats = new float[count];
                buffer.asFloatBuffer().get(floats);
                array = floats;
            }
            case F64 -> {
                double[] doubles = new double[count];
                buffer.asDoubleBuffer().get(doubles);
                array = doubles;
            }
            default -> throw new AssertionError(type);
        }
        return new Samples(type, array);
    }

    /** Copies samples of a row. */
    @FunctionalInterface
    interface RowCopy {
        void copy(Samples tile, int from, int step, int at, int count);
    }

    /** Copies the part of a window that lies within this tile. */
    void copy(Ifd ifd, int band, Window tile, Window window, RowCopy rows) {
        int step = ifd.samplesPerTilePixel();
        Window part = tile.intersection(window);
        for (int row = part.row(); row < part.endRow(); row++) {
            int from = ((row - tile.row()) * ifd.tileWidth + part.col() - tile.col()) * step;
            int at = (row - window.row()) * window.width() + part.col() - window.col();
            rows.copy(this, from + band, step, at, part.width());
        }
    }

    /** Rows of the tile that were decoded. */
    int rows(Ifd ifd) {
        return java.lang.reflect.Array.getLength(array) / (ifd.tileWidth * ifd.samplesPerTilePixel());
    }

    int byteSize() {
        return java.lang.reflect.Array.getLength(array) * type.bytes();
    }

    /** Copies every {@code step}-th sample to ints; floating point is cut towards zero. */
    void copy(int from, int step, int[] to, int at, int count) {
        switch (type) {
            case U8 -> {
                byte[] a = (byte[]) array;
                for (int i = 0, s = from; i < count; i++, s += step) {
                    to[at + i] = a[s] & 0xff;
                }
            }
            case I8 -> {
                byte[] a = (byte[]) array;
                for (int i = 0, s = from; i < count; i++, s += step) {
                    to[at + i] = a[s];
                }
            }
            case U16 -> {
                short[] a = (short[]) array;
                for (int i = 0, s = from; i < count; i++, s += step) {
                    to[at + i] = a[s] & 0xffff;
                }
            }
            case I16 -> {
                short[] a = (short[]) array;
                for (int i = 0, s = from; i < count; i++, s += step) {
                    to[at + i] = a[s];
                }
            }
            case U32, I32 -> {
                int[] a = (int[]) array;
                for (int i = 0, s = from; i < count; i++, s += step) {
                    to[at + i] = a[s];
                }
            }
            case F32 -> {
                float[] a = (float[]) array;
                for (int i = 0, s = from; i < count; i++, s += step) {
                    to[at + i] = (int) a[s];
                }
            }
            case F64 -> {
                double[] a = (double[]) array;
                for (int i = 0, s = from; i < count; i++, s += step) {
                    to[at + i] = (int) a[s];
                }
            }
        }
    }

    /** Copies every {@code step}-th sample to doubles, without loss. */
    void copy(int from, int step, double[] to, int at, int count) {
        switch (type) {
            case F32 -> {
                float[] a = (float[]) array;
                for (int i = 0, s = from; i < count; i++, s += step) {
                    to[at + i] = a[s];
                }
            }
            case F64 -> {
                double[] a = (double[]) array;
                for (int i = 0, s = from; i < count; i++, s += step) {
                    to[at + i] = a[s];
                }
            }
            case U32 -> {
                int[] a = (int[]) array;
                for (int i = 0, s = from; i < count; i++, s += step) {
                    to[at + i] = Integer.toUnsignedLong(a[s]);
                }
            }
            case U8, I8, U16, I16, I32 -> {
                int[] ints = new int[count];
                copy(from, step, ints, 0, count);
                for (int i = 0; i < count; i++) {
                    to[at + i] = ints[i];
                }
            }
        }
    }
}
