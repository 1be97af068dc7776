package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as clients write them, which is not always as standards do. */
class ClientHabitsIT {

    private static final Pattern TEMPLATE =
            Pattern.compile("<ResourceURL format=\"([^\"]+)\" resourceType=\"(\\w+)\" template=\"([^\"]+)\"/>");

    private static MapServer maps;

    @BeforeAll
    static void start() throws Exception {
        maps = MapServer.shared();
    }

    /** Clients of drafts of OGC API Processes put the mode and the process into the body. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "mode":"async" | 201
            "mode":"sync" | 200
            "mode":"auto","process":"https://example.org/processes/echo" | 200
            "process":"echo" | 200
            "mode":"later" | 400
            "mode":1 | 400
            "process":"classify-crops" | 400
            "process":{} | 400
            """)
    void theModeOfDraftsIsHeeded(String members, int status) throws Exception {
        String body = "{\"inputs\":{\"string\":\"x\"}," + members + "}";
        HttpResponse<byte[]> answer = maps.server.request("POST", "/processes/echo/execution", body);

        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(status);
        assertThat(answer.headers().firstValue("Location").isPresent()).isEqualTo(status == 201);
    }

    /** QGIS asks WMS 1.1.1 by X and Y, and adds parameters of its own. */
    @Test
    void aPixelIsAskedAsQgisDoes() throws Exception {
        String layer = maps.job;
        String old = TestServer.text(maps.get("/wms?SERVICE=WMS&VERSION=1.1.1&REQUEST=GetFeatureInfo&SRS=EPSG:4326"
                + "&BBOX=30.97,-17.465,30.986,-17.449&WIDTH=200&HEIGHT=200&X=100&Y=100&FORMAT=image/png&STYLES="
                + "&LAYERS=" + layer + "&QUERY_LAYERS=" + layer + "&INFO_FORMAT=text/plain&FEATURE_COUNT=10"));
        String now = TestServer.text(maps.get("/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetFeatureInfo&CRS=EPSG:4326"
                + "&BBOX=-17.465,30.97,-17.449,30.986&WIDTH=200&HEIGHT=200&I=100&J=100&FORMAT=image/png&STYLES="
                + "&LAYERS=" + layer + "&QUERY_LAYERS=" + layer + "&INFO_FORMAT=text/plain&FEATURE_COUNT=10"
                + "&WITH_GEOMETRY=TRUE&DPI=96&MAP_RESOLUTION=96&FORMAT_OPTIONS=dpi:96&TRANSPARENT=TRUE"));

        assertThat(old).contains("class").isEqualTo(now);
    }

    /** Every RESTful template of a layer, filled with what the capabilities say of it, gives what it says. */
    @Test
    void templatesOfWmtsAreFilled() throws Exception {
        String capabilities = TestServer.text(maps.get("/wmts/1.0.0/WMTSCapabilities.xml"));
        int at = capabilities.indexOf("<ows:Identifier>" + maps.job + "</ows:Identifier>");
        String layer = capabilities.substring(at, capabilities.indexOf("</Layer>", at));
        Matcher style = Pattern.compile("<Style isDefault=\"true\">.*?<ows:Identifier>([^<]+)", Pattern.DOTALL)
                .matcher(layer);
        Matcher time = Pattern.compile("<Default>([^<]+)</Default>").matcher(layer);
        assertThat(style.find()).as(layer).isTrue();
        assertThat(time.find()).as(layer).isTrue();
        Matcher template = TEMPLATE.matcher(layer);
        List<String> kinds = new ArrayList<>();
        while (template.find()) {
            String address = template.group(3)
                    .replace("{Style}", style.group(1))
                    .replace("{Time}", time.group(1))
                    .replace("{TileMatrixSet}", "WebMercatorQuad")
                    .replace("{TileMatrix}", "14")
                    .replace("{TileRow}", "8999")
                    .replace("{TileCol}", "9601")
                    .replace("{J}", "100")
                    .replace("{I}", "100");
            HttpResponse<byte[]> answer =
                    maps.get(address.substring(maps.server.url().length()));
            assertThat(answer.statusCode())
                    .as(address + "\n" + TestServer.text(answer))
                    .isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .as(address)
                    .startsWith(template.group(1));
            kinds.add(template.group(2));
        }

        assertThat(kinds).contains("tile", "FeatureInfo");
    }

