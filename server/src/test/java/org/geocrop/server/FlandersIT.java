package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.geocrop.FolderServer;
import org.geocrop.Programs;
import org.geocrop.SharedData;
import org.geocrop.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Real scenes by HTTP through the built server, and what GDAL says of its results. */
class FlandersIT {

    private static final String CLASSES = """
            [{"id": 1, "name": "winter wheat", "color": "#f2d13c", "value": 1110},
             {"id": 2, "name": "maize", "color": "#e2703a", "value": 1200},
             {"id": 3, "name": "potatoes", "color": "#8c5a2b", "value": 5100},
             {"id": 4, "name": "beet", "color": "#c97fb5", "value": 8100},
             {"id": 5, "name": "pasture", "color": "#4caf50", "value": 9120}]
            """;

    /** A polygon within the scenes' 640 m x 640 m, not parallel to their lattice. */
    private static final String POLYGON = """
            {"type": "Polygon", "coordinates": [[[4.0595, 50.7440], [4.0665, 50.7436], [4.0668, 50.7482],
            [4.0640, 50.7478], [4.0599, 50.7484], [4.0595, 50.7440]]]}
            """;

    private static final String COUNT = """
            import json, sys, numpy
            from osgeo import gdal
            gdal.UseExceptions()
            dataset = gdal.Open(sys.argv[1])
            ids, counts = numpy.unique(dataset.GetRasterBand(1).ReadAsArray(), return_counts=True)
            print(json.dumps({str(i): int(c) for i, c in zip(ids, counts)}))
            """;

    /** How margin, entropy and likeness relate to probabilities of whole per cents, and what is left of a map. */
    private static final String DOUBT = """
            import json, sys, numpy
            from osgeo import gdal
            gdal.UseExceptions()
            folder = sys.argv[1]
            read = lambda name: gdal.Open(f"{folder}/{name}.tif").ReadAsArray().astype(float)
            p, margin, entropy, like = (read(n) for n in ("probabilities", "margin", "entropy", "applicability"))
            seen = margin != 255
            p = p[:, seen] / 100
            ordered = numpy.sort(p, axis=0)
            shannon = -numpy.sum(numpy.where(p > 0, p * numpy.log(numpy.where(p > 0, p, 1)), 0), axis=0)
            print(json.dumps({
                "seen": int(seen.sum()),
                "margin": float(numpy.abs(margin[seen] - 100 * (ordered[-1] - ordered[-2])).max()),
                "entropy": float(numpy.abs(entropy[seen] - 100 * shannon / numpy.log(len(p))).mean()),
                "least": float(like[seen].min()), "most": float(like[seen].max()),
                "known": int((like[seen] >= 20).sum()),
            }))
            """;

    @TempDir
    Path folder;

    @Test
    void realScenesBecomeAMapThatGdalReads() throws Exception {
        Path scenes = SharedData.path("sentinel2/flanders-31UES-2019");
        Path data = folder.resolve("data");
        train(scenes, data.resolve("store"));
        try (FolderServer catalogue = new FolderServer(scenes)) {
            catalogue.add("/catalog.json", catalogOf(scenes));
            try (TestServer server = TestServer.start(
                    data,
                    Map.of("GEOCROP_SAMPLE", "false"),
                    "--geocrop.catalogues[0].name=flanders",
                    "--geocrop.catalogues[0].url=" + catalogue.url() + "/catalog.json",
                    "--geocrop.catalogues[1].name=tanzania",
                    "--geocrop.catalogues[1].url="
                            + SharedData.path("sentinel2/tanzania-37MBS-2021").toUri())) {
                String inputs = "{\"aoi\":" + POLYGON + ",\"start\":\"2019-03-01\",\"end\":\"2019-10-31\","
                        + "\"model\":\"flanders\",\"probabilities\":true,\"uncertainty\":true}";
                HttpResponse<byte[]> accepted = server.executeAsync(inputs);
                assertThat(accepted.statusCode()).as(TestServer.text(accepted)).isEqualTo(201);
                String id = TestServer.json(accepted).path("jobID").asString();
                JsonNode status = server.await(id);
                assertThat(status.path("status").asString())
                        .as(status.toString())
                        .isEqualTo("successful");
                JsonNode results = server.json("/jobs/" + id + "/results");
                int rasters = 0;
                for (String output : results.propertyNames()) {
                    if (results.path(output).path("type").asString("").startsWith("image/tiff")) {
                        check(server, id, output);
                        rasters++;
                    }
                }
                assertThat(rasters).isEqualTo(11);
                checkSummary(server, id);
                checkDoubt(server, inputs);
                checkProvenance(server, id, catalogue.url());
                scenesThatLackBandsAreRefused(server);
            }
        }
    }

