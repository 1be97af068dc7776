package org.geocrop.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.document.RegionReport;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.json.DocumentSchema;
import org.geocrop.json.Json;
import org.geocrop.model.Ensemble;
import org.geocrop.pipeline.NdviLoader;
import org.geocrop.pipeline.Progress;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.region.publish.PublishedRegion;
import org.geocrop.region.publish.RegionPublisher;
import org.geocrop.region.publish.RegionRemoval;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Sources;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A small country from plan to collection, worked at by several workers as if they were processes. */
class RegionWorkerTest {

    private static final TileCache CACHE = new TileCache(64 << 20);

    @TempDir
    static Path scenes;

    private static SampleRegion sample;

    @TempDir
    Path folder;

    private ObjectStore store;
    private Ensemble model;
    private RegionPlan plan;

    @BeforeAll
    static void landscape() throws Exception {
        sample = new SampleRegion(scenes, 400).write();
    }

    @BeforeEach
    void plan() {
        store = new FolderStore(folder);
        model = NdviLoader.model(store);
        plan = new RegionPlanner(store)
                .plan(
                        sample.request("country", model.bundle().id(), model.sha256(), 256),
                        sample.shape(),
                        sample.imagery(),
                        Progress.NONE);
    }

    private RegionWorker worker() {
        return new RegionWorker(store, plan, model, Sources.local(), CACHE, 2);
    }

    private record Place(String tile, int unit) {}

    private List<Place> units() {
        List<Place> units = new ArrayList<>();
        plan.tiles()
                .forEach(t -> IntStream.range(0, t.tile().units().size())
                        .forEach(unit -> units.add(new Place(t.tile().id(), unit))));
        return units;
    }

    private byte[] raster(String result, String raster) {
        return store.get(ResultFiles.raster(result, raster), 1 << 26);
    }

    private void publish() {
        new RegionPublisher(store, CACHE).publish(plan, model.classes());
    }

    @Test
    void howeverItIsDividedTheMapIsThatOfThePlainPipeline() throws Exception {
        List<Place> units = units();
        Collections.shuffle(units, new Random(7));
        assertThat(units).hasSizeGreaterThanOrEqualTo(4);
        int blocks = 0;
        try (RegionWorker one = worker();
                RegionWorker two = worker()) {
            for (int i = 0; i < units.size(); i++) {
                Place unit = units.get(i);
                blocks += (i % 2 == 0 ? one : two)
                        .work(unit.tile, unit.unit, Progress.NONE)
                        .blocks();
            }
            // A copy of a unit leaves nothing else.
            UnitResult again = two.work(units.get(0).tile, units.get(0).unit, Progress.NONE);
            assertThat(again.reused()).isEqualTo(again.blocks()).isPositive();
            assertThat(RegionProgress.of(store, plan))
                    .isEqualTo(new RegionProgress(
                            units.size(), units.size(), plan.tiles().size(), 0, false));
            assertThatThrownBy(this::publish)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("is not whole");
            for (RegionPlan.PlannedTile tile : plan.tiles()) {
                TileResult written = one.write(tile.tile().id(), Progress.NONE);
                assertThat(two.write(tile.tile().id(), Progress.NONE)).isEqualTo(written);
                assertThat(written.districts().stream()
                                .mapToLong(TileResult.Part::pixels)
                                .sum())
                        .isEqualTo(tile.tile().pixels());
                PlainMap.run(store, plan, model, tile.tile(), "plain", 2);
                for (String raster : ResultFiles.RASTERS) {
                    assertThat(raster(written.result(), raster))
                            .as("%s of %s", raster, tile.tile().id())
                            .isEqualTo(raster("plain", raster));
                }
                remove("plain");
            }
        }
        assertThat(blocks).isPositive();
        publish();
        assertThat(RegionProgress.of(store, plan).share()).isEqualTo(1);
        areasAreCountsOfPixels();
        theOverviewShowsWhatTheTilesShow();
        RegionRemoval.remove(store, plan.files());
        assertThat(PublishedRegion.list(store)).isEmpty();
        assertThat(store.list(ObjectKey.RESULTS, ""))
                .allMatch(stat -> stat.key().key().startsWith("chunks/"));
    }

    private void remove(String job) {
        store.list(ObjectKey.RESULTS, ResultFiles.prefix(job)).forEach(stat -> store.delete(stat.key()));
    }

