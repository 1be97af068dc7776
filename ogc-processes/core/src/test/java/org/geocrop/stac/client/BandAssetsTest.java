package org.geocrop.stac.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geocrop.SharedData;
import org.geocrop.error.CatalogueException;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.stac.Band;
import org.geocrop.stac.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** How catalogues name the files of a band. */
class BandAssetsTest {

    private static final URI BASE = URI.create("https://example.org/items/item.json");

    private static Map<Band, Scene.Asset> assets(String assets) throws Exception {
        String item =
                "{\"id\":\"x\",\"bbox\":[1,2,3,4],\"properties\":{\"datetime\":\"2022-10-01T08:00:00Z\"},\"assets\":{"
                        + assets.replace('\'', '"') + "}}";
        return StacItem.parse(ForeignJson.read(item.getBytes(StandardCharsets.UTF_8)), BASE)
                .assets();
    }

    private static String file(Map<Band, Scene.Asset> assets, Band band) {
        Scene.Asset asset = assets.get(band);
        return asset == null ? "none" : asset.href().toString().replace("https://example.org/items/", "");
    }

    /** Open-EO/openeo-geopyspark-driver 1592, stactools 88: two files of one band. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'gsd':60 'gsd':10",
                "'raster:bands':[{'spatial_resolution':60}] 'raster:bands':[{'spatial_resolution':10}]",
                "'raster:spatial_resolution':60 'raster:spatial_resolution':10",
                "'bands':[{'name':'B04','raster:spatial_resolution':60}] 'bands':[{'name':'B04','raster:spatial_resolution':10}]",
                "'bands':[{'name':'B04','gsd':60}] 'bands':[{'name':'B04','gsd':10}]",
                "'proj:transform':[60,0,3e5,0,-60,8e6] 'proj:transform':[10,0,3e5,0,-10,8e6]",
                "'gsd':10,'proj:transform':[60,0,3e5,0,-60,8e6] 'gsd':10,'proj:transform':[10,0,3e5,0,-10,8e6]",
                "'gsd':10,'proj:shape':[1830,1830] 'gsd':10,'proj:shape':[10980,10980]",
                "'gsd':60 'gsd':null",
                "'x':1 'x':2"
            })
    void openeoGeopyspark1592TheFinestFileOfABandIsRead(String how) throws Exception {
        String[] parts = how.split(" ");
        String coarse =
                "'B04_60m':{'href':'coarse_60m.tif','type':'image/tiff','eo:bands':[{'name':'B04'}]," + parts[0] + "}";
        String fine =
                "'B04_10m':{'href':'fine_10m.tif','type':'image/tiff','eo:bands':[{'name':'B04'}]," + parts[1] + "}";
        assertThat(file(assets(coarse + "," + fine), Band.B04)).isEqualTo("fine_10m.tif");
        assertThat(file(assets(fine + "," + coarse), Band.B04)).isEqualTo("fine_10m.tif");
    }

    /** opendatacube/odc-tools 280. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "IMAGE/TIFF",
                "image/tiff",
                "Image/Tiff; application=geotiff; profile=cloud-optimized",
                "image/vnd.stac.geotiff; cloud-optimized=true",
                "image/geotiff",
                "image/x.geotiff",
                "application/geotiff",
                " image/tiff ;application=geotiff",
                "application/octet-stream",
                ""
            })
    void odcTools280MediaTypesOfTiffsAreTaken(String type) throws Exception {
        assertThat(file(assets("'B04':{'href':'B04.TIF','type':'" + type + "'}"), Band.B04))
                .isEqualTo("B04.TIF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/jp2", "image/png", "application/xml", "text/html", "image/tiffany"})
    void whatIsNoTiffIsNotTaken(String type) throws Exception {
        assertThat(assets("'B04':{'href':'B04.tif','type':'" + type + "'}")).isEmpty();
    }

    /** stac-extensions/eo 19 and the names of catalogues. */
    @Test
    void eo19CommonNamesOfAllVersionsAreKnown() throws Exception {
        for (String name : List.of("rededge071", "rededge1", "RedEdge1")) {
            assertThat(file(assets("'five':{'href':'5.tif','eo:bands':[{'common_name':'" + name + "'}]}"), Band.B05))
                    .isEqualTo("5.tif");
            assertThat(file(assets("'five':{'href':'5.tif','bands':[{'eo:common_name':'" + name + "'}]}"), Band.B05))
                    .isEqualTo("5.tif");
            assertThat(file(assets("'" + name + "':{'href':'5.tif'}"), Band.B05))
                    .isEqualTo("5.tif");
        }
        String others = "'a':{'href':'6.tif','eo:bands':[{'common_name':'rededge','center_wavelength':0.74}]},"
                + "'b':{'href':'8a.tif','eo:bands':[{'common_name':'rededge','center_wavelength':0.865}]},"
                + "'c':{'href':'8a2.tif','eo:bands':[{'common_name':'nir08'}]}";
        assertThat(assets(others)).isEmpty();
        assertThat(file(
                        assets(others + ",'d':{'href':'5.tif','eo:bands':"
                                + "[{'common_name':'rededge','center_wavelength':0.705}]}"),
                        Band.B05))
                .isEqualTo("5.tif");
        assertThat(assets("'a':{'href':'1.tif','eo:bands':[{'common_name':'rededge'}]},"
                        + "'b':{'href':'2.tif','eo:bands':[{'common_name':'rededge'}]}"))
                .isEmpty();
    }

