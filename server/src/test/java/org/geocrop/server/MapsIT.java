package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.validation.Schema;
import org.geocrop.SharedData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** WMS, WMTS, OGC API Tiles and Maps, XYZ and STAC of the built server: the same maps by each of them. */
class MapsIT {

    private static final String MAP_130 = "/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&STYLES=&FORMAT=image/png";
    private static final String MAP_111 = "/wms?SERVICE=WMS&VERSION=1.1.1&REQUEST=GetMap&STYLES=&FORMAT=image/png";

    /** Of WebMercatorQuad, zoom 14: the sample's own tile. */
    private static final int ROW = 8998;

    private static final int COL = 9601;
    private static final double HALF_WORLD = 20037508.3427892;

    private static MapServer maps;

    @BeforeAll
    static void start() throws Exception {
        maps = MapServer.shared();
    }

    @Test
    @Conforms({"WMS 1.3.0", "WMTS 1.0.0"})
    void capabilitiesFollowTheirSchemas() throws Exception {
        Schema wms = OgcSchemas.load("wms/1.3.0/capabilities_1_3_0.xsd", "sld/1.1.0/sld_capabilities.xsd");
        HttpResponse<byte[]> answer = maps.get("/wms?service=WMS&request=GetCapabilities");
        OgcSchemas.validate(wms, answer.body());
        String text = TestServer.text(answer);
        assertThat(text)
                .contains("<Name>quarters</Name>")
                .contains("Quarters &amp; &lt;corners&gt;")
                .contains("<Name>latest</Name>")
                .contains("<Name>" + maps.job + ":confidence</Name>")
                .contains(">2022-09-01</Dimension>")
                .contains("<BoundingBox CRS=\"EPSG:4326\" minx=\"-18.0\" miny=\"30.0\" maxx=\"-16.0\" maxy=\"32.0\"/>")
                .contains("<BoundingBox CRS=\"CRS:84\" minx=\"30.0\" miny=\"-18.0\" maxx=\"32.0\" maxy=\"-16.0\"/>");
        Schema wmts = OgcSchemas.load("wmts/1.0/wmtsGetCapabilities_response.xsd");
        OgcSchemas.validate(wmts, maps.get("/wmts/1.0.0/WMTSCapabilities.xml").body());
        OgcSchemas.validate(
                OgcSchemas.load("wms/1.3.0/exceptions_1_3_0.xsd"),
                maps.get(MAP_130 + "&LAYERS=none&CRS=CRS:84&BBOX=0,0,1,1&WIDTH=9&HEIGHT=9")
                        .body());
        OgcSchemas.validate(
                OgcSchemas.load("ows/1.1.0/owsExceptionReport.xsd"),
                maps.get("/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=none&STYLE=&FORMAT=image/png"
                                + "&TILEMATRIXSET=WebMercatorQuad&TILEMATRIX=0&TILEROW=0&TILECOL=0")
                        .body());
    }

    /** North is up and east is right, in whatever order a version and a CRS write their axes. */
    @Test
    @Conforms({Conforms.MAPS + "crs", "WMS 1.1.1", "WMS 1.3.0"})
    void axesOfEveryVersion() throws Exception {
        String size = "&LAYERS=quarters&WIDTH=100&HEIGHT=100";
        quarters(MAP_111 + size + "&SRS=EPSG:4326&BBOX=30,-18,32,-16");
        quarters(MAP_130 + size + "&CRS=EPSG:4326&BBOX=-18,30,-16,32");
        quarters(MAP_130 + size + "&CRS=CRS:84&BBOX=30,-18,32,-16");
        quarters(MAP_130 + size + "&CRS=urn:ogc:def:crs:EPSG::4326&BBOX=-18,30,-16,32");
        quarters(MAP_130 + size + "&CRS=EPSG:3857&BBOX=3339585,-2037549,3562224,-1804722");
        quarters(MAP_111 + size + "&SRS=EPSG:900913&BBOX=3339585,-2037549,3562224,-1804722");
        quarters(MAP_130 + size + "&CRS=EPSG:32736&BBOX=186000,8012000,390000,8226000");
        // Arc 1960 / UTM 36S and Hartebeesthoek94 / Lo31 (axes west, south are written as they are defined).
        quarters(MAP_130 + size + "&CRS=EPSG:21036&BBOX=186000,8012000,390000,8226000");
        quarters("/collections/quarters/map?width=100&height=100&crs=EPSG:4326&f=png");
        quarters("/collections/quarters/map?width=100&height=100&bbox=30,-18,32,-16&f=png");
        quarters("/collections/quarters/map?width=100&height=100&bbox-crs=EPSG:4326&bbox=-18,30,-16,32");
        quarters(MAP_130 + size.replace("quarters", "both") + "&CRS=CRS:84&BBOX=30,-18,32,-16");
    }

