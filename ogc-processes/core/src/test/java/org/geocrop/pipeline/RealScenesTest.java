package org.geocrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.geocrop.pipeline.SeasonFixture.NDVI;
import static org.geocrop.pipeline.SeasonFixture.SIZE;
import static org.geocrop.pipeline.SeasonFixture.footprint;
import static org.geocrop.pipeline.SeasonFixture.id;
import static org.geocrop.pipeline.SeasonFixture.number;
import static org.geocrop.pipeline.SeasonFixture.tiff;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.geocrop.FolderServer;
import org.geocrop.error.NoScenesException;
import org.geocrop.json.Json;
import org.geocrop.raster.SampleType;
import org.geocrop.raster.TinyTiff;
import org.geocrop.stac.Band;
import org.geocrop.store.Sources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Scenes as public catalogues have them, named after where people met them. */
class RealScenesTest {

    private static final List<Integer> ALL = List.of(8, NDVI);
    private static final List<Integer> NONE = List.of(255, -32768);

    @TempDir
    Path folder;

    private SeasonFixture eight() throws Exception {
        return new SeasonFixture(folder).eight();
    }

    private static void assertWhole(SeasonFixture.Made made) {
        for (int at : new int[] {0, 17, 30, SIZE - 1}) {
            assertThat(made.at(at, SIZE - 1 - at)).as("pixel %d", at).isEqualTo(ALL);
        }
        assertThat(made.summary().path("observed_share").asDouble()).isEqualTo(1);
    }

    /** A file's part of a pass: 0, no data, in the other columns. */
    private static TinyTiff part(Band band, int fromCol, int toCol) {
        return tiff(band, SampleType.U16, (col, row) -> col >= fromCol && col < toCol ? number(band) : 0);
    }

    // microsoft/PlanetaryComputer 256

    @ParameterizedTest
    @CsvSource({"true, ''", "false, ''", "false, '20220901T075'"})
    void planetaryComputer256DatastripsAreBothUsed(boolean trueFootprints, String datastrip) throws Exception {
        SeasonFixture season = eight();
        for (int i = 0; i < 8; i++) {
            season.rewrite(i, band -> part(band, 0, 30));
            if (trueFootprints) {
                season.edit(i, item -> (ObjectNode) item.set("geometry", footprint(0, 30)));
            }
            Path east = season.scene(
                    id(i) + "_east",
                    i,
                    item -> {
                        properties(item)
                                .put(
                                        "datetime",
                                        properties(item)
                                                .path("datetime")
                                                .asString()
                                                .replace(":21Z", ":35Z"));
                        if (trueFootprints) {
                            item.set("geometry", footprint(30, SIZE));
                        } else if (datastrip.isEmpty()) {
                            properties(item).put("s2:nodata_pixel_percentage", 50.0);
                        } else {
                            properties(item)
                                    .put("s2:datastrip_id", "S2A_OPER_MSI_L2A_DS_X_S" + datastrip + "635_N03.00");
                        }
                    },
                    (band, tiff) -> {});
            for (Band band : Band.values()) {
                Files.write(east.resolve(band + ".tif"), part(band, 30, SIZE).bytes());
            }
            season.edit(i, item -> {
                if (!trueFootprints && datastrip.isEmpty()) {
                    properties(item).put("s2:nodata_pixel_percentage", 0.0);
                } else if (!trueFootprints) {
                    properties(item).put("s2:datastrip_id", "S2A_OPER_MSI_L2A_DS_X_S" + datastrip + "621_N03.00");
                }
                return item;
            });
        }
        assertWhole(season.run());
    }

    @Test
    void planetaryComputer256ANewerProductThatCoversHalfKeepsTheOlderOnesOtherHalf() throws Exception {
        SeasonFixture season = eight();
        for (int i = 0; i < 8; i++) {
            Path newer = season.scene(
                    id(i) + "_newer",
                    i,
                    item -> {
                        properties(item).put("s2:processing_baseline", "05.00");
                        item.set("geometry", footprint(0, 30));
                        withScales(item, 0.0001, -0.1);
                    },
                    (band, tiff) -> {});
            for (Band band : Band.values()) {
                // Where both have data the newer one counts: 0.5 for 0.4 in the near infrared.
                int dn = band == Band.B08 ? 6000 : band == Band.SCL ? 4 : number(band) + 1000;
                Files.write(
                        newer.resolve(band + ".tif"),
                        tiff(band, SampleType.U16, (col, row) -> col < 30 ? dn : 0)
                                .bytes());
            }
        }
        SeasonFixture.Made made = season.run();
        assertThat(made.at(10, 10)).isEqualTo(List.of(8, 8182));
        assertThat(made.at(50, 10)).isEqualTo(ALL);
        assertThat(made.provenance().path("scenes").size()).isEqualTo(16);
    }

