package org.geocrop.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.geocrop.grid.Crs;
import org.geocrop.grid.Season;
import org.geocrop.maps.layers.ClassFilter;
import org.geocrop.maps.layers.Granule;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.maps.layers.Times;
import org.geocrop.raster.Cog;
import org.geocrop.raster.SampleType;
import org.geocrop.raster.TinyTiff;
import org.geocrop.render.Style;
import org.geocrop.tiler.Look;
import org.junit.jupiter.api.Test;

/** MapServer 7341: what is at a place, whatever type and bands a raster has, whichever granule it lies in. */
class ValuesAtTest {

    private static Cog cog(SampleType type, int bands, double... samples) {
        return TinyTiff.of(type, samples.length / bands, 1, bands, samples)
                .at(4326, 30, -17, 1)
                .open();
    }

    private static Granule granule(Cog cog, int year) {
        Season season = new Season(LocalDate.of(year, 1, 1), LocalDate.of(year, 6, 30));
        return Granule.of("g" + year, cog.grid(), cog.grid().lonLatBounds(), season, List.of(), () -> cog, null, null);
    }

    private static MapLayer layer(Granule... newestFirst) {
        return MapLayer.of(
                MapLayer.About.of("x", "x", "x", List.of()),
                List.of(newestFirst),
                List.of("photo"),
                (style, classes) -> new Look("photo", "photo", new Style.Picture(-1), 1),
                MapLayer.Lifetime.SHORT,
                true);
    }

    private static List<ValuesAt.Here> at(MapLayer layer, String times, double lon) {
        LayerView view = new LayerView(layer, "", null, Times.parse(times), ClassFilter.NONE, null);
        return new ValuesAt(null).at(view, layer, Crs.WGS84, lon, -17.5);
    }

    private static Object value(Cog cog, double lon, String band) {
        return String.valueOf(
                at(layer(granule(cog, 2022)), "", lon).get(0).values().get(band));
    }

    @Test
    void mapserver7341ValuesOfAllTypesAreExact() {
        Cog floats = cog(SampleType.F32, 1, 12.75, Double.NaN, 0.1, 1.25e-9);
        assertThat(value(floats, 30.5, "value")).isEqualTo("12.75");
        assertThat(value(floats, 31.5, "value")).isEqualTo("null");
        assertThat(value(floats, 32.5, "value")).isEqualTo("0.1");
        assertThat(value(floats, 33.5, "value")).isEqualTo("1.25E-9");
        assertThat(value(cog(SampleType.U32, 1, 4e9), 30.5, "value")).isEqualTo("4000000000");
        assertThat(value(cog(SampleType.F64, 1, 1.5e13), 30.5, "value")).isEqualTo("15000000000000");
        Cog three = cog(SampleType.I16, 3, 1, -2, 3);
        assertThat(value(three, 30.5, "band_2")).isEqualTo("-2");
        assertThat(value(three, 30.5, "band_3")).isEqualTo("3");
    }

    @Test
    void mapserver7341EveryGranuleAndTimeIsLookedAt() {
        Cog older = cog(SampleType.U8, 1, 7, 8);
        Cog newer = TinyTiff.of(SampleType.U8, 2, 1, 1, 0, 9)
                .at(4326, 30, -17, 1)
                .nodata("0")
                .open();
        MapLayer layer = layer(granule(newer, 2022), granule(older, 2021));
        List<ValuesAt.Here> all = at(layer, "2021/2022", 30.5);
        assertThat(all).hasSize(2);
        assertThat(all.get(0).values()).isEmpty();
        assertThat(all.get(1).values().get("value")).isEqualTo(7L);
        assertThat(at(layer, "", 31.5)).hasSize(1);
        assertThat(at(layer, "2021", 31.5).get(0).values().get("value")).isEqualTo(8L);
        assertThat(at(layer, "", 40)).isEmpty();
    }
}