    private void check(TestServer server, String id, String raster) throws Exception {
        String url = server.url() + "/results/" + id + "/" + raster + ".tif";
        Path file = folder.resolve(raster + ".tif");
        Files.write(file, server.get(url).body());
        Programs.Outcome valid = Programs.gdalPython(
                "-m", "osgeo_utils.samples.validate_cloud_optimized_geotiff", "--full-check=yes", file);
        assertThat(valid.output())
                .contains("is a valid cloud optimized GeoTIFF")
                .doesNotContain("error");
        Programs.need("/usr/bin/gdalinfo", "gdal-bin");
        Programs.Outcome info = Programs.run(Map.of("no_proxy", "localhost"), "gdalinfo", "/vsicurl/" + url);
        assertThat(info.exitCode()).as(info.output()).isZero();
        assertThat(info.output())
                .contains("WGS 84 / UTM zone 31N", "Pixel Size = (10.000000000000000,-10.000000000000000)");
    }

    private void checkDoubt(TestServer server, String inputs) throws Exception {
        Path script = folder.resolve("doubt.py");
        Files.writeString(script, DOUBT);
        JsonNode doubt = Json.read(Programs.gdalPython(script, folder).output().getBytes(StandardCharsets.UTF_8));
        assertThat(doubt.path("margin").asDouble()).as(doubt.toString()).isLessThanOrEqualTo(1.01);
        assertThat(doubt.path("entropy").asDouble()).as(doubt.toString()).isLessThan(1);
        assertThat(doubt.path("least").asDouble()).isBetween(0.0, 5.0);
        assertThat(doubt.path("most").asDouble()).isBetween(80.0, 100.0);
        int seen = doubt.path("seen").asInt();
        int known = doubt.path("known").asInt();
        assertThat(known).isBetween(seen / 4, seen - 1);

        String masked = inputs.replaceFirst("}$", ",\"min_applicability\":20}");
        String id = TestServer.json(server.executeAsync(masked)).path("jobID").asString();
        assertThat(server.await(id).path("status").asString()).isEqualTo("successful");
        JsonNode summary = server.json("/results/" + id + "/summary.json");
        assertThat(summary.path("pixels_classified").asInt()).isEqualTo(known);
        assertThat(server.json("/results/" + id + "/provenance.json")
                        .path("parameters")
                        .path("min_applicability")
                        .asInt())
                .isEqualTo(20);
    }

    private void checkSummary(TestServer server, String id) throws Exception {
        Path script = folder.resolve("count.py");
        Files.writeString(script, COUNT);
        Programs.Outcome outcome = Programs.gdalPython(script, folder.resolve("crop_type.tif"));
        JsonNode counts = Json.read(outcome.output().getBytes(StandardCharsets.UTF_8));
        JsonNode summary = server.json("/results/" + id + "/summary.json");
        int total = 0;
        for (JsonNode area : summary.path("classes")) {
            int pixels = counts.path(area.path("id").asString()).asInt(0);
            assertThat(area.path("pixels").asInt()).as(area.toString()).isEqualTo(pixels);
            assertThat(area.path("hectares").asDouble()).isEqualTo(pixels / 100.0);
            total += pixels;
        }
        // The polygon has 24 ha, of which nearly all is classified.
        assertThat(total).isBetween(2200, 2600);
        assertThat(summary.path("pixels_classified").asInt()).isEqualTo(total);
    }

    private static void scenesThatLackBandsAreRefused(TestServer server) throws Exception {
        HttpResponse<byte[]> refused = server.execute("{\"aoi\":[36.8503,-3.6572,100],\"year\":2020,"
                + "\"model\":\"flanders\",\"catalogue\":\"tanzania\",\"max_cloud_cover\":100}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(TestServer.json(refused).path("detail").asString()).contains("B02, B03, B04, B08");
    }

    private static void checkProvenance(TestServer server, String id, String catalogue) throws Exception {
        JsonNode provenance = server.json("/results/" + id + "/provenance.json");
        assertThat(provenance.toString()).contains(catalogue).contains("flanders");
        assertThat(provenance.path("scenes").size()).isGreaterThan(10);
    }

    private void train(Path scenes, Path store) throws Exception {
        Path classes = folder.resolve("classes.json");
        Files.writeString(classes, CLASSES);
        Programs.Outcome trained = Programs.run(
                Map.of(),
                TestServer.java(),
                "-jar",
                "target/geocrop-app.jar",
                "train",
                "--catalogue=" + scenes,
                "--labels=" + scenes.resolve("label_CT.tif"),
                "--classes=" + classes,
                "--start=2019-03-01",
                "--end=2019-10-31",
                "--rounds=50",
                "--name=flanders",
                "--store=" + store,
                "--json");
        assertThat(trained.exitCode()).as(trained.output()).isZero();
        assertThat(trained.output()).contains("\"winter wheat\"");
    }

    private static String catalogOf(Path folder) throws IOException {
        ObjectNode catalog = Json.object().put("type", "Catalog").put("id", "flanders");
        var links = catalog.putArray("links");
        try (var scenes = Files.list(folder)) {
            scenes.filter(Files::isDirectory)
                    .map(scene -> scene.getFileName().toString())
                    .sorted()
                    .forEach(id -> links.addObject().put("rel", "item").put("href", "./" + id + "/" + id + ".json"));
        }
        return catalog.toString();
    }
}
