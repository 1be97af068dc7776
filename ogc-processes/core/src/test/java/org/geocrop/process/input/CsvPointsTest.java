package org.geocrop.process.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tables of points as field teams and spreadsheets write them (csv-to-geojson 6 and 13). */
class CsvPointsTest {

    private static final CsvPoints CSV = new CsvPoints();

    private static JsonNode read(byte[] file) {
        assertThat(CSV.is(file)).isTrue();
        return Json.of(CSV.read(file, 100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id,lon,lat\n7,31.5,-17.25\n",
                "\uFEFFid,lon,lat\r\n7,31.5,-17.25\r\n\r\n",
                "id, lon, lat\n7, 31.5, -17.25\n\n",
                "\n\nid,lon,lat\n\n7,31.5,-17.25\n   \n,,\n",
                "id;LON;LAT\n7;31,5;-17,25\n;;\n",
                "\uFEFFid;Longitude;Latitude\n7;31.5;-17.25",
                "sep=;\r\nid;lon;lat\r\n7;31,5;-17,25\r\n",
                "id\tLon\tLat\n7\t31.5\t-17.25\n",
                "id|x|y\n7|31.5|-17.25\n",
                "\"id\",\"Lon\",\"Lat\"\n\"7\",\"31.5\",\"-17.25\"\n",
                "\"id\";\"lon\";\"lat\"\n\"7\";\"31,5\";\"-17,25\"\n",
                "Lat,Lng,id\n-17.25,31.5,7\n",
                "POINT_X,POINT_Y,id\n31.5,-17.25,7,\n",
                "id,lon,lat\n7,3.15E1,-1725e-2"
            })
    void csvToGeojson6And13AllFormsAreTaken(String text) {
        JsonNode features = read(text.getBytes(StandardCharsets.UTF_8));
        assertThat(features.size()).isEqualTo(1);
        assertThat(features.path(0).path("geometry").path("coordinates").toString())
                .isEqualTo("[31.5,-17.25]");
        assertThat(features.path(0).path("properties").path("id").asString()).isEqualTo("7");
    }

    @Test
    void otherEncodingsAreTaken() {
        String text = "lon;lat;crop\n31,5;-17,25;maïs\n";
        byte[] marked = ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE);
        for (byte[] file : new byte[][] {
            marked,
            ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE),
            text.getBytes(Charset.forName("windows-1252"))
        }) {
            JsonNode feature = read(file).path(0);
            assertThat(feature.path("properties").path("crop").asString()).isEqualTo("maïs");
            assertThat(feature.path("geometry").path("coordinates").path(1).asDouble())
                    .isEqualTo(-17.25);
        }
    }

    @Test
    void quotedCellsMayHoldSeparatorsAndLines() {
        JsonNode feature = read("lon,lat,note\n1,2,\"a, b\nc \"\"d\"\"\"\n".getBytes(StandardCharsets.UTF_8))
                .path(0);
        assertThat(feature.path("properties").path("note").asString()).isEqualTo("a, b\nc \"d\"");
    }

    @Test
    void aRowWithoutNumbersLiesNowhere() {
        JsonNode features = read("lon,lat,c\n1,2,a\n,,b\nx,2,c\nNaN,2,d\n3\n".getBytes(StandardCharsets.UTF_8));
        assertThat(features.size()).isEqualTo(5);
        for (int i = 1; i < 5; i++) {
            assertThat(features.path(i).path("geometry").isNull())
                    .as("row %d", i)
                    .isTrue();
        }
    }

    @Test
    void whatIsNotClearIsRefusedAndSaysWhy() {
        assertThatThrownBy(() -> read("lon,lat,a,a\n1,2,3,4\n".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("two columns 'a'");
        assertThatThrownBy(() -> read("lon,lat\n1,2\n1,2,3\n".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("row 3 has 3 cells");
        assertThat(CSV.is("id,east,north\n1,2,3\n".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(CSV.is("{\"lon\":1}".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(CSV.is(new byte[0])).isFalse();
    }
}