    @Test
    void aNewerProductThatCoversTheOlderOneReplacesItAlsoFromAnotherCollection() throws Exception {
        SeasonFixture season = eight();
        for (int i = 0; i < 8; i++) {
            season.scene(
                    id(i) + "_c1",
                    i,
                    item -> {
                        item.put("collection", "s2_c1");
                        properties(item).put("s2:processing_baseline", "05.10");
                        properties(item)
                                .put(
                                        "datetime",
                                        properties(item)
                                                .path("datetime")
                                                .asString()
                                                .replace(":21Z", ":24.5Z"));
                        withScales(item, 0.0001, 0);
                    },
                    (band, tiff) -> {});
        }
        SeasonFixture.Made made = season.run();
        assertWhole(made);
        assertThat(made.provenance()
                        .path("scenes")
                        .valueStream()
                        .map(s -> s.path("id").asString()))
                .hasSize(8)
                .allMatch(id -> id.endsWith("_c1"));
    }

    @Test
    void anOlderProductIsThereWhereTheNewerOneCantBeRead() throws Exception {
        SeasonFixture season = eight();
        for (int i = 0; i < 8; i++) {
            Path newer = season.scene(
                    id(i) + "_c1",
                    i,
                    item -> properties(item).put("s2:processing_baseline", "03.01"),
                    (band, tiff) -> {});
            if (i % 2 == 0) {
                Files.delete(newer.resolve("B03.tif"));
            }
        }
        SeasonFixture.Made made = season.run();
        assertWhole(made);
        assertThat(made.provenance().path("scenes").size()).isEqualTo(8);
        assertThat(made.reason(id(0) + "_c1")).contains("B03.tif");
    }

    @Test
    void satellitesThatFlySecondsApartAreTwoAcquisitions() throws Exception {
        SeasonFixture season = eight();
        for (int i = 0; i < 8; i++) {
            season.scene(id(i).replace("S2A", "S2C"), i, item -> {}, (band, tiff) -> {});
        }
        assertThat(season.run().provenance().path("scenes").size()).isEqualTo(16);
    }

    // microsoft/PlanetaryComputer 460, Element84/earth-search 23

    @ParameterizedTest
    @CsvSource({"I16, -9999, -9999", "U16, 65535, 65535", "F32, -9999, -9999", "F32, nan, NaN", "F32, -3.4e38, -3.4e38"
    })
    void earthSearch23WhatTheFileCallsNoDataIsNone(SampleType type, String tag, double west) throws Exception {
        SeasonFixture season = eight();
        for (int i = 0; i < 8; i++) {
            season.rewrite(
                    i,
                    band -> band == Band.SCL
                            ? tiff(band, SampleType.U8, 4)
                            : tiff(band, type, (col, row) -> col < 30 ? west : number(band))
                                    .nodata(tag));
            season.edit(i, item -> withScales(item, 0.0001, 0));
        }
        SeasonFixture.Made made = season.run();
        assertThat(made.at(10, 10)).isEqualTo(NONE);
        assertThat(made.at(40, 10)).isEqualTo(ALL);
    }

    @Test
    void whatOnlyTheItemCallsNoDataIsNone() throws Exception {
        SeasonFixture season = eight();
        for (int i = 0; i < 8; i++) {
            season.rewrite(
                    i,
                    band -> tiff(
                            band, SampleType.I16, (col, row) -> col < 30 && band != Band.SCL ? -9999 : number(band)));
            season.edit(i, item -> {
                withScales(item, 0.0001, 0);
                item.path("assets")
                        .forEach(asset ->
                                ((ObjectNode) asset.path("raster:bands").path(0)).put("nodata", -9999));
                return item;
            });
        }
        SeasonFixture.Made made = season.run();
        assertThat(made.at(10, 10)).isEqualTo(NONE);
        assertThat(made.at(40, 10)).isEqualTo(ALL);
    }

