package org.geocrop.geoserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.json.ForeignJson;
import org.geocrop.process.ProcessDescription;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.store.ObjectKey;
import org.geotools.api.data.Parameter;
import org.geotools.api.feature.simple.SimpleFeature;
import org.geotools.api.feature.simple.SimpleFeatureType;
import org.geotools.coverage.grid.GridCoverage2D;
import org.geotools.coverage.grid.GridCoverageFactory;
import org.geotools.data.DataUtilities;
import org.geotools.data.simple.SimpleFeatureCollection;
import org.geotools.feature.simple.SimpleFeatureBuilder;
import org.geotools.geometry.jts.ReferencedEnvelope;
import org.geotools.referencing.CRS;
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
        return json("classify-crops", given);
    }

    private static String json(String process, Map<String, Object> given) {
        return ForeignJson.of(Bindings.json(process(process), given, new Coverages(engine.store(), Host.bare())))
                .toString();
    }

    @Test
    void processesHaveNamesOfWps() {
        List<String> names = new ArrayList<>(
                engine.processes().ids().stream().map(Bindings::name).toList());
        assertThat(names.remove("TrainModel")).as("training").isEqualTo(Training.isPossible());
        assertThat(names)
                .containsExactly(
                        "ClassifyCrops",
                        "SeasonComposite",
                        "ZonalStatistics",
                        "ExtractFeatures",
                        "Compare",
                        "ExplainPixel",
                        "RefineMap",
                        "AssessAccuracy",
                        "PlanSamples",
                        "RegisterDataset");
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
        String json = json("zonal-statistics", Map.of("raster", "x", "zones_features", DataUtilities.collection(ward)));
        assertThat(json)
                .contains("\"name\":\"North\",\"people\":7")
                .contains("[[[33.0,-18.0887")
                .contains("\"id\":\"ward.1\"");
        assertThatThrownBy(() -> json(
                        "zonal-statistics", Map.of("zones", "{}", "zones_features", DataUtilities.collection(ward))))
                .hasMessageContaining("either zones or zones_features");
    }

    /** A coverage is a raster by the hash of its bytes, and the same however often it is given. */
    @Test
    void rastersMayBeCoverages() throws Exception {
        Map<String, Parameter<?>> inputs = Bindings.inputs(process("compare"));
        assertThat(inputs.get("before").getMinOccurs()).isZero();
        assertThat(inputs.get("before_coverage").getType()).isEqualTo(GridCoverage2D.class);
        assertThat(inputs).doesNotContainKey("sharing_coverage");
        GridCoverage2D coverage = new GridCoverageFactory()
                .create(
                        "map",
                        new float[][] {{1, 2, 3}, {4, 5, 6}},
                        new ReferencedEnvelope(500_000, 500_030, 8_000_000, 8_000_020, CRS.decode("EPSG:32736")));
        String json = json("compare", Map.of("before_coverage", coverage, "after", "x"));
        assertThat(json).matches("\\{.*\"before\":\"dataset:geoserver-coverages/[0-9a-f]{64}\\.tif\".*}");
        assertThat(json("compare", Map.of("before_coverage", coverage, "after", "x")))
                .isEqualTo(json);
        ObjectKey key = engine.store()
                .list(ObjectKey.DATASETS, "geoserver-coverages/")
                .get(0)
                .key();
        try (Cog cog = Cog.open(engine.store().open(key), new TileCache(1 << 20))) {
            assertThat(cog.placed()).isEqualTo(new PixelGrid(32736, 500_000, 8_000_020, 10, 10, 3, 2));
        }
        engine.sweep(Instant.now().plus(Duration.ofDays(3)));
        assertThat(engine.store().list(ObjectKey.DATASETS, "geoserver-coverages/"))
                .isEmpty();
        assertThatThrownBy(() -> json("compare", Map.of("before_coverage", coverage, "before", "x")))
                .hasMessageContaining("either before or before_coverage");
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