    private void areasAreCountsOfPixels() throws Exception {
        JsonNode areas = Json.read(store.get(plan.files().key("areas.json"), 1 << 20));
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Json.of(DocumentSchema.of(RegionReport.class)))
                        .validate(areas))
                .isEmpty();
        // As text: numbers that are read are of other types than those that a record has.
        assertThat(Json.of(Json.to(areas, RegionReport.class)))
                .as("Nothing but what is described")
                .hasToString(areas.toString());
        PublishedRegion region = PublishedRegion.list(store).get(0);
        long[] counted = new long[256];
        for (PublishedRegion.Tile tile : region.tiles()) {
            try (Cog cog = Cog.open(store.open(ResultFiles.raster(tile.result(), ResultFiles.CROP_TYPE)), CACHE)) {
                PixelGrid grid = cog.grid();
                int[] values = new int[grid.width() * grid.height()];
                cog.read(0, 0, new Window(0, 0, grid.width(), grid.height()), values);
                for (int value : values) {
                    counted[value]++;
                }
            }
        }
        long all = 0;
        for (JsonNode c : areas.path("classes")) {
            assertThat(c.path("pixels").asLong()).isEqualTo(counted[c.path("id").asInt()]);
            all += c.path("pixels").asLong();
        }
        assertThat(all).isEqualTo(areas.path("pixels_classified").asLong()).isPositive();
        assertThat(areas.path("pixels").asLong()).isEqualTo(plan.pixels());
        long districts = 0;
        for (JsonNode district : areas.path("districts")) {
            assertThat(district.path("pixels").asLong()).isGreaterThan(plan.pixels() / 6);
            districts += district.path("pixels").asLong();
        }
        assertThat(districts).isEqualTo(plan.pixels());
        assertThat(new String(store.get(plan.files().key("areas.csv"), 1 << 20), StandardCharsets.UTF_8))
                .startsWith("district,class_id,class,pixels,hectares\r\n\"North West\",1,");
    }

    private void theOverviewShowsWhatTheTilesShow() {
        PublishedRegion region = PublishedRegion.list(store).get(0);
        try (Cog overview = Cog.open(store.open(region.overview(ResultFiles.CROP_TYPE)), CACHE)) {
            PixelGrid grid = overview.placed();
            int[] values = new int[grid.width() * grid.height()];
            overview.read(0, 0, grid.window(), values);
            long shown = java.util.Arrays.stream(values).filter(v -> v != 0).count();
            // It covers the region's bounds, so but for clouds and edges all of it is shown.
            assertThat(shown).isGreaterThan(values.length * 9L / 10);
        }
    }

    @Test
    void whatIsLeftIsKnownFromTheStore() {
        List<Place> units = units();
        try (RegionWorker worker = worker()) {
            worker.work(units.get(0).tile, units.get(0).unit, Progress.NONE);
        }
        RegionProgress.Open open = RegionProgress.Open.of(store, plan);
        assertThat(open.tiles()).hasSize(plan.tiles().size());
        assertThat(open.tiles().stream().mapToInt(t -> t.units().size()).sum()).isEqualTo(units.size() - 1);
        assertThat(open.tiles().get(0).units()).doesNotContain(0);
    }

    @Test
    void aSceneThatIsLostToOneIsLostToAll(@TempDir Path copy) throws Exception {
        copy(scenes, copy);
        SampleRegion broken = new SampleRegion(copy, 400);
        plan = new RegionPlanner(store)
                .plan(
                        broken.request("broken", model.bundle().id(), model.sha256(), 256),
                        broken.shape(),
                        broken.imagery(),
                        Progress.NONE);
        RegionPlan.PlannedTile tile = plan.tiles().get(0);
        var scene = plan.scenes(store, tile).scenes().get(3);
        try (RegionWorker one = worker();
                RegionWorker two = worker()) {
            one.work(tile.tile().id(), 0, Progress.NONE);
            Path file = Path.of(scene.assets().get(org.geocrop.stac.Band.B04).href());
            byte[] bytes = Files.readAllBytes(file);
            java.util.Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0x55);
            Files.write(file, bytes);
            for (int unit = 1; unit < tile.tile().units().size(); unit++) {
                (unit % 2 == 0 ? one : two).work(tile.tile().id(), unit, Progress.NONE);
            }
            TileResult written = two.write(tile.tile().id(), Progress.NONE);
            JsonNode provenance = Json.read(store.get(ResultFiles.key(written.result(), "provenance.json"), 1 << 24));
            assertThat(provenance.path("scenes_left_out").toString()).contains(scene.id());
            PlainMap.run(store, plan, model, tile.tile(), "plain", 2);
            assertThat(raster(written.result(), ResultFiles.CROP_TYPE))
                    .isEqualTo(raster("plain", ResultFiles.CROP_TYPE));
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
