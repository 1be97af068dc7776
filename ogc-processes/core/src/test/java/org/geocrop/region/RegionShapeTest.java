package org.geocrop.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.junit.jupiter.api.Test;

class RegionShapeTest {

    private static final String SQUARE =
            "{'type':'Polygon','coordinates':[[[30,-18],[30.1,-18],[30.1,-17.9],[30,-17.9],[30,-18]]]}";

    private static ForeignJson json(String text) throws Json.MalformedException {
        return ForeignJson.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static RegionShape read(String text) throws Json.MalformedException {
        return RegionShape.of(json(text), "region", null);
    }

    private static String feature(String properties, String geometry) {
        return "{'type':'Feature','properties':" + properties + ",'geometry':" + geometry + "}";
    }

    private static String collection(String... features) {
        return "{'type':'FeatureCollection','features':[" + String.join(",", features) + "]}";
    }

    private static String polygon(String positions) {
        return "{'type':'Polygon','coordinates':[[" + positions + "]]}";
    }

    @Test
    void aGeometryIsOneDistrictAndFeaturesAreDistricts() throws Exception {
        assertThat(read(SQUARE).districts()).extracting(District::name).containsExactly("region");
        String other = polygon("[31,-18],[31.1,-18],[31.1,-17.9],[31,-18]");
        RegionShape two =
                read(collection(feature("{'NAME_2':'Mazowe'}", SQUARE), feature("{'NAME_2':'Bindura'}", other)));
        assertThat(two.districts()).extracting(District::name).containsExactly("Mazowe", "Bindura");
        assertThat(two.bounds()).containsExactly(30, -18, 31.1, -17.9);
        assertThat(RegionShape.of(ForeignJson.of(two.toGeoJson()), "x", null)).isEqualTo(two);
        assertThat(RegionShape.of(json(collection(feature("{'code':7}", SQUARE))), "x", "code")
                        .districts())
                .extracting(District::name)
                .containsExactly("7");
    }

    @Test
    void namesHaveToBeThereAndDiffer() {
        assertThatThrownBy(() -> read(collection(feature("{'name':'a'}", SQUARE), feature("{'name':'a'}", SQUARE))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("two districts of the name 'a'");
        assertThatThrownBy(() -> read(collection(feature("{'name':'a'}", SQUARE), feature("{'name':' '}", SQUARE))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("features/1: has no name in the property 'name'");
        assertThatThrownBy(() -> read(collection())).hasMessageContaining("no features");
    }

    @Test
    void ringsThatCrossThemselvesAreRefusedWithTheirPlace() {
        String bow = polygon("[30,-18],[30.1,-17.9],[30.1,-18],[30,-17.9],[30,-18]");
        assertThatThrownBy(() -> read(collection(feature("{'name':'bow'}", bow))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("'bow' is not valid: Self-intersection at longitude 30.05, latitude -17.95");
    }

    @Test
    void theAntimeridianAndThePolesAreRefused() {
        String over = polygon("[179,-18],[181,-18],[181,-17],[179,-17],[179,-18]");
        assertThatThrownBy(() -> read(over)).hasMessageContaining("crosses the antimeridian");
        String two = collection(
                feature("{'name':'e'}", polygon("[179,-18],[180,-18],[180,-17],[179,-18]")),
                feature("{'name':'w'}", polygon("[-180,-18],[-179,-18],[-179,-17],[-180,-18]")));
        assertThatThrownBy(() -> read(two)).hasMessageContaining("crosses the antimeridian");
        assertThatThrownBy(() -> RegionShape.bbox("fiji", 177, -20, -178, -15))
                .hasMessageContaining("does not cross the antimeridian");
        String pole = polygon("[0,-79],[10,-79],[5,-90],[0,-79]");
        assertThatThrownBy(() -> read(pole)).hasMessageContaining("reaches the latitude -90.0");
        String swapped = polygon("[-18,130],[-18,131],[-17,131],[-18,130]");
        assertThatThrownBy(() -> read(swapped)).hasMessageContaining("longitude first");
    }

    @Test
    void tooManyVerticesAreCounted() {
        StringBuilder positions = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            double angle = 2 * Math.PI * i / 200_000;
            positions
                    .append('[')
                    .append(30 + Math.cos(angle))
                    .append(',')
                    .append(-18 + Math.sin(angle))
                    .append("],");
        }
        String ring = polygon(positions + "[31,-18]");
        assertThatThrownBy(() -> read(ring))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("200001 vertices; at most 100000");
    }
}
