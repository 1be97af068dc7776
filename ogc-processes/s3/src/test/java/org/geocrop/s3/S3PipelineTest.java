package org.geocrop.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geocrop.FaultProxy;
import org.geocrop.FolderServer;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.net.Http;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.NdviLoader;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.pipeline.SeasonRequest;
import org.geocrop.raster.TileCache;
import org.geocrop.sample.SampleLandscape;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.FolderStore;
import org.geocrop.store.HttpRanges;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Sources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One area from a folder, from an HTTP server, from S3, and through a network that harms every tenth request. */
class S3PipelineTest {

    private static final SampleLandscape.Options SAMPLE = SampleLandscape.Options.season(192, 2022);

    @TempDir
    Path folder;

    @Test
    void theSourceAndTheStoreDoNotChangeAByte() throws Exception {
        Path scenes = folder.resolve("scenes");
        new SampleLandscape(SAMPLE).write(scenes, (done, of) -> {});
        ObjectStore local = new FolderStore(folder.resolve("store"));
        run(local, Sources.local(), scenes.toUri().toString());
        try (FolderServer server = new FolderServer(scenes)) {
            ObjectStore second = new FolderStore(folder.resolve("second"));
            run(second, Sources.local(), server.url() + "/catalog.json");
            assertSame(local, second);
        }
        Path bucket = Files.createDirectories(folder.resolve("s3"));
        try (S3Server server = new S3Server(bucket);
                FaultProxy proxy = new FaultProxy(server.url(), 0.1)) {
            S3Store s3 = new S3Store(server.settings());
            s3.createBuckets();
            String catalogue = upload(scenes, s3);
            run(s3, s3Sources(s3), catalogue);
            assertSame(local, s3);

            ObjectStore third = new FolderStore(folder.resolve("third"));
            S3Store harmed = new S3Store(S3Settings.of(proxy.url(), S3Server.ACCESS_KEY, S3Server.SECRET_KEY));
            run(third, s3Sources(harmed), catalogue);
            assertSame(local, third);
            delete(s3);
            run(harmed, s3Sources(harmed), catalogue);
            assertSame(local, s3);
            assertThat(proxy.faults()).isGreaterThan(50);
        }
    }

    private static Sources s3Sources(S3Store store) {
        return new Sources(new HttpRanges(HttpRanges.DEFAULT_REQUESTS_PER_HOST), Map.of(), store::open, true);
    }

    /** Puts all scenes into a bucket and their items, with s3: hrefs, into a folder, whose address it gives. */
    private String upload(Path scenes, S3Store s3) throws Exception {
        Path items = Files.createDirectories(folder.resolve("items"));
        List<Path> files;
        try (var walk = Files.walk(scenes, 2)) {
            files = walk.filter(
                            file -> file.getParent().getFileName().toString().startsWith("S2"))
                    .toList();
        }
        for (Path file : files) {
            String id = file.getParent().getFileName().toString();
            if (file.toString().endsWith(".tif")) {
                s3.put(
                        new ObjectKey(ObjectKey.DATASETS, "scenes/" + id + "/" + file.getFileName()),
                        "image/tiff",
                        file);
            } else {
                String item = Files.readString(file).replace("\"./", "\"s3://geocrop-datasets/scenes/" + id + "/");
                Files.writeString(items.resolve(file.getFileName()), item);
            }
        }
        return items.toUri().toString();
    }

    private static void run(ObjectStore store, Sources sources, String catalogue) {
        double[] b = SAMPLE.grid().lonLatBounds();
        Aoi aoi = Aoi.circle((b[0] + b[2]) / 2, (b[1] + b[3]) / 2, 800);
        try (SeasonPipeline pipeline =
                new SeasonPipeline(store, new TileCache(64 << 20), new SeasonPipeline.Options(2, 1000, true))) {
            pipeline.run(
                    new SeasonRequest(
                            "job",
                            "classify-crops",
                            aoi,
                            SeasonCalendar.ZIMBABWE_SUMMER.season(2022),
                            NdviLoader.model(store),
                            5,
                            80,
                            0,
                            SeasonRequest.classification(false, List.of())),
                    new Imagery(
                            "test", Catalogues.open(Http.direct(), java.net.URI.create(catalogue), List.of()), sources),
                    Progress.NONE);
        }
    }

    private static void assertSame(ObjectStore expected, ObjectStore actual) {
        for (String raster : ResultFiles.RASTERS) {
            ObjectKey key = ResultFiles.raster("job", raster);
            assertThat(actual.get(key, 1 << 24)).as(raster).isEqualTo(expected.get(key, 1 << 24));
        }
        assertThat(actual.list(ObjectKey.RESULTS, "results/job/"))
                .hasSize(expected.list(ObjectKey.RESULTS, "results/job/").size());
    }

    private static void delete(ObjectStore store) {
        store.list(ObjectKey.RESULTS, "").forEach(stat -> store.delete(stat.key()));
    }
}
