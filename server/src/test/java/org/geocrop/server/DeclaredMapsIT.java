package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXParseException;
import tools.jackson.databind.JsonNode;

/** What conformance classes of maps ask for, class by class: each parameter does what it says, or is refused. */
class DeclaredMapsIT {

    private static final String QUARTERS = "/collections/quarters/map?f=png&";

    private static MapServer maps;

    @BeforeAll
    static void start() throws Exception {
        maps = MapServer.shared();
    }

    /** Spatial subsetting: the same quarter by its box, by intervals of axes, and by its centre. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bbox=31,-17,32,-16&width=50&height=50",
                "bbox=31,-17,0,32,-16,100&width=50&height=50",
                "subset=Lat(-17:-16),Lon(31:32)&width=50&height=50",
                "subset=Lat(-17:-16)&subset=Lon(31:32)&width=50&height=50",
                "subset=N(-17:-16),E(31:32)&subset-crs=[EPSG:4326]&width=50&height=50",
                "center=31.5,-16.5&crs=[OGC:CRS84]&width=50&height=50&scale-denominator=7000000",
                "center=-16.5,31.5&center-crs=[EPSG:4326]&crs=[EPSG:3857]&width=50&height=50&scale-denominator=7000000",
            })
    @Conforms({Conforms.MAPS + "spatial-subsetting", Conforms.MAPS + "crs"})
    void theNorthEastern(String where) throws Exception {
        BufferedImage map = maps.picture(QUARTERS + where);

        assertThat(List.of(map.getWidth(), map.getHeight())).containsExactly(50, 50);
        assertThat(List.of(map.getRGB(2, 2), map.getRGB(47, 47), map.getRGB(2, 47), map.getRGB(47, 2)))
                .containsOnly(MapServer.NORTH_EAST);
    }

    @Test
    void anAxisThatIsNotBoundedIsTheWholeOfIt() throws Exception {
        BufferedImage map = maps.picture(QUARTERS + "subset=Lat(-17:-16)&width=40&height=20");

        assertThat(map.getRGB(5, 10)).isEqualTo(MapServer.NORTH_WEST);
        assertThat(map.getRGB(35, 10)).isEqualTo(MapServer.NORTH_EAST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bbox=30,-18,32,-16&center=31,-17",
                "bbox=30,-18,32,-16&subset=Lat(-17:-16)",
                "subset=Nope(1:2)",
                "subset=Lat(1)",
                "subset=Lat(2:1)",
                "subset=Lat(a:b)",
                "subset=Lat(-17:-16),Lat(-17:-16)",
                "subset=Lat(-17:-16)x",
                "bbox=30,-18,32",
                "bbox=30,-18,32,abc",
                "center=30",
                "scale-denominator=abc",
                "scale-denominator=0",
                "scale-denominator=1000000&width=10",
                "bgcolor=reddish",
                "void-color=reddish",
                "void-transparent=perhaps",
                "transparent=perhaps",
                "crs=[OGC:nothing]",
            })
    @Conforms(Conforms.MAPS + "core")
    void isRefused(String parameters) throws Exception {
        assertThat(maps.get(QUARTERS + parameters).statusCode()).isEqualTo(400);
    }

    /** Encodings: by the parameter and by what the client accepts. */
    @ParameterizedTest
    @CsvSource({"png, image/png", "jpg, image/jpeg", "tif, image/tiff"})
    @Conforms({Conforms.MAPS + "png", Conforms.MAPS + "jpeg", Conforms.MAPS + "tiff"})
    void formats(String f, String type) throws Exception {
        HttpResponse<byte[]> byName = maps.get("/collections/quarters/map?width=20&f=" + f);
        HttpResponse<byte[]> byHeader = maps.get("/collections/quarters/map?width=20", "Accept", type);

        assertThat(byName.headers().firstValue("Content-Type")).contains(type);
        assertThat(byHeader.headers().firstValue("Content-Type")).contains(type);
        assertThat(byHeader.body()).isEqualTo(byName.body());
    }