    private static void quarters(String path) throws Exception {
        BufferedImage image = maps.picture(path);
        assertThat(image.getRGB(30, 30)).as(path).isEqualTo(MapServer.NORTH_WEST);
        assertThat(image.getRGB(70, 30)).as(path).isEqualTo(MapServer.NORTH_EAST);
        assertThat(image.getRGB(30, 70)).as(path).isEqualTo(MapServer.SOUTH_WEST);
        assertThat(image.getRGB(70, 70)).as(path).isEqualTo(MapServer.SOUTH_EAST);
    }

    /** One tile by each protocol, and as a part of a map of four tiles: the same pixels. */
    @Test
    @Conforms({
        Conforms.TILES + "core",
        Conforms.TILES + "png",
        Conforms.TILES + "dataset-tilesets",
        Conforms.TILES + "geodata-tilesets"
    })
    void allProtocolsDrawTheSame() throws Exception {
        String job = maps.job;
        BufferedImage xyz = maps.picture("/xyz/" + job + "/14/" + COL + "/" + ROW + ".png");
        assertThat(MapServer.drawn(xyz)).isGreaterThan(2_000);
        String tile = "WebMercatorQuad/14/" + ROW + "/" + COL;
        same(xyz, 0, 0, maps.picture("/wmts/rest/" + job + "/crop_type/2022-09-01/" + tile + ".png"));
        same(xyz, 0, 0, maps.picture("/collections/" + job + "/map/tiles/" + tile));
        same(xyz, 0, 0, maps.picture("/map/tiles/" + tile + "?collections=" + job));
        same(
                xyz,
                0,
                0,
                maps.picture("/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=" + job
                        + "&STYLE=crop_type&FORMAT=image/png&TILEMATRIXSET=WebMercatorQuad&TILEMATRIX=14&TILEROW=" + ROW
                        + "&TILECOL=" + COL));
        double span = 2 * HALF_WORLD / (1 << 14);
        double left = -HALF_WORLD + (COL - 1) * span;
        double top = HALF_WORLD - ROW * span;
        String box = left + "," + (top - 2 * span) + "," + (left + 2 * span) + "," + top;
        BufferedImage map = maps.picture(
                MAP_130 + "&TRANSPARENT=true&LAYERS=" + job + "&CRS=EPSG:3857&WIDTH=512&HEIGHT=512&BBOX=" + box);
        int seams = 0;
        for (int i = 0; i < 4; i++) {
            BufferedImage part =
                    maps.picture("/xyz/" + job + "/14/" + (COL - 1 + i % 2) + "/" + (ROW + i / 2) + ".png");
            for (int p = 0; p < 256 * 256; p++) {
                int x = p % 256;
                int y = p / 256;
                seams += part.getRGB(x, y) != map.getRGB(x + i % 2 * 256, y + i / 2 * 256) ? 1 : 0;
            }
        }
        assertThat(seams).as("pixels by which four tiles differ from one map").isLessThan(10);
    }

    private static void same(BufferedImage expected, int left, int top, BufferedImage actual) {
        for (int i = 0; i < 256 * 256; i++) {
            assertThat(actual.getRGB(i % 256 + left, i / 256 + top)).isEqualTo(expected.getRGB(i % 256, i / 256));
        }
    }

