package org.geocrop.geojson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.ForeignJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeoJsonTest {

    /** Objects where lists belong. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'Polygon','coordinates':[{'a':1,'b':2,'c':3,'d':4}]}",
                "{'type':'Polygon','coordinates':[[{'a':1,'b':2},{'a':1,'b':2},{'a':1,'b':2},{'a':1,'b':2}]]}",
                "{'type':'Polygon','coordinates':{'a':[]}}",
                "{'type':'MultiPolygon','coordinates':{'a':{'b':1}}}",
                "{'type':'FeatureCollection','features':{'a':1}}",
                "{'type':'Point','coordinates':{'x':1,'y':2}}",
                "{'type':'LineString','coordinates':{'a':1,'b':2}}",
                "{'type':'MultiLineString','coordinates':{'a':{'b':1,'c':2}}}",
                "{'type':'GeometryCollection','geometries':{'a':7}}",
            })
    void whatIsNoListIsRefused(String text) throws Exception {
        var json = ForeignJson.read(text.replace('\'', '"').getBytes(UTF_8));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> GeoJson.polygon(json));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> GeoJsonShapes.read(json));
    }
}
