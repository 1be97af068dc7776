package org.geocrop.stac.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.geocrop.SharedData;
import org.geocrop.error.CatalogueException;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.stac.Band;
import org.geocrop.stac.Scene;
import org.geocrop.stac.Selection;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Real items of several catalogues, each with its own way to name things. */
class StacItemTest {

    private static final URI BASE = URI.create("https://example.org/items/item.json");

    private static JsonNode json(String path) throws Exception {
        return Json.read(Files.readAllBytes(SharedData.path("stac/" + path)));
    }

    @Test
    void digitalEarthAfricaCollection1UsesCommonNamesAndOffsets() throws Exception {
        Scene scene = StacItem.parse(ForeignJson.of(json("items/S2B_T37MGP_20240710T073012_L2A_C1.json")), BASE);
        assertThat(scene.id()).isEqualTo("S2B_T37MGP_20240710T073012_L2A");
        assertThat(scene.tile()).isEqualTo("37MGP");
        assertThat(scene.epsg()).isEqualTo(32737);
        assertThat(scene.baseline()).isEqualTo(5.10);
        assertThat(scene.cloudCover()).isEqualTo(83.505428);
        assertThat(scene.datetime()).isEqualTo(Instant.parse("2024-07-10T07:41:33.657Z"));
        assertThat(scene.missingBands()).isEmpty();
        String folder =
                "s3://deafrica-sentinel-2-l2a-c1-dev/sentinel-2-c1-l2a/37/M/GP/2024/7/S2B_T37MGP_20240710T073012_L2A/";
        assertThat(scene.assets().get(Band.B05))
                .isEqualTo(new Scene.Asset(URI.create(folder + "B05.tif"), 0.0001, -0.1));
        assertThat(scene.assets().get(Band.B08))
                .isEqualTo(new Scene.Asset(URI.create(folder + "B08.tif"), 0.0001, -0.1));
        assertThat(scene.assets().get(Band.SCL)).isEqualTo(new Scene.Asset(URI.create(folder + "SCL.tif"), 1, 0));
    }

    @Test
    void earthSearchBeforeBaseline4HasNoOffset() throws Exception {
        Scene scene = StacItem.parse(ForeignJson.of(json("items/S2A_28QCH_20200714_0_L2A.json")), BASE);
        assertThat(scene.missingBands()).isEmpty();
        assertThat(scene.tile()).isEqualTo("28QCH");
        assertThat(scene.assets().get(Band.B04).scale()).isEqualTo(0.0001);
        assertThat(scene.assets().get(Band.B04).offset()).isZero();
        assertThat(scene.assets().get(Band.B04).href().toString()).endsWith("S2A_28QCH_20200714_0_L2A/B04.tif");
    }

    @Test
    void planetaryComputerNamesBandsByKeyWithoutScales() throws Exception {
        for (JsonNode item : json("items/site2-2020_jun_jul-35MNM.geojson").path("features")) {
            Scene scene = StacItem.parse(ForeignJson.of(item), BASE);
            assertThat(scene.missingBands()).as(scene.id()).isEmpty();
            assertThat(scene.tile()).isEqualTo("35MNM");
            assertThat(scene.epsg()).isEqualTo(32735);
            assertThat(scene.baseline()).isEqualTo(2.12);
            assertThat(scene.assets().get(Band.B02).scale()).isEqualTo(0.0001);
            assertThat(scene.assets().get(Band.B02).offset()).isZero();
        }
    }

    @Test
    void aCodeInsteadOfAnEpsgNumberIsRead() throws Exception {
        ObjectNode item = (ObjectNode) json("items/S2A_28QCH_20200714_0_L2A.json");
        ObjectNode properties = (ObjectNode) item.get("properties");
        properties.remove("proj:epsg");
        properties.put("proj:code", "EPSG:32628");
        assertThat(StacItem.parse(ForeignJson.of(item), BASE).epsg()).isEqualTo(32628);
    }

