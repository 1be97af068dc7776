package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.raster.Cog;
import org.geocrop.raster.SampleType;
import org.geocrop.raster.TileCache;
import org.geocrop.store.MemorySource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** OGC API Coverages and Styles, class by class. */
class DeclaredCoveragesIT {

    private static final String QUARTERS = "/collections/quarters/coverage";

    private static final AtomicInteger SOURCES = new AtomicInteger();

    private static MapServer maps;

    @BeforeAll
    static void start() throws Exception {
        maps = MapServer.shared();
    }

    private static Cog open(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(200);
        return Cog.open(new MemorySource("answer " + SOURCES.incrementAndGet(), answer.body()), new TileCache(1 << 20));
    }

    private static int[] samples(Cog cog, int band) {
        int[] samples = new int[cog.grid().width() * cog.grid().height()];
        cog.read(0, band, cog.grid().window(), samples);
        return samples;
    }

    /** A result comes back as it is: lattice, type, nodata, colours and every sample. */
    @ParameterizedTest
    @ValueSource(strings = {"crop_type", "ndvi_peak", "true_color"})
    @Conforms({Conforms.COVERAGES + "core", Conforms.COVERAGES + "geotiff"})
    void aCoverageIsItsRaster(String raster) throws Exception {
        HttpResponse<byte[]> answer = maps.get("/collections/" + maps.job + ":" + raster + "/coverage");
        Cog coverage = open(answer);
        Cog file = open(maps.get("/results/" + maps.job + "/" + raster + ".tif"));

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("image/tiff");
        assertThat(answer.headers().firstValue("Content-Crs"))
                .contains("<http://www.opengis.net/def/crs/EPSG/0/32736>");
        assertThat(answer.headers().firstValue("Content-Datetime"))
                .contains("2022-09-01T00:00:00Z/2023-05-31T23:59:59Z");
        assertThat(coverage.grid()).isEqualTo(file.grid());
        assertThat(coverage.type()).isEqualTo(file.type());
        assertThat(coverage.nodata()).isEqualTo(file.nodata());
        assertThat(coverage.palette()).isEqualTo(file.palette());
        for (int band = 0; band < file.bands(); band++) {
            assertThat(samples(coverage, band)).isEqualTo(samples(file, band));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bbox=31,-17,32,-16",
                "bbox=31.01,-16.99,31.99,-16.01",
                "subset=Lat(-17:-16),Lon(31:32)",
                "subset=Lat(-17:-16)&subset=Lon(31:32)",
                "subset=N(-17:-16),E(31:32)&subset-crs=[EPSG:4326]"
            })
    @Conforms(Conforms.COVERAGES + "subsetting")
    void aSubsetHasWholeCells(String subset) throws Exception {
        Cog coverage = open(maps.get(QUARTERS + "?" + subset));

        assertThat(coverage.grid()).isEqualTo(new PixelGrid(4326, 31, -16, 0.0625, 0.0625, 16, 16));
        assertThat(coverage.type()).isEqualTo(SampleType.U8);
        assertThat(samples(coverage, 0)).containsOnly(0);
        assertThat(samples(coverage, 1)).containsOnly(255);
        assertThat(samples(coverage, 2)).containsOnly(0);
    }