    @Test
    void filtersApplyToMapsLegendsAndAreasAlike() throws Exception {
        String layer = "/xyz/" + maps.job;
        JsonNode legend = maps.server.json(layer + "/legend.json").path("entries");
        double all = sum(legend);
        // A circle of 900 m has 254 ha.
        assertThat(all).isCloseTo(254.4, within(1.0));
        JsonNode maize = maps.server.json(layer + "/legend.json?classes=MAIZE").path("entries");
        assertThat(maize.size()).isEqualTo(1);
        assertThat(maize.path(0).path("hectares").asDouble())
                .isEqualTo(legend.path(0).path("hectares").asDouble());
        double sure = sum(maps.server.json(layer + "/legend.json?minconf=90").path("entries"));
        assertThat(sure).isLessThan(all).isGreaterThan(1);
        String tile = layer + "/14/" + COL + "/" + ROW + ".png";
        BufferedImage whole = maps.picture(tile);
        BufferedImage filtered = maps.picture(tile + "?classes=maize");
        Set<Integer> colors = new HashSet<>();
        for (int i = 0; i < 256 * 256; i++) {
            colors.add(filtered.getRGB(i % 256, i / 256));
        }
        assertThat(colors).containsExactlyInAnyOrder(0, 0xfff2d13c);
        int drawn = MapServer.drawn(maps.picture(tile + "?minconf=90"));
        assertThat((double) drawn / MapServer.drawn(whole)).isBetween(0.05, 0.99);
        String wms = MAP_130 + "&TRANSPARENT=true&LAYERS=" + maps.job
                + "&CRS=CRS:84&BBOX=30.96,-17.47,30.99,-17.44&WIDTH=200&HEIGHT=200";
        assertThat(MapServer.drawn(maps.picture(wms + "&CLASSES=maize")))
                .isPositive()
                .isLessThan(MapServer.drawn(maps.picture(wms)));
        HttpResponse<byte[]> unknown = maps.get(tile + "?classes=wheat");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(TestServer.text(unknown)).contains("maize");
        assertThat(maps.get(tile + "?minconf=101").statusCode()).isEqualTo(400);
    }

    private static double sum(JsonNode entries) {
        double sum = 0;
        for (JsonNode entry : entries) {
            sum += entry.path("hectares").asDouble();
        }
        return sum;
    }

    @Test
    void aPixelTellsItsClass() throws Exception {
        JsonNode point = maps.server.json("/xyz/" + maps.job + "/point/" + MapServer.LON + "," + MapServer.LAT);
        String name = point.path("class").path("name").asString();
        String query =
                "/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetFeatureInfo&CRS=CRS:84&WIDTH=3&HEIGHT=3&I=1&J=1&STYLES="
                        + "&BBOX=" + (MapServer.LON - 3e-5) + "," + (MapServer.LAT - 3e-5) + ","
                        + (MapServer.LON + 3e-5) + ","
                        + (MapServer.LAT + 3e-5) + "&LAYERS=" + maps.job + "&QUERY_LAYERS=" + maps.job;
        JsonNode properties = TestServer.json(maps.get(query + "&INFO_FORMAT=application/json"))
                .path("features")
                .path(0)
                .path("properties");
        assertThat(properties.path("class").asString()).isEqualTo(name).isNotEmpty();
        String full = maps.job + ":crop_type";
        for (String layers : List.of(
                "&LAYERS=" + full + "&QUERY_LAYERS=" + full,
                "&LAYERS=" + maps.job + "&QUERY_LAYERS=" + full,
                "&LAYERS=" + full + "&QUERY_LAYERS=" + maps.job)) {
            assertThat(TestServer.text(maps.get(query.replaceFirst("&LAYERS=.*", layers) + "&INFO_FORMAT=text/plain")))
                    .as(layers)
                    .contains("class = " + name);
        }
        assertThat(properties.path("confidence").asInt())
                .isEqualTo(point.path("values").path("confidence").asInt());
        assertThat(properties.path("season").asString()).isEqualTo("2022-09-01/2023-05-31");
        assertThat(properties.path("hectares").asDouble()).isPositive();
        assertThat(TestServer.text(maps.get(query + "&INFO_FORMAT=text/plain"))).contains("class = " + name);
        assertThat(TestServer.text(maps.get(query + "&INFO_FORMAT=text/html"))).contains("<td>" + name + "</td>");
        assertThat(TestServer.text(maps.get(query + "&INFO_FORMAT=text/plain&MINCONF=100&CLASSES=water")))
                .doesNotContain("class = " + name);
    }

