package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geocrop.Programs;
import org.geocrop.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A map compared with a baseline on another lattice, beside what GDAL and numpy count; composites beside maps. */
class CompareIT {

    private static final String INPUTS = "{\"aoi\":[30.9785,-17.457,900],\"year\":2022}";

    /** Makes a baseline in degrees whose classes 1 and 2 are swapped and whose class 3 is gone. */
    private static final String BASELINE = """
            import sys
            from osgeo import gdal
            gdal.UseExceptions()
            gdal.Warp("/vsimem/warped.tif", sys.argv[1], dstSRS="EPSG:4326", xRes=0.0001, yRes=0.0001)
            source = gdal.Open("/vsimem/warped.tif")
            values = source.ReadAsArray()
            changed = values.copy()
            changed[values == 1] = 2
            changed[values == 2] = 1
            changed[values == 3] = 0
            memory = gdal.GetDriverByName("MEM").CreateCopy("", source)
            memory.GetRasterBand(1).WriteArray(changed)
            memory.GetRasterBand(1).SetNoDataValue(0)
            gdal.GetDriverByName("COG").CreateCopy(sys.argv[2], memory)
            """;

    /** Hectares of pairs of classes, of which the second is warped onto the first, and how much the raster differs. */
    private static final String CROSSTAB = """
            import json, sys, numpy
            from osgeo import gdal
            gdal.UseExceptions()
            before = gdal.Open(sys.argv[1])
            x, r, _, y, _, s = before.GetGeoTransform()
            bounds = (x, y + s * before.RasterYSize, x + r * before.RasterXSize, y)
            after = gdal.Warp("", sys.argv[2], format="MEM", dstSRS=before.GetProjection(), outputBounds=bounds,
                              width=before.RasterXSize, height=before.RasterYSize, errorThreshold=0).ReadAsArray()
            before = before.ReadAsArray().astype(int)
            pairs = numpy.where((before == 0) | (after == 0), 0, before * 256 + after)
            ours = gdal.Open(sys.argv[3]).ReadAsArray().astype(int)
            ids, counts = numpy.unique(pairs, return_counts=True)
            print(json.dumps({"pairs": {str(i): c / 100 for i, c in zip(ids.tolist(), counts.tolist()) if i},
                              "same": float((pairs == ours).mean())}))
            """;

    @TempDir
    static Path data;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(data, Map.of("GEOCROP_SAMPLE_SIZE", "256"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String job(String process, String inputs) throws Exception {
        HttpResponse<byte[]> answer = server.post(
                "/processes/" + process + "/execution", "{\"inputs\":" + inputs + "}", "Prefer", "respond-async");
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(201);
        String id = TestServer.json(answer).path("jobID").asString();
        JsonNode status = server.await(id);
        assertThat(status.path("status").asString()).as(status.toString()).isEqualTo("successful");
        return id;
    }

    private static Path file(String name, byte[] bytes) throws Exception {
        Path file = data.resolve(name);
        Files.write(file, bytes);
        return file;
    }

    private static Programs.Outcome python(String name, String script, Path... arguments) throws Exception {
        Object[] all = new Object[arguments.length + 1];
        all[0] = file(name, script.getBytes(StandardCharsets.UTF_8));
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Programs.Outcome outcome = Programs.gdalPython(all);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return outcome;
    }

    @Test
    void aMapAndABaselineInDegrees() throws Exception {
        String map = job("classify-crops", INPUTS);
        Path before = file(
                "before.tif", server.get("/results/" + map + "/crop_type.tif").body());
        Path after = data.resolve("store/geocrop-baselines/dw/zim/summer/2022/mode.tif");
        Files.createDirectories(after.getParent());
        python("baseline.py", BASELINE, before, after);

        String compared =
                job("compare", "{\"before\":\"" + map + "\",\"after\":\"baseline:dw/zim/summer/2022/mode.tif\"}");
        Path difference = file(
                "difference.tif",
                server.get("/results/" + compared + "/difference.tif").body());
        Programs.Outcome valid = Programs.gdalPython(
                "-m", "osgeo_utils.samples.validate_cloud_optimized_geotiff", "--full-check=yes", difference);
        assertThat(valid.output()).contains("is a valid cloud optimized GeoTIFF");

        JsonNode gdal = Json.read(python("crosstab.py", CROSSTAB, before, after, difference)
                .output()
                .strip()
                .getBytes(StandardCharsets.UTF_8));
        // Nearest of the two: they differ where a centre falls on an edge of the other lattice.
        assertThat(gdal.path("same").asDouble()).isGreaterThan(0.999);
        JsonNode ours = server.json("/results/" + compared + "/transitions.json");
        double total = ours.path("hectares").asDouble();
        assertThat(ours.path("transitions").size()).isGreaterThan(5);
        for (JsonNode each : ours.path("transitions")) {
            int pair = each.path("before").path("value").asInt() * 256
                    + each.path("after").path("value").asInt();
            assertThat(each.path("hectares").asDouble())
                    .as(each.toString())
                    .isCloseTo(gdal.path("pairs").path(Integer.toString(pair)).asDouble(0), within(total * 0.001));
        }
        JsonNode maize = ours.path("classes").path(0);
        assertThat(maize.path("name").asString()).isEqualTo("maize");
        double kept =
                maize.path("hectares_before").asDouble() - maize.path("loss").asDouble();
        assertThat(maize.path("hectares_after").asDouble() - maize.path("gain").asDouble())
                .isCloseTo(kept, within(0.001));
        // All maize has become tobacco, but for pixels at edges.
        assertThat(kept).isLessThan(0.05 * maize.path("hectares_before").asDouble());
    }

    @Test
    void aCompositeHasTheRastersOfAMap() throws Exception {
        String map = job("classify-crops", INPUTS);
        String composite = job("season-composite", INPUTS);
        for (String raster : List.of("ndvi_peak", "evi_peak", "savi_peak", "true_color", "observations")) {
            assertThat(server.get("/results/" + composite + "/" + raster + ".tif")
                            .body())
                    .as(raster)
                    .isEqualTo(server.get("/results/" + map + "/" + raster + ".tif")
                            .body());
        }
        assertThat(server.get("/results/" + composite + "/crop_type.tif").statusCode())
                .isEqualTo(404);
        assertThat(server.get("/xyz/" + composite + ":ndvi_peak/tilejson.json").statusCode())
                .isEqualTo(200);
        JsonNode summary = server.json("/results/" + composite + "/summary.json");
        assertThat(summary.has("classes")).isFalse();
        assertThat(summary.path("hectares_observed").asDouble())
                .isEqualTo(server.json("/results/" + map + "/summary.json")
                        .path("hectares_classified")
                        .asDouble());
    }
}
