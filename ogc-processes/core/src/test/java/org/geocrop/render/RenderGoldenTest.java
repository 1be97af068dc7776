package org.geocrop.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.TileMatrixSet;
import org.geocrop.grid.TileMatrixSets;
import org.geocrop.json.Json;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.sample.SampleLandscape;
import org.geocrop.store.FileSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiles of the sample landscape's true classes against pictures that someone looked at ({@code make bless}). */
class RenderGoldenTest {

    private static final Style.Classes STYLE = new Style.Classes(SampleLandscape.classes());

    @TempDir
    static Path folder;

    @BeforeAll
    static void landscape() {
        new SampleLandscape(SampleLandscape.Options.season(256, 2022)).write(folder, (done, of) -> {});
    }

    private static Cog truth() {
        return Cog.open(FileSource.open(folder.resolve("labels/truth.tif"), "truth"), new TileCache(8 << 20));
    }

    private static byte[] png(PixelGrid target) {
        return Png.encode(MapRenderer.draw(List.of(Drawing.of(truth(), STYLE)), target));
    }

    private static PixelGrid mercator(int zoom, int col, int row, int size) {
        TileMatrixSet set = TileMatrixSets.webMercatorQuad();
        return set.tile(set.matrix("" + zoom), col, row, size);
    }

    private static PixelGrid tile(int zoom, int size) {
        double[] b = SampleLandscape.Options.season(256, 2022).grid().lonLatBounds();
        double lon = (b[0] + b[2]) / 2;
        double lat = Math.toRadians((b[1] + b[3]) / 2);
        int n = 1 << zoom;
        int col = (int) ((lon + 180) / 360 * n);
        int row = (int) ((1 - Math.log(Math.tan(lat) + 1 / Math.cos(lat)) / Math.PI) / 2 * n);
        return mercator(zoom, col, row, size);
    }

    @Test
    void aTileNearTheGroundResolution() throws IOException {
        compare("tile-14", png(tile(14, 256)));
    }

    @Test
    void aTileFromAnOverview() throws IOException {
        compare("tile-11", png(tile(11, 256)));
    }

    @Test
    void aTileOfADenseScreen() throws IOException {
        compare("tile-14-2x", png(tile(14, 512)));
    }

    /** North is up and east is right in each: the river bends to the south-east. */
    @Test
    void mapsInThreeProjections() throws IOException {
        double[] b = SampleLandscape.Options.season(256, 2022).grid().lonLatBounds();
        compare("map-4326", png(box(4326, b, 300, 280)));
        compare("map-3857", png(box(3857, around(3857, b), 300, 280)));
        // From the zone beside its own it is turned a little.
        compare("map-32735", png(box(32735, around(32735, b), 300, 280)));
    }

    private static double[] around(int epsg, double[] b) {
        Crs.PointTransform transform = Crs.transform(Crs.WGS84, epsg);
        double[] southWest = transform.apply(b[0], b[1]);
        double[] northEast = transform.apply(b[2], b[3]);
        return new double[] {southWest[0], southWest[1], northEast[0], northEast[1]};
    }

    private static PixelGrid box(int epsg, double[] b, int width, int height) {
        return new PixelGrid(epsg, b[0], b[3], (b[2] - b[0]) / width, (b[3] - b[1]) / height, width, height);
    }

    @Test
    void legendsOfClassesAndOfARamp() throws IOException {
        compare("legend-classes", Legend.of(STYLE).png());
        Style ramp =
                Style.ColorMap.ramp("NDVI at its peak", 0, 1, 0.0001, -32768, List.of("#8c510a", "#f6e8c3", "#005a32"));
        compare("legend-ramp", Legend.of(ramp).png());
    }

    /** Every pixel has the colour of the class at its centre. */
    @Test
    void pixelsHaveTheColourOfTheirClass() throws IOException {
        PixelGrid target = tile(15, 256);
        BufferedImage image = read(png(target));
        Cog cog = truth();
        PixelGrid grid = cog.grid();
        int[] classes = new int[grid.width() * grid.height()];
        cog.read(0, 0, grid.window(), classes);
        Crs.PointTransform transform = Crs.transform(target.epsg(), grid.epsg());
        int different = 0;
        int drawn = 0;
        for (int i = 0; i < 256 * 256; i++) {
            double[] p = transform.apply(target.centreX(i % 256), target.centreY(i / 256));
            int col = (int) Math.floor((p[0] - grid.originX()) / grid.resX());
            int row = (int) Math.floor((grid.originY() - p[1]) / grid.resY());
            boolean inside = col >= 0 && row >= 0 && col < grid.width() && row < grid.height();
            int id = inside ? classes[row * grid.width() + col] : 0;
            int expected = STYLE.classes().stream()
                    .filter(c -> c.id() == id)
                    .map(c -> 0xff000000 | Integer.parseInt(c.color().substring(1), 16))
                    .findFirst()
                    .orElse(0);
            int actual = image.getRGB(i % 256, i / 256);
            drawn += actual != 0 ? 1 : 0;
            different += actual != expected ? 1 : 0;
        }
        assertThat(drawn).isGreaterThan(10_000);
        // The bilinear warp may move a few pixels at edges.
        assertThat(different).isLessThan(10);
    }

    @Test
    void aTileElsewhereIsTransparent() throws IOException {
        BufferedImage image = read(png(mercator(12, 100, 1000, 256)));
        for (int i = 0; i < 256 * 256; i++) {
            assertThat(image.getRGB(i % 256, i / 256) >>> 24).isZero();
        }
    }

    @Test
    void aLegendNamesEachClass() throws IOException {
        BufferedImage image = read(Legend.of(STYLE).png());
        assertThat(image.getHeight()).isGreaterThan(STYLE.classes().size() * 15);
        var json = Json.of(Legend.of(STYLE).document());
        assertThat(json.path("entries").size()).isEqualTo(STYLE.classes().size());
        assertThat(json.path("entries").path(0).toString())
                .isEqualTo("{\"value\":1,\"label\":\"maize\",\"color\":\"#f2d13c\"}");
    }

    private static BufferedImage read(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static void compare(String name, byte[] png) throws IOException {
        if (Boolean.getBoolean("geocrop.bless")) {
            Path golden = Path.of("src/test/resources/org/geocrop/render", name + ".png");
            Files.createDirectories(golden.getParent());
            Files.write(golden, png);
            return;
        }
        try (InputStream in = RenderGoldenTest.class.getResourceAsStream(name + ".png")) {
            assertThat(in).as("golden picture " + name + "; make bless").isNotNull();
            BufferedImage expected = ImageIO.read(in);
            BufferedImage actual = read(png);
            for (int y = 0; y < expected.getHeight(); y++) {
                for (int x = 0; x < expected.getWidth(); x++) {
                    assertThat(actual.getRGB(x, y)).as("pixel %d, %d", x, y).isEqualTo(expected.getRGB(x, y));
                }
            }
        }
    }
}
