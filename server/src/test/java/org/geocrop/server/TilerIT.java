package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geocrop.Programs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What users of a tile server for data ask: statistics, parts, band arithmetic, arrays. */
class TilerIT {

    private static final String POLYGON = "{\"type\":\"Polygon\",\"coordinates\":[[[30.972,-17.462],[30.984,-17.462],"
            + "[30.984,-17.452],[30.972,-17.452],[30.972,-17.462]]]}";

    @TempDir
    static Path data;

    private static MapServer maps;

    @BeforeAll
    static void start() throws Exception {
        maps = MapServer.shared();
    }

    private static String layer(String rest) {
        return "/xyz/" + maps.job + rest;
    }

    @Test
    void infoIsThatOfTheFile() throws Exception {
        JsonNode info = maps.server.json(layer(":ndvi_peak/info"));
        assertThat(info.path("dtype").asString()).isEqualTo("int16");
        assertThat(info.path("nodata_value").asInt()).isEqualTo(-32768);
        assertThat(info.path("crs").asString()).isEqualTo("http://www.opengis.net/def/crs/EPSG/0/32736");
        assertThat(info.path("count").asInt()).isEqualTo(1);
        assertThat(info.path("times").path(0).asString()).isEqualTo("2022-09-01");
    }

    /** Beside GDAL's own statistics of the file. */
    @Test
    void statisticsAreThoseOfGdal() throws Exception {
        JsonNode ours = maps.server
                .json(layer(":ndvi_peak/statistics?resampling=nearest&histogram_bins=5"))
                .path("b1");
        Path file = Files.write(
                data.resolve("ndvi.tif"),
                maps.get("/results/" + maps.job + "/ndvi_peak.tif").body());
        Programs.Outcome gdal = Programs.gdalPython(
                "-c",
                "from osgeo import gdal; import numpy as np, sys; a=gdal.Open(sys.argv[1]).ReadAsArray().astype(float);"
                        + "a=a[a!=-32768]; print(a.min(), a.max(), a.mean(), a.std(), np.percentile(a, 98), a.size)",
                file.toString());
        String[] expected = gdal.output().trim().split(" ");
        String[] names = {"min", "max", "mean", "std", "percentile_98", "count"};
        for (int i = 0; i < names.length; i++) {
            double value = Double.parseDouble(expected[i]);
            assertThat(ours.path(names[i]).asDouble()).as(names[i]).isCloseTo(value, within(1e-6 * Math.abs(value)));
        }
        long sum = 0;
        for (JsonNode count : ours.path("histogram").path(0)) {
            sum += count.asLong();
        }
        assertThat(sum).isEqualTo(ours.path("count").asLong());
        assertThat(ours.path("histogram").path(1).size()).isEqualTo(6);
    }

    @Test
    void classesAreCounted() throws Exception {
        JsonNode legend = maps.server.json(layer("/legend.json")).path("entries");
        JsonNode categories = maps.server.json(layer("/statistics")).path("b1").path("categories");
        assertThat(categories.path(0).path("name").asString()).isEqualTo("maize");
        assertThat(categories.path(0).path("count").asDouble() / 100)
                .isEqualTo(legend.path(0).path("hectares").asDouble());
        JsonNode within = TestServer.json(maps.server.post(layer("/statistics"), POLYGON))
                .path("properties")
                .path("statistics")
                .path("b1");
        assertThat(within.path("valid_pixels").asInt())
                .isPositive()
                .isLessThan(maps.server
                        .json(layer("/statistics"))
                        .path("b1")
                        .path("valid_pixels")
                        .asInt());
    }

