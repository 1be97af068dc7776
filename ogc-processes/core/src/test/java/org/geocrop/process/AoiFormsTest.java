package org.geocrop.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.ForeignJson;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.Schemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Areas as PostGIS (ST_AsGeoJSON(…, 1)), geopandas and pystac write them. */
class AoiFormsTest {

    private static double[] bounds(String aoi) throws Exception {
        ProcessDescription description = ProcessDescription.builder("x", "x", "x")
                .need("aoi", "Area", "Area", Schemas.aoi())
                .build("1.0.0");
        ForeignJson aoiOf = ForeignJson.read(aoi.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        ForeignJson inputs = ForeignJson.empty().with("aoi", aoiOf);
        ExecuteRequest request =
                ExecuteRequest.read(description, ForeignJson.empty().with("inputs", inputs), reference -> {
                    throw new AssertionError(reference);
                });
        return new Inputs(request.inputs()).aoi("aoi").bounds();
    }

    private static final String POLYGON = "'type':'Polygon','coordinates':[[[30,-18],[31,-18],[31,-17],[30,-18]]]";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{" + POLYGON + "}",
                "{'bbox':[30,-18,31,-17]," + POLYGON + "}",
                "{'type':'Polygon','bbox':[30,-18,0,31,-17,900],"
                        + "'coordinates':[[[30,-18,900],[31,-18,900.5],[31,-17,0],[30,-18,900]]]}",
                "{'type':'MultiPolygon','bbox':[30,-18,31,-17],'coordinates':[[[[30,-18],[31,-18],[31,-17],[30,-18]]]]}",
                "{'type':'Feature','id':7,'bbox':[30,-18,31,-17],'properties':null,'geometry':{" + POLYGON + "}}",
                "{'type':'Feature','properties':{'bbox':1},'geometry':{'bbox':[30,-18,31,-17]," + POLYGON + "}}",
                "{'type':'FeatureCollection','bbox':[30,-18,31,-17],'features':[{'type':'Feature',"
                        + "'bbox':[30,-18,31,-17],'properties':{},'geometry':{" + POLYGON + "}}]}",
                "{'type':'FeatureCollection','name':'fields','crs':{'type':'name','properties':"
                        + "{'name':'urn:ogc:def:crs:OGC:1.3:CRS84'}},'features':[{'type':'Feature','properties':{},"
                        + "'geometry':{" + POLYGON + "}}]}",
                "{'crs':{'type':'name','properties':{'name':'EPSG:4326'}}," + POLYGON + "}",
                "{'crs':{'type':'name','properties':{'name':'urn:ogc:def:crs:EPSG::4326'}}," + POLYGON + "}",
                "{'type':'GeometryCollection','geometries':[{" + POLYGON + "}]}",
                "{'bbox':[30,-18,31,-17]}",
                "{'bbox':[30,-18,0,31,-17,900]}",
                "{'bbox':[30,-18,31,-17],'crs':'http://www.opengis.net/def/crs/OGC/1.3/CRS84'}"
            })
    void areasMayHaveABboxMemberAndWhatElseGeoJsonAllows(String aoi) throws Exception {
        assertThat(bounds(aoi)).containsExactly(30, -18, 31, -17);
    }

    @Test
    void whatIsNoAreaIsRefusedAndSaysWhy() {
        assertThatThrownBy(() -> bounds("{'crs':{'type':'name','properties':{'name':'EPSG:32735'}}," + POLYGON + "}"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("inputs/aoi")
                .hasMessageContaining("EPSG:32735");
        assertThatThrownBy(() -> bounds("{'type':'Feature','properties':{},'geometry':null}"))
                .hasMessageContaining("geometry");
        assertThatThrownBy(() -> bounds("{'type':'Point','coordinates':[30,-18]}"))
                .hasMessageContaining("Point");
        assertThatThrownBy(() -> bounds("{'bbox':[30,-18,0,31,-17]}")).hasMessageContaining("not five");
        assertThatThrownBy(() -> bounds("'x'")).hasMessageContaining("fits none of the forms");
    }
}
