package org.geocrop.maps.stac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.ForeignJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/** stac-fastapi-pgstac 323, stac-fastapi 187: boxes across the antimeridian, all types of geometry. */
class ItemQueryTest {

    private static Geometry area(String search) throws Exception {
        byte[] json = search.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return Objects.requireNonNull(ItemQuery.read(ForeignJson.read(json)).area());
    }

    private static boolean has(Geometry area, double lon, double lat) {
        return area.intersects(new GeometryFactory().createPoint(new Coordinate(lon, lat)));
    }

    @ParameterizedTest
    @CsvSource({"175, true", "-175, true", "180, true", "-180, true", "0, false", "160, false", "-160, false"})
    void pgstac323ABoxMayCrossTheAntimeridian(double lon, boolean inside) throws Exception {
        assertThat(has(area("{'bbox':[170,-30,-170,-10]}"), lon, -20)).isEqualTo(inside);
        assertThat(has(area("{'bbox':[170,-30,0,-170,-10,900]}"), lon, -20)).isEqualTo(inside);
    }

    @Test
    void boxesOfSixNumbersAreTaken() throws Exception {
        assertThat(has(area("{'bbox':[30,-18,0,31,-17,900]}"), 30.5, -17.5)).isTrue();
        assertThat(has(area("{'bbox':[30,-18,0,31,-17,900]}"), 32, -17.5)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'Point','coordinates':[30,-17,5]}",
                "{'type':'MultiPoint','coordinates':[[10,10],[30,-17]]}",
                "{'type':'LineString','coordinates':[[29,-17],[31,-17]]}",
                "{'type':'MultiLineString','coordinates':[[[0,0],[1,1]],[[29,-17],[31,-17]]]}",
                "{'type':'Polygon','coordinates':[[[29,-18],[31,-18],[31,-16],[29,-16],[29,-18]]]}",
                "{'type':'MultiPolygon','coordinates':[[[[29,-18],[31,-18],[31,-16],[29,-16],[29,-18]]]]}",
                "{'type':'GeometryCollection','geometries':[{'type':'Point','coordinates':[0,0]},"
                        + "{'type':'LineString','coordinates':[[29,-17],[31,-17]]}]}"
            })
    void stacFastapi187AllTypesOfGeometryMayIntersect(String geometry) throws Exception {
        Geometry area = area("{'intersects':" + geometry + "}");
        assertThat(has(area, 30, -17)).isTrue();
        assertThat(has(area, 40, -17)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'bbox':[1,2,3]}",
                "{'bbox':[1,2,3,'x']}",
                "{'bbox':[1,5,3,2]}",
                "{'bbox':[1e300,2,3,4]}",
                "{'intersects':{'type':'Circle','coordinates':[1,2]}}",
                "{'intersects':{'type':'LineString','coordinates':[[1,2]]}}",
                "{'intersects':{'type':'LineString','coordinates':[[1,2],[1]]}}",
                "{'intersects':{'type':'GeometryCollection','geometries':[]}}",
                "{'intersects':[1,2]}"
            })
    void whatIsNoAreaIsRefused(String search) {
        assertThatThrownBy(() -> area(search)).isInstanceOf(InvalidRequestException.class);
    }
}
