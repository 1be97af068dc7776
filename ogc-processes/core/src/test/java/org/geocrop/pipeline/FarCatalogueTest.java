package org.geocrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.geocrop.FarServer;
import org.geocrop.Soak;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.json.Json;
import org.geocrop.net.Http;
import org.geocrop.raster.TileCache;
import org.geocrop.sample.SampleLandscape;
import org.geocrop.stac.SceneQuery;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.FolderStore;
import org.geocrop.store.Sources;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A catalogue 150 ms away, of whose requests two in a hundred fail and one stalls for half a minute. */
class FarCatalogueTest {

    @TempDir
    Path folder;

    private record Made(byte[] map, JsonNode provenance, double seconds) {}

    /** A stall that was waited for would take half a minute; there are some of them. */
    @Test
    void noSceneIsLostAndNoStallIsWaitedFor() throws Exception {
        SampleLandscape.Options options = SampleLandscape.Options.season(128, 2022);
        Path scenes = folder.resolve("scenes");
        new SampleLandscape(options).write(scenes, (done, of) -> {});
        Made near = run(options, scenes, "near", scenes.toUri());
        try (FarServer server = new FarServer(scenes)) {
            Made far = run(options, scenes, "far", URI.create(server.url() + "/catalog.json"));
            assertThat(server.stalled()).as("requests that stalled").isPositive();
            assertThat(server.failed()).as("requests that failed").isPositive();
            assertThat(far.map).isEqualTo(near.map);
            assertThat(far.provenance.path("scenes_left_out").size()).isEqualTo(1);
            assertThat(Duration.ofMillis((long) (far.seconds * 1000))).isLessThan(FarServer.STALL);
        }
    }

    /** Twenty jobs of a square of ten kilometres: none is lost, and their time is at most half as much again. */
    @Test
    @Tag("soak")
    void farJobsTakeHardlyLongerThanNearOnes() throws Exception {
        SampleLandscape.Options options = SampleLandscape.Options.season(1024, 2022);
        Path scenes = folder.resolve("scenes");
        new SampleLandscape(options).write(scenes, (done, of) -> {});
        run(options, scenes, "warm", scenes.toUri());
        double near = 0;
        double far = 0;
        int jobs = Soak.times(20, 3);
        for (int i = 0; i < jobs; i++) {
            near += run(options, scenes, "near-" + i, scenes.toUri()).seconds;
            try (FarServer server = new FarServer(scenes)) {
                Made made = run(options, scenes, "far-" + i, URI.create(server.url() + "/catalog.json"));
                far += made.seconds;
                assertThat(made.provenance.path("scenes_left_out").size()).isEqualTo(1);
            }
        }
        System.out.printf("Far: %d jobs, near %.1f s, far %.1f s, %.2f x%n", jobs, near / jobs, far / jobs, far / near);
        assertThat(far / near).isLessThanOrEqualTo(1.5);
    }

    private Made run(SampleLandscape.Options options, Path scenes, String job, URI catalogue) throws Exception {
        FolderStore store = new FolderStore(folder.resolve("store"));
        double[] b = options.grid().lonLatBounds();
        SeasonRequest request = new SeasonRequest(
                job,
                "season-composite",
                Aoi.bbox(b[0], b[1], b[2], b[3]),
                SeasonCalendar.ZIMBABWE_SUMMER.season(options.year()),
                null,
                5,
                SceneQuery.DEFAULT_MAX_CLOUD_COVER,
                0,
                ResultFiles.COMPOSITES);
        long begun = System.nanoTime();
        try (SeasonPipeline pipeline =
                new SeasonPipeline(store, new TileCache(128 << 20), SeasonPipeline.Options.once(2))) {
            Sources sources = Sources.local();
            pipeline.run(
                    request,
                    new Imagery("test", Catalogues.open(Http.direct(), catalogue, List.of()), sources),
                    Progress.NONE);
        }
        return new Made(
                store.get(ResultFiles.raster(job, ResultFiles.NDVI_PEAK), 1 << 24),
                Json.read(store.get(ResultFiles.key(job, "provenance.json"), 1 << 22)),
                (System.nanoTime() - begun) / 1e9);
    }
}
