package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.hash.Sha256;
import org.geocrop.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Labels become versions of data sets, and tables of features. */
class DatasetsIT {

    private static final String TABLE = """
            \uFEFFplot,Longitude,latitude,crop,seen,"note"
            a,30.9781,-17.4571,Mz,2023-01-15,"one, two"
            b,30.9791,-17.4571,soja,2023-01-16T08:00:00Z,
            c,30.9801,-17.4571,,2023-01-16,
            d,30.9811,-17.4571,banana,2023-01-16,
            e,30.9821,-17.4571,Mz,16/01/2023,
            f,30.9831,-17.4571,Mz,2021-01-16,
            g,east,-17.4571,Mz,2023-01-16,
            h,30.9781,-17.4571,Mz,2023-02-15,
            i,30.9851,-17.4571,Mz,,
            j,30.9851,-17.457100001,soja,,
            k,30.9861,-97.4571,soja,,
            """;

    @TempDir
    static Path data;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        Path table = data.resolve("store/geocrop-datasets/incoming/survey.csv");
        Files.createDirectories(table.getParent());
        Files.writeString(table, TABLE);
        Files.writeString(table.resolveSibling("torn.csv"), "lon,lat,class\n30.97,-17.45,\"maize\n");
        server = TestServer.start(data, Map.of("GEOCROP_SAMPLE_SIZE", "256"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<byte[]> register(String version, String table) throws Exception {
        ObjectNode inputs = Json.object().put("name", "survey").put("version", version);
        inputs.put("samples", "dataset:incoming/" + table)
                .put("class_property", "crop")
                .put("date_property", "seen");
        inputs.put("mapping", "Mz = maize\nsoja = soya bean\n")
                .put("start", "2022-09-01")
                .put("end", "2023-05-31");
        ObjectNode request = Json.object().set("inputs", inputs);
        request.putObject("outputs").putObject("report");
        return server.post("/processes/register-dataset/execution", request.toString());
    }

    @Test
    void rowsAreKeptOrNamed() throws Exception {
        HttpResponse<byte[]> answer = register("1", "survey.csv");
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(200);
        JsonNode report = TestServer.json(answer);
        assertThat(report.path("rows").asInt()).isEqualTo(11);
        assertThat(report.path("kept").asInt()).isEqualTo(2);
        assertThat(report.path("classes").toString()).isEqualTo("{\"maize\":1,\"soya bean\":1}");
        Map<Integer, String> reasons = new TreeMap<>();
        report.path("left_out")
                .forEach(each -> reasons.put(
                        each.path("row").asInt(), each.path("reason").asString()));
        assertThat(reasons.keySet()).containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(reasons.get(2)).isEqualTo("has no property 'crop'");
        assertThat(reasons.get(3)).isEqualTo("has the class 'banana', which the mapping does not have");
        assertThat(reasons.get(4)).contains("'16/01/2023', which is no day");
        assertThat(reasons.get(5)).isEqualTo("is dated 2021-01-16, outside the season");
        assertThat(reasons.get(6)).startsWith("its place: ");
        assertThat(reasons.get(7)).isEqualTo("says the same of the same place as row 0");
        assertThat(reasons.get(8)).isEqualTo("contradicts row 9 of the same place");
        assertThat(reasons.get(9)).isEqualTo("contradicts row 8 of the same place");
        assertThat(reasons.get(10)).contains("-80..80");

        Path stored = data.resolve("store/geocrop-datasets/survey/1");
        byte[] samples = Files.readAllBytes(stored.resolve("samples.geojson"));
        assertThat(Sha256.of(samples)).isEqualTo(report.path("sha256").asString());
        JsonNode first = Json.read(samples).path("features").path(0);
        assertThat(first.path("properties").path("class").asString()).isEqualTo("maize");
        assertThat(first.path("properties").path("note").asString()).isEqualTo("one, two");
        assertThat(Json.read(Files.readAllBytes(stored.resolve("dataset.json"))))
                .isEqualTo(report);

        HttpResponse<byte[]> again = register("1", "survey.csv");
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(TestServer.text(again)).contains("versions never change");

        String extract = "{\"inputs\":{\"year\":2022,\"locations\":\""
                + report.path("dataset").asString()
                + "\"},\"response\":\"raw\",\"outputs\":{\"features\":{\"format\":{\"mediaType\":\"text/csv\"}}}}";
        HttpResponse<byte[]> features = server.post("/processes/extract-features/execution", extract);
        assertThat(features.statusCode()).as(TestServer.text(features)).isEqualTo(200);
        assertThat(new String(features.body(), StandardCharsets.UTF_8).lines()).hasSize(3);
    }

    @Test
    void tablesThatCantBeReadAreRefused() throws Exception {
        assertThat(TestServer.text(register("2", "torn.csv"))).contains("\"status\":400", "row 1");
        assertThat(TestServer.text(register("2", "none.csv"))).contains("\"status\":400", "inputs/samples");
        assertThat(TestServer.text(register("../2", "survey.csv"))).contains("\"status\":400", "version");
        assertThat(data.resolve("store/geocrop-datasets/survey/2")).doesNotExist();
    }
}