    @Test
    void theNamesOfCopernicusDataSpaceAreKnownAndPicturesAreNot() throws Exception {
        Map<Band, Scene.Asset> assets =
                assets("'SCL_60m':{'href':'SCL_60m.tif','gsd':60},'SCL_20m':{'href':'SCL_20m.tif','gsd':20},"
                        + "'TCI_10m':{'href':'TCI.tif','bands':[{'name':'B04'},{'name':'B03'},{'name':'B02'}]},"
                        + "'thumbnail':{'href':'t.tif','roles':['thumbnail'],'eo:bands':[{'name':'B04'}]},"
                        + "'B4':{'href':'B4.tif'},'red_edge':{'href':'x.tif','bands':[{'name':'B06'}]}");
        assertThat(assets).containsOnlyKeys(Band.SCL, Band.B04);
        assertThat(file(assets, Band.SCL)).isEqualTo("SCL_20m.tif");
        assertThat(file(assets, Band.B04)).isEqualTo("B4.tif");
    }

    /** Items of the Copernicus Data Space. */
    @Test
    void alternatesAreKeptThoseByHttpsFirst() throws Exception {
        Scene.Asset asset = assets("'B04':{'href':'s3://eodata/B04.tif','type':'image/tiff','alternate':{"
                        + "'gs':{'href':'gs://x/B04.tif'},'bad':{'href':'file:///etc/passwd'},'none':{},"
                        + "'https':{'href':'https://example.org/B 04.tif'}}}")
                .get(Band.B04);
        assertThat(asset.href()).isEqualTo(URI.create("s3://eodata/B04.tif"));
        assertThat(asset.alternates())
                .containsExactly(URI.create("https://example.org/B%2004.tif"), URI.create("gs://x/B04.tif"));
    }

    @Test
    void linksAreReadAsBrowsersAndGdalDo() {
        Map.of(
                        "a b.tif", "https://example.org/items/a%20b.tif",
                        "a%20b%.tif", "https://example.org/items/a%20b%25.tif",
                        "..\\x\\B04.tif", "https://example.org/x/B04.tif",
                        " B04.tif\n", "https://example.org/items/B04.tif",
                        "s3://my_bucket/a b[1].tif", "s3://my_bucket/a%20b%5B1%5D.tif",
                        "/vsicurl/https://x.org/B04.tif", "https://x.org/B04.tif",
                        "/vsis3/bucket/B04.tif", "s3://bucket/B04.tif",
                        "search?token=next:{}", "https://example.org/items/search?token=next:%7B%7D")
                .forEach((href, uri) ->
                        assertThat(Hrefs.resolve(BASE, href)).as(href).isEqualTo(URI.create(uri)));
    }

    /** Every real item is a scene, or there is a reason why not. */
    @Test
    void everyRealItemIsReadOrHasAReason() throws Exception {
        int scenes = 0;
        int whole = 0;
        try (var files = Files.walk(SharedData.path("stac"))) {
            for (Path file :
                    files.filter(path -> path.toString().matches(".*json")).toList()) {
                JsonNode document = Json.read(Files.readAllBytes(file));
                List<JsonNode> items = document.has("features")
                        ? document.path("features").valueStream().toList()
                        : List.of(document);
                for (JsonNode item : items) {
                    try {
                        Scene scene = StacItem.parse(ForeignJson.of(item), BASE);
                        scenes++;
                        whole += scene.missingBands().isEmpty() ? 1 : 0;
                        assertThat(scene.footprint().isValid()).isTrue();
                    } catch (CatalogueException e) {
                        assertThat(e.getMessage()).as("%s", file).isNotBlank();
                        assertThat(item.path("type").asString()).isNotEqualTo("Feature");
                    }
                }
            }
        }
        assertThat(scenes).isGreaterThan(20);
        assertThat(whole).isGreaterThan(5);
    }
}
