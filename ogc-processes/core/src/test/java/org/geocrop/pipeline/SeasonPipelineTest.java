package org.geocrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.FolderServer;
import org.geocrop.SharedData;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.error.GeocropException;
import org.geocrop.error.NoScenesException;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.Crs;
import org.geocrop.grid.Season;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.json.Json;
import org.geocrop.net.Http;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.sample.SampleLandscape;
import org.geocrop.stac.Catalogue;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Sources;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Whole jobs on the sample landscape. */
class SeasonPipelineTest {

    private static final SampleLandscape.Options SAMPLE = SampleLandscape.Options.season(320, 2022);
    private static final Season SEASON = SeasonCalendar.ZIMBABWE_SUMMER.season(2022);

    @TempDir
    static Path scenes;

    @TempDir
    Path folder;

    private ObjectStore store;

    @BeforeAll
    static void landscape() {
        new SampleLandscape(SAMPLE).write(scenes, (done, of) -> {});
    }

    @BeforeEach
    void open() {
        store = new FolderStore(folder.resolve("store"));
    }

    private static Catalogue catalogue(Path at) {
        return catalogue(at.toUri());
    }

    private static Catalogue catalogue(URI at) {
        return Catalogues.open(Http.direct(), at, List.of());
    }

    private static Aoi aoi() {
        double[] b = SAMPLE.grid().lonLatBounds();
        return Aoi.circle((b[0] + b[2]) / 2, (b[1] + b[3]) / 2, 1400);
    }

    private Result run(String job, Catalogue catalogue, Aoi aoi, Season season, int threads) {
        try (SeasonPipeline pipeline =
                new SeasonPipeline(store, new TileCache(64 << 20), SeasonPipeline.Options.once(threads))) {
            return pipeline.run(request(job, aoi, season, true), imagery(catalogue), Progress.NONE);
        }
    }

    private SeasonRequest request(String job, Aoi aoi, Season season, boolean probabilities) {
        return new SeasonRequest(
                job,
                "classify-crops",
                aoi,
                season,
                NdviLoader.model(store),
                5,
                80,
                0,
                SeasonRequest.classification(probabilities, List.of()));
    }

    private static Imagery imagery(Catalogue catalogue) {
        return new Imagery("test", catalogue, Sources.local());
    }

    private byte[] file(String job, String name) {
        return store.get(ResultFiles.key(job, name), 1 << 24);
    }

    @Test
    void neitherSourceNorThreadsNorTimeChangeABit() throws Exception {
        run("folder-1", catalogue(scenes), aoi(), SEASON, 1);
        run("folder-2", catalogue(scenes), aoi(), SEASON, 2);
        run("folder-4", catalogue(scenes), aoi(), SEASON, 4);
        run("again-2", catalogue(scenes), aoi(), SEASON, 2);
        try (FolderServer server = new FolderServer(scenes)) {
            run("http-2", catalogue(URI.create(server.url() + "/catalog.json")), aoi(), SEASON, 2);
            assertThat(server.requests()).isGreaterThan(50 * 6);
        }
        List<String> rasters = new java.util.ArrayList<>(ResultFiles.RASTERS);
        rasters.add(ResultFiles.PROBABILITIES);
        for (String raster : rasters) {
            byte[] first = file("folder-1", raster + ".tif");
            for (String job : List.of("folder-2", "folder-4", "again-2", "http-2")) {
                assertThat(file(job, raster + ".tif"))
                        .as("%s of %s", raster, job)
                        .isEqualTo(first);
            }
        }
    }

    @Test
    void theSummaryCountsThePixels() throws Exception {
        Result result = run("counted", catalogue(scenes), aoi(), SEASON, 3);
        JsonNode summary = Json.read(file("counted", "summary.json"));
        Map<Integer, Integer> counts = counts(result);
        int total = 0;
        for (JsonNode area : summary.path("classes")) {
            int pixels = counts.getOrDefault(area.path("id").asInt(), 0);
            assertThat(area.path("pixels").asInt()).isEqualTo(pixels);
            assertThat(area.path("hectares").asDouble()).isEqualTo(pixels / 100.0);
            total += pixels;
        }
        // A circle of 1400 m has 615.7 ha.
        assertThat(total).isBetween(61_000, 62_000);
        assertThat(counts).hasSizeGreaterThan(4);
    }