    /** The data set's map is that of its collections, the lowest first; a style has maps of its own. */
    @Test
    @Conforms({Conforms.MAPS + "dataset-map", Conforms.MAPS + "collection-map", Conforms.MAPS + "styled-map"})
    void mapsOfTheDatasetOfCollectionsAndOfStyles() throws Exception {
        String size = "width=40&height=40&bbox=30,-18,32,-16&crs=[OGC:CRS84]";
        byte[] own = maps.get("/collections/quarters/map?" + size).body();

        assertThat(maps.get("/map?collections=quarters&" + size).body()).isEqualTo(own);
        assertThat(maps.get("/collections/quarters/styles/photo/map?" + size).body())
                .isEqualTo(own);
        assertThat(maps.get("/map?collections=quarters,silent&" + size).statusCode())
                .isEqualTo(200);
        assertThat(maps.get("/map?collections=quarters,none&" + size).statusCode())
                .isEqualTo(404);
        assertThat(maps.get("/map?width=40").statusCode()).isEqualTo(200);
    }

    /** Scaling: a pixel is 0.28 mm at the denominator, or what mm-per-pixel says. */
    @ParameterizedTest
    @CsvSource({"1000000, 0.28, 795", "2000000, 0.28, 398", "2000000, 0.14, 795"})
    @Conforms(Conforms.MAPS + "scaling")
    void aScaleGivesTheNumberOfPixels(String scale, String mm, int side) throws Exception {
        BufferedImage map =
                maps.picture(QUARTERS + "crs=[OGC:CRS84]&scale-denominator=" + scale + "&mm-per-pixel=" + mm);

        assertThat(map.getWidth()).isCloseTo(side, within(1));
        assertThat(map.getHeight()).isCloseTo(side, within(1));
    }

    /** Background: names of the W3C and hexadecimal ones; void is what lies beyond the CRS. */
    @Test
    @Conforms(Conforms.MAPS + "background")
    void backgroundsAndVoid() throws Exception {
        String around = "bbox=160,60,200,100&crs=[OGC:CRS84]&bbox-crs=[OGC:CRS84]&width=40&height=40&";
        BufferedImage named = maps.picture(QUARTERS + around + "bgcolor=tomato&void-color=0x000080");
        BufferedImage clear = maps.picture(QUARTERS + around + "bgcolor=tomato&void-transparent=true");
        BufferedImage same = maps.picture(QUARTERS + around + "bgcolor=tomato");

        assertThat(named.getRGB(5, 30)).isEqualTo(0xffff6347);
        assertThat(named.getRGB(30, 30)).as("beyond 180 degrees").isEqualTo(0xff000080);
        assertThat(named.getRGB(5, 5)).as("beyond the pole").isEqualTo(0xff000080);
        assertThat(clear.getRGB(5, 30)).isEqualTo(0xffff6347);
        assertThat(clear.getRGB(5, 5) >>> 24).isZero();
        assertThat(same.getRGB(5, 5)).isEqualTo(0xffff6347);
    }

    /** Datetime: as a parameter, as an axis, and told with the answer. */
    @Test
    @Conforms(Conforms.MAPS + "datetime")
    void timesAreSubsetsToo() throws Exception {
        String map = "/collections/" + maps.job + ":crop_type/map?f=png&width=64&";
        HttpResponse<byte[]> of2022 = maps.get(map + "subset=time(%222022-09-01%22:%222023-05-31%22)");
        HttpResponse<byte[]> byDatetime = maps.get(map + "datetime=2022-09-01/2023-05-31");

        assertThat(of2022.statusCode()).isEqualTo(200);
        assertThat(of2022.body()).isEqualTo(byDatetime.body());
        assertThat(of2022.headers().firstValue("Content-Datetime"))
                .contains("2022-09-01T00:00:00Z/2023-05-31T23:59:59Z");
        assertThat(maps.get(map + "subset=time(2010-01-01:2010-12-31)").statusCode())
                .isEqualTo(400);
        assertThat(maps.get(map + "datetime=2022-09-01&subset=time(2022-09-01)").statusCode())
                .isEqualTo(400);
    }