    /** The OGC's suite of WMTS 1.0.0 leaves the variable of a dimension as it is, and wants a transparent tile. */
    @Test
    @DisplayName("Server.RESTful.GetTile.Valid.Tile.Transparency")
    void aVariableThatIsLeftIsTheDefault() throws Exception {
        String tile = "/WebMercatorQuad/14/8999/9601.png";
        String left = "/wmts/rest/" + maps.job + "/crop_type/Time" + tile;
        BufferedImage picture = maps.picture(left);

        assertThat(maps.get(left).body())
                .isEqualTo(maps.get("/wmts/rest/" + maps.job + "/crop_type/default" + tile)
                        .body());
        assertThat(MapServer.drawn(picture)).isBetween(1, 256 * 256 - 1);
        assertThat(MapServer.drawn(maps.picture("/wmts/rest/latest/crop_type/Time/WebMercatorQuad/0/0/0.png")))
                .isLessThan(256 * 256);
    }

    /** The OGC's suite of WMS 1.1.1 takes layers of several parents for one: all are of the root there, and drawn. */
    @Test
    @DisplayName("wmsops-getmap-layer-encoded-name")
    void layersOfTheOldVersionHaveOneParent() throws Exception {
        String old = TestServer.text(maps.get("/wms?SERVICE=WMS&VERSION=1.1.1&REQUEST=GetCapabilities"));
        int depth = 0;
        List<String> names = new ArrayList<>();
        Matcher part = Pattern.compile("<Layer[ >]|</Layer>|(?<=\\n {0,12}<Name>)[^<]+")
                .matcher(old.substring(old.indexOf("<UserDefinedSymbolization")));
        while (part.find()) {
            depth += part.group().startsWith("<Layer") ? 1 : part.group().equals("</Layer>") ? -1 : 0;
            assertThat(depth).as(part.group()).isLessThanOrEqualTo(2);
            if (!part.group().contains("<")) {
                names.add(part.group());
            }
        }
        String encoded = maps.job + "%3Andvi_peak";

        assertThat(names).contains("latest:ndvi_peak", maps.job + ":ndvi_peak", "quarters");
        assertThat(MapServer.drawn(maps.picture("/wms?SERVICE=WMS&VERSION=1.1.1&REQUEST=GetMap&SRS=EPSG:4326&STYLES="
                        + "&BBOX=30.97,-17.465,30.986,-17.449&WIDTH=100&HEIGHT=100&FORMAT=image/png&LAYERS="
                        + encoded)))
                .isPositive();
    }

    /** The OGC's suite of WMS 1.3.0 asks as Java does by itself, which would rather have pages. */
    @ParameterizedTest
    @ValueSource(strings = {"1.1.1", "1.3.0"})
    @DisplayName("getcapabilities:resource-format")
    void addressesGiveTheFormatThatIsDeclared(String version) throws Exception {
        String capabilities =
                TestServer.text(maps.get("/wms?SERVICE=WMS&VERSION=" + version + "&REQUEST=GetCapabilities"));
        Matcher metadata = Pattern.compile(
                        "<MetadataURL[^>]*><Format>([^<]+)</Format><OnlineResource[^>]*xlink:href=\"([^\"]+)\"")
                .matcher(capabilities);
        int found = 0;
        while (metadata.find()) {
            String path =
                    metadata.group(2).substring(maps.server.url().length()).replace("&amp;", "&");
            HttpResponse<byte[]> answer =
                    maps.get(path, "Accept", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2");
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .as(path)
                    .startsWith(metadata.group(1));
            found++;
        }

        assertThat(found).isGreaterThan(5);
    }
}