    @Test
    void anInternalMaskHidesReflectanceAndClasses() throws Exception {
        SeasonFixture season = eight();
        double[] coarse = new double[30 * 30];
        double[] fine = new double[SIZE * SIZE];
        java.util.Arrays.setAll(coarse, i -> i % 30 < 15 ? 0 : 255);
        java.util.Arrays.setAll(fine, i -> i % SIZE < 30 ? 0 : 255);
        for (int i = 0; i < 8; i++) {
            int scene = i;
            // Of half of the scenes the classes are masked, of the others the bands.
            season.rewrite(i, band -> {
                TinyTiff tiff = tiff(band, SampleType.U16, number(band));
                if ((band == Band.SCL) != (scene % 2 == 0)) {
                    return tiff;
                }
                return band.resolution() == 20 ? tiff.mask(30, 30, coarse) : tiff.mask(SIZE, SIZE, fine);
            });
        }
        SeasonFixture.Made made = season.run();
        assertThat(made.at(10, 10)).isEqualTo(NONE);
        assertThat(made.at(40, 10)).isEqualTo(ALL);
    }

    @Test
    void earthSearch23ReflectanceOfFloatingPointIsReadByItsScale() throws Exception {
        SeasonFixture season = eight();
        for (int i = 0; i < 8; i++) {
            season.rewrite(
                    i,
                    band -> band == Band.SCL
                            ? tiff(band, SampleType.U8, 4)
                            : tiff(band, SampleType.F32, number(band) / 10_000.0));
            season.edit(i, item -> withScales(item, 1, 0));
        }
        assertWhole(season.run());
    }

    @Test
    void reflectanceWhoseScaleNobodyKnowsIsLeftOutWithItsReason() throws Exception {
        SeasonFixture season = eight();
        season.scene(8);
        season.rewrite(
                8, band -> tiff(band, band == Band.SCL ? SampleType.U8 : SampleType.F32, number(band) / 10_000.0));
        Files.write(
                season.folder.resolve(id(8)).resolve("SCL.tif"),
                tiff(Band.SCL, SampleType.U8, 4).bytes());
        season.scene(9);
        season.edit(9, item -> withScales(item, 1, 0));
        season.scene(10);
        season.edit(10, item -> withScales(item, 0, 0));
        SeasonFixture.Made made = season.run();
        assertWhole(made);
        assertThat(made.reason(id(8))).contains("B02.tif", "floating point", "scale");
        assertThat(made.reason(id(9))).contains("B02.tif", "whole numbers", "scale 1.0");
        assertThat(made.reason(id(10))).contains("B02.tif", "scale 0.0");
    }

    @Test
    void aJobWhoseAreaIsHalfUnobservedSaysSo() throws Exception {
        SeasonFixture season = eight();
        for (int i = 0; i < 8; i++) {
            int scene = i;
            // A strip is seen four times, where five are asked for.
            season.rewrite(i, band -> part(band, 30, scene < 4 ? SIZE : SIZE - 6));
        }
        SeasonFixture.Made made = season.run();
        assertThat(made.at(10, 10)).isEqualTo(NONE);
        assertThat(made.at(40, 10)).isEqualTo(ALL);
        assertThat(made.at(58, 10)).isEqualTo(NONE);
        assertThat(made.summary().path("observed_share").asDouble()).isEqualTo(0.4);
        assertThat(made.summary().path("unobserved_share").asDouble()).isEqualTo(0.5);
        assertThat(made.summary().path("observations").path("mean").asDouble()).isEqualTo(8);
        assertThat(made.summary().path("warnings").valueStream().map(JsonNode::asString))
                .containsExactly(
                        "50.0 % of the area has no clear observation at all",
                        "10.0 % of the area has too few clear observations");
        assertThat(made.notes()).contains("Warning: 50.0 % of the area has no clear observation at all");
    }

