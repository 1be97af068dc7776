package org.geocrop.geoserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.process.ProcessDescription;
import org.geotools.api.data.Parameter;
import org.geotools.api.feature.simple.SimpleFeature;
import org.geotools.api.feature.simple.SimpleFeatureType;
import org.geotools.coverage.grid.GridCoverage2D;
import org.geotools.data.DataUtilities;
import org.geotools.data.simple.SimpleFeatureCollection;
import org.geotools.feature.simple.SimpleFeatureBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.WKTReader;

class BindingsTest {

    @TempDir
    static Path folder;

    private static Engine engine;

    @BeforeAll
    static void open() {
        Properties properties = new Properties();
        properties.setProperty("catalogue.none", folder.toUri().toString());
        engine = Engine.open(PluginSettings.read(properties, folder, value -> value));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static ProcessDescription process(String id) {
        return engine.processes().find(id).orElseThrow().description();
    }

    private static String json(Map<String, Object> given) {
        return Bindings.json(process("classify-crops"), given).toString();
    }

    @Test
    void processesHaveNamesOfWps() {
        assertThat(engine.processes().ids().stream().map(Bindings::name))
                .containsExactly(
                        "ClassifyCrops",
                        "SeasonComposite",
                        "ZonalStatistics",
                        "ExtractFeatures",
                        "Compare",
                        "ExplainPixel",
                        "RefineMap",
                        "AssessAccuracy",
                        "PlanSamples");
    }

    @Test
    void inputsHaveTypesThatGeoServerReads() {
        Map<String, Parameter<?>> inputs = Bindings.inputs(process("classify-crops"));
        assertThat(inputs.get("year").getType()).isEqualTo(Integer.class);
        assertThat(inputs.get("max_cloud_cover").getType()).isEqualTo(Double.class);
        assertThat(inputs.get("probabilities").getType()).isEqualTo(Boolean.class);
        assertThat(inputs.get("model").getType()).isEqualTo(String.class);
        assertThat(inputs.get("aoi").getType()).isEqualTo(String.class);
        assertThat(inputs.get("area").getType()).isEqualTo(Geometry.class);
        assertThat(inputs.get("aoi").getMinOccurs()).isZero();
        assertThat(Bindings.inputs(process("compare")).get("before").getMinOccurs())
                .isEqualTo(1);
    }

    @Test
    void collectionsOfFeaturesMayBeLayers() throws Exception {
        Map<String, Parameter<?>> inputs = Bindings.inputs(process("zonal-statistics"));
        assertThat(inputs.get("zones").getMinOccurs()).isZero();
        assertThat(inputs.get("zones_features").getType()).isEqualTo(SimpleFeatureCollection.class);
        SimpleFeatureType type =
                DataUtilities.createType("ward", "shape:Polygon:srid=32736,name:String,people:Integer");
        Geometry shape = new WKTReader().read("POLYGON((500000 8000000,500100 8000000,500100 8000100,500000 8000000))");
        SimpleFeature ward = SimpleFeatureBuilder.build(type, new Object[] {shape, "North", 7}, "ward.1");
        String json = Bindings.json(
                        process("zonal-statistics"),
                        Map.of("raster", "x", "zones_features", DataUtilities.collection(ward)))
                .toString();
        assertThat(json)
                .contains("\"name\":\"North\",\"people\":7")
                .contains("[[[33.0,-18.0887")
                .contains("\"id\":\"ward.1\"");
        assertThatThrownBy(() -> Bindings.json(
                        process("zonal-statistics"),
                        Map.of("zones", "{}", "zones_features", DataUtilities.collection(ward))))
                .hasMessageContaining("either zones or zones_features");
    }

    /** GeoServer answers a request for one raw output with the first. */
    @Test
    void theRasterComesFirst() {
        List<Parameter<?>> outputs =
                List.copyOf(Bindings.outputs(process("classify-crops")).values());
        assertThat(outputs.get(0).getName()).isEqualTo("crop_type");
        assertThat(outputs.get(0).getType()).isEqualTo(GridCoverage2D.class);
        assertThat(outputs.stream().map(Parameter::getName))
                .containsExactly("crop_type", "summary", "provenance", "result");
    }

    @Test
    void areasAreReadInEveryForm() {
        assertThat(json(Map.of("aoi", "30.97, -17.45,900"))).isEqualTo("{\"aoi\":[30.97,-17.45,900.0]}");
        assertThat(json(Map.of("aoi", "30 -18 31 -17"))).isEqualTo("{\"aoi\":{\"bbox\":[30.0,-18.0,31.0,-17.0]}}");
        assertThat(json(Map.of("aoi", "[30.97,-17.45,900]"))).isEqualTo("{\"aoi\":[30.97,-17.45,900]}");
        Geometry square = new GeometryFactory().createPolygon(new Coordinate[] {
            new Coordinate(0, 0), new Coordinate(1, 0), new Coordinate(1, 1), new Coordinate(0, 0)
        });
        assertThat(json(Map.of("area", square))).startsWith("{\"aoi\":{\"type\":\"Polygon\"");
        for (String wrong : List.of("30,-17", "a,b,c", "{", "1,2,3,4,5")) {
            assertThatThrownBy(() -> json(Map.of("aoi", wrong)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("inputs/aoi");
        }
        assertThatThrownBy(() -> json(Map.of("aoi", "1,2,3", "area", square)))
                .hasMessageContaining("either aoi or area");
    }

    @Test
    void numbersAndFlagsStayWhatTheyAre() {
        assertThat(json(Map.of("year", 2022))).isEqualTo("{\"year\":2022}");
        assertThat(json(Map.of("probabilities", true))).isEqualTo("{\"probabilities\":true}");
        assertThatThrownBy(() -> json(Map.of("years", 2022))).hasMessageContaining("no such input");
    }
}
