package org.geocrop.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.geocrop.composite.OpenScene;
import org.geocrop.composite.Region;
import org.geocrop.composite.SceneStack;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.composite.SeasonSpool;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.grid.Window;
import org.geocrop.pipeline.schedule.Areas;
import org.geocrop.pipeline.schedule.Budget;
import org.geocrop.pipeline.schedule.PixelSeasons;
import org.geocrop.raster.TileCache;
import org.geocrop.sample.SampleLandscape;
import org.geocrop.stac.SceneQuery;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.Sources;
import org.geocrop.store.Spent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However scenes are cut into tiles, a season is the same, and each tile is decoded once. */
class TilesDecodedOnceTest {

    private static final int BLOCK = 32;
    private static final Season SEASON = SeasonCalendar.ZIMBABWE_SUMMER.season(2022);
    private static final SampleLandscape.Options SAMPLE =
            new SampleLandscape.Options(32736, 284_000, 8_070_000, 192, 2022, false);
    /** Off all lattices of tiles. */
    private static final PixelGrid TARGET = SAMPLE.grid().cut(new Window(38, 42, 150, 144));

    private static final ExecutorService READERS = Executors.newFixedThreadPool(6);

    @TempDir
    static Path folder;

    private static final Map<Boolean, List<SeasonComposite>> EXPECTED = new HashMap<>();

    @AfterAll
    static void close() {
        READERS.shutdownNow();
    }

    private record Read(List<SeasonComposite> blocks, Spent.Tiles counts) {}

