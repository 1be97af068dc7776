package org.geocrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.error.DismissedException;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.model.Ensemble;
import org.geocrop.net.Http;
import org.geocrop.raster.TileCache;
import org.geocrop.sample.SampleLandscape;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Sources;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a run is used again: by the same job after a crash, and by others that overlap. */
class ChunkStoreTest {

    private static final SampleLandscape.Options SAMPLE = SampleLandscape.Options.season(512, 2022);

    @TempDir
    static Path scenes;

    @TempDir
    Path folder;

    private ObjectStore store;
    private Ensemble model;
    private final List<Progress.Measure> measures = new ArrayList<>();

    @BeforeAll
    static void landscape() {
        new SampleLandscape(SAMPLE).write(scenes, (done, of) -> {});
    }

    @BeforeEach
    void open() {
        store = new FolderStore(folder.resolve("store"));
        model = NdviLoader.model(store);
    }

    /** A square of the landscape, in pixels from its upper left corner. */
    private static Aoi square(int from, int to) {
        double[] b = SAMPLE.grid().lonLatBounds();
        double perPixelX = (b[2] - b[0]) / SAMPLE.size();
        double perPixelY = (b[3] - b[1]) / SAMPLE.size();
        return Aoi.bbox(b[0] + from * perPixelX, b[3] - to * perPixelY, b[0] + to * perPixelX, b[3] - from * perPixelY);
    }

    private void run(String job, Aoi aoi, int minObservations, double stopAt) {
        SeasonRequest request = new SeasonRequest(
                job,
                "classify-crops",
                aoi,
                SeasonCalendar.ZIMBABWE_SUMMER.season(2022),
                model,
                minObservations,
                80,
                0,
                SeasonRequest.classification(true, List.of()));
        Progress progress = new Progress() {
            @Override
            public void report(double fraction, String message) {
                if (fraction >= stopAt) {
                    throw new DismissedException("stop");
                }
            }

            @Override
            public void measured(Measure measure) {
                measures.add(measure);
            }
        };
        Imagery imagery =
                new Imagery("test", Catalogues.open(Http.direct(), scenes.toUri(), List.of()), Sources.local());
        try (SeasonPipeline pipeline =
                new SeasonPipeline(store, new TileCache(64 << 20), new SeasonPipeline.Options(2, 1000, true))) {
            pipeline.run(request, imagery, progress);
        }
    }

    private byte[] map(String job) {
        return store.get(ResultFiles.raster(job, ResultFiles.CROP_TYPE), 1 << 24);
    }

    private List<ObjectStore.Stat> chunks() {
        return store.list(ObjectKey.RESULTS, "chunks/");
    }

    @Test
    void aRunGoesOnWhereTheLastOneStopped() {
        Aoi aoi = square(-40, 560);
        assertThatThrownBy(() -> run("cut", aoi, 5, 0.5)).isInstanceOf(DismissedException.class);
        int kept = chunks().size();
        assertThat(kept).isBetween(4, 14);
        run("cut", aoi, 5, 2);
        assertThat(measures.get(0).blocks()).isEqualTo(16);
        // What was in flight when it stopped may have been kept, too.
        assertThat(measures.get(0).reused()).isBetween(kept, kept + 5);
        store = new FolderStore(folder.resolve("other"));
        model = NdviLoader.model(store);
        run("whole", aoi, 5, 2);
        assertThat(measures.get(1).reused()).isZero();
        byte[] whole = map("whole");
        store = new FolderStore(folder.resolve("store"));
        assertThat(map("cut")).isEqualTo(whole);
    }

    @Test
    void jobsThatOverlapShareWholeBlocks() {
        run("west", square(-40, 400), 5, 2);
        run("east", square(-20, 560), 5, 2);
        assertThat(measures.get(1).reused())
                .isGreaterThanOrEqualTo(1)
                .isLessThan(measures.get(1).blocks());
        store = new FolderStore(folder.resolve("other"));
        model = NdviLoader.model(store);
        run("east", square(-20, 560), 5, 2);
        byte[] alone = map("east");
        store = new FolderStore(folder.resolve("store"));
        assertThat(map("east")).isEqualTo(alone);
    }

    @Test
    void otherParametersAndDamagedChunksAreWorkedOutAnew() throws Exception {
        Aoi aoi = square(100, 400);
        run("one", aoi, 5, 2);
        int kept = chunks().size();
        run("two", aoi, 6, 2);
        assertThat(measures.get(1).reused()).isZero();
        assertThat(chunks()).hasSize(2 * kept);
        try (Stream<Path> files =
                Files.walk(folder.resolve("store").resolve(ObjectKey.RESULTS).resolve("chunks"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
        }
        run("three", aoi, 5, 2);
        assertThat(measures.get(2).reused()).isZero();
        assertThat(map("three")).isEqualTo(map("one"));
    }

    @Test
    void oldChunksAreRemoved() {
        run("one", square(100, 400), 5, 2);
        ChunkStore kept = new ChunkStore(store);
        assertThat(kept.removeOlderThan(Instant.now().minusSeconds(3600))).isZero();
        int before = chunks().size();
        assertThat(kept.removeOlderThan(Instant.now().plusSeconds(3600))).isEqualTo(before);
        assertThat(chunks()).isEmpty();
        assertThat(map("one")).isNotEmpty();
    }
}
