package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an attacker would ask of the map services: each gets a clear refusal, and nothing happens. */
class MapAttacksIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String MAP =
            "/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&STYLES=&FORMAT=image/png&CRS=CRS:84";
    private static final String QUARTERS = MAP + "&LAYERS=quarters&BBOX=30,-18,32,-16&WIDTH=20&HEIGHT=20";

    private static MapServer maps;
    /** Whom nobody may call. */
    private static HttpServer bait;

    private static final AtomicInteger CALLS = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        bait = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        bait.createContext("/", exchange -> {
            CALLS.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        bait.start();
        maps = MapServer.shared();
    }

    @AfterAll
    static void stop() {
        bait.stop(0);
        assertThat(CALLS.get()).as("requests that left the server").isZero();
    }

    private static void refused(String path, String... words) throws Exception {
        HttpResponse<byte[]> answer = maps.get(path);
        assertThat(answer.statusCode())
                .as(path + ": " + TestServer.text(answer))
                .isIn(400, 404, 413, 414);
        for (String word : words) {
            assertThat(TestServer.text(answer)).as(path).contains(word);
        }
        assertThat(TestServer.text(answer)).doesNotContain("java.").doesNotContain("root:");
        assertThat(maps.picture(QUARTERS).getWidth()).as("still works").isEqualTo(20);
    }

    @Test
    void hugeMaps() throws Exception {
        String layer = MAP + "&LAYERS=quarters&BBOX=30,-18,32,-16";
        refused(layer + "&WIDTH=1000000&HEIGHT=10", "too large");
        refused(layer + "&WIDTH=10&HEIGHT=1000000", "too large");
        refused(layer + "&WIDTH=8000&HEIGHT=8000", "too large");
        refused(layer + "&WIDTH=99999999999&HEIGHT=1", "WIDTH");
        refused(layer + "&WIDTH=0&HEIGHT=-5", "WIDTH");
        refused("/map?collections=quarters&width=100000&height=100000", "too large");
        refused("/collections/quarters/map?width=8192&bbox=30,-18,30.0001,-16", "too large");
        refused(layer + "&WIDTH=1000000&HEIGHT=1000000&EXCEPTIONS=INIMAGE", "too large");
    }

    @Test
    void boxesThatAreNone() throws Exception {
        for (String box : new String[] {
            "NaN,NaN,NaN,NaN", "0,0,Infinity,1", "1e308,0,1e309,1", "0,0,1", "0,0,1,1,2", "a,b,c,d", "1,1,1,1", ""
        }) {
            refused(MAP + "&LAYERS=quarters&WIDTH=9&HEIGHT=9&BBOX=" + box, "BBOX");
            refused("/collections/quarters/map?bbox=" + (box.isEmpty() ? "," : box), "bbox");
        }
        refused("/xyz/quarters/14/-1/0.png");
        refused("/xyz/quarters/99/0/0.png");
        refused("/xyz/quarters/14/99999999999999999999/0.png");
        refused("/wmts/rest/quarters/photo/WebMercatorQuad/4/99999999999999999999/0.png");
        refused("/collections/quarters/map/tiles/WebMercatorQuad/4/-1/0");
        refused(
                "/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetFeatureInfo&CRS=CRS:84&WIDTH=9&HEIGHT=9&BBOX=30,-18,32,-16"
                        + "&LAYERS=quarters&QUERY_LAYERS=quarters&STYLES=&I=9&J=0",
                "InvalidPoint");
    }

    @Test
    void thousandsOfLayers() throws Exception {
        String many = "quarters,".repeat(700) + "quarters";
        refused(MAP + "&BBOX=30,-18,32,-16&WIDTH=9&HEIGHT=9&LAYERS=" + many, "At most 20");
        refused("/map?collections=" + many, "more than 20");
        refused("/xyz/" + maps.job + "/10/600/561.png?classes=" + "1,".repeat(400) + "1", "more than");
        refused(QUARTERS + "&TIME=" + "2020,".repeat(400) + "2021", "TIME");
    }

    @Test
    void namesThatLeadElsewhere() throws Exception {
        for (String name : new String[] {
            "../../etc/passwd",
            "..%2f..%2fetc%2fpasswd",
            "%2e%2e%2f",
            "..%5c..",
            "quarters%00",
            "latest:../../x",
            "baseline:../../x",
            "x".repeat(3000),
            "%3Cscript%3E"
        }) {
            refused(MAP + "&BBOX=30,-18,32,-16&WIDTH=9&HEIGHT=9&LAYERS=" + name);
            refused("/xyz/" + name.replace("/", "%2f") + "/tilejson.json");
            refused("/collections/" + name.replace("/", "%2f"));
            refused("/wmts/rest/" + name.replace("/", "%2f") + "/photo/WebMercatorQuad/0/0/0.png");
        }
        refused("/results/" + maps.job + "/..%2f..%2fsecret");
        refused("/tileMatrixSets/..%2f..%2fx");
        refused("/wmts/rest/quarters/..%2f..%2fx/WebMercatorQuad/5/18/18.png");
    }

    /** As a form that is posted, which may be longer than an address. */
    private static void sld(String body, String... words) throws Exception {
        String form = QUARTERS.substring(QUARTERS.indexOf('?') + 1) + "&SLD_BODY="
                + URLEncoder.encode(body, StandardCharsets.UTF_8);
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(maps.server.url() + "/wms"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(words).doesNotContain("java.").doesNotContain("root:");
    }

    private static String style(String symbolizer) {
        return "<StyledLayerDescriptor xmlns:xlink=\"http://www.w3.org/1999/xlink\"><NamedLayer><Name>quarters</Name>"
                + "<UserStyle><FeatureTypeStyle><Rule>" + symbolizer
                + "</Rule></FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>";
    }

    @Test
    void stylesThatReadOrExplode() throws Exception {
        String bomb = "<!DOCTYPE x [<!ENTITY a \"lollollollol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
                + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]>";
        sld(bomb + style("<RasterSymbolizer><Opacity>&d;</Opacity></RasterSymbolizer>"), "SLD");
        sld(
                "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>"
                        + style("<RasterSymbolizer><Opacity>&f;</Opacity></RasterSymbolizer>"),
                "SLD");
        String bait = address() + "/x";
        sld("<!DOCTYPE x SYSTEM \"" + bait + "\">" + style("<RasterSymbolizer/>"), "SLD");
        sld("<!DOCTYPE x [<!ENTITY % p SYSTEM \"" + bait + "\"> %p;]>" + style("<RasterSymbolizer/>"), "SLD");
        sld(
                style("<PointSymbolizer><ExternalGraphic><OnlineResource xlink:href=\"" + bait
                        + "\"/></ExternalGraphic></PointSymbolizer>"),
                "SLD");
        sld(
                "<StyledLayerDescriptor><NamedLayer><Name>quarters</Name><NamedStyle><Name>photo</Name></NamedStyle>"
                        + "</NamedLayer></StyledLayerDescriptor>",
                "NamedStyle");
        sld(
                style("<RasterSymbolizer><ColorMap>" + "<ColorMapEntry color=\"#000000\" quantity=\"1\"/>".repeat(300)
                        + "</ColorMap></RasterSymbolizer>"),
                "SLD");
        sld(style("<RasterSymbolizer><Opacity>many</Opacity></RasterSymbolizer>"), "number");
        sld(
                style(
                        "<RasterSymbolizer><ColorMap><ColorMapEntry color=\"red\" quantity=\"1\"/></ColorMap></RasterSymbolizer>"),
                "colour");
        sld("not xml", "XML");
        refused(QUARTERS + "&SLD=" + URLEncoder.encode(bait, StandardCharsets.UTF_8), "SLD_BODY");
        sld("x".repeat(70_000), "SLD_BODY has more than 65536 characters");
        assertThat(maps.picture(QUARTERS).getWidth()).as("still works").isEqualTo(20);
    }

    private static String address() {
        return "http://127.0.0.1:" + bait.getAddress().getPort();
    }
}
