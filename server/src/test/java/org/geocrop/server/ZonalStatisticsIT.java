package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.Programs;
import org.geocrop.SharedData;
import org.geocrop.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Zonal statistics of the real Flanders labels, beside what rasterstats and GDAL count. */
class ZonalStatisticsIT {

    private static final String ZONES = """
            {"type": "FeatureCollection", "features": [
              {"type": "Feature", "id": "large", "properties": {"owner": "ann"}, "geometry": {"type": "Polygon",
               "coordinates": [[[4.0590, 50.7440], [4.0668, 50.7436], [4.0670, 50.7484], [4.0640, 50.7480],
                                [4.0597, 50.7488], [4.0590, 50.7440]],
                               [[4.0620, 50.7455], [4.0640, 50.7455], [4.0630, 50.7465], [4.0620, 50.7455]]]}},
              {"type": "Feature", "id": "two", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": [
               [[[4.0595, 50.7445], [4.0615, 50.7445], [4.0610, 50.7460], [4.0595, 50.7445]]],
               [[[4.0640, 50.7470], [4.0660, 50.7472], [4.0650, 50.7482], [4.0640, 50.7470]]]]}}]}
            """;

    /** Argument 3 is how many times finer than the raster's pixels it counts. */
    private static final String GDAL = """
            import json, sys, numpy
            from osgeo import gdal, ogr, osr
            gdal.UseExceptions()
            raster = gdal.Open(sys.argv[1])
            zones = json.load(open(sys.argv[2]))
            fine = int(sys.argv[3])
            values = raster.ReadAsArray()
            x, rx, _, y, _, ry = raster.GetGeoTransform()
            srs = osr.SpatialReference(wkt=raster.GetProjection())
            srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
            lonlat = osr.SpatialReference()
            lonlat.ImportFromEPSG(4326)
            lonlat.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
            move = osr.CoordinateTransformation(lonlat, srs)
            values = values.repeat(fine, axis=0).repeat(fine, axis=1)
            result = []
            for zone in zones["features"]:
                geometry = ogr.CreateGeometryFromJson(json.dumps(zone["geometry"]))
                geometry.Transform(move)
                source = ogr.GetDriverByName("Memory").CreateDataSource("zone")
                layer = source.CreateLayer("zone", srs)
                feature = ogr.Feature(layer.GetLayerDefn())
                feature.SetGeometry(geometry)
                layer.CreateFeature(feature)
                mask = gdal.GetDriverByName("MEM").Create("", values.shape[1], values.shape[0], 1)
                mask.SetGeoTransform((x, rx / fine, 0, y, 0, ry / fine))
                mask.SetProjection(raster.GetProjection())
                gdal.RasterizeLayer(mask, [1], layer, burn_values=[1])
                ids, counts = numpy.unique(values[mask.ReadAsArray() == 1], return_counts=True)
                pixel = abs(rx * ry) / fine / fine / 10000
                result.append({str(i): c * pixel for i, c in zip(ids.tolist(), counts.tolist()) if i})
            print(json.dumps(result))
            """;

    /** What says that it is a table of features is a view whose first row never comes. */
    private static final String ENDLESS = """
            import sqlite3, sys
            base = sqlite3.connect(sys.argv[1])
            base.execute("CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)")
            base.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT)")
            base.execute("INSERT INTO gpkg_contents VALUES ('zones', 'features')")
            base.execute("INSERT INTO gpkg_geometry_columns VALUES ('zones', 'geom')")
            base.execute("CREATE VIEW zones AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                         " SELECT max(i) AS geom FROM n")
            base.commit()
            """;

    private static final String RASTERSTATS = """
            import json, sys
            import rasterio
            from rasterio.warp import transform_geom
            from rasterstats import zonal_stats
            raster = rasterio.open(sys.argv[1])
            zones = [transform_geom("EPSG:4326", raster.crs, f["geometry"])
                     for f in json.load(open(sys.argv[2]))["features"]]
            pixel = abs(raster.transform.a * raster.transform.e) / 10000
            counts = zonal_stats(zones, sys.argv[1], categorical=True, nodata=0)
            print(json.dumps([{str(int(i)): c * pixel for i, c in zone.items()} for zone in counts]))
            """;

    @TempDir
    static Path data;

