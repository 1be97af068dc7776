package org.geocrop.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.geocrop.error.RasterException;
import org.geocrop.grid.PixelGrid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that lie where they say, or are refused by name. */
class GeoReferenceTest {

    private static TinyTiff tiff() {
        return TinyTiff.of(SampleType.U8, 2, 2, 1, 1, 2, 3, 4);
    }

    @Test
    void aNorthUpFileLiesWhereItsTagsSay() {
        PixelGrid grid = tiff().at(32735, 500_000, 8_000_000, 10).open().placed();
        assertThat(grid).isEqualTo(new PixelGrid(32735, 500_000, 8_000_000, 10, 10, 2, 2));
        assertThat(tiff().at(4326, 30, -17, 0.5).open().placed().originX()).isEqualTo(30);
    }

    @Test
    void pixelIsPointTiesTheCentreOfTheFirstPixel() {
        PixelGrid grid = tiff().at(4326, 30, -17, 0.5)
                .geoKeys(1024, 2, 1025, 2, 2048, 4326)
                .open()
                .placed();
        assertThat(grid.originX()).isEqualTo(29.75);
        assertThat(grid.originY()).isEqualTo(-16.75);
    }

    /** geotrellis 3489: GHSL in ESRI:54009, by a user's model, a user's code or ESRI's code. */
    @ParameterizedTest
    @CsvSource({"32767, 0", "32767, 32767", "1, 32767", "1, 0", "1, 54009", "3, 0"})
    void geotrellis3489ACrsWithoutEpsgCodeIsNotItsGeographicBase(int model, int projected) {
        Cog cog = tiff().at(4326, -18_041_000, 9_000_000, 1000)
                .geoKeys(1024, model, 1025, 1, 2048, 4326, 3072, projected)
                .open();
        assertThat(cog.grid().epsg()).isZero();
        assertThatThrownBy(cog::placed)
                .isInstanceOf(RasterException.class)
                .hasMessageContaining("tiny.tif names no CRS by an EPSG code");
    }

    @Test
    void geotrellis3489TheFilesOwnNameOfItsCrsIsTold() {
        Cog cog = tiff().at(4326, 0, 0, 1000)
                .tag(Tiff.GEO_ASCII, "World_Mollweide|WGS 84|")
                .tag(Tiff.GEO_KEYS, new long[] {1, 1, 0, 3, 1024, 0, 1, 1, 3072, 0, 1, 32767, 3073, 34737, 16, 0})
                .open();
        assertThatThrownBy(cog::placed).hasMessageContaining("it calls its CRS 'World_Mollweide'");
    }

    @Test
    void aCodeThatNobodyKnowsIsRefusedByName() {
        Cog cog =
                tiff().at(2000, 0, 0, 10).geoKeys(1024, 1, 1025, 1, 3072, 19999).open();
        assertThatThrownBy(cog::placed).hasMessageContaining("tiny.tif").hasMessageContaining("EPSG:19999");
    }

    /** titiler-eopf 15: ground control points only. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void titilerEopf15GroundControlPointsAreNoPlace(int points) {
        double[] tie = new double[points * 6];
        for (int i = 0; i < points; i++) {
            tie[i * 6] = i % 2 * 2;
            tie[i * 6 + 1] = i / 2 * 2;
            tie[i * 6 + 3] = 30 + i;
            tie[i * 6 + 4] = -17 - i;
        }
        TinyTiff tiff = tiff().at(4326, 0, 0, 1).tag(Tiff.PIXEL_SCALE, null).tag(Tiff.TIEPOINT, tie);
        assertThatThrownBy(tiff::open).hasMessageContaining("tiny.tif has ground control points only");
    }

    @Test
    void aCrsWithoutAPlaceIsRefused() {
        assertThatThrownBy(() -> tiff().geoKeys(1024, 2, 1025, 1, 2048, 4326).open())
                .hasMessageContaining("tiny.tif names a CRS, but does not say where");
    }

    @Test
    void aPictureWithoutAnythingCanBeReadButNotPlaced() {
        Cog cog = tiff().open();
        assertThat(cog.isPlaced()).isFalse();
        assertThatThrownBy(cog::placed).hasMessageContaining("tiny.tif has no georeference");
    }

    @Test
    void rotatedAndMirroredFilesAreRefused() {
        assertThatThrownBy(() -> matrix(10, 1, -1, -10)).hasMessageContaining("rotated");
        assertThatThrownBy(() -> matrix(10, 0, 0, 10)).hasMessageContaining("not north-up");
        assertThatThrownBy(() -> matrix(-10, 0, 0, -10)).hasMessageContaining("not north-up");
        assertThatThrownBy(() -> matrix(0, 10, 10, 0)).isInstanceOf(RasterException.class);
        assertThatThrownBy(() -> matrix(Double.NaN, 0, 0, -10)).hasMessageContaining("no number");
        assertThatThrownBy(() -> tiff().at(32735, 0, 0, 0).open()).hasMessageContaining("not north-up");
        assertThatThrownBy(() -> tiff().at(32735, 0, 0, -10).open()).hasMessageContaining("not north-up");
        assertThat(matrix(10, 1e-9, -1e-9, -10).placed().originX()).isEqualTo(500);
    }

    private static Cog matrix(double a, double b, double d, double e) {
        double[] matrix = {a, b, 0, 500, d, e, 0, 900, 0, 0, 0, 0, 0, 0, 0, 1};
        return tiff().at(32735, 0, 0, 1)
                .tag(Tiff.PIXEL_SCALE, null)
                .tag(Tiff.TIEPOINT, null)
                .tag(Tiff.TRANSFORMATION, matrix)
                .open();
    }

    /** rio-cogeo's threads on LERC and WebP: what can't be decoded is refused when it is opened. */
    @ParameterizedTest
    @CsvSource({"34887, LERC", "50001, WebP", "34712, JPEG 2000", "50002, JPEG XL", "34925, LZMA", "4, CCITT", "77, 77"
    })
    void codecsThatAreNotReadAreRefusedAtOnce(long method, String name) {
        TinyTiff tiff = tiff().at(32735, 0, 0, 10).tag(Tiff.COMPRESSION, method);
        assertThatThrownBy(tiff::open).hasMessageContaining("tiny.tif").hasMessageContaining(name);
    }

    @Test
    void predictorsThatAreNotReadAreRefusedAtOnce() {
        assertThatThrownBy(() -> tiff().tag(Tiff.PREDICTOR, 3L).open()).hasMessageContaining("predictor 3 on U8");
        assertThatThrownBy(() -> tiff().tag(Tiff.PREDICTOR, 34892L).open()).hasMessageContaining("predictor 34892");
        assertThatThrownBy(() -> TinyTiff.of(SampleType.U16, 1, 1, 1, 1)
                        .tag(Tiff.COMPRESSION, 7L)
                        .open())
                .hasMessageContaining("JPEG, 16 bits");
    }

    @Test
    void anOverviewThatIsNotReadIsNone() {
        Cog cog = tiff().overview(SampleType.U8, 1, 1, 1, 9)
                .tag(Tiff.COMPRESSION, 50001L)
                .open();
        assertThat(cog.levels()).isEqualTo(1);
    }
}