    private Map<Integer, Integer> counts(Result result) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int id : classes(result)) {
            counts.merge(id, 1, Integer::sum);
        }
        return counts;
    }

    private int[] classes(Result result) {
        try (Cog cog = Cog.open(
                store.open(ResultFiles.raster(result.jobId(), ResultFiles.CROP_TYPE)), new TileCache(1 << 20))) {
            int[] classes = new int[cog.grid().width() * cog.grid().height()];
            cog.read(0, 0, cog.grid().window(), classes);
            return classes;
        }
    }

    /** The border of zones 35 and 36 lies at 30 degrees east. */
    @Test
    void scenesOfTwoZonesMakeOneMap() throws Exception {
        double[] border = Crs.transform(Crs.WGS84, 32736).apply(30.0, -17.47);
        double east = Math.floor(border[0] / 20) * 20 - 1600;
        double north = Math.ceil(border[1] / 20) * 20 + 1600;
        Path whole = folder.resolve("whole");
        plain(new SampleLandscape.Options(32736, east, north, 320, 2022, false)).write(whole, (a, b) -> {});

        Path parts = folder.resolve("parts");
        plain(new SampleLandscape.Options(32736, east + 1600, north, 320, 2022, false))
                .write(parts.resolve("east"), (a, b) -> {});
        double[] corner = Crs.transform(32736, 32735).apply(east - 400, north + 400);
        plain(new SampleLandscape.Options(
                        32735, Math.floor(corner[0] / 20) * 20, Math.ceil(corner[1] / 20) * 20, 360, 2022, false))
                .write(parts.resolve("west"), (a, b) -> {});
        Files.write(parts.resolve("catalog.json"), """
                {"type": "Catalog", "id": "both", "links": [
                  {"rel": "child", "href": "./east/catalog.json"}, {"rel": "child", "href": "./west/catalog.json"}]}""".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        Aoi aoi = Aoi.bbox(29.995, -17.479, 30.006, -17.464);
        assertThat(aoi.utmZone()).isEqualTo(32736);
        Result single = run("one-zone", catalogue(whole), aoi, SEASON, 2);
        int[] one = classes(single);
        int[] two = classes(run("two-zones", catalogue(parts), aoi, SEASON, 2));
        assertThat(two).hasSameSizeAs(one);
        int firstOfEast =
                (int) Math.round((east + 1600 - single.requireCoverage().grid().originX()) / 10);
        int same = 0;
        int inner = 0;
        for (int i = 0; i < one.length; i++) {
            if (i % single.requireCoverage().grid().width() >= firstOfEast) {
                // Both zones have scenes here; those of the map's own zone count, and count once.
                assertThat(two[i]).as("pixel %d of the overlap", i).isEqualTo(one[i]);
            }
            assertThat(two[i] != 0).as("pixel %d has data", i).isEqualTo(one[i] != 0);
            // At the edges of fields the nearest pixel of the other zone sees other ground.
            if (isInner(one, i, single.requireCoverage().grid().width())) {
                inner++;
                same += one[i] == two[i] ? 1 : 0;
            }
        }
        assertThat(inner).isGreaterThan(8_000);
        assertThat((double) same / inner).isGreaterThan(0.99);
    }

    private static SampleLandscape plain(SampleLandscape.Options options) {
        return new SampleLandscape(options, SampleLandscape.DEFAULT_TILE, SampleLandscape.Catalogue.PLAIN);
    }

    /** Whether a pixel and its eight neighbours have one class. */
    private static boolean isInner(int[] classes, int pixel, int width) {
        int col = pixel % width;
        int row = pixel / width;
        if (classes[pixel] == 0 || col == 0 || row == 0 || col == width - 1 || pixel + width >= classes.length) {
            return false;
        }
        for (int n = 0; n < 9; n++) {
            if (classes[pixel + (n / 3 - 1) * width + n % 3 - 1] != classes[pixel]) {
                return false;
            }
        }
        return true;
    }

    @Test
    void scenesWithoutTheBandsOfTheFeaturesAreRefusedByName() {
        Path tanzania = SharedData.path("sentinel2/tanzania-37MBS-2021");
        Season season = new Season(LocalDate.of(2020, 9, 1), LocalDate.of(2021, 5, 31));
        assertThatThrownBy(() -> run("tanzania", catalogue(tanzania), tanzanianAoi(tanzania), season, 2))
                .isInstanceOf(NoScenesException.class)
                .hasMessageContaining("B02")
                .hasMessageContaining("B03")
                .hasMessageContaining("B04")
                .hasMessageContaining("B08");
        assertThat(store.list(org.geocrop.store.ObjectKey.RESULTS, "")).isEmpty();
    }

    private static Aoi tanzanianAoi(Path folder) {
        try (var files = Files.walk(folder)) {
            Path scl =
                    files.filter(file -> file.endsWith("SCL.tif")).findFirst().orElseThrow();
            try (Cog cog = Cog.open(org.geocrop.store.FileSource.open(scl, "SCL"), new TileCache(1 << 20))) {
                double[] b = cog.grid().lonLatBounds();
                return Aoi.circle((b[0] + b[2]) / 2, (b[1] + b[3]) / 2, 100);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aSeasonWithoutScenesIsAFaultThatLeavesNothing() {
        Season season = new Season(LocalDate.of(2019, 9, 1), LocalDate.of(2020, 5, 31));
        assertThatThrownBy(() -> run("none", catalogue(scenes), aoi(), season, 2))
                .isInstanceOf(NoScenesException.class);
        assertThat(store.list(org.geocrop.store.ObjectKey.RESULTS, "")).isEmpty();
    }

    @Test
    void aDismissedJobLeavesNothing() {
        try (SeasonPipeline pipeline =
                new SeasonPipeline(store, new TileCache(64 << 20), SeasonPipeline.Options.once(2))) {
            Progress stop = (fraction, message) -> {
                if (fraction > 0.2) {
                    throw new org.geocrop.error.DismissedException("stop");
                }
            };
            var request = request("dismissed", aoi(), SEASON, false);
            assertThatThrownBy(() -> pipeline.run(request, imagery(catalogue(scenes)), stop))
                    .isInstanceOf(GeocropException.class);
        }
        assertThat(store.list(org.geocrop.store.ObjectKey.RESULTS, "")).isEmpty();
    }

    /** Half of a scene's files are cut short: the job goes on without it, and says so. */
    @Test
    void aBrokenSceneIsLeftOutAndRecorded() throws Exception {
        Path damaged = folder.resolve("damaged");
        copy(scenes, damaged);
        Path victim;
        try (var list = Files.list(damaged)) {
            victim = list.filter(Files::isDirectory)
                    .filter(path -> path.getFileName().toString().contains("202301"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        byte[] tiff = Files.readAllBytes(victim.resolve("B08.tif"));
        Files.write(victim.resolve("B08.tif"), java.util.Arrays.copyOf(tiff, tiff.length / 2));
        Result result = run("lost", catalogue(damaged), aoi(), SEASON, 2);
        assertThat(counts(result)).hasSizeGreaterThan(4);
        String provenance = new String(file("lost", "provenance.json"), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(provenance).contains(victim.getFileName().toString()).contains("B08.tif");
        JsonNode document = Json.read(file("lost", "provenance.json"));
        assertThat(document.path("scenes").valueStream().map(s -> s.path("id").asString()))
                .doesNotContain(victim.getFileName().toString());
    }

    /** A product that was made anew can be opened, but not read: the older one of the same pass stands in for it. */
    @Test
    void inThePlaceOfALostProductTheOlderOneIsRead() throws Exception {
        Path damaged = folder.resolve("damaged");
        copy(scenes, damaged);
        List<String> products;
        try (var list = Files.list(damaged)) {
            products = list.map(path -> path.getFileName().toString())
                    .filter(id -> id.contains("_20221211T"))
                    .sorted()
                    .toList();
        }
        assertThat(products).hasSize(2);
        String older = products.get(0);
        Path newer = damaged.resolve(products.get(1));
        byte[] tiff = Files.readAllBytes(newer.resolve("B08.tif"));
        Files.write(newer.resolve("B08.tif"), java.util.Arrays.copyOf(tiff, tiff.length / 2));
        run("whole", catalogue(scenes), aoi(), SEASON, 2);
        run("fallen-back", catalogue(damaged), aoi(), SEASON, 2);
        JsonNode provenance = Json.read(file("fallen-back", "provenance.json"));
        assertThat(provenance.path("scenes").valueStream().map(s -> s.path("id").asString()))
                .contains(older)
                .doesNotContain(products.get(1));
        assertThat(provenance.path("scenes_left_out").toString())
                .contains(products.get(1))
                .contains("B08.tif");
        assertThat(file("fallen-back", "observations.tif")).isEqualTo(file("whole", "observations.tif"));
    }

    /** A file is replaced while the job reads it: the job gives what a job on the new file gives. */
    @Test
    void aSceneThatChangesIsReadAgain() throws Exception {
        Path served = folder.resolve("served");
        copy(scenes, served);
        List<Path> changed;
        try (var list = Files.list(served)) {
            // Small files, such as those of an overcast day, are read as a whole when they are opened.
            changed = list.filter(path -> path.getFileName().toString().contains("KTF_202302"))
                    .filter(path -> path.resolve("B08.tif").toFile().length() > 65_536)
                    .sorted()
                    .limit(3)
                    .toList();
        }
        try (FolderServer server = new FolderServer(served);
                SeasonPipeline pipeline = new SeasonPipeline(store, new TileCache(1), SeasonPipeline.Options.once(1))) {
            var replaced = new java.util.concurrent.atomic.AtomicBoolean();
            Progress replace = new Progress() {
                @Override
                public void report(double fraction, String message) {}

                /** The files are open then, and none of their pixels is read. */
                @Override
                public void phase(String name) {
                    if (name.equals("classifying") && replaced.compareAndSet(false, true)) {
                        try {
                            for (Path scene : changed) {
                                Files.copy(
                                        scene.resolve("B02.tif"),
                                        scene.resolve("B08.tif"),
                                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                            }
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    }
                }
            };
            URI catalogue = URI.create(server.url() + "/catalog.json");
            for (String job : List.of("changing", "changed")) {
                pipeline.run(
                        request(job, aoi(), SEASON, false),
                        imagery(catalogue(catalogue)),
                        job.equals("changing") ? replace : Progress.NONE);
            }
            assertThat(replaced).isTrue();
        }
        run("unchanged", catalogue(scenes), aoi(), SEASON, 2);
        for (String raster : ResultFiles.RASTERS) {
            assertThat(file("changing", raster + ".tif")).as(raster).isEqualTo(file("changed", raster + ".tif"));
        }
        assertThat(file("changing", "ndvi_peak.tif")).isNotEqualTo(file("unchanged", "ndvi_peak.tif"));
        assertThat(Json.read(file("changing", "provenance.json")).path("scenes"))
                .isEqualTo(Json.read(file("changed", "provenance.json")).path("scenes"));
    }

    /**
     * A hundred and fifty scenes of three overlapping tiles, older products of some acquisitions, scenes that lack a
     * band, and some that are not where their items say: the map is that of the plain catalogue.
     */
    @Test
    void aCrowdedCatalogueGivesTheSameMap() throws Exception {
        Path elsewhere = folder.resolve("elsewhere");
        plain(new SampleLandscape.Options(32736, 400_000, 8_000_000, 64, 2022, false))
                .write(elsewhere, (a, b) -> {});
        Path crowd = Files.createDirectories(folder.resolve("crowd"));
        SampleLandscape.Options small = SampleLandscape.Options.season(160, 2022);
        Path simple = folder.resolve("simple");
        plain(small).write(simple, (a, b) -> {});
        double[] b = small.grid().lonLatBounds();
        Aoi aoi = Aoi.circle((b[0] + b[2]) / 2, (b[1] + b[3]) / 2, 700);
        int items = 0;
        try (var list = Files.walk(simple, 2)) {
            for (Path file : list.filter(path -> path.toString().matches(".*/S2[^/]*[.]json"))
                    .sorted()
                    .toList()) {
                String item = Files.readString(file);
                String id = file.getFileName().toString().replace(".json", "");
                String here = simple.resolve(id).toUri().toString();
                for (String tile : List.of("36KTF", "36KTG", "36KUF")) {
                    items++;
                    write(
                            crowd,
                            id.replace("36KTF", tile),
                            item.replace("36KTF", tile).replace("./", here));
                }
                String older = item.replace("\"05.10\"", "\"02.08\"")
                        .replace(id, id + "_old")
                        .replace("./", here + "none-");
                write(crowd, id + "_old", older);
                String lacking = item.replace("\"B08\"", "\"X08\"")
                        .replace("\"nir\"", "\"x08\"")
                        .replace("36KTF", "36KXX")
                        .replace("./", here);
                write(crowd, id.replace("36KTF", "36KXX"), lacking);
                String there = elsewhere.resolve(id).toUri().toString();
                write(
                        crowd,
                        id.replace("36KTF", "36KYY"),
                        item.replace("36KTF", "36KYY").replace("./", there));
            }
        }
        assertThat(items).isGreaterThan(150);
        run("plain", catalogue(simple), aoi, SEASON, 2);
        run("crowded", catalogue(crowd), aoi, SEASON, 2);
        for (String raster : ResultFiles.RASTERS) {
            assertThat(file("crowded", raster + ".tif")).as(raster).isEqualTo(file("plain", raster + ".tif"));
        }
        JsonNode provenance = Json.read(file("crowded", "provenance.json"));
        assertThat(provenance.path("scenes_left_out").toString())
                .contains("36KXX")
                .contains("B08");
    }

    private static void write(Path folder, String id, String item) throws Exception {
        Files.writeString(folder.resolve(id + ".json"), item);
    }

    private static void copy(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
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
