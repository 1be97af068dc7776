package org.geocrop.raster;

/** The numbers that rasters hold. */
public enum SampleType {
    U8(1, 1),
    I8(1, 2),
    U16(2, 1),
    I16(2, 2),
    U32(4, 1),
    I32(4, 2),
    F32(4, 3),
    F64(8, 3);

    private final int bytes;
    private final int tiffFormat;

    SampleType(int bytes, int tiffFormat) {
        this.bytes = bytes;
        this.tiffFormat = tiffFormat;
    }

    /** Bytes of one sample. */
    public int bytes() {
        return bytes;
    }

    /** The value of TIFF's SampleFormat tag: 1 unsigned, 2 signed, 3 IEEE floating point. */
    public int tiffFormat() {
        return tiffFormat;
    }

    public boolean isFloat() {
        return tiffFormat == 3;
    }

    /** Whether samples can have exactly this value. */
    public boolean holds(double value) {
        return switch (this) {
            case F64 -> true;
            case F32 -> Double.isNaN(value) || (float) value == value;
            case U8, U16, U32 -> value == Math.rint(value) && value >= 0 && value < Math.scalb(1.0, 8 * bytes);
            case I8, I16, I32 ->
                value == Math.rint(value)
                        && value >= -Math.scalb(1.0, 8 * bytes - 1)
                        && value < Math.scalb(1.0, 8 * bytes - 1);
        };
    }
}
