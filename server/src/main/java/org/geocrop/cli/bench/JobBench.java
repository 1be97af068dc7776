package org.geocrop.cli.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.geocrop.boosting.Loaders;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.json.Json;
import org.geocrop.model.ModelStore;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.pipeline.SeasonRequest;
import org.geocrop.process.season.ClassifyCrops;
import org.geocrop.raster.TileCache;
import org.geocrop.sample.SampleLandscape;
import org.geocrop.server.EmbeddedSample;
import org.geocrop.stac.SceneQuery;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.FolderStore;
import org.geocrop.store.HttpRanges;
import org.geocrop.store.Sources;

/** Whole jobs on sample landscapes: of growing size, and from a far server with an empty and a filled cache. */
final class JobBench {

    private static final int YEAR = 2022;
    private static final long FAR_MS = 50;

    private final Path folder;
    private final FolderStore store;

    JobBench(Path folder) {
        this.folder = folder;
        this.store = new FolderStore(folder.resolve("store"));
    }

    void run(int[] sizes, int farSize, Map<String, Object> report) throws IOException {
        sample(512);
        // Once for the compiler.
        classify(512, scenes(512).toUri(), TileCache.ofThisProcess());
        List<Map<String, Object>> jobs = new ArrayList<>();
        report.put("jobs", jobs);
        for (int size : sizes) {
            sample(size);
            Cost spent = classify(size, scenes(size).toUri(), TileCache.ofThisProcess());
            double pixels = (double) size * size;
            jobs.add(Json.members(
                    "pixels",
                    (long) pixels,
                    "px_per_core_second",
                    Math.round(pixels / spent.cpu),
                    "px_per_second",
                    Math.round(pixels / spent.wall),
                    "km2_per_hour",
                    Math.round(pixels / spent.wall * 3600 / 10_000),
                    "cores_busy",
                    Math.round(100 * spent.cpu / spent.wall) / 100.0));
        }
        sample(farSize);
        try (SlowServer server = new SlowServer(scenes(farSize), FAR_MS)) {
            URI catalogue = URI.create(server.url() + "/catalog.json");
            TileCache cache = TileCache.ofThisProcess();
            report.put("far_cold_seconds", classify(farSize, catalogue, cache).wall);
            report.put("far_warm_seconds", classify(farSize, catalogue, cache).wall);
            report.put("far_pixels", (long) farSize * farSize);
        }
    }

    private record Cost(double wall, double cpu) {}

    private Path scenes(int size) {
        return folder.resolve("landscape-" + size).resolve("sample");
    }

    /** Makes a landscape and, of the first one, a model. */
    private void sample(int size) throws IOException {
        Files.createDirectories(folder);
        new EmbeddedSample(folder.resolve("landscape-" + size), store, size, YEAR).prepare();
    }

    private Cost classify(int size, URI catalogue, TileCache cache) {
        HttpRanges http = new HttpRanges(HttpRanges.DEFAULT_REQUESTS_PER_HOST);
        double[] b = SampleLandscape.Options.season(size, YEAR).grid().lonLatBounds();
        SeasonRequest request = new SeasonRequest(
                UUID.randomUUID().toString(),
                ClassifyCrops.ID,
                Aoi.bbox(b[0], b[1], b[2], b[3]),
                SeasonCalendar.ZIMBABWE_SUMMER.season(YEAR),
                new ModelStore(store, Loaders.all()).load(EmbeddedSample.MODEL),
                5,
                SceneQuery.DEFAULT_MAX_CLOUD_COVER,
                0,
                SeasonRequest.classification(false, List.of()));
        Imagery imagery = new Imagery(
                "bench",
                Catalogues.open(http.http(), catalogue, List.of()),
                new Sources(http, java.util.Map.of(), null, true));
        int cores = Runtime.getRuntime().availableProcessors();
        long cpu = BenchCommand.processCpuNanos();
        long wall = System.nanoTime();
        try (SeasonPipeline pipeline = new SeasonPipeline(store, cache, SeasonPipeline.Options.once(cores))) {
            pipeline.run(request, imagery, Progress.NONE);
        }
        return new Cost((System.nanoTime() - wall) / 1e9, (BenchCommand.processCpuNanos() - cpu) / 1e9);
    }
}
