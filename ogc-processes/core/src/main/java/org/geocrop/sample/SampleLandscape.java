package org.geocrop.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.geocrop.error.StoreException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.grid.Window;
import org.geocrop.job.Threads;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.model.CropClass;
import org.geocrop.parallel.Tasks;

/**
 * Writes Sentinel-2-like scenes of a Zimbabwean landscape as COGs with a static STAC catalogue, and label rasters of
 * its fields. The same options give the same bytes. Any size: products are made one after another, block by block, a few
 * at the same time.
 *
 * <p>Files below the folder: {@code catalog.json}, {@code <scene>/<scene>.json}, {@code <scene>/B02.tif} and so on,
 * {@code labels/train.tif}, {@code labels/test.tif} (pixels wholly within fields of which about 30 % each train and
 * test), {@code labels/truth.tif} (every pixel) and {@code classes.json}.
 */
public final class SampleLandscape {

    /** Left edge and top edge of the default extent in EPSG:32736: the Mazowe valley north of Harare. */
    public static final double DEFAULT_EAST = 284_000;

    public static final double DEFAULT_NORTH = 8_070_000;
    public static final int DEFAULT_EPSG = 32736;
    /** Pixels of tiles in the archives of Digital Earth Africa and Earth Search. */
    public static final int DEFAULT_TILE = 1024;

    private static final int REVISIT_DAYS = 5;
    static final long SEED = 20_230_901;
    /** The share of memory that products may hold while they are made. */
    private static final int MEMORY_SHARE = 5;

    /**
     * What to make.
     *
     * @param epsg UTM zone of the scenes; the landscape is the same in all
     * @param east left edge in metres, a multiple of 20
     * @param north top edge in metres, a multiple of 20
     * @param size width and height in 10 m pixels, even
     * @param year in which the season begins
     * @param dry whether its rains failed
     */
    public record Options(int epsg, double east, double north, int size, int year, boolean dry) {

        public static Options season(int size, int year) {
            // 2023/24 was El Niño's dry season in southern Africa.
            return new Options(DEFAULT_EPSG, DEFAULT_EAST, DEFAULT_NORTH, size, year, year == 2023);
        }

        public PixelGrid grid() {
            return new PixelGrid(epsg, east, north, 10, 10, size, size);
        }
    }

    private final Options options;
    private final Landscape landscape = new Landscape(SEED);
    private final List<SampleScene> passes = new ArrayList<>();
    private final SampleCatalogue catalogue;
    private final List<SampleProduct> products;
    private final int tile;

    /** As archives have it: with large tiles, and products of all kinds. */
    public SampleLandscape(Options options) {
        this(options, DEFAULT_TILE, Catalogue.AS_ARCHIVES_HAVE_IT);
    }

    /** What the catalogue has of the passes. */
    public enum Catalogue {
        /** Products of all kinds, see {@link SampleCatalogue}. */
        AS_ARCHIVES_HAVE_IT,
        /** A whole product for each pass, all of one kind. */
        PLAIN
    }

    /**
     * A landscape.
     *
     * @param tile width and height of the scenes' tiles in pixels, a multiple of 16, smaller only where the file is; with
     *     1024 that of the 20 m bands, too, as large archives have it, otherwise these have half of it
     */
    public SampleLandscape(Options options, int tile, Catalogue kind) {
        this.tile = tile;
        if (options.size < 64 || options.size % 2 != 0) {
            throw new IllegalArgumentException(
                    "The size of a sample landscape is even and at least 64: " + options.size);
        }
        this.options = options;
        var season = SeasonCalendar.ZIMBABWE_SUMMER.season(options.year);
        for (LocalDate day = season.start().plusDays(1); season.contains(day); day = day.plusDays(REVISIT_DAYS)) {
            passes.add(new SampleScene(day, options.year, options.dry, SEED));
        }
        this.catalogue = new SampleCatalogue(options.grid());
        this.products = kind == Catalogue.PLAIN ? catalogue.plain(passes) : catalogue.products(passes);
    }

    /** The classes of the labels. */
    public static List<CropClass> classes() {
        return LandCover.classes();
    }

    /** Number of passes of the season. */
    public int passes() {
        return passes.size();
    }