    @Test
    void aStyleOfTheRequestIsUsed() throws Exception {
        String sld = """
                <StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld"><NamedLayer>
                <Name>%s:confidence</Name><UserStyle><FeatureTypeStyle><Rule><RasterSymbolizer><Opacity>1</Opacity>
                <ColorMap type="intervals"><ColorMapEntry color="#102030" quantity="101"/></ColorMap>
                </RasterSymbolizer></Rule></FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>
                """.formatted(maps.job);
        String path = MAP_130 + "&TRANSPARENT=true&CRS=CRS:84&BBOX=30.96,-17.47,30.99,-17.44&WIDTH=50&HEIGHT=50&LAYERS="
                + maps.job + ":confidence&SLD_BODY=" + URLEncoder.encode(sld, StandardCharsets.UTF_8);
        BufferedImage image = maps.picture(path);
        assertThat(image.getRGB(25, 25)).isEqualTo(0xff102030);
        assertThat(image.getRGB(0, 0) >>> 24).isZero();
        HttpResponse<byte[]> styles =
                maps.get("/wms?SERVICE=WMS&VERSION=1.1.1&REQUEST=GetStyles&LAYERS=" + maps.job + ":confidence");
        assertThat(TestServer.text(styles)).contains("ColorMapEntry color=\"#a50026\" quantity=\"0\"");
    }

    @Test
    void faultsAsTheRequestWantsThem() throws Exception {
        String bad = MAP_130 + "&LAYERS=none&CRS=CRS:84&BBOX=0,0,1,1&WIDTH=60&HEIGHT=40";
        HttpResponse<byte[]> xml = maps.get(bad, "Origin", "https://maps.example.org");
        assertThat(TestServer.text(xml)).contains("code=\"LayerNotDefined\"");
        assertThat(xml.headers().firstValue("Access-Control-Allow-Origin")).contains("https://maps.example.org");
        assertThat(xml.headers().firstValue("Cache-Control")).contains("no-store");
        BufferedImage blank = maps.picture(bad + "&EXCEPTIONS=BLANK&BGCOLOR=0x112233");
        assertThat(blank.getRGB(5, 5)).isEqualTo(0xff112233);
        assertThat(MapServer.drawn(maps.picture(bad + "&EXCEPTIONS=BLANK&TRANSPARENT=TRUE")))
                .isZero();
        BufferedImage text = maps.picture(bad + "&EXCEPTIONS=INIMAGE&TRANSPARENT=TRUE");
        assertThat(text.getWidth()).isEqualTo(60);
        assertThat(MapServer.drawn(text)).isPositive();
        HttpResponse<byte[]> old = maps.get(MAP_111 + "&LAYERS=quarters&SRS=EPSG:1&BBOX=0,0,1,1&WIDTH=60&HEIGHT=40");
        assertThat(TestServer.text(old)).contains("code=\"InvalidSRS\"").contains("version=\"1.1.1\"");
    }

