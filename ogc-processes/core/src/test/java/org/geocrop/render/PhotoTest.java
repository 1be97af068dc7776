package org.geocrop.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.geocrop.raster.Cog;
import org.geocrop.raster.SampleType;
import org.geocrop.raster.TinyTiff;
import org.junit.jupiter.api.Test;

/** Photos of the bands that files have (openlayers 17516, georaster-layer-for-leaflet 32). */
class PhotoTest {

    private static final int EXTRA_SAMPLES = 338;

    private static int[] draw(TinyTiff tiff, int styleNodata) {
        Cog cog = tiff.at(4326, 30, -17, 0.001).open();
        return MapRenderer.draw(List.of(Drawing.of(cog, new Style.Picture(styleNodata))), cog.grid())
                .argb();
    }

    @Test
    void openlayers17516NearInfraredIsNoOpacity() {
        TinyTiff tiff = TinyTiff.of(SampleType.U8, 2, 1, 4, 10, 20, 30, 0, 40, 50, 60, 128);
        assertThat(draw(tiff, -1)).containsExactly(0xff0a141e, 0xff28323c);
        assertThat(draw(tiff.tag(EXTRA_SAMPLES, 0L), -1)).containsExactly(0xff0a141e, 0xff28323c);
        assertThat(draw(tiff.tag(EXTRA_SAMPLES, 2L), -1)).containsExactly(0, 0x8028323c);
        assertThat(draw(TinyTiff.of(SampleType.U8, 1, 1, 2, 7, 0), -1)).containsExactly(0xff070707);
    }

    @Test
    void georaster32NodataOfTheFileIsTransparentWhereAllColoursHaveIt() {
        TinyTiff tiff =
                TinyTiff.of(SampleType.U8, 3, 1, 3, 0, 0, 0, 0, 50, 60, 1, 1, 1).nodata("0");
        assertThat(draw(tiff, -1)).containsExactly(0, 0xff00323c, 0xff010101);
        TinyTiff white =
                TinyTiff.of(SampleType.U8, 2, 1, 3, 255, 255, 255, 255, 1, 2).nodata("255");
        assertThat(draw(white, -1)).containsExactly(0, 0xffff0102);
        assertThat(draw(TinyTiff.of(SampleType.U8, 2, 1, 1, 9, 8), 9)).containsExactly(0, 0xff080808);
    }

    /** 16-bit reflectance: stretched by percentiles, not its low bytes. */
    @Test
    void georaster32SixteenBitsAreStretched() {
        double[] samples = new double[300];
        for (int i = 0; i < 100; i++) {
            Arrays.fill(samples, i * 3, i * 3 + 3, i == 0 ? 0 : 1000 + i * 20);
        }
        int[] argb = draw(TinyTiff.of(SampleType.U16, 10, 10, 3, samples).nodata("0"), -1);
        assertThat(argb[0]).isZero();
        assertThat(argb[1]).isEqualTo(0xff000000);
        assertThat(argb[99]).isEqualTo(0xffffffff);
        int middle = argb[50] & 255;
        assertThat(middle).isBetween(120, 136);
        for (int i = 2; i < 100; i++) {
            assertThat(argb[i] & 255).isGreaterThanOrEqualTo(argb[i - 1] & 255);
        }
    }

    @Test
    void maskedPixelsOfPhotosAreTransparent() {
        TinyTiff tiff = TinyTiff.of(SampleType.F32, 2, 1, 3, 0.1, 0.2, 0.3, Double.NaN, Double.NaN, Double.NaN);
        int[] argb = draw(tiff, -1);
        assertThat(argb[0] >>> 24).isEqualTo(255);
        assertThat(argb[1]).isZero();
        assertThat(draw(TinyTiff.of(SampleType.U8, 2, 1, 1, 5, 6).mask(2, 1, 0, 255), -1))
                .containsExactly(0, 0xff060606);
    }
}
