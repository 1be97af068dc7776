package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of models, data sets, results and layers are checked before there is a job, let alone any work. */
class NamesIT {

    private static final String SAMPLES = "\"samples\":{\"type\":\"FeatureCollection\",\"features\":["
            + "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[30.978,-17.457]},"
            + "\"properties\":{\"class\":\"a\"}},"
            + "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[30.979,-17.457]},"
            + "\"properties\":{\"class\":\"b\"}}]}";

    private static MapServer maps;

    @BeforeAll
    static void start() throws Exception {
        maps = MapServer.shared();
    }

    /** The cell that is split by bars is the inputs, MAP stands for a map that is there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "classify-crops; \"aoi\":[30.978,-17.457,300],\"year\":2022,\"model\":\"none@1\"; inputs/model",
                "classify-crops; \"aoi\":[30.978,-17.457,300],\"year\":2022,\"model\":\"No Name\"; inputs/model",
                "explain-pixel; \"location\":[30.978,-17.457],\"year\":2022,\"model\":\"none\"; inputs/model",
                "train-model; \"name\":\"No Name\",\"version\":\"1\",\"year\":2022,SAMPLES; inputs/name",
                "train-model; \"name\":\"good\",\"version\":\"a b\",\"year\":2022,SAMPLES; inputs/version",
                "train-model; \"name\":\"zimbabwe-sample\",\"version\":\"1\",\"year\":2022,SAMPLES; inputs/version",
                "train-model; \"name\":\"good\",\"year\":2022,\"samples\":\"dataset:none/1/samples.geojson\"; inputs/samples",
                "register-dataset; \"name\":\"No Name\",\"version\":\"1\",SAMPLES; inputs/name",
                "register-dataset; \"name\":\"good\",\"version\":\"a b\",SAMPLES; inputs/version",
                "register-dataset; \"name\":\"good\",\"version\":\"1\",\"samples\":\"dataset:none.csv\"; inputs/samples",
                "extract-features; \"year\":2022,\"locations\":\"dataset:../../none\"; inputs/locations",
                "refine-map; \"map\":\"j_s\"; inputs/map",
                "compare; \"before\":\"MAP\",\"after\":\"none\"; inputs/after",
                "compare; \"before\":\"none\",\"after\":\"MAP\"; inputs/before",
                "zonal-statistics; \"raster\":\"MAP:none\",\"zones\":ZONE; inputs/raster",
                "zonal-statistics; \"raster\":\"MAP\",\"assessment\":\"none\",\"zones\":ZONE; inputs/assessment",
                "assess-accuracy; \"map\":\"../x\",SAMPLES; inputs/map",
                "plan-samples; \"map\":\"none\"; inputs/map"
            })
    void inputsThatNameNothingAreRefused(String process, String inputs, String pointer) throws Exception {
        String zone = "{\"type\":\"Polygon\",\"coordinates\":[[[30.974,-17.463],[30.98,-17.463],[30.98,-17.455],"
                + "[30.974,-17.463]]]}";
        String request = "{\"inputs\":{"
                + inputs.replace("SAMPLES", SAMPLES).replace("MAP", maps.job).replace("ZONE", zone) + "}}";
        int before = jobs();
        HttpResponse<byte[]> answer =
                maps.server.post("/processes/" + process + "/execution", request, "Prefer", "respond-async");
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isBetween(400, 404);
        assertThat(TestServer.json(answer).path("detail").asString()).startsWith(pointer);
        assertThat(jobs()).as("jobs").isEqualTo(before);
    }

    private static int jobs() throws Exception {
        return maps.server.json("/jobs?limit=1000").path("jobs").size();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/jobs/none",
                "/jobs/j_s",
                "/jobs/%2e%2e",
                "/jobs/none/results",
                "/jobs/none/log",
                "/results/none/summary.json",
                "/models/none",
                "/models/none@1",
                "/models/No%20Name",
                "/collections/none",
                "/collections/none/map",
                "/collections/none:crop_type/map",
                "/xyz/none/3/1/1.png",
                "/xyz/none/tilejson.json",
                "/wmts/1.0.0/none/default/WebMercatorQuad/3/1/1.png"
            })
    void pathsThatNameNothingAreNotFound(String path) throws Exception {
        HttpResponse<byte[]> answer = maps.get(path);
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isBetween(400, 404);
        assertThat(TestServer.text(answer)).doesNotContain("Exception in", "\tat ");
    }

    @Test
    void aLayerThatIsNotThereIsNamed() throws Exception {
        HttpResponse<byte[]> answer =
                maps.get("/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&CRS=CRS:84&WIDTH=16&HEIGHT=16"
                        + "&BBOX=30.97,-17.47,30.98,-17.46&STYLES=&FORMAT=image/png&LAYERS=" + maps.job + ",none");
        assertThat(TestServer.text(answer)).contains("LayerNotDefined");
    }
}