    private static Path labels;
    private static Path zones;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        labels = SharedData.path("sentinel2/flanders-31UES-2019/label_CT.tif");
        Path dataset = data.resolve("store/geocrop-datasets/flanders/labels.tif");
        Files.createDirectories(dataset.getParent());
        Files.copy(labels, dataset);
        zones = data.resolve("zones.json");
        Files.writeString(zones, ZONES);
        Files.copy(zones, dataset.resolveSibling("zones.geojson"));
        server = TestServer.start(data, Map.of("GEOCROP_SAMPLE_SIZE", "128"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** Hectares by class, zone by zone. */
    private static JsonNode ours(String pixels, String zoneInput) throws Exception {
        HttpResponse<byte[]> answer = server.post(
                "/processes/zonal-statistics/execution",
                "{\"inputs\":{\"raster\":\"dataset:flanders/labels.tif\",\"kind\":\"categorical\",\"pixels\":\""
                        + pixels + "\",\"zones\":" + zoneInput + "},\"outputs\":{\"statistics\":{}}}");
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(200);
        return TestServer.json(answer).path("features");
    }

    private static JsonNode gdal(int fine) throws Exception {
        Path script = data.resolve("gdal.py");
        Files.writeString(script, GDAL);
        Programs.Outcome outcome = Programs.gdalPython(script, labels, zones, fine);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return last(outcome);
    }

    private static JsonNode last(Programs.Outcome outcome) throws Exception {
        String[] lines = outcome.output().strip().split("\n");
        return Json.read(lines[lines.length - 1].getBytes(StandardCharsets.UTF_8));
    }

    private static void same(JsonNode features, JsonNode expected, double share) {
        assertThat(features.size()).isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            Map<String, Double> hectares = new TreeMap<>();
            features.path(i)
                    .path("properties")
                    .path("classes")
                    .forEach(c -> hectares.put(
                            c.path("value").asString(), c.path("hectares").asDouble()));
            double zone =
                    hectares.values().stream().mapToDouble(Double::doubleValue).sum();
            // A class of which the zone touches a corner only may be missing on either side.
            expected.path(i).propertyNames().forEach(value -> hectares.putIfAbsent(value, 0.0));
            assertThat(hectares).hasSizeGreaterThan(3);
            for (Map.Entry<String, Double> each : hectares.entrySet()) {
                // Of the zone: a class of a few pixels has no hectares to a tenth of a per cent of its own.
                assertThat(each.getValue())
                        .as("class %s of zone %d", each.getKey(), i)
                        .isCloseTo(expected.path(i).path(each.getKey()).asDouble(0), within(zone * share));
            }
        }
    }

    @Test
    void pixelsByTheirCentreAsGdalCountsThem() throws Exception {
        JsonNode features = ours("centre", "{\"value\":" + ZONES + "}");
        same(features, gdal(1), 1e-9);
        assertThat(features.path(0).path("id").asString()).isEqualTo("large");
        assertThat(features.path(0).path("properties").path("owner").asString()).isEqualTo("ann");
    }

    @Test
    void pixelsByTheirCentreAsRasterstatsCountsThem() throws Exception {
        Path python = Programs.pypi("rasterstats==0.21.0");
        Path script = data.resolve("count.py");
        Files.writeString(script, RASTERSTATS);
        Programs.Outcome outcome =
                Programs.run(Map.of(), python.toString(), script.toString(), labels.toString(), zones.toString());
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        same(ours("centre", "\"dataset:flanders/zones.geojson\""), last(outcome), 1e-9);
    }

    /** Shares of pixels at edges, beside GDAL on pixels of 20 cm. */
    @Test
    void exactPixelsAsGdalCountsFinerOnes() throws Exception {
        same(ours("exact", "{\"value\":" + ZONES + "}"), gdal(50), 1e-3);
    }

    @Test
    void measurementsAsGdalSumsThem() throws Exception {
        HttpResponse<byte[]> answer = server.post(
                "/processes/zonal-statistics/execution",
                "{\"inputs\":{\"raster\":\"dataset:flanders/labels.tif\",\"kind\":\"continuous\",\"pixels\":\"centre\","
                        + "\"zones\":{\"value\":" + ZONES + "}},\"outputs\":{\"statistics\":{}}}");
        JsonNode zone = TestServer.json(answer).path("features").path(0).path("properties");
        double count = 0;
        double sum = 0;
        double squares = 0;
        JsonNode classes = gdal(1).path(0);
        for (String value : classes.propertyNames()) {
            double pixels = classes.path(value).asDouble() * 100;
            count += pixels;
            sum += pixels * Double.parseDouble(value);
            squares += pixels * Double.parseDouble(value) * Double.parseDouble(value);
        }
        assertThat(zone.path("count").asDouble()).isCloseTo(count, within(1e-6));
        assertThat(zone.path("mean").asDouble()).isCloseTo(sum / count, within(1e-4));
        assertThat(zone.path("std").asDouble())
                .isCloseTo(Math.sqrt(squares / count - sum / count * sum / count), within(1e-3));
        assertThat(zone.path("min").asDouble()).isEqualTo(1110);
        assertThat(zone.path("max").asDouble()).isEqualTo(9120);
    }

    /** In another CRS, as GDAL writes it; what is no such file says so. */
    @Test
    void zonesOfAGeoPackage() throws Exception {
        Path folder = data.resolve("store/geocrop-datasets/flanders");
        Programs.need("/usr/bin/ogr2ogr", "gdal-bin");
        Path file = folder.resolve("zones.gpkg");
        Programs.Outcome written = Programs.run(
                Map.of(), "ogr2ogr", "-t_srs", "EPSG:32631", "-f", "GPKG", file.toString(), zones.toString());
        assertThat(written.exitCode()).as(written.output()).isZero();
        JsonNode packed = ours("exact", "\"dataset:flanders/zones.gpkg\"");
        JsonNode plain = ours("exact", "{\"value\":" + ZONES + "}");
        for (int i = 0; i < 2; i++) {
            JsonNode properties = packed.path(i).path("properties");
            assertThat(properties.path("owner").asString(""))
                    .isEqualTo(plain.path(i).path("properties").path("owner").asString(""));
            assertThat(properties.path("hectares").asDouble())
                    .isCloseTo(plain.path(i).path("properties").path("hectares").asDouble(), within(1e-3));
        }

        byte[] whole = Files.readAllBytes(file);
        Files.write(folder.resolve("cut.gpkg"), Arrays.copyOf(whole, whole.length / 3));
        Programs.run(Map.of(), "ogr2ogr", "-update", "-nln", "more", file.toString(), zones.toString());
        Path line = data.resolve("line.json");
        Files.writeString(line, "{\"type\":\"LineString\",\"coordinates\":[[4.06,50.74],[4.07,50.75]]}");
        String lines = folder.resolve("lines.gpkg").toString();
        Programs.run(Map.of(), "ogr2ogr", "-f", "GPKG", lines, line.toString());
        Path endless = folder.resolve("endless.gpkg");
        Path script = data.resolve("endless.py");
        Files.writeString(script, ENDLESS);
        assertThat(Programs.run(Map.of(), "/usr/bin/python3", script.toString(), endless.toString())
                        .exitCode())
                .isZero();
        for (String[] each : new String[][] {
            {"lines.gpkg", "row 1 is a LineString"},
            {"endless.gpkg", "zones is a view, not a table"},
            {"cut.gpkg", "can't be read"},
            {"zones.gpkg", "several tables"},
            {"labels.tif", "neither GeoJSON nor"}
        }) {
            HttpResponse<byte[]> answer = server.post(
                    "/processes/zonal-statistics/execution",
                    "{\"inputs\":{\"raster\":\"dataset:flanders/labels.tif\",\"zones\":\"dataset:flanders/" + each[0]
                            + "\"}}");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(TestServer.text(answer)).contains(each[1]);
        }
    }

    @Test
    void whatIsNotThereIsRefused() throws Exception {
        for (String raster :
                new String[] {"dataset:none.tif", "dataset:../x.tif", "none", "dataset:flanders/zones.geojson"}) {
            HttpResponse<byte[]> answer = server.post(
                    "/processes/zonal-statistics/execution",
                    "{\"inputs\":{\"raster\":\"" + raster + "\",\"zones\":{\"value\":" + ZONES + "}}}");
            assertThat(answer.statusCode()).as(raster + TestServer.text(answer)).isIn(400, 502);
        }
    }
}