    /** Each cell has the sample of the raster's cell that its middle lies in; outside of the raster there is nodata. */
    @ParameterizedTest
    @ValueSource(strings = {"crop_type", "ndvi_peak"})
    @Conforms(Conforms.COVERAGES + "crs")
    void aCoverageInAnotherCrsHasTheNearestSamples(String raster) throws Exception {
        HttpResponse<byte[]> answer = maps.get("/collections/" + maps.job + ":" + raster + "/coverage?crs=[OGC:CRS84]");
        Cog coverage = open(answer);
        Cog file = open(maps.get("/results/" + maps.job + "/" + raster + ".tif"));
        PixelGrid grid = coverage.grid();
        int none = (int) file.nodata().orElseThrow();
        int[] expected = samples(file, 0);
        int[] samples = samples(coverage, 0);
        int alike = 0;
        for (int i = 0; i < samples.length; i++) {
            double[] at = Crs.transform(4326, file.grid().epsg())
                    .apply(grid.centreX(i % grid.width()), grid.centreY(i / grid.width()));
            int sample = file.grid()
                    .pixel(at[0], at[1])
                    .map(w -> expected[w.row() * file.grid().width() + w.col()])
                    .orElse(none);
            alike += samples[i] == sample ? 1 : 0;
        }

        assertThat(answer.headers().firstValue("Content-Crs"))
                .contains("<http://www.opengis.net/def/crs/OGC/1.3/CRS84>");
        assertThat(answer.headers().firstValue("Content-Bbox").orElse("")).startsWith("30.");
        assertThat(grid.epsg()).isEqualTo(4326);
        assertThat(coverage.nodata()).isEqualTo(file.nodata());
        assertThat(coverage.palette()).isEqualTo(file.palette());
        assertThat(grid.width() * grid.height())
                .isBetween(file.grid().width() * file.grid().height() * 9 / 10, expected.length * 12 / 10);
        assertThat(alike).isGreaterThan(samples.length * 995 / 1000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            crs=[EPSG:3857]&bbox=3400000,-1950000,3500000,-1850000&bbox-crs=[EPSG:3857] | 3857 | 3400000 | -1850000
            crs=EPSG:3857&subset=E(3400000:3500000),N(-1950000:-1850000)&subset-crs=EPSG:3857 | 3857 | 3400000 | -1850000
            crs=http://www.opengis.net/def/crs/EPSG/0/3857&bbox=30,-17,32,-16 | 3857 | 3339584.72 | -1804722.77
            crs=[EPSG:4326]&bbox=31,-17,32,-16 | 4326 | 31 | -16
            """)
    @Conforms({Conforms.COVERAGES + "crs", Conforms.COVERAGES + "subsetting"})
    void aSubsetInAnotherCrsBeginsAtItsEdges(String query, int epsg, double west, double north) throws Exception {
        PixelGrid grid = open(maps.get(QUARTERS + "?" + query)).grid();

        assertThat(grid.epsg()).isEqualTo(epsg);
        assertThat(grid.originX()).isCloseTo(west, within(0.1));
        assertThat(grid.originY()).isCloseTo(north, within(0.1));
        assertThat(grid.resX()).isCloseTo(grid.resY(), within(1e-9));
    }

    @Test
    @Conforms({Conforms.COVERAGES + "crs", Conforms.COVERAGES + "scaling"})
    void aCoverageInAnotherCrsIsScaled() throws Exception {
        Cog whole = open(maps.get(QUARTERS + "?crs=[EPSG:32736]"));
        Cog half = open(maps.get(QUARTERS + "?crs=[EPSG:32736]&scale-factor=2"));
        Cog small = open(maps.get(QUARTERS + "?crs=[EPSG:32736]&width=10&height=10"));

        assertThat(half.grid().width()).isEqualTo((whole.grid().width() + 1) / 2);
        assertThat(half.grid().originX()).isEqualTo(whole.grid().originX());
        assertThat(samples(small, 0)[11]).as("north west, red").isEqualTo(255);
        assertThat(samples(small, 2)[11]).as("north west, blue").isZero();
        assertThat(samples(small, 2)[81]).as("south west, blue").isEqualTo(255);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            scale-factor=2 | 16 | 16
            scale-factor=0.5 | 64 | 64
            scale-axes=E(2),N(4) | 16 | 8
            scale-axes=Lat(4) | 32 | 8
            scale-size=Lon(10),Lat(20) | 10 | 20
            width=8&height=4 | 8 | 4
            width=8 | 8 | 8
            bbox=31,-17,32,-16&scale-factor=4 | 4 | 4
            """)
    @Conforms(Conforms.COVERAGES + "scaling")
    void aCoverageIsScaled(String scale, int width, int height) throws Exception {
        Cog coverage = open(maps.get(QUARTERS + "?" + scale));

        assertThat(coverage.grid().width()).isEqualTo(width);
        assertThat(coverage.grid().height()).isEqualTo(height);
        assertThat(coverage.grid().maxX()).isEqualTo(32);
        assertThat(samples(coverage, 1)[width - 1]).as("north east").isEqualTo(255);
    }

    @Test
    @Conforms({Conforms.COVERAGES + "fieldselection", Conforms.COVERAGES + "core"})
    void fieldsAreDescribedAndSelected() throws Exception {
        JsonNode schema = maps.server.json("/collections/quarters/schema");
        JsonNode crops = maps.server.json("/collections/" + maps.job + "/schema");
        JsonNode collection = maps.server.json("/collections/quarters");
        Cog coverage = open(maps.get(QUARTERS + "?properties=green,red"));

        assertThat(schema.path("properties").propertyNames()).containsExactly("red", "green", "blue", "alpha");
        assertThat(crops.at("/properties/crop_type/oneOf/0/title").asString()).isEqualTo("maize");
        assertThat(crops.at("/properties/crop_type/x-ogc-nullValues/0").asInt()).isZero();
        assertThat(collection.at("/extent/spatial/grid/0/cellsCount").asInt()).isEqualTo(32);
        assertThat(collection.path("links").toString()).contains("rel/ogc/1.0/coverage", "rel/ogc/1.0/schema");
        assertThat(coverage.bands()).isEqualTo(2);
        assertThat(samples(coverage, 0)[31]).isEqualTo(255);
        assertThat(samples(coverage, 1)[31]).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?scale-factor=0 | 400
            ?scale-factor=abc | 400
            ?scale-factor=2&width=8 | 400
            ?scale-axes=Q(2) | 400
            ?scale-size=E(2),E(3) | 400
            ?scale-factor=0.0001 | 400
            ?properties=nope | 400
            ?properties=red,red | 400
            ?subset=Nope(1:2) | 400
            ?bbox=30,-18,32,-16&subset=Lat(-17:-16) | 400
            ?center=31,-17 | 400
            ?f=png | 400
            ?bbox=0,0,1,1 | 204
            ?crs=[EPSG:3857]&bbox=0,0,1,1 | 204
            ?crs=nope | 400
            ?crs=[EPSG:99999] | 400
            ?crs=[EPSG:32601] | 400
            """)
    @Conforms({
        Conforms.COVERAGES + "core",
        Conforms.COVERAGES + "crs",
        Conforms.COVERAGES + "scaling",
        Conforms.COVERAGES + "subsetting"
    })
    void whatIsNoCoverageIsRefused(String query, int status) throws Exception {
        assertThat(maps.get(QUARTERS + query).statusCode()).isEqualTo(status);
    }

    @Test
    @Conforms(Conforms.COVERAGES + "core")
    void groupsAreNoCoverages() throws Exception {
        assertThat(maps.get("/collections/both/coverage").statusCode()).isEqualTo(404);
        assertThat(maps.get("/collections/both/schema").statusCode()).isEqualTo(404);
        assertThat(maps.server.json("/collections/both").path("links").toString())
                .doesNotContain("/coverage");
    }

    /** Each collection leads to its styles, each style to its stylesheets, and the default is one of them. */
    @Test
    @Conforms({Conforms.STYLES + "core", Conforms.STYLES + "collection-styles"})
    void stylesOfCollections() throws Exception {
        for (String layer : new String[] {"quarters", maps.job, maps.job + ":ndvi_peak", "both"}) {
            JsonNode collection = maps.server.json("/collections/" + layer);
            assertThat(collection.path("links").toString()).contains("/styles\"", "rel/ogc/1.0/styles");
            JsonNode styles = maps.server.json("/collections/" + layer + "/styles");
            assertThat(styles.path("styles").valueStream().map(it -> it.path("id")))
                    .contains(styles.path("default"))
                    .doesNotHaveDuplicates();
            for (JsonNode style : styles.path("styles")) {
                assertThat(style.path("links").toString()).contains("\"stylesheet\"");
                for (JsonNode link : style.path("links")) {
                    HttpResponse<byte[]> answer = maps.get(link.path("href").asString());
                    assertThat(answer.statusCode()).as(link.toString()).isEqualTo(200);
                    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                            .startsWith(link.path("type").asString());
                }
            }
        }
        String qml = "application/x-qgis-layer-settings";
        assertThat(maps.get("/collections/quarters/styles/photo", "Accept", qml)
                        .headers()
                        .firstValue("Content-Type"))
                .contains(qml);
        assertThat(maps.get("/collections/quarters/styles/none").statusCode()).isEqualTo(400);
    }
}
