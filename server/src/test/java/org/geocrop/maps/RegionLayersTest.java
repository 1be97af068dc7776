package org.geocrop.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.cog.CogProfile;
import org.geocrop.cog.CogWriter;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.json.Json;
import org.geocrop.maps.layers.ClassFilter;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.maps.layers.RegionLayers;
import org.geocrop.maps.layers.Times;
import org.geocrop.model.CropClass;
import org.geocrop.raster.TileCache;
import org.geocrop.region.DistrictMask;
import org.geocrop.region.RegionFiles;
import org.geocrop.region.RegionShape;
import org.geocrop.region.publish.PublishedRegion;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.geocrop.tiler.TilerConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A published region over two zones, one class in each, drawn as one layer. */
class RegionLayersTest {

    private static final double[] BOUNDS = {29.99, -18.01, 30.01, -17.99};
    private static final RegionShape SHAPE = RegionShape.bbox("box", BOUNDS[0], BOUNDS[1], BOUNDS[2], BOUNDS[3]);
    private static final List<CropClass> CLASSES =
            List.of(new CropClass(1, "maize", "#ff0000"), new CropClass(2, "wheat", "#0000ff"));

    @TempDir
    Path folder;

    private ObjectStore store;

    @BeforeEach
    void publish() throws IOException {
        store = new FolderStore(folder);
        publish("2021", 2021, 2);
        publish("2022", 2022, 1);
    }

    private void publish(String label, int year, int classOf35) throws IOException {
        PixelGrid west = grid(32735);
        PixelGrid east = grid(32736);
        write(ResultFiles.raster("w" + label, ResultFiles.CROP_TYPE), west, classOf35);
        write(ResultFiles.raster("e" + label, ResultFiles.CROP_TYPE), east, 2);
        RegionFiles files = new RegionFiles("box", label);
        PixelGrid overview = new PixelGrid(4326, BOUNDS[0], BOUNDS[3], 0.001, 0.001, 20, 20);
        PublishedRegion region = new PublishedRegion(
                "box",
                label,
                new Season(LocalDate.of(year, 9, 1), LocalDate.of(year + 1, 5, 31)),
                "model@1",
                CLASSES,
                List.of(ResultFiles.CROP_TYPE),
                overview,
                List.of(
                        new PublishedRegion.Tile("35S", "w" + label, west),
                        new PublishedRegion.Tile("36S", "e" + label, east)),
                "2023-01-01T00:00:00Z");
        int[] three = new int[400];
        java.util.Arrays.fill(three, 2);
        cog(files.key("overview/crop_type.tif"), overview, three);
        store.put(files.collection(), "application/json", Json.write(Map.of("geocrop:region", region)));
    }

    private static PixelGrid grid(int epsg) {
        double[] nw = Crs.transform(Crs.WGS84, epsg).apply(BOUNDS[0] - 0.002, BOUNDS[3] + 0.002);
        return new PixelGrid(epsg, Math.floor(nw[0] / 10) * 10, Math.ceil(nw[1] / 10) * 10, 10, 10, 260, 280);
    }

    private void write(ObjectKey key, PixelGrid grid, int value) throws IOException {
        boolean[] inside = new DistrictMask(SHAPE, grid.epsg()).inside(grid);
        int[] classes = new int[inside.length];
        for (int i = 0; i < inside.length; i++) {
            classes[i] = inside[i] ? value : 0;
        }
        cog(key, grid, classes);
    }

    private void cog(ObjectKey key, PixelGrid grid, int[] classes) throws IOException {
        int[] palette = new int[256];
        CLASSES.forEach(c -> palette[c.id()] = c.rgb());
        try (CogWriter writer = new CogWriter(grid, CogProfile.classes("crop type", palette, Map.of()));
                ObjectStore.Upload upload = store.create(key, ResultFiles.COG_TYPE)) {
            writer.write(grid.window(), classes);
            writer.finish(upload);
            upload.commit();
        }
    }

    private RegionLayers layers() {
        return new RegionLayers(store, new TileCache(1 << 24), TilerConfig.load(null));
    }

    private static int[] draw(MapLayer layer, Times times, PixelGrid target) {
        MapDrawer drawer = new MapDrawer(new DrawBudget(1 << 24, Duration.ofSeconds(10)), 1 << 24, 4096);
        LayerView view = new LayerView(layer, "", null, times, ClassFilter.NONE, null);
        return drawer.draw(List.of(view), target, picture -> picture.argb().clone());
    }

    @Test
    void aRegionIsOneLayerAndOneOfEachSeason() {
        RegionLayers layers = layers();
        assertThat(layers.all()).extracting(MapLayer::name).containsExactly("region:box");
        MapLayer all = layers.find("region:box").orElseThrow();
        assertThat(all.times()).containsExactly(LocalDate.of(2021, 9, 1), LocalDate.of(2022, 9, 1));
        assertThat(layers.find("region:box:2021").orElseThrow().times()).hasSize(1);
        assertThat(layers.find("region:box:2020")).isEmpty();
        assertThat(layers.find("region:other")).isEmpty();
    }

    @Test
    void noPixelIsMissingAndNoneIsAnothersWhereZonesMeet() {
        MapLayer layer = layers().find("region:box").orElseThrow();
        // Five metres a pixel, around the meridian.
        double size = 5 / Crs.METRES_PER_DEGREE;
        PixelGrid target = new PixelGrid(4326, 30 - 100 * size, -17.995, size, size, 200, 200);
        int[] newest = draw(layer, Times.NEWEST, target);
        for (int i = 0; i < newest.length; i++) {
            double metres = (i % 200 + 0.5 - 100) * 5;
            assertThat(newest[i] >>> 24)
                    .as("opacity %s m east of the meridian", metres)
                    .isEqualTo(255);
            if (Math.abs(metres) > 15) {
                assertThat(newest[i] & 0xffffff).as("%s", metres).isEqualTo(metres < 0 ? 0xff0000 : 0x0000ff);
            }
        }
        assertThat(draw(layer, Times.parse("2021"), target)).containsOnly(0xff0000ff);
    }

    @Test
    void coarsePicturesAreDrawnFromTheOverview() {
        MapLayer layer = layers().find("region:box:2022").orElseThrow();
        PixelGrid coarse = new PixelGrid(4326, BOUNDS[0], BOUNDS[3], 0.002, 0.002, 10, 10);
        assertThat(draw(layer, Times.NEWEST, coarse)).containsOnly(0xff0000ff);
        PixelGrid fine = new PixelGrid(4326, 29.995, -18, 0.0001, 0.0001, 10, 10);
        assertThat(draw(layer, Times.NEWEST, fine)).containsOnly(0xffff0000);
    }
}