    @Test
    void whoHasItAlreadyIsToldSo() throws Exception {
        String tile = "/xyz/" + maps.job + "/14/" + COL + "/" + ROW + ".png";
        HttpResponse<byte[]> first = maps.get(tile);
        String etag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(etag).startsWith("\"");
        assertThat(first.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        HttpResponse<byte[]> again = maps.get(tile, "If-None-Match", "W/" + etag + ", \"other\"");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).contains(etag);
        assertThat(maps.get(tile + "?minconf=50").headers().firstValue("ETag"))
                .isNotEqualTo(first.headers().firstValue("ETag"));
        assertThat(maps.get("/xyz/latest/14/" + COL + "/" + ROW + ".png")
                        .headers()
                        .firstValue("Cache-Control")
                        .orElse(""))
                .contains("max-age=60")
                .doesNotContain("immutable");
        HttpResponse<byte[]> head = maps.server.request("HEAD", tile, "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).contains("" + first.body().length);
        HttpResponse<byte[]> packed = maps.get("/wms?SERVICE=WMS&REQUEST=GetCapabilities", "Accept-Encoding", "gzip");
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    }

    @Test
    void seasonsAreTimes() throws Exception {
        String map = MAP_130
                + "&TRANSPARENT=true&LAYERS=latest&CRS=CRS:84&BBOX=30.96,-17.47,30.99,-17.44&WIDTH=50&HEIGHT=50";
        int drawn = MapServer.drawn(maps.picture(map));
        assertThat(drawn).isPositive();
        for (String time : new String[] {
            "2022-09-01", "2022-12-24T10:00:00Z", "2022", "2020-01-01/2022-10-01/P1D", "2019,2023-01", "current"
        }) {
            assertThat(MapServer.drawn(maps.picture(map + "&TIME=" + time)))
                    .as(time)
                    .isEqualTo(drawn);
        }
        HttpResponse<byte[]> none = maps.get(map + "&TIME=2019-01-01");
        assertThat(TestServer.text(none)).contains("InvalidDimensionValue");
        assertThat(TestServer.text(maps.get(map + "&TIME=yesterday"))).contains("TIME is like");
    }

    @Test
    @Conforms({Conforms.MAPS + "png", Conforms.MAPS + "jpeg", Conforms.MAPS + "tiff", Conforms.TILES + "jpeg"})
    void formatsAreWhatTheySay() throws Exception {
        String map = "/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&STYLES=&LAYERS=" + maps.job
                + ":true_color&CRS=CRS:84&BBOX=30.96,-17.47,30.99,-17.44&WIDTH=120&HEIGHT=100&FORMAT=";
        assertThat(maps.picture(map + "image/jpeg").getWidth()).isEqualTo(120);
        BufferedImage indexed = maps.picture(map + "image/png8");
        assertThat(indexed.getColorModel()).isInstanceOf(java.awt.image.IndexColorModel.class);
        HttpResponse<byte[]> tiff = maps.get(map + "image/geotiff");
        assertThat(tiff.body()).startsWith('I', 'I', 42, 0);
        HttpResponse<byte[]> dense = maps.get(map + "image/png&FORMAT_OPTIONS=dpi:254");
        // A pHYs chunk of 10,000 pixels a metre.
        assertThat(new String(dense.body(), StandardCharsets.ISO_8859_1)).contains("pHYs\0\0\u0027\u0010");
        assertThat(TestServer.text(maps.get(map + "image/bmp"))).contains("InvalidFormat");
    }

    @Test
    @Conforms({
        Conforms.TILES + "tileset",
        Conforms.TILES + "tilesets-list",
        Conforms.TILES + "oas30",
        Conforms.MAPS + "tilesets",
        Conforms.MAPS + "styled-map"
    })
    void collectionsTilesAndStylesLeadToEachOther() throws Exception {
        JsonNode collection = maps.server.json("/collections/" + maps.job);
        assertThat(collection
                        .path("extent")
                        .path("temporal")
                        .path("interval")
                        .path(0)
                        .path(0)
                        .asString())
                .isEqualTo("2022-09-01T00:00:00Z");
        for (JsonNode link : collection.path("links")) {
            HttpResponse<byte[]> answer = maps.get(link.path("href").asString());
            assertThat(answer.statusCode()).as(link.toString()).isEqualTo(200);
        }
        JsonNode tilesets =
                maps.server.json("/collections/" + maps.job + "/map/tiles").path("tilesets");
        assertThat(tilesets.size()).isEqualTo(8);
        for (JsonNode tileset : tilesets) {
            String id = tileset.path("tileMatrixSetId").asString();
            JsonNode limits = tileset.path("tileMatrixSetLimits");
            JsonNode deep = limits.path(12);
            String template = tileset.path("links").path(2).path("href").asString();
            BufferedImage tile = maps.picture(
                    template.replace("{tileMatrix}", deep.path("tileMatrix").asString())
                            .replace("{tileRow}", deep.path("minTileRow").asString())
                            .replace("{tileCol}", deep.path("minTileCol").asString()));
            assertThat(MapServer.drawn(tile)).as(id).isPositive();
            assertThat(tile.getWidth()).isEqualTo(id.endsWith("x2") ? 512 : 256);
        }
        assertThat(maps.get("/collections/" + maps.job + "/map/tiles/WebMercatorQuad/3/9/0")
                        .statusCode())
                .isEqualTo(404);
        assertThat(TestServer.text(maps.get("/collections/" + maps.job + "/styles/crop_type")))
                .contains("label=\"maize\"");
    }

    @Test
    void resultsAreFoundAsStacItems() throws Exception {
        JsonNode root = maps.server.json("/stac");
        assertThat(root.path("stac_version").asString()).isEqualTo("1.0.0");
        JsonNode found = TestServer.json(maps.server.post(
                "/stac/search",
                "{\"bbox\":[30.9,-17.5,31,-17.4],\"datetime\":\"2022-10-01T00:00:00Z/..\",\"limit\":1}"));
        assertThat(found.path("numberMatched").asInt()).isEqualTo(1);
        JsonNode item = found.path("features").path(0);
        assertThat(item.path("id").asString()).isEqualTo(maps.job);
        assertThat(item.path("collection").asString()).isEqualTo("classify-crops");
        String href = item.path("assets").path("crop_type").path("href").asString();
        assertThat(maps.get(href).body()).startsWith('I', 'I', 42, 0);
        for (String nothing :
                new String[] {"bbox=0,0,1,1", "datetime=2024-01-01T00:00:00Z/..", "ids=none", "collections=compare"}) {
            assertThat(maps.server
                            .json("/stac/search?" + nothing)
                            .path("features")
                            .size())
                    .as(nothing)
                    .isZero();
        }
        for (String bad : new String[] {"bbox=1,2,3", "bbox=x", "limit=0", "datetime=2022", "token=none"}) {
            assertThat(maps.get("/stac/search?" + bad).statusCode()).as(bad).isEqualTo(400);
        }
    }

    @Test
    @Conforms({Conforms.MATRICES + "tilematrixset", Conforms.MATRICES + "json-tilematrixset"})
    void tileMatrixSetsAreTheOgcs() throws Exception {
        Map<String, String> same = Map.of(
                "WebMercatorQuad",
                "WebMercatorQuad",
                "WorldCRS84Quad",
                "WorldCRS84Quad",
                "UTM35SWGS84Quad",
                "UTM35WGS84Quad",
                "UTM36SWGS84Quad",
                "UTM36WGS84Quad");
        for (Map.Entry<String, String> pair : same.entrySet()) {
            JsonNode ours = maps.server.json("/tileMatrixSets/" + pair.getKey());
            JsonNode theirs = org.geocrop.json.Json.read(java.nio.file.Files.readAllBytes(
                    SharedData.path("../ogc/tile-matrix-sets/" + pair.getValue() + ".json")));
            double shift = pair.getKey().contains("S") && pair.getKey().startsWith("UTM") ? 10_000_000 : 0;
            for (JsonNode matrix : theirs.path("tileMatrices")) {
                JsonNode own = null;
                for (JsonNode candidate : ours.path("tileMatrices")) {
                    own = candidate.path("id").equals(matrix.path("id")) ? candidate : own;
                }
                assertThat(own).as(pair.getKey() + " " + matrix.path("id")).isNotNull();
                for (String name : new String[] {"scaleDenominator", "cellSize"}) {
                    double expected = matrix.path(name).asDouble();
                    assertThat(own.path(name).asDouble()).isCloseTo(expected, within(expected * 1e-11));
                }
                for (String name : new String[] {"matrixWidth", "matrixHeight", "tileWidth"}) {
                    assertThat(own.path(name).asLong())
                            .isEqualTo(matrix.path(name).asLong());
                }
                assertThat(own.path("pointOfOrigin").path(0).asDouble())
                        .isEqualTo(matrix.path("pointOfOrigin").path(0).asDouble());
                assertThat(own.path("pointOfOrigin").path(1).asDouble())
                        .isCloseTo(matrix.path("pointOfOrigin").path(1).asDouble() + shift, within(1e-6));
            }
        }
    }
}