    /** Collections say in which CRS they are stored, the landing page where the data set lies. */
    @Test
    @Conforms({
        Conforms.MAPS + "core",
        Conforms.MAPS + "crs",
        Conforms.MAPS + "dataset-map",
        Conforms.MAPS + "collection-map"
    })
    void whereDataLies() throws Exception {
        JsonNode stored = TestServer.json(maps.get("/collections/" + maps.job + ":crop_type"));
        JsonNode landing = TestServer.json(maps.get("/?f=json"));

        assertThat(stored.path("storageCrs").asString()).isEqualTo("http://www.opengis.net/def/crs/EPSG/0/32736");
        assertThat(stored.at("/extent/spatial/storageCrsBbox/0/0").asDouble()).isBetween(200_000.0, 800_000.0);
        assertThat(landing.at("/extent/spatial/bbox/0/0").asDouble()).isBetween(30.0, 32.0);
        assertThat(landing.path("crs").toString()).contains("OGC/1.3/CRS84", "EPSG/0/3857");
    }

    /** WMS 1.1.1 by the document type that it names; 1.3.0 without an empty element. */
    @Test
    @Conforms({"WMS 1.1.1", "WMS 1.3.0"})
    void capabilitiesAreValidAndSayNothingEmpty() throws Exception {
        byte[] old = maps.get("/wms?SERVICE=WMS&VERSION=1.1.1&REQUEST=GetCapabilities")
                .body();
        String young = TestServer.text(maps.get("/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetCapabilities"));
        String tiles = TestServer.text(maps.get("/wmts?SERVICE=WMTS&REQUEST=GetCapabilities"));

        assertThat(faults(old)).isEmpty();
        for (String document : List.of(new String(old, StandardCharsets.UTF_8), young, tiles)) {
            assertThat(document)
                    .doesNotContainPattern("<(\\w+:)?Contact\\w+></")
                    .doesNotContainPattern("<(\\w+:)?IndividualName></");
        }
        assertThat(young).contains("<ContactOrganization>GeoCrop</ContactOrganization>");
    }

    /** Faults of a document against the DTD of WMS 1.1.1. */
    private static List<String> faults(byte[] document) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setValidating(true);
        var builder = factory.newDocumentBuilder();
        builder.setEntityResolver((publicId, systemId) -> new InputSource(DeclaredMapsIT.class.getResourceAsStream(
                "/ogc/wms/1.1.1/" + (systemId.endsWith(".dtd") ? "capabilities_1_1_1.dtd" : "none"))));
        List<String> faults = new ArrayList<>();
        builder.setErrorHandler(new ErrorHandler() {
            @Override
            public void warning(SAXParseException e) {
                faults.add(e.getMessage());
            }

            @Override
            public void error(SAXParseException e) {
                faults.add(e.getMessage());
            }

            @Override
            public void fatalError(SAXParseException e) {
                faults.add(e.getMessage());
            }
        });
        builder.parse(new ByteArrayInputStream(document));
        return faults;
    }

    /** WMTS: what an exception says, and which sections there are. */
    @ParameterizedTest
    @CsvSource({
        "REQUEST=GetCapabilities&acceptversions=1.1.0%2C1.2.0, 400, VersionNegotiationFailed, ",
        "REQUEST=GetCapabilities&sections=Bogus, 400, InvalidParameterValue, sections",
        "REQUEST=GetCapabilities&sections=, 400, MissingParameterValue, sections",
        "REQUEST=GetFeatureInfo&VERSION=1.0.0&LAYER=silent&STYLE=&FORMAT=image/png&TILEMATRIXSET=WebMercatorQuad"
                + "&TILEMATRIX=6&TILEROW=35&TILECOL=37&I=1&J=1&INFOFORMAT=text/nothing, 501, OperationNotSupported, "
                + "GetFeatureInfo",
    })
    @Conforms("WMTS 1.0.0")
    void wmtsExceptions(String parameters, int status, String code, String locator) throws Exception {
        HttpResponse<byte[]> answer = maps.get("/wmts?SERVICE=WMTS&" + parameters);

        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(status);
        assertThat(TestServer.text(answer))
                .contains("exceptionCode=\"" + code + "\"" + (locator == null ? ">" : " locator=\"" + locator + "\">"));
    }

    @Test
    @Conforms("WMTS 1.0.0")
    void aSectionBringsNothingElse() throws Exception {
        String one = TestServer.text(maps.get("/wmts?SERVICE=WMTS&REQUEST=GetCapabilities&sections=ServiceProvider"));

        assertThat(one)
                .contains("<ows:ServiceProvider>")
                .doesNotContain("<Contents>", "ServiceIdentification>", "OperationsMetadata>", "ServiceMetadataURL");
    }
}
