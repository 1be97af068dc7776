package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server on its first day: its services are valid, and have a layer that can be drawn and is empty. */
class EmptyServerIT {

    private static final String GET_MAP = "/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&STYLES=&CRS=CRS:84"
            + "&BBOX=25,-23,34,-15&WIDTH=64&HEIGHT=64&FORMAT=image/png&TRANSPARENT=true&LAYERS=";

    @TempDir
    static Path data;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(data, Map.of("GEOCROP_SAMPLE", "false"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static byte[] picture(String path) throws Exception {
        HttpResponse<byte[]> answer = server.get(path);
        assertThat(answer.statusCode()).as(path + " " + TestServer.text(answer)).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/png");
        return answer.body();
    }

    @Test
    void itsOneLayerIsThatOfTheNewestMaps() throws Exception {
        JsonNode collections = server.json("/collections?f=json").path("collections");
        assertThat(collections).hasSize(1);
        assertThat(collections.get(0).path("id").asString()).isEqualTo("latest");
        assertThat(collections.get(0).at("/extent/spatial/bbox/0").toString()).isEqualTo("[-180.0,-90.0,180.0,90.0]");
        assertThat(TestServer.text(server.get("/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetCapabilities")))
                .containsOnlyOnce("<Name>latest</Name>");
        assertThat(TestServer.text(server.get("/wmts?SERVICE=WMTS&REQUEST=GetCapabilities")))
                .containsOnlyOnce("<ows:Identifier>latest</ows:Identifier>");
    }

    @Test
    void itIsDrawnAndEmpty() throws Exception {
        for (String path : new String[] {
            GET_MAP + "latest",
            "/map?f=png",
            "/collections/latest/map?f=png",
            "/map/tiles/WebMercatorQuad/0/0/0?f=png",
            "/collections/latest/map/tiles/WorldCRS84Quad/3/4/8?f=png",
            "/xyz/latest/6/37/34.png",
            "/wmts/rest/latest/crop_type/WebMercatorQuad/5/17/18.png",
        }) {
            assertThat(MapServer.drawn(javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(picture(path)))))
                    .as(path)
                    .isZero();
        }
        assertThat(picture("/xyz/latest/legend.png")).isNotEmpty();
        assertThat(server.json("/xyz/latest/tilejson.json").path("tiles")).hasSize(1);
        assertThat(server.json("/xyz/latest/point/30,-17").path("class").isMissingNode())
                .isTrue();
        assertThat(server.get("/xyz/latest:ndvi_peak/6/37/34.png").statusCode()).isEqualTo(404);
    }
}