    @Test
    void bandArithmeticEqualsItsParts() throws Exception {
        String box = "/bbox/30.975,-17.46,30.98,-17.455.npy?resampling=nearest&width=40&height=40&expression=";
        float[] ndvi = array(box + "ndvi_peak");
        float[] evi = array(box + "evi_peak");
        float[] both =
                array(box + URLEncoder.encode("(ndvi_peak-evi_peak)/max(ndvi_peak, 0.1)^2*-2", StandardCharsets.UTF_8));
        int checked = 0;
        for (int i = 0; i < 1600; i++) {
            if (both[1600 + i] > 0) {
                double expected = (ndvi[i] - evi[i]) / Math.pow(Math.max(ndvi[i], 0.1), 2) * -2;
                assertThat((double) both[i]).isCloseTo(expected, within(1e-5));
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(1000);
        for (String wrong : new String[] {
            "b1+",
            "b9",
            "foo",
            "((b1)",
            "b1)",
            "1e",
            "min(b1)",
            "b1;b1;".repeat(10),
            "(".repeat(60) + "b1",
            "b1+".repeat(120) + "b1",
            "-".repeat(200) + "b1",
            "__import__('os')"
        }) {
            HttpResponse<byte[]> answer =
                    maps.get(layer("/preview.png?expression=" + URLEncoder.encode(wrong, StandardCharsets.UTF_8)));
            assertThat(answer.statusCode()).as(wrong + TestServer.text(answer)).isEqualTo(400);
        }
    }

    private static float[] array(String path) throws Exception {
        byte[] npy = maps.get(layer(path)).body();
        assertThat(new String(npy, 1, 5, StandardCharsets.US_ASCII)).isEqualTo("NUMPY");
        int header = ByteBuffer.wrap(npy, 8, 2).order(ByteOrder.LITTLE_ENDIAN).getShort();
        float[] values = new float[(npy.length - 10 - header) / 4];
        ByteBuffer.wrap(npy, 10 + header, npy.length - 10 - header)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }

    @Test
    void arraysAndTiffsAreReadByNumpyAndGdal() throws Exception {
        Path npy = Files.write(
                data.resolve("a.npy"),
                maps.get(layer("/preview.npy?max_size=50")).body());
        Path tif = Files.write(
                data.resolve("a.tif"),
                maps.get(layer(":ndvi_peak/preview.tif?resampling=nearest&expression=b1/10000;b1"))
                        .body());
        Programs.Outcome read = Programs.gdalPython(
                "-c",
                "import numpy as np, sys; from osgeo import gdal; a=np.load(sys.argv[1]); d=gdal.Open(sys.argv[2]);"
                        + "b=d.ReadAsArray(); print(a.shape, a.dtype, b.shape, np.nanmax(np.abs(b[0]*10000-b[1]))<1e-2,"
                        + "d.GetSpatialRef().GetAuthorityCode(None), d.GetGeoTransform()[1])",
                npy.toString(),
                tif.toString());
        assertThat(read.output()).contains("(2, 50, 50) float32 (2, 181, 181) True 32736 10.0");
    }

    @Test
    void partsAndColours() throws Exception {
        BufferedImage crop = MapServer.picture(maps.server.post(layer("/feature.png?max_size=200"), POLYGON));
        assertThat(MapServer.drawn(crop)).isGreaterThan(5_000);
        BufferedImage gray = maps.picture(layer(":ndvi_peak/preview.png?rescale=0,10000&bidx=1"));
        int p = gray.getRGB(gray.getWidth() / 2, gray.getHeight() / 2);
        assertThat(p >> 16 & 255).isEqualTo(p & 255).isPositive();
        BufferedImage red = maps.picture(layer("/preview.png?colormap="
                + URLEncoder.encode("{\"1\":\"#ff0000\",\"2\":[0,0,255]}", StandardCharsets.UTF_8)));
        java.util.Set<Integer> colors = new java.util.HashSet<>();
        for (int i = 0; i < red.getWidth() * red.getHeight(); i++) {
            colors.add(red.getRGB(i % red.getWidth(), i / red.getWidth()));
        }
        assertThat(colors).containsExactlyInAnyOrder(0, 0xffff0000, 0xff0000ff);
        assertThat(MapServer.drawn(
                        maps.picture(layer(":ndvi_peak/14/9601/8998.png?colormap_name=viridis_r&rescale=0,10000"))))
                .isPositive();
        assertThat(maps.picture(layer(":true_color/preview.jpg?max_size=64")).getWidth())
                .isLessThanOrEqualTo(64);
        for (String bad : new String[] {
            "?rescale=1,0",
            "?rescale=x",
            "?colormap_name=none",
            "?colormap={",
            "?bidx=0",
            "?bidx=7",
            "?nodata=x",
            "?colormap_name=viridis&rescale=NaN,1",
            "?max_size=0",
            "?width=100000&height=100000"
        }) {
            HttpResponse<byte[]> answer = maps.get(layer(":ndvi_peak/preview.png") + bad.replace("{", "%7B"));
            assertThat(answer.statusCode()).as(bad + TestServer.text(answer)).isEqualTo(400);
        }
        assertThat(maps.get(layer("/bbox/5,1,1,2.png")).statusCode()).isEqualTo(400);
        assertThat(maps.server
                        .post(layer("/feature.png"), "{\"type\":\"Point\"}")
                        .statusCode())
                .isEqualTo(400);
        // Arbitrary addresses are nothing that this server reads.
        assertThat(maps.get("/xyz/info?url=http://127.0.0.1:9/x.tif").statusCode())
                .isEqualTo(404);
    }
}
