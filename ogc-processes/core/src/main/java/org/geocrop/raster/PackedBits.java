package org.geocrop.raster;

/**
 * Unsigned samples of 1 to 31 bits side by side, the highest bit first, each row from a new byte (TIFF 6.0, FillOrder 1):
 * what GDAL writes with NBITS, as for Sentinel-2's JPEG 2000 files, which have 15 bits.
 */
final class PackedBits {

    private PackedBits() {}

    /** The samples of a tile in the type's size; differences of the horizontal predictor are added up. */
    static Samples unpack(Ifd ifd, String name, byte[] packed) {
        int bands = ifd.samplesPerTilePixel();
        int row = ifd.tileWidth * bands;
        int rowBytes = (int) (((long) row * ifd.bits + 7) / 8);
        byte[] bytes = Codec.decode(ifd, name, packed, rowBytes * ifd.tileHeight, rowBytes);
        int[] samples = new int[row * ifd.tileHeight];
        for (int first = 0, from = 0; first < samples.length; first += row, from += rowBytes) {
            unpackRow(bytes, from, ifd.bits, samples, first, row);
        }
        if (ifd.predictor == 2) {
            addUp(samples, row, bands, (int) ((1L << ifd.bits) - 1));
        } else if (ifd.predictor != 1) {
            throw ifd.broken(name, "has predictor " + ifd.predictor + " on samples of " + ifd.bits + " bits");
        }
        return new Samples(ifd.type, narrow(samples, ifd.type));
    }

    private static void unpackRow(byte[] bytes, int from, int bits, int[] samples, int at, int count) {
        long window = 0;
        int have = 0;
        int mask = (int) ((1L << bits) - 1);
        int next = from;
        for (int i = at; i < at + count; i++) {
            while (have < bits) {
                window = window << 8 | bytes[next++] & 0xff;
                have += 8;
            }
            have -= bits;
            samples[i] = (int) (window >>> have) & mask;
        }
    }

    private static void addUp(int[] samples, int row, int bands, int mask) {
        for (int first = 0; first < samples.length; first += row) {
            for (int i = first + bands; i < first + row; i++) {
                samples[i] = samples[i] + samples[i - bands] & mask;
            }
        }
    }

    private static Object narrow(int[] samples, SampleType type) {
        if (type == SampleType.U8) {
            byte[] bytes = new byte[samples.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) samples[i];
            }
            return bytes;
        }
        if (type == SampleType.U16) {
            short[] shorts = new short[samples.length];
            for (int i = 0; i < shorts.length; i++) {
                shorts[i] = (short) samples[i];
            }
            return shorts;
        }
        return samples;
    }
}
