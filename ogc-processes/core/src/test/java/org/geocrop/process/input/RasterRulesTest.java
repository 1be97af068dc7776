package org.geocrop.process.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.json.Json;
import org.geocrop.process.map.Compare;
import org.geocrop.process.map.ZoneReader;
import org.geocrop.raster.Cog;
import org.geocrop.raster.NoData;
import org.geocrop.raster.SampleType;
import org.geocrop.raster.TinyTiff;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Zones, masks and comparisons leave out the same pixels. */
class RasterRulesTest {

    private static final Aoi ALL = Aoi.bbox(29.9, -17.1, 30.1, -16.9);

    private static TinyTiff tiff(SampleType type, double... samples) {
        return TinyTiff.of(type, samples.length, 1, 1, samples).at(4326, 30, -17, 0.001);
    }

    private static Rasters.Named named(Cog cog) {
        return new Rasters.Named("dataset:x.tif", cog, Map.of(), 1, null);
    }

    private static ObjectNode zone(Cog cog, boolean categorical) {
        return (ObjectNode) Json.of(new ZoneReader(named(cog), categorical, true).read(ALL));
    }

    /** rio-tiler 401: an internal mask over half of the pixels. */
    @Test
    void rioTiler401ZonesMasksAndComparisonsHeedTheMask() {
        Cog masked = tiff(SampleType.U8, 1, 1, 2, 2).mask(4, 1, 255, 0, 255, 0).open();
        ObjectNode measured = zone(masked, false);
        assertThat(measured.path("count").asDouble()).isEqualTo(2);
        assertThat(measured.path("sum").asDouble()).isEqualTo(3);
        ObjectNode classes = zone(masked, true);
        assertThat(classes.path("classes").path(0).path("pixels").asDouble()).isEqualTo(1);
        assertThat(classes.path("hectares_nodata").asDouble())
                .isEqualTo(classes.path("hectares").asDouble());
        PixelGrid wider = new PixelGrid(4326, 29.999, -17, 0.001, 0.001, 6, 1);
        assertThat(named(masked).classes(wider))
                .containsExactly(NoData.NONE, 1, NoData.NONE, 2, NoData.NONE, NoData.NONE);
        Cog other = tiff(SampleType.U8, 5, 6, 7, 0).nodata("7").open();
        assertThat(pairs(masked, other)).containsExactly(1 * 256 + 5, NoData.NONE, NoData.NONE, NoData.NONE);
        assertThat(pairs(other, masked)).containsExactly(5 * 256 + 1, NoData.NONE, NoData.NONE, NoData.NONE);
    }

    /** Dynamic World's water is class 0: it is data where the file says that something else is not. */
    @Test
    void zeroIsAClassWhereTheFileSaysWhatIsNone() {
        Cog before = tiff(SampleType.U8, 0, 0, 255).nodata("255").open();
        Cog after = tiff(SampleType.U8, 0, 4, 4).nodata("255").open();
        assertThat(pairs(before, after)).containsExactly(0, 4, NoData.NONE);
        assertThat(Compare.none(named(before), named(after))).isEqualTo(65535);
        Cog silent = tiff(SampleType.U8, 0, 3, 3).open();
        assertThat(pairs(silent, silent)).containsExactly(NoData.NONE, 3 * 256 + 3, 3 * 256 + 3);
        assertThat(Compare.none(named(silent), named(silent))).isZero();
    }

    private static int[] pairs(Cog before, Cog after) {
        return Compare.pairs(
                named(before),
                named(after),
                before.grid(),
                new Window(0, 0, before.grid().width(), 1));
    }

    @Test
    void gdal3791NodataThatIsNoFloatIsNotSummedUp() {
        ObjectNode zone = zone(
                tiff(SampleType.F32, -3.4e38, 12.75, Double.NaN, 0.25)
                        .nodata("-3.4e38")
                        .open(),
                false);
        assertThat(zone.path("count").asDouble()).isEqualTo(2);
        assertThat(zone.path("min").asDouble()).isEqualTo(0.25);
        assertThat(zone.path("sum").asDouble()).isEqualTo(13);
    }

    /** Sums of 1.5e13 and values below 5e-7. */
    @Test
    void numbersOfAnySizeAreRight() {
        ObjectNode large = zone(tiff(SampleType.F64, 1e13, 0.5e13).open(), false);
        assertThat(large.path("sum").asDouble()).isEqualTo(1.5e13);
        ObjectNode larger = zone(tiff(SampleType.F64, 2e200, 1e200).open(), false);
        assertThat(larger.path("sum").asDouble()).isEqualTo(3e200);
        ObjectNode small = zone(tiff(SampleType.F64, 1.25e-9, -3.75e-9).open(), false);
        assertThat(small.path("min").asDouble()).isEqualTo(-3.75e-9);
        assertThat(small.path("sum").asDouble()).isEqualTo(-2.5e-9);
        ObjectNode whole = zone(tiff(SampleType.U32, 4e9, 4e9).open(), true);
        assertThat(whole.path("classes").path(0).path("value").asLong()).isEqualTo(4_000_000_000L);
        assertThat(whole.path("classes").path(0).path("pixels").asDouble()).isEqualTo(2);
    }

    @Test
    void measurementsAreNoClasses() {
        Cog cog = tiff(SampleType.F32, 12.75).open();
        assertThatThrownBy(() -> zone(cog, true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("inputs/kind")
                .hasMessageContaining("12.75");
    }
}
