package org.geocrop.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.geocrop.error.RasterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Samples that don't fill bytes. */
class PackedBitsTest {

    private static final int WIDTH = 13;
    private static final int HEIGHT = 5;

    /** locationtech/rasterframes 607, OSGeo/gdal 11457: GDAL makes uint16 with NBITS=15 of Sentinel-2's JPEG 2000. */
    @ParameterizedTest
    @CsvSource({
        "1,1,1", "2,1,1", "4,3,1", "7,1,2", "9,1,1", "10,2,2", "12,1,1", "12,1,2", "15,1,1", "15,4,2", "17,1,1",
        "24,1,2", "31,2,1"
    })
    void gdal11457SamplesOfOddSizesAreUnpacked(int bits, int bands, int predictor) {
        int[] samples = new Random(bits)
                .ints((long) WIDTH * HEIGHT * bands, 0, (int) Math.min(Integer.MAX_VALUE, 1L << bits))
                .toArray();
        try (Cog cog = file(bits, bands, predictor, samples)) {
            assertThat(cog.type()).isEqualTo(bits < 8 ? SampleType.U8 : bits < 16 ? SampleType.U16 : SampleType.U32);
            for (int band = 0; band < bands; band++) {
                int[] read = new int[WIDTH * HEIGHT];
                cog.read(0, band, cog.grid().window(), read);
                for (int i = 0; i < read.length; i++) {
                    assertThat(read[i]).as("sample %d of band %d", i, band).isEqualTo(samples[i * bands + band]);
                }
            }
        }
    }

    @Test
    void signedOnesAndThoseOfFloatingPointAreRefusedByName() {
        for (int format : new int[] {2, 3}) {
            TinyTiff tiff = TinyTiff.of(SampleType.U8, 4, 4, 1, new double[16])
                    .tag(Tiff.BITS_PER_SAMPLE, 12L)
                    .tag(Tiff.SAMPLE_FORMAT, (long) format);
            assertThatThrownBy(tiff::open)
                    .isInstanceOf(RasterException.class)
                    .hasMessageContaining("tiny.tif")
                    .hasMessageContaining("12 bits");
        }
    }

    private static Cog file(int bits, int bands, int predictor, int[] samples) {
        int row = WIDTH * bands;
        int rowBytes = (row * bits + 7) / 8;
        double[] bytes = new double[rowBytes * HEIGHT];
        for (int i = 0; i < samples.length; i++) {
            boolean isFirst = i % row < bands;
            long value = predictor == 2 && !isFirst ? samples[i] - (long) samples[i - bands] : samples[i];
            for (int b = 0; b < bits; b++) {
                int at = i % row * bits + b;
                if ((value >> (bits - 1 - b) & 1) != 0) {
                    bytes[i / row * rowBytes + at / 8] += 128 >> at % 8;
                }
            }
        }
        long[] size = new long[bands];
        java.util.Arrays.fill(size, bits);
        long[] format = new long[bands];
        java.util.Arrays.fill(format, 1);
        return TinyTiff.of(SampleType.U8, rowBytes, HEIGHT, 1, bytes)
                .tag(Tiff.IMAGE_WIDTH, (long) WIDTH)
                .tag(Tiff.SAMPLES_PER_PIXEL, (long) bands)
                .tag(Tiff.BITS_PER_SAMPLE, size)
                .tag(Tiff.SAMPLE_FORMAT, format)
                .tag(Tiff.PREDICTOR, (long) predictor)
                .open();
    }
}
