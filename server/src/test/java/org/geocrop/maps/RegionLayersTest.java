package org.geocrop.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Rights;
import org.geocrop.catalogue.Thing;
import org.geocrop.document.RegionPlace;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.json.Json;
import org.geocrop.maps.layers.ClassFilter;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.maps.layers.RegionLayers;
import org.geocrop.maps.layers.Times;
import org.geocrop.raster.TileCache;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectStore;
import org.geocrop.tiler.TilerConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A published region over two zones, one class in each, drawn as one layer. */
class RegionLayersTest {

    private static final Rights NOT_THE_BOX = thing -> !thing.equals(Thing.region("box"));
    private static final double[] BOUNDS = BoxRegion.BOUNDS;

    @TempDir
    Path folder;

    private ObjectStore store;

    @BeforeEach
    void publish() throws IOException {
        store = new FolderStore(folder);
        BoxRegion.publish(store);
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
        assertThat(layers.all(Rights.ALL, Rights.ALL))
                .extracting(MapLayer::name)
                .containsExactly("region:box");
        MapLayer all = layers.find("region:box", Rights.ALL, Rights.ALL).orElseThrow();
        assertThat(all.times()).containsExactly(LocalDate.of(2021, 9, 1), LocalDate.of(2022, 9, 1));
        assertThat(layers.find("region:box:2021", Rights.ALL, Rights.ALL)
                        .orElseThrow()
                        .times())
                .hasSize(1);
        assertThat(layers.find("region:box:2020", Rights.ALL, Rights.ALL)).isEmpty();
        assertThat(layers.find("region:other", Rights.ALL, Rights.ALL)).isEmpty();
    }

    @Test
    void theJobThatMadeARegionNamesItsLayer() {
        RegionLayers layers = layers();
        assertThat(layers.ofJob("job-1", "crop_type", Rights.ALL, Rights.ALL)).isEmpty();
        store.put(
                ResultFiles.key("job-1", "region.json"),
                "application/json",
                Json.write(new RegionPlace("region:box:2021", "regions/box/2021/collection.json")));
        assertThat(layers.ofJob("job-1", "crop_type", Rights.ALL, Rights.ALL))
                .map(MapLayer::name)
                .hasValue("region:box:2021");
        assertThat(layers.ofJob("job-1", "true_color", Rights.ALL, Rights.ALL)).isEmpty();
        assertThat(layers.ofJob("job-1", "crop_type", NOT_THE_BOX, Rights.ALL)).isEmpty();
    }

    @Test
    void whoMaySeeARegionIsAskedEachTime() {
        RegionLayers layers = layers();
        assertThat(layers.all(NOT_THE_BOX, Rights.ALL)).isEmpty();
        assertThat(layers.find("region:box", NOT_THE_BOX, Rights.ALL)).isEmpty();
        assertThat(layers.find("region:box:2021", NOT_THE_BOX, Rights.ALL)).isEmpty();
        assertThat(layers.find("region:box", Rights.ALL, NOT_THE_BOX)
                        .orElseThrow()
                        .isPublic())
                .isFalse();
        assertThat(layers.find("region:box", Rights.ALL, Rights.ALL)
                        .orElseThrow()
                        .isPublic())
                .isTrue();
    }

    @Test
    void noPixelIsMissingAndNoneIsAnothersWhereZonesMeet() {
        MapLayer layer = layers().find("region:box", Rights.ALL, Rights.ALL).orElseThrow();
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
        MapLayer layer =
                layers().find("region:box:2022", Rights.ALL, Rights.ALL).orElseThrow();
        PixelGrid coarse = new PixelGrid(4326, BOUNDS[0], BOUNDS[3], 0.002, 0.002, 10, 10);
        assertThat(draw(layer, Times.NEWEST, coarse)).containsOnly(0xff0000ff);
        PixelGrid fine = new PixelGrid(4326, 29.995, -18, 0.0001, 0.0001, 10, 10);
        assertThat(draw(layer, Times.NEWEST, fine)).containsOnly(0xffff0000);
    }
}