    @Test
    void aSceneWithoutAClearPixelCostsNoMoreThanItsClasses() throws Exception {
        SeasonFixture season = eight();
        for (int i = 8; i < 11; i++) {
            season.scene(i);
            season.rewrite(i, band -> tiff(band, SampleType.U16, band == Band.SCL ? 9 : 9000));
            Files.delete(season.folder.resolve(id(i)).resolve("B08.tif"));
        }
        SeasonFixture.Made made = season.run();
        assertWhole(made);
        assertThat(made.provenance()
                        .path("scenes_without_clear_pixels")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactly(id(8), id(9), id(10));
        assertThat(made.summary().path("scenes").path("without_clear_pixels").asInt())
                .isEqualTo(3);
        assertThat(made.provenance().path("scenes_left_out").isEmpty()).isTrue();
    }

    // opendatacube/odc-stac 97 and 99, radiantearth/stac-browser 804

    @ParameterizedTest
    @ValueSource(
            strings = {
                "geometry={\"type\":\"Point\",\"coordinates\":[31.1,-17.4]}",
                "geometry={\"type\":\"Polygon\",\"coordinates\":[]}",
                "geometry={\"type\":\"Polygon\",\"coordinates\":[[[31,-17],[32,-17]]]}",
                "geometry={\"type\":\"Polygon\",\"coordinates\":\"none\"}",
                "geometry={\"type\":\"Polygon\",\"coordinates\":[[[310000,8e6],[320000,8e6],[310000,9e6],[310000,8e6]]]}",
                "geometry=[]",
                "geometry=\"somewhere\"",
                "geometry=17",
                "properties=null",
                "properties=[]",
                "properties={}",
                "properties={\"datetime\":\"2022-09-30T08:00:00\"}",
                "properties={\"datetime\":\"2022-09-30\"}",
                "properties={\"datetime\":null}",
                "properties={\"datetime\":17}",
                "properties={\"datetime\":{}}",
                "assets=null",
                "assets=[]",
                "assets={}",
                "assets={\"B04\":null}",
                "assets={\"B04\":\"B04.tif\"}",
                "assets={\"B04\":{\"href\":17,\"type\":[]}}",
                "assets={\"B04\":{\"href\":\"http://[\",\"type\":\"image/tiff\"}}",
                "id=null",
                "links=17"
            })
    void odcStac97OneOddItemIsLeftOutAndNamed(String change) throws Exception {
        String[] parts = change.split("=", 2);
        for (boolean far : new boolean[] {false, true}) {
            SeasonFixture season = new SeasonFixture(folder.resolve("far-" + far)).eight();
            season.scene(
                    "odd",
                    8,
                    item -> {
                        if (far) {
                            item.set("bbox", Json.of(new double[] {5, 50, 6, 51}));
                            item.set("geometry", Json.of(java.util.Map.of("type", "Polygon")));
                            properties(item).put("datetime", "2019-09-30T08:00:00Z");
                        }
                        item.set(parts[0], json(parts[1]));
                    },
                    (band, tiff) -> {});
            SeasonFixture.Made made = season.run();
            if (!parts[0].equals("links")) {
                assertWhole(made);
                String name = parts[0].equals("id") ? "an item without id" : "odd";
                assertThat(made.reason(name)).as("reason").isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[1,2,3]", "[\"a\",\"b\",\"c\",\"d\"]", "[31,-1000,32,-17]", "{}"})
    void anItemWithoutGeometryWhoseBboxIsOddIsLeftOut(String bbox) throws Exception {
        SeasonFixture season = eight();
        season.scene(
                "odd",
                8,
                item -> {
                    item.remove("geometry");
                    item.set("bbox", json(bbox));
                },
                (band, tiff) -> {});
        SeasonFixture.Made made = season.run();
        assertWhole(made);
        assertThat(made.reason("odd")).isNotEmpty();
    }

    @Test
    void odcStac99SpacesAndOtherCharactersOfHrefsAreEncoded() throws Exception {
        SeasonFixture season = eight();
        String[] names = {
            "B 04.tif",
            "B{04}.tif",
            "B[04].tif",
            "B|04.tif",
            "B^04.tif",
            "Rötlich.tif",
            "100%.tif",
            "a+b=c&d,(e)'f!.tif"
        };
        for (int i = 0; i < 8; i++) {
            Path place = season.folder.resolve(id(i));
            Files.move(place.resolve("B04.tif"), place.resolve(names[i]));
            String href = "./" + names[i];
            season.edit(i, item -> {
                ((ObjectNode) item.path("assets").path("B04")).put("href", href);
                return item;
            });
        }
        assertWhole(season.run());
        try (FolderServer server = new FolderServer(season.folder)) {
            server.add("/catalog.json", catalogOf(8, ""));
            assertWhole(season.run(java.net.URI.create(server.url() + "/catalog.json"), Sources.local()));
        }
    }

    @Test
    void stacBrowser804DeadLinksAreLeftOutAndNamed() throws Exception {
        SeasonFixture season = eight();
        try (FolderServer server = new FolderServer(season.folder)) {
            server.add("/page.html", "<html>404</html>");
            server.add("/other.json", "{\"type\":\"Other\"}");
            server.add(
                    "/catalog.json",
                    catalogOf(
                            8,
                            ",{\"rel\":\"item\",\"href\":\"./dead/dead.json\"}"
                                    + ",{\"rel\":\"child\",\"href\":\"./gone/catalog.json\"},{\"rel\":\"item\"}"
                                    + ",{\"rel\":\"child\",\"href\":{}},{\"rel\":\"item\",\"href\":\"http://[\"}"
                                    + ",{\"rel\":\"item\",\"href\":\"./page.html\"},{\"rel\":\"item\",\"href\":\"./other.json\"}"
                                    + ",{\"rel\":\"child\",\"href\":\"./catalog.json\"},{\"rel\":\"item\",\"href\":\"file:///etc/passwd\"}"
                                    + ",null,17"));
            SeasonFixture.Made made = season.run(java.net.URI.create(server.url() + "/catalog.json"), Sources.local());
            assertWhole(made);
            assertThat(made.reason("./dead/dead.json")).contains("404");
            assertThat(made.reason("./gone/catalog.json")).contains("404");
            assertThat(made.reason("./page.html")).contains("not JSON");
            assertThat(made.reason("./other.json")).contains("neither");
            assertThat(made.reason("file:///etc/passwd")).contains("local file");
            assertThat(made.reason("http://[")).contains("no URL");
            assertThat(made.provenance().path("scenes_left_out").size()).isEqualTo(8);
            assertThat(made.summary().path("scenes").path("left_out").asInt()).isEqualTo(8);
        }
    }

    @Test
    void aJobFailsOnlyIfNothingIsLeftAndSaysWhy() throws Exception {
        SeasonFixture season = eight();
        for (int i = 0; i < 8; i++) {
            season.edit(i, item ->
                    (ObjectNode) item.set("geometry", Json.object().put("type", "Point")));
        }
        assertThatThrownBy(season::run)
                .isInstanceOf(NoScenesException.class)
                .hasMessageContaining("8 could not be used")
                .hasMessageContaining(id(0))
                .hasMessageContaining("geometry");
    }

    @Test
    void itemsThatAreUnusualButRightAreUsed() throws Exception {
        SeasonFixture season = eight();
        season.edit(0, item -> {
            double[] b = SeasonFixture.GRID.lonLatBounds();
            item.set("geometry", json("null"));
            return (ObjectNode) item.set("bbox", Json.of(new double[] {b[0], b[1], 900, b[2], b[3], 1500}));
        });
        season.edit(1, item -> {
            String day = properties(item).path("datetime").asString();
            properties(item).set("datetime", json("null"));
            properties(item).put("start_datetime", day.replace("Z", "+00:00")).put("end_datetime", day);
            return item;
        });
        season.edit(2, item -> {
            properties(item).set("proj:epsg", json("null"));
            properties(item).put("proj:code", "EPSG:32736");
            properties(item).put("eo:cloud_cover", "unknown").set("gsd", json("[]"));
            return item;
        });
        season.edit(3, item -> {
            properties(item).remove("proj:epsg");
            properties(item).remove("s2:mgrs_tile");
            properties(item).remove("s2:processing_baseline");
            return (ObjectNode) item.without("links");
        });
        season.edit(4, item -> {
            ((ObjectNode) item.path("geometry")).put("type", "MultiPolygon");
            JsonNode rings = item.path("geometry").path("coordinates");
            ((ObjectNode) item.path("geometry")).set("coordinates", Json.array().add(rings));
            return item;
        });
        assertWhole(season.run());
    }

    private static String catalogOf(int scenes, String more) {
        StringBuilder links = new StringBuilder("{\"rel\":\"root\",\"href\":\"./catalog.json\"}");
        for (int i = 0; i < scenes; i++) {
            links.append(",{\"rel\":\"item\",\"href\":\"./" + id(i) + "/" + id(i) + ".json\"}");
        }
        return "{\"type\":\"Catalog\",\"id\":\"c\",\"links\":[" + links + more + "]}";
    }

    private static ObjectNode properties(ObjectNode item) {
        return (ObjectNode) item.path("properties");
    }

    private static ObjectNode withScales(ObjectNode item, double scale, double offset) {
        item.path("assets").properties().forEach(asset -> {
            if (!asset.getKey().equals("SCL")) {
                ((ObjectNode) asset.getValue())
                        .putArray("raster:bands")
                        .addObject()
                        .put("scale", scale)
                        .put("offset", offset);
            } else {
                ((ObjectNode) asset.getValue()).putArray("raster:bands").addObject();
            }
        });
        return item;
    }

    private static JsonNode json(String text) {
        return SeasonFixture.json(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
