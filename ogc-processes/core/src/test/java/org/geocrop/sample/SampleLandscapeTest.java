package org.geocrop.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.grid.Window;
import org.geocrop.net.Http;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.stac.Band;
import org.geocrop.stac.Scene;
import org.geocrop.stac.SceneQuery;
import org.geocrop.stac.SceneSearch;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.FileSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleLandscapeTest {

    private static final SampleLandscape.Options SMALL = SampleLandscape.Options.season(128, 2022);

    @TempDir
    Path folder;

    @Test
    void theSameOptionsGiveTheSameBytes() throws Exception {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        new SampleLandscape(SMALL).write(one, (done, of) -> {});
        new SampleLandscape(SMALL).write(two, (done, of) -> {});
        List<Path> files;
        try (var walk = Files.walk(one)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        assertThat(files).hasSizeGreaterThan(50 * 7);
        for (Path file : files) {
            assertThat(Files.mismatch(file, two.resolve(one.relativize(file))))
                    .as("%s", file)
                    .isEqualTo(-1);
        }
    }

    @Test
    void theCatalogueHasCompleteScenesAllSeason() {
        SampleLandscape landscape = new SampleLandscape(SMALL);
        landscape.write(folder, (done, of) -> {});
        List<Scene> scenes = search().scenes();
        // One is replaced by a newer product that covers all of its ground.
        assertThat(scenes).hasSize(landscape.products() - 1);
        assertThat(scenes).allSatisfy(scene -> assertThat(scene.missingBands()).isEmpty());
        assertThat(scenes.stream().mapToDouble(Scene::cloudCover).max().orElseThrow())
                .isGreaterThan(50);
        assertThat(scenes.stream().map(Scene::day).distinct()).hasSize(landscape.passes());
    }

    @Test
    void theCatalogueHasWhatPublicOnesHave() {
        new SampleLandscape(SMALL).write(folder, (done, of) -> {});
        SceneSearch search = search();
        assertThat(search.leftOut())
                .singleElement()
                .satisfies(odd -> assertThat(odd.reason()).contains("zone"));
        assertThat(search.replaced()).hasSize(1);
        List<Scene> scenes = search.scenes();
        assertThat(scenes.stream().map(Scene::epsg).distinct()).containsExactlyInAnyOrder(32736, 32735);
        assertThat(scenes.stream().map(Scene::baseline).distinct()).containsExactlyInAnyOrder(3.01, 5.10);
        assertThat(scenes.stream().map(scene -> scene.product().datastrip()).distinct())
                .hasSizeGreaterThan(new SampleLandscape(SMALL).passes());
        for (String id : List.of("S2A_T36KTF_\\d{8}T\\d{6}_L2A", "S2B_36KTF_\\d{8}_0_L2A", "S2A_MSIL2A_.*_T36KTF_.*")) {
            assertThat(scenes).anySatisfy(scene -> assertThat(scene.id()).matches(id));
        }
    }

    /** By whatever archive and baseline, and in whatever parts, a pass is the same. */
    @Test
    void productsShowWhatTheirPassSaw() {
        SampleLandscape landscape = new SampleLandscape(SMALL);
        landscape.write(folder, (done, of) -> {});
        TreeMap<LocalDate, List<Scene>> passes = new TreeMap<>();
        search().scenes()
                .forEach(scene -> passes.computeIfAbsent(scene.day(), day -> new ArrayList<>())
                        .add(scene));
        int number = 0;
        for (List<Scene> products : passes.values()) {
            int[][] seen = landscape.render(number++, SMALL.grid().window());
            boolean[] shown = new boolean[seen[0].length];
            products.stream().filter(scene -> scene.epsg() == SMALL.epsg()).forEach(scene -> {
                Scene.Asset red = Objects.requireNonNull(scene.assets().get(Band.B04));
                int[] numbers = read(Path.of(red.href()));
                for (int i = 0; i < shown.length; i++) {
                    shown[i] |= numbers[i] != 0;
                    double exact = Math.max(seen[2][i] * 0.0001 - 0.1, red.offset() + red.scale());
                    assertThat(numbers[i] == 0 ? exact : numbers[i] * red.scale() + red.offset())
                            .as("%s pixel %d", scene.id(), i)
                            .isCloseTo(exact, Offset.offset(1e-9));
                }
            });
            boolean isInTwoZones = products.stream().anyMatch(scene -> scene.epsg() != SMALL.epsg());
            for (int i = 0; i < shown.length; i++) {
                assertThat(shown[i]).as("pixel %d", i).isEqualTo(!isInTwoZones || i % 128 >= 64);
            }
        }
        assertThat(number).isEqualTo(landscape.passes());
    }

    private SceneSearch search() {
        double[] b = SMALL.grid().lonLatBounds();
        var query = new SceneQuery(
                Aoi.circle((b[0] + b[2]) / 2, (b[1] + b[3]) / 2, 200),
                SeasonCalendar.ZIMBABWE_SUMMER.season(2022),
                100);
        return Catalogues.open(Http.direct(), folder.toUri(), List.of()).search(query);
    }

    @Test
    void trainingAndTestFieldsAreApartAndTrue() {
        new SampleLandscape(SMALL).write(folder, (done, of) -> {});
        int[] train = read("train");
        int[] test = read("test");
        int[] truth = read("truth");
        TreeSet<Integer> trained = new TreeSet<>();
        for (int i = 0; i < truth.length; i++) {
            assertThat(train[i] != 0 && test[i] != 0).isFalse();
            assertThat(train[i] == 0 || train[i] == truth[i]).isTrue();
            assertThat(test[i] == 0 || test[i] == truth[i]).isTrue();
            trained.add(train[i]);
        }
        assertThat(trained).hasSizeGreaterThan(6);
    }

    @Test
    void aPartIsTheSameAsInTheWhole() {
        SampleLandscape landscape = new SampleLandscape(SMALL);
        int[][] whole = landscape.render(7, SMALL.grid().window());
        Window window = new Window(32, 64, 48, 20);
        int[][] part = landscape.render(7, window);
        for (int band = 0; band < part.length; band++) {
            for (int i = 0; i < window.size(); i++) {
                int at = (window.row() + i / window.width()) * 128 + window.col() + i % window.width();
                assertThat(part[band][i]).isEqualTo(whole[band][at]);
            }
        }
    }

    @Test
    void aDrySeasonIsLessGreen() {
        int wet = greenness(new SampleLandscape.Options(SMALL.epsg(), SMALL.east(), SMALL.north(), 128, 2022, false));
        int dry = greenness(new SampleLandscape.Options(SMALL.epsg(), SMALL.east(), SMALL.north(), 128, 2022, true));
        assertThat(dry).isLessThan(wet);
    }

    /** Pixels that are clear in February and have an NDVI above 0.6. */
    private static int greenness(SampleLandscape.Options options) {
        SampleLandscape landscape = new SampleLandscape(options);
        int count = 0;
        for (int scene = 30; scene < 36; scene++) {
            int[][] bands = landscape.render(scene, options.grid().window());
            for (int i = 0; i < bands[0].length; i++) {
                double red = bands[2][i] - 1000.0;
                double nir = bands[4][i] - 1000.0;
                count += bands[5][i] == 4 && (nir - red) / (nir + red) > 0.6 ? 1 : 0;
            }
        }
        return count;
    }

    private int[] read(String labels) {
        return read(folder.resolve("labels/" + labels + ".tif"));
    }

    private static int[] read(Path file) {
        try (Cog cog = Cog.open(FileSource.open(file, file.toString()), new TileCache(1 << 20))) {
            int[] samples = new int[128 * 128];
            cog.read(0, 0, cog.grid().window(), samples);
            return samples;
        }
    }
}
