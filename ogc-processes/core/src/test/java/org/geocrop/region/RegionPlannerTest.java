package org.geocrop.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.geocrop.error.ConflictException;
import org.geocrop.error.NoScenesException;
import org.geocrop.error.NotFoundException;
import org.geocrop.pipeline.Progress;
import org.geocrop.stac.Scene;
import org.geocrop.stac.SceneSearch;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionPlannerTest {

    @TempDir
    static Path scenes;

    private static SampleRegion sample;

    @TempDir
    Path folder;

    private ObjectStore store;

    @BeforeAll
    static void landscape() throws Exception {
        sample = new SampleRegion(scenes, 64).write();
    }

    @BeforeEach
    void open() {
        store = new FolderStore(folder);
    }

    private RegionPlan plan(RegionRequest request, RegionShape shape) {
        return new RegionPlanner(store).plan(request, shape, sample.imagery(), Progress.NONE);
    }

    private static RegionRequest request() {
        return sample.request("country", "ndvi@1", "0".repeat(64), 256);
    }

    @Test
    void aPlanKnowsItsTilesTheirScenesAndWhatTheyCost() {
        RegionPlan plan = plan(request(), sample.shape());
        assertThat(plan.tiles()).extracting(t -> t.tile().grid().epsg()).contains(32735, 32736);
        assertThat(plan.estimate().isMeasured()).isTrue();
        assertThat(plan.estimate().scenes()).isEqualTo(128);
        assertThat(plan.estimate().bytes()).isPositive();
        assertThat(plan.hours(1)).isGreaterThan(plan.hours(10)).isPositive();
        RegionPlan read = RegionPlan.read(store, request().files());
        assertThat(read).isEqualTo(plan);
        assertThat(read.shape(store).districts())
                .extracting(District::name)
                .containsExactly("North West", "North East", "South West", "South East");
        SceneSearch found = read.scenes(store, read.tiles().get(0));
        assertThat(found.scenes()).hasSize(read.tiles().get(0).scenes());
        Scene first = found.scenes().get(0);
        assertThat(first.missingBands()).isEmpty();
        assertThat(first.assets().values()).allMatch(asset -> asset.href().isAbsolute());
    }

    @Test
    void whoPlansAgainGetsTheSamePlanAndNoOther() {
        RegionPlan plan = plan(request(), sample.shape());
        assertThat(plan(request(), sample.shape())).isEqualTo(plan);
        RegionRequest other = sample.request("country", "other@1", "1".repeat(64), 256);
        assertThatThrownBy(() -> plan(other, sample.shape()))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("country:2022-2023 is planned already");
    }

    @Test
    void aDistrictWithoutScenesIsNamedAndNothingIsPlanned() {
        RegionShape with = new RegionShape(List.of(
                sample.shape().districts().get(0),
                RegionShape.bbox("Nowhere", 32.0, -20.01, 32.01, -20.0)
                        .districts()
                        .get(0)));
        assertThatThrownBy(() -> plan(request(), with))
                .isInstanceOf(NoScenesException.class)
                .hasMessageContaining("[Nowhere]");
        assertThatThrownBy(() -> RegionPlan.read(store, request().files())).isInstanceOf(NotFoundException.class);
        assertThat(store.list(ObjectKey.RESULTS, RegionFiles.PREFIX))
                .noneMatch(stat -> stat.key().key().endsWith("plan.json"));
    }
}