    /** Tiles of 10 m bands, of cells in pixels, and by how much the scenes' lattice begins elsewhere. */
    @ParameterizedTest
    @CsvSource({"32, 64, 0", "64, 64, 0", "128, 64, 0", "256, 64, 0", "64, 64, 34", "128, 32, 22", "96, 160, 0"})
    void aRegionIsReadAsItsBlocksAre(int tile, int cell, int shift) {
        List<SeasonComposite> expected = EXPECTED.computeIfAbsent(
                shift == 0, key -> read(scenes(64, shift == 0 ? 0 : 2), (stack, opened) -> singly(stack)).blocks);
        Read region = read(scenes(tile, shift), (stack, opened) -> together(stack, cell));
        assertThat(region.blocks).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(region.blocks.get(i).codes())
                    .as("block %d", i)
                    .isDeepEqualTo(expected.get(i).codes());
        }
        assertThat(region.counts.mean()).isEqualTo(1);
        assertThat(region.counts.twice() + region.counts.more()).isZero();
    }

    /** With memory for one step at a time: what needs more than there is gets all of it, alone. */
    @Test
    void pixelsAreReadAsTheirBlocksAre() {
        assertThat(pixelsAsTheirBlocks(Long.MAX_VALUE).mean()).isEqualTo(1);
    }

    /** Where very many pixels of an area are wanted, they are read in parts. */
    @Test
    void manyPixelsAreReadInParts() {
        assertThat(pixelsAsTheirBlocks(10L * SEASON.steps() * SeasonComposite.BANDS * Character.BYTES)
                        .mean())
                .isGreaterThan(1);
    }

    private static Spent.Tiles pixelsAsTheirBlocks(long bytesAtOnce) {
        Random random = new Random(8);
        List<PixelSeasons.Place> places = new ArrayList<>(List.of(new PixelSeasons.Place(0, 0), lastOf(TARGET)));
        for (int i = 0; i < 70; i++) {
            places.add(new PixelSeasons.Place(random.nextInt(TARGET.width()), random.nextInt(TARGET.height())));
        }
        Map<Integer, char[][]> read = new TreeMap<>();
        Spent spent = new Spent();
        try (SceneFinder.Found found = find(scenes(64, 0), TARGET, spent);
                SceneStack stack = new SceneStack(SEASON, found.scenes())) {
            new PixelSeasons(TARGET, stack, found.scenes(), READERS, new Budget(1), bytesAtOnce)
                    .read(places, new Kept(read));
        }
        assertThat(read.keySet()).hasSize(places.size());
        List<SeasonComposite> blocks =
                EXPECTED.computeIfAbsent(true, key -> read(scenes(64, 0), (stack, opened) -> singly(stack)).blocks);
        List<Window> windows = TARGET.blocks(BLOCK);
        for (int i = 0; i < places.size(); i++) {
            PixelSeasons.Place place = places.get(i);
            Window pixel = new Window(place.col(), place.row(), 1, 1);
            int block = IntStream.range(0, windows.size())
                    .filter(b -> windows.get(b).intersects(pixel))
                    .findFirst()
                    .orElseThrow();
            Window window = windows.get(block);
            int at = (place.row() - window.row()) * window.width() + place.col() - window.col();
            assertThat(read.get(i)).as("%s", place).isDeepEqualTo(codes(blocks.get(block), at));
        }
        return spent.report().tiles();
    }

    private static PixelSeasons.Place lastOf(PixelGrid grid) {
        return new PixelSeasons.Place(grid.width() - 1, grid.height() - 1);
    }

    /** [step][band] of a pixel. */
    private static char[][] codes(SeasonComposite season, int pixel) {
        char[][] codes = new char[season.steps()][SeasonComposite.BANDS];
        for (int step = 0; step < codes.length; step++) {
            for (int band = 0; band < SeasonComposite.BANDS; band++) {
                codes[step][band] = season.codes()[step][band][pixel];
            }
        }
        return codes;
    }

    private record Kept(Map<Integer, char[][]> read) implements PixelSeasons.Taker {
        @Override
        public void waits() {}

        @Override
        public void take(List<Integer> numbers, SeasonComposite season) {
            for (int i = 0; i < numbers.size(); i++) {
                read.put(numbers.get(i), codes(season, i));
            }
        }
    }

    @Test
    void areasCoverTheMap() {
        PixelGrid map = new PixelGrid(32736, 284_000, 8_070_000, 10, 10, 3000, 2500);
        try (SceneFinder.Found found = find(scenes(64, 0), SAMPLE.grid(), new Spent())) {
            List<Areas.Area> areas = Areas.of(map, found.scenes(), 7_000_000);
            // Small tiles are taken together, to 1024 x 1024 pixels.
            assertThat(areas).hasSize(9);
            assertThat(areas.get(0).cells())
                    .hasSize(1)
                    .allSatisfy(cell -> assertThat(cell).hasSize(16));
            assertThat(areas.stream()
                            .flatMap(area -> area.cells().stream())
                            .flatMap(List::stream)
                            .mapToLong(Window::size)
                            .sum())
                    .isEqualTo(3000L * 2500);
        }
    }

    private static Path scenes(int tile, int shift) {
        Path at = folder.resolve(tile + "-" + shift);
        if (!at.toFile().exists()) {
            SampleLandscape.Options options = new SampleLandscape.Options(
                    SAMPLE.epsg(),
                    SAMPLE.east() + shift * 10,
                    SAMPLE.north() - shift * 10,
                    SAMPLE.size(),
                    SAMPLE.year(),
                    false);
            // A swath that begins in the middle of a tile would begin elsewhere.
            var kind = shift == 0 ? SampleLandscape.Catalogue.AS_ARCHIVES_HAVE_IT : SampleLandscape.Catalogue.PLAIN;
            new SampleLandscape(options, tile, kind).write(at, (done, of) -> {});
        }
        return at;
    }

    private interface Reading {
        List<SeasonComposite> of(SceneStack stack, List<OpenScene> opened);
    }

    private static SceneFinder.Found find(Path scenes, PixelGrid area, Spent spent) {
        Sources sources = Sources.local().on(spent);
        double[] b = area.lonLatBounds();
        return new SceneFinder(sources, new TileCache(64 << 20), READERS, 1000)
                .find(
                        Catalogues.open(sources.http().http(), scenes.toUri(), List.of()),
                        new SceneQuery(Aoi.bbox(b[0], b[1], b[2], b[3]), SEASON, 100));
    }

    private static Read read(Path scenes, Reading reading) {
        Spent spent = new Spent();
        try (SceneFinder.Found found = find(scenes, TARGET, spent);
                SceneStack stack = new SceneStack(SEASON, found.scenes())) {
            List<SeasonComposite> blocks = reading.of(stack, found.scenes());
            return new Read(blocks, spent.report().tiles());
        }
    }

    private static List<SeasonComposite> singly(SceneStack stack) {
        return TARGET.blocks(BLOCK).stream()
                .map(block -> stack.readNow(TARGET.cut(block), READERS))
                .toList();
    }

    private static List<SeasonComposite> together(SceneStack stack, int cell) {
        List<Window> blocks = TARGET.blocks(BLOCK);
        List<List<PixelGrid>> cells = new ArrayList<>();
        List<Window> order = new ArrayList<>();
        for (Window bounds : TARGET.blocks(cell)) {
            List<Window> within = blocks.stream().filter(bounds::intersects).toList();
            cells.add(within.stream().map(TARGET::cut).toList());
            order.addAll(within);
        }
        Region region = new Region(cells, false);
        try (SeasonSpool spool = new SeasonSpool(stack.steps(), order.size(), BLOCK * BLOCK, () -> {})) {
            List<CompletableFuture<Void>> steps = new ArrayList<>();
            for (int step = 0; step < stack.steps(); step++) {
                steps.add(stack.readStep(step, region, spool::write, READERS));
            }
            CompletableFuture.allOf(steps.toArray(new CompletableFuture<?>[0])).join();
            return blocks.stream()
                    .map(block -> spool.read(order.indexOf(block), block.size()))
                    .toList();
        }
    }
}
