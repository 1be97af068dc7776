package org.geocrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.geocrop.FolderServer;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.json.Json;
import org.geocrop.net.Http;
import org.geocrop.raster.TileCache;
import org.geocrop.sample.SampleLandscape;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.FolderStore;
import org.geocrop.store.Sources;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the scenes of a rainy season cost that are mostly cloud: their classes are read first. */
class CloudySeasonTest {

    private static final SampleLandscape.Options RAINY = SampleLandscape.Options.season(512, 2022);

    @TempDir
    Path folder;

    /** Requests and bytes of a job, and its summary. */
    private record Cost(int requests, long bytes, JsonNode summary) {}

    @Test
    @Tag("soak")
    void allScenesCostLittleMoreThanThoseOfAtMostEightyPerCentCloud() throws Exception {
        Path scenes = folder.resolve("scenes");
        new SampleLandscape(RAINY).write(scenes, (done, of) -> {});
        Cost some = run(scenes, "some", 80);
        Cost all = run(scenes, "all", 100);
        System.out.printf(
                "At most 80 %% cloud: %d requests, %d bytes, %s%nAll: %d requests, %d bytes, %s%n",
                some.requests,
                some.bytes,
                some.summary.path("scenes"),
                all.requests,
                all.bytes,
                all.summary.path("scenes"));
        assertThat(all.summary.path("scenes").path("used").asInt())
                .isGreaterThan(some.summary.path("scenes").path("used").asInt());
        assertThat((double) all.requests / some.requests).as("requests").isLessThanOrEqualTo(1.1);
        assertThat((double) all.bytes / some.bytes).as("bytes").isLessThanOrEqualTo(1.1);
    }

    private Cost run(Path scenes, String job, double maxCloudCover) throws Exception {
        FolderStore store = new FolderStore(folder.resolve("store"));
        double[] b = RAINY.grid().lonLatBounds();
        SeasonRequest request = new SeasonRequest(
                job,
                "season-composite",
                Aoi.circle((b[0] + b[2]) / 2, (b[1] + b[3]) / 2, 2400),
                SeasonCalendar.ZIMBABWE_SUMMER.season(RAINY.year()),
                null,
                5,
                maxCloudCover,
                0,
                ResultFiles.COMPOSITES);
        try (FolderServer server = new FolderServer(scenes);
                SeasonPipeline pipeline =
                        new SeasonPipeline(store, new TileCache(128 << 20), SeasonPipeline.Options.once(2))) {
            URI catalogue = URI.create(server.url() + "/catalog.json");
            pipeline.run(
                    request,
                    new Imagery("test", Catalogues.open(Http.direct(), catalogue, List.of()), Sources.local()),
                    Progress.NONE);
            return new Cost(
                    server.requests(),
                    server.bytes(),
                    Json.read(store.get(ResultFiles.key(job, "summary.json"), 1 << 20)));
        }
    }
}
