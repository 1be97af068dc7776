package org.geocrop.raster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.geocrop.grid.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no data, in the files that people have. */
class NoDataTest {

    private static final double NONE = Double.NaN;

    /** OSGeo/gdal 3791: WorldClim's tag is not the float that its samples are; GDAL itself writes inf. */
    @ParameterizedTest
    @CsvSource({
        "F32, -3.4e38, -3.3999999521443642E38",
        "F32, -3.4e+38, -3.3999999521443642E38",
        "F32, -3.4028234663852886e+38, -3.4028234663852886E38",
        "F32, -3.40282347e+38, -3.4028234663852886E38",
        "F32, 0.1, 0.10000000149011612",
        "F64, 0.1, 0.1",
        "F32, -1.7976931348623157e+308, -Infinity",
        "F64, -1.7976931348623157e+308, -1.7976931348623157E308",
        "F32, inf, Infinity",
        "F32, -inf, -Infinity",
        "F64, Infinity, Infinity",
        "F32, nan, NaN",
        "F32, -nan, NaN",
        "F64, NaN, NaN",
        "F32, -1.#IND, NaN",
        "F32, 1.#INF00, Infinity",
        "I16, -9999, -9999",
        "I16, ' -9999.0 ', -9999",
        "I16, -9999 -9999 -9999, -9999",
        "U8, 255, 255",
        "U8, 2.55e2, 255",
        "I8, -128, -128",
        "U32, 4294967295, 4294967295",
        "I32, -2147483648, -2147483648",
        "U8, -9999, ",
        "U8, 256, ",
        "U16, -1, ",
        "I8, 255, ",
        "I16, 32768, ",
        "U8, 0.5, ",
        "U8, nan, ",
        "I16, inf, ",
        "U8, none, ",
        "F32, 1d, ",
        "F32, 0x1p3, ",
        "F32, '-9999,5', ",
        "F32, '', "
    })
    void gdal3791TheNumberIsRoundedToTheType(SampleType type, String text, Double value) {
        assertThat(NoData.value(text, type))
                .isEqualTo(value == null ? OptionalDouble.empty() : OptionalDouble.of(value));
    }

    @Test
    void gdal3791SamplesOfWorldClimAreMasked() {
        Cog cog = TinyTiff.of(SampleType.F32, 4, 1, 1, -3.4e38, 12.75, Double.NaN, Double.POSITIVE_INFINITY)
                .nodata("-3.4e38")
                .open();
        assertThat(doubles(cog, 0)).containsExactly(NONE, 12.75, NONE, Double.POSITIVE_INFINITY);
        Cog infinite = TinyTiff.of(SampleType.F32, 3, 1, 1, Double.POSITIVE_INFINITY, 1, Double.NEGATIVE_INFINITY)
                .nodata("inf")
                .open();
        assertThat(doubles(infinite, 0)).containsExactly(NONE, 1, Double.NEGATIVE_INFINITY);
        assertThat(integers(infinite)).containsExactly(-7, 1, Integer.MIN_VALUE);
    }

    @Test
    void integersOfAllTypesAreMasked() {
        Cog signed = TinyTiff.of(SampleType.I16, 3, 1, 1, -9999, 0, 5)
                .nodata("-9999")
                .open();
        assertThat(integers(signed)).containsExactly(-7, 0, 5);
        Cog unsigned = TinyTiff.of(SampleType.U32, 2, 1, 1, 4e9, 4294967295d)
                .nodata("4294967295")
                .open();
        assertThat(doubles(unsigned, 0)).containsExactly(4e9, NONE);
        assertThat(integers(unsigned)).containsExactly((int) 4_000_000_000L, -7);
        Cog missing =
                TinyTiff.of(SampleType.U8, 2, 1, 1, 0, 241).nodata("-9999").open();
        assertThat(doubles(missing, 0)).containsExactly(0, 241);
    }

