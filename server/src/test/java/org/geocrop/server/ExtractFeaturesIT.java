package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.geocrop.Programs;
import org.geocrop.SharedData;
import org.geocrop.feature.FeatureSet;
import org.geocrop.grid.Crs;
import org.geocrop.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Features of real pixels by the process, beside those of an independent implementation; CSV, GeoJSON and Parquet. */
class ExtractFeaturesIT {

    private static final int NAMED_COLUMNS = 6;

    @TempDir
    static Path data;

    private static TestServer server;
    private static List<String> golden;
    private static ObjectNode locations;

    @BeforeAll
    static void start() throws Exception {
        Path scenes = SharedData.path("sentinel2/flanders-31UES-2019");
        List<String> lines = Files.readAllLines(SharedData.path("golden/features-v1-flanders.csv"));
        golden = lines.subList(1, lines.size());
        locations = Json.object().put("type", "FeatureCollection");
        ArrayNode features = locations.putArray("features");
        Crs.PointTransform toLonLat = Crs.transform(32631, Crs.WGS84);
        for (int i = 0; i < golden.size(); i++) {
            String[] values = golden.get(i).split(",");
            double[] at = toLonLat.apply(
                    574680 + (Integer.parseInt(values[1]) + 0.5) * 10,
                    5622440 - (Integer.parseInt(values[0]) + 0.5) * 10);
            ObjectNode feature = features.addObject().put("type", "Feature").put("id", "pixel-" + i);
            feature.putObject("properties")
                    .put("crop", i % 2 == 0 ? "wheat, winter" : "maize")
                    .put("row", i);
            feature.putObject("geometry")
                    .put("type", "Point")
                    .putArray("coordinates")
                    .add(at[0])
                    .add(at[1]);
        }
        server = TestServer.start(
                data,
                Map.of("GEOCROP_SAMPLE", "false"),
                "--geocrop.catalogues[0].name=flanders",
                "--geocrop.catalogues[0].url=" + scenes.toUri(),
                "--geocrop.catalogues[0].collections=");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static byte[] extract(String mediaType) throws Exception {
        ObjectNode request = Json.object();
        request.putObject("inputs")
                .put("start", "2019-03-01")
                .put("end", "2019-10-31")
                .put("max_cloud_cover", 100)
                .set("locations", Json.object().set("value", locations));
        request.putObject("outputs").putObject("features").putObject("format").put("mediaType", mediaType);
        HttpResponse<byte[]> answer = server.post("/processes/extract-features/execution", request.toString());
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(mediaType);
        return answer.body();
    }

    private static void same(int row, double[] features) {
        String[] expected = golden.get(row).split(",");
        for (int f = 0; f < FeatureSet.COUNT; f++) {
            assertThat(features[f])
                    .as("%s of row %d", FeatureSet.FEATURE_ORDER_V1.get(f), row)
                    .isCloseTo(Double.parseDouble(expected[f + 2]), within(1e-4));
        }
    }

    @Test
    void asCsv() throws Exception {
        List<String> lines = new String(extract("text/csv"), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(lines.get(0))
                .isEqualTo("location,lon,lat,observations,crop,row," + String.join(",", FeatureSet.FEATURE_ORDER_V1));
        assertThat(lines).hasSize(golden.size() + 1);
        assertThat(lines.get(1)).startsWith("pixel-0,").contains("\"wheat, winter\"");
        for (int i = 0; i < golden.size(); i++) {
            String[] cells = lines.get(i + 1).replace("wheat, winter", "wheat").split(",");
            same(
                    i,
                    Arrays.stream(cells)
                            .skip(NAMED_COLUMNS)
                            .mapToDouble(Double::parseDouble)
                            .toArray());
        }
    }

    @Test
    void asGeoJson() throws Exception {
        JsonNode features = Json.read(extract("application/geo+json")).path("features");
        assertThat(features.size()).isEqualTo(golden.size());
        for (int i = 0; i < golden.size(); i++) {
            JsonNode properties = features.path(i).path("properties");
            assertThat(properties.path("location").asString()).isEqualTo("pixel-" + i);
            assertThat(properties.path("row").asInt()).isEqualTo(i);
            same(
                    i,
                    FeatureSet.FEATURE_ORDER_V1.stream()
                            .mapToDouble(name -> properties.path(name).asDouble())
                            .toArray());
        }
    }

    @Test
    void asParquetThatArrowReads() throws Exception {
        Path python = Programs.pypi("pyarrow==21.0.0");
        Path file = data.resolve("features.parquet");
        Files.write(file, extract("application/vnd.apache.parquet"));
        Path script = data.resolve("read.py");
        Files.writeString(script, """
                import json, sys
                import pyarrow.parquet
                table = pyarrow.parquet.read_table(sys.argv[1])
                print(json.dumps({"schema": {f.name: str(f.type) for f in table.schema}, "rows": table.to_pylist()}))
                """);
        Programs.Outcome outcome = Programs.run(Map.of(), python.toString(), script.toString(), file.toString());
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        JsonNode table = Json.read(outcome.output().strip().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(table.path("schema").path("location").asString()).isEqualTo("string");
        assertThat(table.path("schema").path("observations").asString()).isEqualTo("int32");
        assertThat(table.path("schema").path("ndvi_max").asString()).isEqualTo("float");
        assertThat(table.path("schema").path("lon").asString()).isEqualTo("double");
        assertThat(table.path("rows").size()).isEqualTo(golden.size());
        for (int i = 0; i < golden.size(); i++) {
            JsonNode row = table.path("rows").path(i);
            assertThat(row.path("crop").asString()).isEqualTo(i % 2 == 0 ? "wheat, winter" : "maize");
            same(
                    i,
                    FeatureSet.FEATURE_ORDER_V1.stream()
                            .mapToDouble(name -> row.path(name).asDouble())
                            .toArray());
        }
    }
}
