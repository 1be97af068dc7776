package org.geocrop.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.error.GeocropException;
import org.geocrop.model.Ensemble;
import org.geocrop.pipeline.Progress;
import org.geocrop.region.PlainMap;
import org.geocrop.region.RegionPlan;
import org.geocrop.region.RegionPlanner;
import org.geocrop.region.RegionProgress;
import org.geocrop.region.SampleRegion;
import org.geocrop.region.publish.PublishedRegion;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application on Spark's local master, whose executor is this process. */
class RegionRunTest {

    @TempDir
    static Path scenes;

    @TempDir
    static Path models;

    private static SampleRegion sample;

    @TempDir
    Path folder;

    private ObjectStore store;
    private Ensemble model;
    private RegionPlan plan;
    private RegionJob job;

    @BeforeAll
    static void landscape() throws Exception {
        sample = new SampleRegion(scenes, 400).write();
        SampleModel.train(scenes.resolve("36"), new FolderStore(models));
    }

    @BeforeEach
    void plan() throws Exception {
        store = new FolderStore(folder);
        SampleModel.copy(models, folder);
        model = SampleModel.load(store);
        plan = new RegionPlanner(store)
                .plan(
                        sample.request("country", model.bundle().id(), model.sha256(), 256),
                        sample.shape(),
                        sample.imagery(),
                        Progress.NONE);
        job = new RegionJob(folder.toString(), "country", plan.request().label());
    }

    private void run(String master) {
        RegionApplication.run(job, new SparkConf().setMaster(master));
    }

    private byte[] raster(String result, String raster) {
        return store.get(ResultFiles.raster(result, raster), 1 << 26);
    }

    @Test
    void aRunMakesWhatThePlainPipelineMakesAndIsTakenUp() {
        run("local[2]");
        PublishedRegion region = PublishedRegion.list(store).get(0);
        assertThat(region.tiles()).hasSize(plan.tiles().size());
        assertThat(region.classes()).isEqualTo(model.classes());
        for (PublishedRegion.Tile tile : region.tiles()) {
            PlainMap.run(store, plan, model, plan.tile(tile.id()).tile(), "plain-" + tile.id(), 2);
            for (String raster : ResultFiles.RASTERS) {
                assertThat(raster(tile.result(), raster))
                        .as("%s of %s", raster, tile.id())
                        .isEqualTo(raster("plain-" + tile.id(), raster));
            }
        }
        assertThat(RegionProgress.of(store, plan).share()).isEqualTo(1);

        // As if its driver had been killed while a tile was written: it is written again, from its chunks.
        PublishedRegion.Tile last = region.tiles().get(region.tiles().size() - 1);
        byte[] before = raster(last.result(), ResultFiles.CROP_TYPE);
        store.delete(plan.files().collection());
        store.delete(new ObjectKey(ObjectKey.RESULTS, plan.files().workPrefix() + "tiles/" + last.id() + ".json"));
        store.delete(ResultFiles.key(last.result(), ResultFiles.ITEM));
        store.delete(ResultFiles.raster(last.result(), ResultFiles.NDVI_PEAK));
        assertThat(PublishedRegion.list(store)).isEmpty();
        run("local[1]");
        assertThat(PublishedRegion.list(store))
                .extracting(PublishedRegion::tiles)
                .containsExactly(region.tiles());
        assertThat(raster(last.result(), ResultFiles.CROP_TYPE)).isEqualTo(before);
        assertThat(store.stat(ResultFiles.raster(last.result(), ResultFiles.NDVI_PEAK)))
                .isPresent();
    }

    @Test
    void aModelThatIsGoneEndsTheRunAndNothingIsVisible() {
        store.list(ObjectKey.MODELS, "").forEach(stat -> store.delete(stat.key()));
        assertThatThrownBy(() -> run("local[2]"))
                .isInstanceOf(GeocropException.class)
                .hasMessageContaining("sample");
        assertThat(PublishedRegion.list(store)).isEmpty();
        assertThat(store.list(ObjectKey.RESULTS, "results/")).isEmpty();
    }

    @Test
    void aRegionThatIsNotPlannedCantRun() {
        job = new RegionJob(folder.toString(), "nowhere", "2022");
        assertThatThrownBy(() -> run("local[1]"))
                .isInstanceOf(GeocropException.class)
                .hasMessageContaining("There is no plan of the region nowhere:2022");
    }
}