    /** rio-tiler 401, gdal 1455: overviews have no mask, or the first has none. */
    @Test
    void rioTiler401MaskOfTheFullImageCountsForOverviews() {
        TinyTiff tiff = TinyTiff.of(SampleType.U8, 4, 2, 1, 1, 2, 3, 4, 5, 6, 7, 8)
                .overview(SampleType.U8, 2, 1, 1, 9, 10)
                .overview(SampleType.U8, 1, 1, 1, 11)
                .mask(4, 2, 0, 1, 1, 1, 1, 0, 255, 0);
        Cog cog = tiff.open();
        assertThat(doubles(cog, 0)).containsExactly(NONE, 2, 3, 4, 5, NONE, 7, NONE);
        // Centres of the two pixels lie on columns 1 and 3 of row 1.
        assertThat(doubles(cog, 1)).containsExactly(NONE, NONE);
        assertThat(doubles(cog, 2)).containsExactly(7 + 4);
        Cog own = tiff.mask(2, 1, 255, 0).open();
        assertThat(doubles(own, 1)).containsExactly(9, NONE);
        assertThat(doubles(own, 2)).containsExactly(NONE);
    }

    @Test
    void masksMuchFinerThanAnOverviewAreReadInPieces() {
        int width = 200_000;
        double[] samples = new double[width];
        double[] mask = new double[width];
        for (int i = 0; i < width; i++) {
            mask[i] = i < width / 2 ? 0 : 255;
        }
        double[] overview = new double[1000];
        java.util.Arrays.fill(overview, 3);
        Cog cog = TinyTiff.of(SampleType.U8, width, 1, 1, samples)
                .overview(SampleType.U8, 1000, 1, 1, overview)
                .mask(width, 1, mask)
                .open();
        java.util.Arrays.fill(overview, 0, 500, NONE);
        assertThat(doubles(cog, 1)).containsExactly(overview);
    }

    /** openlayers 17516: the fourth band of RGB + NIR is no alpha; the second of grey + alpha is, by ExtraSamples. */
    @Test
    void openlayers17516AlphaOnlyByExtraSamples() {
        TinyTiff nir = TinyTiff.of(SampleType.U8, 2, 1, 4, 1, 2, 3, 0, 4, 5, 6, 200);
        for (Object extra : new Object[] {null, 0L}) {
            Cog cog = nir.tag(Tiff.EXTRA_SAMPLES, extra).open();
            assertThat(cog.data().alphaBand()).isEqualTo(-1);
            assertThat(doubles(cog, 0)).containsExactly(1, 4);
        }
        for (long extra : new long[] {1, 2}) {
            Cog cog = nir.tag(Tiff.EXTRA_SAMPLES, extra).open();
            assertThat(cog.data().alphaBand()).isEqualTo(3);
            assertThat(doubles(cog, 0)).containsExactly(NONE, 4);
            assertThat(integers(cog)).containsExactly(-7, 4);
        }
        Cog two = TinyTiff.of(SampleType.U8, 1, 1, 5, 1, 2, 3, 4, 0)
                .tag(Tiff.EXTRA_SAMPLES, new long[] {0, 2})
                .open();
        assertThat(two.data().alphaBand()).isEqualTo(4);
        Cog grey = TinyTiff.of(SampleType.F32, 2, 1, 2, 1.5, 0.25, 2.5, 0)
                .tag(Tiff.EXTRA_SAMPLES, 2L)
                .open();
        assertThat(doubles(grey, 0)).containsExactly(1.5, NONE);
    }

    private static double[] doubles(Cog cog, int level) {
        Window all = cog.grid(level).window();
        double[] samples = new double[all.size()];
        cog.data().read(level, 0, all, samples);
        return samples;
    }

    private static int[] integers(Cog cog) {
        Window all = cog.grid().window();
        int[] samples = new int[all.size()];
        cog.data().read(0, 0, all, samples, -7);
        return samples;
    }
}
