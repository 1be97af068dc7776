package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.geocrop.Programs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Layer definitions, styles and class tables for QGIS; make it-clients opens them there. */
class QgisFilesIT {

    @TempDir
    static Path data;

    private static MapServer maps;

    @BeforeAll
    static void start() throws Exception {
        maps = MapServer.shared();
    }

    private static Document xml(String path) throws Exception {
        HttpResponse<byte[]> answer = maps.get(path);
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(200);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(answer.body()));
    }

    @Test
    void aDefinitionHasTilesMapsInTimeAndClasses() throws Exception {
        Document qlr = xml("/collections/" + maps.job + "/qgis.qlr");
        var sources = qlr.getElementsByTagName("datasource");
        assertThat(sources.getLength()).isEqualTo(3);
        assertThat(sources.item(0).getTextContent())
                .contains("tileMatrixSet=WebMercatorQuad", "layers=" + maps.job, "tileDimensions=Time%3D2022-09-01");
        assertThat(sources.item(1).getTextContent()).contains("type=wmst", "timeDimensionExtent=2022-09-01");
        assertThat(sources.item(2).getTextContent()).endsWith("/classes.csv");
        // Titles that XML reserves, of a layer without classes or times.
        Document quarters = xml("/collections/quarters/qgis.qlr");
        assertThat(quarters.getElementsByTagName("datasource").getLength()).isEqualTo(2);
        assertThat(quarters.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("Quarters & <corners>");
    }

    @Test
    void aTableNamesClassesWithTheirArea() throws Exception {
        HttpResponse<byte[]> answer = maps.get("/collections/" + maps.job + "/classes.csv?classes=maize");
        assertThat(TestServer.text(answer)).matches("value,name,color,hectares\r\n1,maize,#f2d13c,[0-9.]+\r\n");
    }

    @Test
    void stylesAreThoseOfTheLegend() throws Exception {
        Document classes = xml("/collections/" + maps.job + "/styles/crop_type?f=qml");
        Element entry = (Element) classes.getElementsByTagName("paletteEntry").item(0);
        assertThat(entry.getAttribute("value")).isEqualTo("1");
        assertThat(entry.getAttribute("label")).isEqualTo("maize");
        assertThat(entry.getAttribute("color")).isEqualTo("#f2d13c");
        Document ramp = xml("/collections/" + maps.job + ":ndvi_peak/styles/ndvi_peak?f=qml");
        assertThat(ramp.getElementsByTagName("item").getLength()).isEqualTo(6);
        Element last = (Element) ramp.getElementsByTagName("item").item(5);
        assertThat(last.getAttribute("value")).isEqualTo("10000");
        assertThat(xml("/collections/quarters/styles/photo?f=qml")
                        .getElementsByTagName("rasterrenderer")
                        .getLength())
                .isEqualTo(1);
        assertThat(maps.get("/collections/quarters/styles/photo?f=css").statusCode())
                .isEqualTo(400);
    }

    /** GDAL reads the table as QGIS does. */
    @Test
    void gdalReadsTheTable() throws Exception {
        Path script = data.resolve("table.py");
        Files.writeString(script, """
                import sys
                from osgeo import ogr
                table = ogr.Open(sys.argv[1])
                layer = table.GetLayer(0)
                print(layer.GetFeatureCount(), layer.GetNextFeature().GetField("name"))
                """);
        Programs.Outcome outcome = Programs.gdalPython(
                script, "/vsicurl/" + maps.server.url() + "/collections/" + maps.job + "/classes.csv");
        assertThat(outcome.output()).contains("10 maize");
    }
}