    @Test
    void theOffsetOfBaseline4IsAssumedOnlyWhereNothingSaysOtherwise() throws Exception {
        ObjectNode item =
                (ObjectNode) json("items/S2B_MSIL2A_20190629T212529_R043_T06VVN_20201006T080531_raster_ext.json");
        ObjectNode properties = (ObjectNode) item.get("properties");
        assertThat(StacItem.parse(ForeignJson.of(item), BASE)
                        .assets()
                        .get(Band.B02)
                        .offset())
                .isZero();
        properties.put("s2:processing_baseline", "04.00");
        assertThat(StacItem.parse(ForeignJson.of(item), BASE)
                        .assets()
                        .get(Band.B02)
                        .offset())
                .isEqualTo(-0.1);
        properties.put("earthsearch:boa_offset_applied", true);
        assertThat(StacItem.parse(ForeignJson.of(item), BASE)
                        .assets()
                        .get(Band.B02)
                        .offset())
                .isZero();
    }

    @Test
    void relativeHrefsResolveAgainstTheItem() throws Exception {
        JsonNode item = Json.read("""
                {"id": "S2_31UES_20190304T105022", "properties": {"datetime": "2019-03-04T10:50:22Z"},
                 "bbox": [4, 50, 5, 51], "assets": {"B04": {"href": "./B04.tif"}, "B03": {"href": "B03.jp2"}}}""".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Scene scene = StacItem.parse(ForeignJson.of(item), BASE);
        assertThat(scene.assets().get(Band.B04).href()).isEqualTo(URI.create("https://example.org/items/B04.tif"));
        assertThat(scene.tile()).isEqualTo("31UES");
        assertThat(scene.missingBands()).containsExactly(Band.B02, Band.B03, Band.B05, Band.B08, Band.SCL);
    }

    @Test
    void aRemoteItemMayNotPointAtLocalFiles() throws Exception {
        ObjectNode item = (ObjectNode) json("items/S2A_28QCH_20200714_0_L2A.json");
        ((ObjectNode) item.path("assets").path("red")).put("href", "file:///etc/passwd.tif");
        assertThatThrownBy(() -> StacItem.parse(ForeignJson.of(item), BASE))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("local file");
        ((ObjectNode) item.path("assets").path("red")).put("href", "http://[broken.tif");
        assertThatThrownBy(() -> StacItem.parse(ForeignJson.of(item), BASE)).hasMessageContaining("no URL");
    }

    @Test
    void ofOneAcquisitionTheNewestBaselineIsKept() throws Exception {
        ObjectNode old = (ObjectNode) json("items/S2A_28QCH_20200714_0_L2A.json");
        ObjectNode reprocessed = old.deepCopy();
        reprocessed.put("id", "S2A_28QCH_20200714_1_L2A");
        ((ObjectNode) reprocessed.get("properties"))
                .put("s2:processing_baseline", "05.00")
                .put("datetime", "2020-07-14T11:55:49.000Z");
        ObjectNode nextDay = old.deepCopy();
        nextDay.put("id", "S2B_28QCH_20200719_0_L2A");
        ((ObjectNode) nextDay.get("properties")).put("datetime", "2020-07-19T11:55:52Z");
        List<Scene> scenes = List.of(
                StacItem.parse(ForeignJson.of(reprocessed), BASE),
                StacItem.parse(ForeignJson.of(nextDay), BASE),
                StacItem.parse(ForeignJson.of(old), BASE));
        assertThat(Selection.newest(scenes))
                .extracting(Scene::id)
                .containsExactly("S2A_28QCH_20200714_1_L2A", "S2B_28QCH_20200719_0_L2A");
    }

    @Test
    void whatIsNoItemIsRefused() {
        assertThatThrownBy(() -> StacItem.parse(ForeignJson.of(Json.object()), BASE))
                .isInstanceOf(CatalogueException.class);
        ObjectNode noTime = Json.object().put("id", "x");
        noTime.putObject("assets");
        assertThatThrownBy(() -> StacItem.parse(ForeignJson.of(noTime), BASE)).hasMessageContaining("datetime");
    }
}
