package org.geocrop.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.geocrop.cog.CogProfile;
import org.geocrop.cog.CogWriter;
import org.geocrop.error.StoreException;
import org.geocrop.grid.GeoJson;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.grid.Window;
import org.geocrop.json.Json;
import org.geocrop.model.CropClass;
import org.geocrop.raster.SampleType;
import org.geocrop.stac.Band;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes Sentinel-2-like scenes of a Zimbabwean landscape as COGs with a static STAC catalogue, and label rasters of
 * its fields. The same options give the same bytes. Any size: blocks are made one by one.
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

    private static final int BLOCK = 512;
    private static final int LARGE_TILE = 1024;
    private static final int REVISIT_DAYS = 5;
    private static final long SEED = 20_230_901;
    private static final double TRAIN_SHARE = 0.3;
    private static final double TEST_SHARE = 0.3;

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

        private String tile() {
            return epsg % 100 + "KTF";
        }

        public PixelGrid grid() {
            return new PixelGrid(epsg, east, north, 10, 10, size, size);
        }
    }

    private final Options options;
    private final Landscape landscape = new Landscape(SEED);
    private final List<SampleScene> scenes = new ArrayList<>();
    private final int tile;

    /** With tiles of 512 pixels, of 256 at 20 m. */
    public SampleLandscape(Options options) {
        this(options, BLOCK);
    }

    /**
     * A landscape.
     *
     * @param tile width and height of the scenes' tiles in pixels, a multiple of 16; with 1024 that of the 20 m bands,
     *     too, as large archives have it, otherwise these have half of it
     */
    public SampleLandscape(Options options, int tile) {
        this.tile = tile;
        if (options.size < 64 || options.size % 2 != 0) {
            throw new IllegalArgumentException(
                    "The size of a sample landscape is even and at least 64: " + options.size);
        }
        this.options = options;
        var season = SeasonCalendar.ZIMBABWE_SUMMER.season(options.year);
        for (LocalDate day = season.start().plusDays(1); season.contains(day); day = day.plusDays(REVISIT_DAYS)) {
            scenes.add(new SampleScene(day, options.year, options.dry, SEED));
        }
    }

    /** The classes of the labels. */
    public static List<CropClass> classes() {
        return LandCover.classes();
    }

    /** Number of scenes of the season. */
    public int scenes() {
        return scenes.size();
    }

    /**
     * One scene's pixels of a block, made on the fly: for the reflectance bands and SCL, in the order of {@link Band},
     * all at 10 m.
     */
    public int[][] render(int scene, Window window) {
        LandscapeBlock block = new LandscapeBlock(landscape, options.grid().cut(window), options.year, SEED);
        return render(scenes.get(scene), block, window);
    }

    /** Writes everything into a folder; {@code done} hears after each block how many of how many are done. */
    public void write(Path folder, java.util.function.BiConsumer<Integer, Integer> done) {
        PixelGrid grid = options.grid();
        // As large as tiles, so that no tile waits for its rest.
        List<Window> blocks = grid.blocks(Math.max(BLOCK, tile));
        List<SceneFiles> files = new ArrayList<>();
        LabelFiles labels = new LabelFiles(grid);
        try {
            scenes.forEach(scene -> files.add(new SceneFiles(grid, tile)));
            var count = new java.util.concurrent.atomic.AtomicInteger();
            blocks.parallelStream().forEach(window -> {
                LandscapeBlock block = new LandscapeBlock(landscape, grid.cut(window), options.year, SEED);
                labels.write(window, block);
                IntStream.range(0, scenes.size())
                        .parallel()
                        .forEach(i -> files.get(i).write(window, render(scenes.get(i), block, window)));
                done.accept(count.incrementAndGet(), blocks.size());
            });
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < scenes.size(); i++) {
                ids.add(finish(folder, scenes.get(i), files.get(i)));
            }
            labels.finish(folder.resolve("labels"));
            write(folder.resolve("classes.json"), Json.pretty(classes()));
            write(folder.resolve("catalog.json"), Json.pretty(catalog(ids)));
        } catch (IOException e) {
            throw new StoreException("The sample landscape could not be written", e);
        } finally {
            files.forEach(SceneFiles::close);
            labels.close();
        }
    }

    private int[][] render(SampleScene scene, LandscapeBlock block, Window window) {
        PixelGrid grid = block.grid();
        double[][] spectra = new double[block.stands().length][5];
        for (int s = 0; s < spectra.length; s++) {
            scene.reflectance(block.stands()[s], spectra[s]);
        }
        int pixels = window.size();
        int[][] bands = new int[6][pixels];
        long left = Math.round(grid.originX() / 10);
        long top = Math.round(grid.originY() / 10);
        for (int i = 0; i < pixels; i++) {
            int col = i % grid.width();
            int row = i / grid.width();
            // Weather is smooth; four pixels share it.
            int first = (row & ~1) * grid.width() + (col & ~1);
            double e = block.east(first);
            double n = block.north(first);
            double cloud = scene.sky().cloud(e, n);
            double shadow = scene.sky().shadow(e, n);
            for (int band = 0; band < 5; band++) {
                double ground = 0;
                for (int part = 0; part < LandscapeBlock.PARTS; part++) {
                    ground += spectra[block.standOf(i, part)][band];
                }
                bands[band][i] = scene.digitalNumber(
                        ground / LandscapeBlock.PARTS, band, left + col, top - row, block.texture(i), cloud, shadow);
            }
            bands[5][i] = scene.sky().classify(cloud, shadow, groundClass(bands, i));
        }
        return bands;
    }

    /** SCL of clear ground: vegetation, not vegetated or water. */
    private static int groundClass(int[][] bands, int pixel) {
        double red = bands[2][pixel] - 1000.0;
        double nir = bands[4][pixel] - 1000.0;
        if (nir < 350 && nir < red) {
            return 6;
        }
        return (nir - red) / Math.max(1, nir + red) > 0.4 ? 4 : 5;
    }

    private String finish(Path folder, SampleScene scene, SceneFiles files) throws IOException {
        String id = String.format(
                "S2%s_%s_%s_0_L2A",
                scene.day().toEpochDay() / REVISIT_DAYS % 2 == 0 ? "A" : "B",
                options.tile(),
                scene.day().toString().replace("-", ""));
        Path place = Files.createDirectories(folder.resolve(id));
        files.finish(place);
        write(place.resolve(id + ".json"), Json.pretty(item(id, scene, files.cloudCover())));
        return id;
    }

    private ObjectNode item(String id, SampleScene scene, double cloudCover) {
        PixelGrid grid = options.grid();
        double[] b = grid.lonLatBounds();
        ObjectNode item = Json.object();
        item.put("type", "Feature").put("stac_version", "1.0.0").put("id", id).put("collection", "s2_l2a_sample");
        item.set("bbox", Json.of(b));
        item.set("geometry", GeoJson.write(new GeometryFactory().toGeometry(new Envelope(b[0], b[2], b[1], b[3]))));
        item.putObject("properties")
                .put("datetime", scene.day() + "T07:56:21Z")
                .put("eo:cloud_cover", Math.round(cloudCover * 100) / 100.0)
                .put("proj:epsg", options.epsg)
                .put("s2:mgrs_tile", options.tile())
                .put("s2:processing_baseline", "05.10")
                .put("constellation", "sentinel-2");
        item.putArray("links")
                .addObject()
                .put("rel", "root")
                .put("href", "../catalog.json")
                .put("type", "application/json");
        ObjectNode assets = item.putObject("assets");
        for (Band band : Band.values()) {
            ObjectNode asset = assets.putObject(band.name());
            asset.put("href", "./" + band + ".tif")
                    .put("type", "image/tiff; application=geotiff; profile=cloud-optimized");
            ObjectNode raster = asset.putArray("raster:bands").addObject();
            raster.put("nodata", 0).put("spatial_resolution", band.resolution());
            if (band != Band.SCL) {
                raster.put("data_type", "uint16").put("scale", 0.0001).put("offset", -0.1);
            }
        }
        return item;
    }

    private ObjectNode catalog(List<String> ids) {
        ObjectNode catalog = Json.object();
        catalog.put("type", "Catalog").put("stac_version", "1.0.0").put("id", "geocrop-sample");
        catalog.put(
                "description",
                "A synthetic Zimbabwean landscape, season " + options.year + "/" + (options.year + 1)
                        + (options.dry ? ", with a dry spell" : ""));
        var links = catalog.putArray("links");
        links.addObject().put("rel", "root").put("href", "./catalog.json").put("type", "application/json");
        ids.forEach(id -> links.addObject()
                .put("rel", "item")
                .put("href", "./" + id + "/" + id + ".json")
                .put("type", "application/geo+json"));
        return catalog;
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, bytes);
    }

    private static void finish(CogWriter writer, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            writer.finish(out);
        }
    }

    /** The COGs of one scene. */
    private static final class SceneFiles implements AutoCloseable {
        private final Map<Band, CogWriter> writers = new LinkedHashMap<>();
        private long cloudy;
        private long pixels;

        SceneFiles(PixelGrid grid, int tile) {
            PixelGrid coarse = new PixelGrid(
                    grid.epsg(), grid.originX(), grid.originY(), 20, 20, grid.width() / 2, grid.height() / 2);
            for (Band band : Band.values()) {
                CogProfile profile = band == Band.SCL
                        ? CogProfile.classes("SCL", sclPalette(), Map.of())
                        : CogProfile.measurements(SampleType.U16, List.of(band.name()), 0);
                writers.put(
                        band,
                        new CogWriter(
                                band.resolution() == 20 ? coarse : grid,
                                profile.withTileSize(band.resolution() == 20 && tile < LARGE_TILE ? tile / 2 : tile)
                                        .withLevel(1)));
            }
        }

        void write(Window window, int[][] bands) {
            Window half = new Window(window.col() / 2, window.row() / 2, window.width() / 2, window.height() / 2);
            for (Band band : Band.values()) {
                int[] samples = bands[bandIndex(band)];
                boolean coarse = band.resolution() == 20;
                java.util.Objects.requireNonNull(writers.get(band))
                        .write(coarse ? half : window, coarse ? halve(samples, window, band == Band.SCL) : samples);
            }
            long clouds = java.util.Arrays.stream(bands[5])
                    .filter(scl -> scl >= 8 && scl <= 10)
                    .count();
            synchronized (this) {
                cloudy += clouds;
                pixels += window.size();
            }
        }

        synchronized double cloudCover() {
            return 100.0 * cloudy / pixels;
        }

        void finish(Path folder) throws IOException {
            for (Map.Entry<Band, CogWriter> entry : writers.entrySet()) {
                SampleLandscape.finish(entry.getValue(), folder.resolve(entry.getKey() + ".tif"));
            }
        }

        @Override
        public void close() {
            writers.values().forEach(CogWriter::close);
        }

        private static int bandIndex(Band band) {
            return band == Band.SCL ? 5 : Band.REFLECTANCE.indexOf(band);
        }

        private static int[] halve(int[] samples, Window window, boolean classes) {
            int[] half = new int[window.size() / 4];
            int width = window.width();
            for (int row = 0, i = 0; row < window.height(); row += 2) {
                for (int col = 0; col < width; col += 2, i++) {
                    int at = row * width + col;
                    half[i] = classes
                            ? samples[at]
                            : (samples[at] + samples[at + 1] + samples[at + width] + samples[at + width + 1] + 2) / 4;
                }
            }
            return half;
        }

        private static int[] sclPalette() {
            int[] palette = new int[256];
            int[] colors = {
                0, 0xff0000, 0x2f2f2f, 0x643200, 0x00a000, 0xffe65a, 0x0000ff, 0x808080, 0xc0c0c0, 0xffffff, 0x64c8ff,
                0xff96ff
            };
            System.arraycopy(colors, 0, palette, 0, colors.length);
            return palette;
        }
    }

    /** The label rasters. */
    private static final class LabelFiles implements AutoCloseable {
        private final Map<String, CogWriter> writers = new LinkedHashMap<>();

        LabelFiles(PixelGrid grid) {
            int[] palette = new int[256];
            classes().forEach(c -> palette[c.id()] = c.rgb());
            for (String name : List.of("train", "test", "truth")) {
                writers.put(
                        name,
                        new CogWriter(
                                grid,
                                CogProfile.classes(name, palette, Map.of()).withTileSize(BLOCK)));
            }
        }

        void write(Window window, LandscapeBlock block) {
            int[] train = new int[window.size()];
            int[] test = new int[window.size()];
            int[] truth = new int[window.size()];
            for (int i = 0; i < truth.length; i++) {
                LandCover cover = block.cover(i);
                truth[i] = cover.id();
                long field = block.pureField(i);
                double draw = Noise.uniform(field, 0, SEED + 90);
                if (field != 0 && draw < TRAIN_SHARE) {
                    train[i] = cover.id();
                } else if (field != 0 && draw < TRAIN_SHARE + TEST_SHARE) {
                    test[i] = cover.id();
                }
            }
            java.util.Objects.requireNonNull(writers.get("train")).write(window, train);
            java.util.Objects.requireNonNull(writers.get("test")).write(window, test);
            java.util.Objects.requireNonNull(writers.get("truth")).write(window, truth);
        }

        void finish(Path folder) throws IOException {
            Files.createDirectories(folder);
            for (Map.Entry<String, CogWriter> entry : writers.entrySet()) {
                SampleLandscape.finish(entry.getValue(), folder.resolve(entry.getKey() + ".tif"));
            }
        }

        @Override
        public void close() {
            writers.values().forEach(CogWriter::close);
        }
    }
}