    /** Number of products that the catalogue has of the passes, one of them replaced by another. */
    public int products() {
        return products.size();
    }

    /**
     * What a pass sees of a block, made on the fly: for the reflectance bands and SCL, in the order of
     * {@link org.geocrop.stac.Band}, all at 10 m.
     */
    public int[][] render(int pass, Window window) {
        return passes.get(pass)
                .render(LandscapeBlock.of(landscape, options.grid().cut(window), SEED));
    }

    /** Writes everything into a folder; {@code done} hears again and again how many of how many parts are done. */
    public void write(Path folder, BiConsumer<Integer, Integer> done) {
        PixelGrid grid = options.grid();
        long weight = SceneFiles.weight(grid, tile);
        long room = Runtime.getRuntime().maxMemory() / MEMORY_SHARE;
        int cores = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(
                (int) Math.max(1, Math.min(cores, room / weight)), Threads.named("geocrop-sample"));
        try (GroundFile ground = new GroundFile(grid);
                GroundFile beside = new GroundFile(catalogue.neighbour());
                LabelFiles labels = new LabelFiles(grid, SEED)) {
            List<Task> first = new ArrayList<>(dig(ground, labels));
            first.addAll(dig(beside, null));
            List<Task> second = products.stream()
                    .<Task>map(product -> () -> make(product, product.grid().equals(grid) ? ground : beside, folder))
                    .toList();
            AtomicInteger count = new AtomicInteger();
            Runnable each = () -> done.accept(count.incrementAndGet(), first.size() + second.size());
            run(threads, first, each);
            run(threads, second, each);
            labels.finish(folder.resolve("labels"));
            write(folder.resolve("classes.json"), Json.pretty(classes()));
            write(folder.resolve("catalog.json"), Json.pretty(root()));
        } catch (IOException e) {
            throw new StoreException("The sample landscape could not be written", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    /** Works out the ground, block by block. */
    private List<Task> dig(GroundFile ground, @org.jspecify.annotations.Nullable LabelFiles labels) {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < ground.blocks().size(); i++) {
            int number = i;
            Window window = ground.blocks().get(i);
            tasks.add(() -> {
                LandscapeBlock block =
                        LandscapeBlock.of(landscape, ground.grid().cut(window), SEED);
                ground.write(number, block);
                if (labels != null) {
                    labels.write(window, block);
                }
            });
        }
        return tasks;
    }

    private void make(SampleProduct product, GroundFile ground, Path folder) throws IOException {
        SampleItem item = new SampleItem(product);
        Path place = Files.createDirectories(folder.resolve(item.id()));
        try (SceneFiles files = new SceneFiles(product.grid(), tile)) {
            for (int i = 0; i < ground.blocks().size(); i++) {
                files.write(ground.blocks().get(i), product.render(ground.read(i)));
            }
            files.finish(place);
            ForeignJson json = item.write(files.cloudCover(), files.nodata());
            write(place.resolve(item.id() + ".json"), Json.pretty(json));
            if (product == products.get(0)) {
                String odd = SampleCatalogue.ODD_ITEM;
                write(folder.resolve(odd).resolve(odd + ".json"), Json.pretty(SampleCatalogue.odd(json)));
            }
        }
    }

    private static void run(ExecutorService threads, List<Task> tasks, Runnable done) throws IOException {
        List<Future<?>> futures = new ArrayList<>();
        for (Task task : tasks) {
            futures.add(threads.submit(() -> {
                task.run();
                done.run();
                return null;
            }));
        }
        for (Future<?> future : futures) {
            try {
                future.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreException("The sample landscape was interrupted", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException io) {
                    throw io;
                }
                throw Tasks.fault(e);
            }
        }
    }

    private SampleRoot root() {
        List<String> ids = new ArrayList<>();
        products.forEach(product -> ids.add(new SampleItem(product).id()));
        ids.add(SampleCatalogue.ODD_ITEM);
        return SampleCatalogue.root(
                "A synthetic Zimbabwean landscape, season " + options.year + "/" + (options.year + 1)
                        + (options.dry ? ", with a dry spell" : ""),
                ids);
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, bytes);
    }
}
