package org.geocrop.maps.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Results;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.job.InMemoryJobStore;
import org.geocrop.job.Job;
import org.geocrop.job.NewJob;
import org.geocrop.model.CropClass;
import org.geocrop.pipeline.Profiles;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.process.ExecuteRequest;
import org.geocrop.process.Lane;
import org.geocrop.raster.TileCache;
import org.geocrop.store.FolderStore;
import org.geocrop.tiler.TilerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mosaic of the newest results: who sees which of them, and how often that is asked. */
class ResultLayersTest {

    private static final List<CropClass> CLASSES = List.of(new CropClass(1, "maize", "#ff0000"));

    @TempDir
    Path folder;

    private final InMemoryJobStore jobs = new InMemoryJobStore();
    private final Set<String> asked = new TreeSet<>();
    private int questions;

    private String result(FolderStore store, int column) {
        PixelGrid grid = new PixelGrid(32736, 300_000 + column * 160, 8_000_000, 10, 10, 16, 16);
        double[] b = grid.lonLatBounds();
        Job job = jobs.accept(new NewJob(
                        "ann", "classify-crops", Lane.MAP, "{}", ExecuteRequest.Subscriber.NOBODY, "", b, null))
                .job();
        int attempt = jobs.start(job.id()).orElseThrow().attempt();
        try (ResultWriter writer = new ResultWriter(store, job.id(), "classify-crops")) {
            writer.raster(ResultFiles.CROP_TYPE, grid, Profiles.of(ResultFiles.CROP_TYPE, CLASSES))
                    .write(grid.window(), new int[256]);
            Coverage coverage = new Coverage(grid, b, SeasonCalendar.ZIMBABWE_SUMMER.season(2022), "model@1", CLASSES);
            writer.publish(
                    Map.of(),
                    new ResultWriter.Place(
                            coverage, Aoi.bbox(b[0], b[1], b[2], b[3]).geometry()));
        }
        jobs.succeed(job.id(), attempt, "Done");
        return job.id();
    }

    private MapLayer latest(ResultLayers layers, Object sight, Set<String> readable) {
        return layers.mosaic(
                        ResultFiles.CROP_TYPE,
                        sight,
                        job -> {
                            questions++;
                            asked.add(job);
                            return readable.contains(job);
                        },
                        job -> false)
                .orElseThrow();
    }

    private static List<String> jobsOf(MapLayer layer) {
        return layer.granules().stream()
                .map(granule -> granule.id().split(":")[0])
                .sorted()
                .toList();
    }

    @Test
    void eachSightHasItsOwnMosaicAndAsksOnce() {
        FolderStore store = new FolderStore(folder);
        List<String> all = new ArrayList<>(List.of(result(store, 0), result(store, 1), result(store, 2)));
        ResultLayers layers =
                new ResultLayers(jobs, new Results(store, new TileCache(1 << 20)), TilerConfig.load(null), 100);
        MapLayer seenByAnn = latest(layers, "ann", Set.copyOf(all));
        assertThat(jobsOf(seenByAnn))
                .containsExactlyElementsOf(all.stream().sorted().toList());
        assertThat(asked).containsExactlyInAnyOrderElementsOf(all);
        assertThat(questions).isEqualTo(3);
        // The second tile asks nobody: a sight equals another only while it sees the same.
        assertThat(latest(layers, "ann", Set.of())).isSameAs(seenByAnn);
        assertThat(questions).isEqualTo(3);
        assertThat(jobsOf(latest(layers, "bob", Set.of(all.get(1))))).containsExactly(all.get(1));
        assertThat(questions).isEqualTo(6);
        String fourth = result(store, 3);
        layers.forget();
        all.add(fourth);
        assertThat(jobsOf(latest(layers, "ann", Set.copyOf(all))))
                .contains(fourth)
                .hasSize(4);
        assertThat(questions).isEqualTo(10);
    }
}
