package org.geocrop.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.geojson.GeoJson;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.net.Http;
import org.geocrop.raster.Cog;
import org.geocrop.raster.SampleType;
import org.geocrop.raster.TileCache;
import org.geocrop.raster.TinyTiff;
import org.geocrop.stac.Band;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Sources;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scenes of 60 x 60 pixels with constant reflectances, whose NDVI is 0.7778, in a folder of items; and jobs of their
 * season. A test changes items and files as public catalogues have them.
 */
final class SeasonFixture {

    static final int SIZE = 60;
    static final int NDVI = 7778;
    static final PixelGrid GRID = new PixelGrid(32736, 300_000, 8_070_000, 10, 10, SIZE, SIZE);
    private static final Season SEASON = new Season(LocalDate.of(2022, 9, 1), LocalDate.of(2023, 5, 31));
    private static final Map<Band, Integer> NUMBERS =
            Map.of(Band.B02, 400, Band.B03, 600, Band.B04, 500, Band.B05, 1500, Band.B08, 4000, Band.SCL, 4);

    final Path folder;
    private final ObjectStore store;
    private int runs;

    SeasonFixture(Path folder) {
        this.folder = folder.resolve("scenes");
        this.store = new FolderStore(folder.resolve("store"));
    }

    /** Eight scenes, each in a step of its own. */
    SeasonFixture eight() throws IOException {
        for (int i = 0; i < 8; i++) {
            scene(i);
        }
        return this;
    }

    static String id(int scene) {
        return "S2A_36KTF_" + SEASON.start().plusDays(scene * 20L).toString().replace("-", "") + "_0_L2A";
    }

    Path scene(int number) throws IOException {
        return scene(id(number), number, item -> {}, (band, tiff) -> {});
    }

    /** Writes a scene whose item and files a test changes first. */
    Path scene(String id, int number, java.util.function.Consumer<ObjectNode> change, BiConsumer<Band, TinyTiff> files)
            throws IOException {
        Path place = Files.createDirectories(folder.resolve(id));
        for (Band band : Band.values()) {
            TinyTiff tiff = tiff(band, SampleType.U16, NUMBERS.get(band));
            files.accept(band, tiff);
            Files.write(place.resolve(band + ".tif"), tiff.bytes());
        }
        ObjectNode item = item(id, number);
        change.accept(item);
        Files.write(place.resolve(id + ".json"), Json.write(item));
        return place;
    }

    /** A band's file with one number everywhere. */
    static TinyTiff tiff(Band band, SampleType type, double number) {
        return tiff(band, type, (col, row) -> number);
    }

    /** A number for a pixel of the 10 m lattice. */
    @FunctionalInterface
    interface Pixels {
        double at(int col, int row);
    }

    static TinyTiff tiff(Band band, SampleType type, Pixels pixels) {
        int step = band.resolution() / 10;
        int size = SIZE / step;
        double[] samples = new double[size * size];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = pixels.at(i % size * step, i / size * step);
        }
        return TinyTiff.of(type, size, size, 1, samples)
                .at(GRID.epsg(), GRID.originX(), GRID.originY(), band.resolution());
    }

    static int number(Band band) {
        return NUMBERS.get(band);
    }

    /** Writes files of a scene anew. */
    void rewrite(int scene, java.util.function.Function<Band, TinyTiff> files) throws IOException {
        for (Band band : Band.values()) {
            Files.write(
                    folder.resolve(id(scene)).resolve(band + ".tif"),
                    files.apply(band).bytes());
        }
    }

    /** Changes the item of a scene. */
    void edit(int scene, UnaryOperator<ObjectNode> change) throws IOException {
        Path file = folder.resolve(id(scene)).resolve(id(scene) + ".json");
        Files.write(file, Json.write(change.apply((ObjectNode) json(Files.readAllBytes(file)))));
    }

    static ObjectNode item(String id, int number) {
        ObjectNode item = Json.object();
        item.put("type", "Feature").put("stac_version", "1.0.0").put("id", id).put("collection", "s2");
        item.set("geometry", footprint(0, SIZE));
        item.putObject("properties")
                .put("datetime", SEASON.start().plusDays(number * 20L) + "T07:56:21Z")
                .put("proj:epsg", GRID.epsg())
                .put("s2:mgrs_tile", "36KTF")
                .put("s2:processing_baseline", "03.00");
        item.putArray("links");
        ObjectNode assets = item.putObject("assets");
        for (Band band : Band.values()) {
            assets.putObject(band.name())
                    .put("href", "./" + band + ".tif")
                    .put("type", "image/tiff; application=geotiff; profile=cloud-optimized");
        }
        return item;
    }

    /** The ground of some columns of the lattice, and a little more. */
    static JsonNode footprint(int fromCol, int toCol) {
        double[] b = new PixelGrid(32736, GRID.originX() + fromCol * 10, GRID.originY(), 10, 10, toCol - fromCol, SIZE)
                .lonLatBounds();
        return Json.of(GeoJson.write(new GeometryFactory().toGeometry(new Envelope(b[0], b[2], b[1], b[3]))));
    }

    /** What a job made. */
    record Made(int[] observations, int[] ndvi, JsonNode summary, JsonNode provenance, List<String> notes) {

        /** Observations and NDVI of a pixel. */
        List<Integer> at(int col, int row) {
            return List.of(observations[row * SIZE + col], ndvi[row * SIZE + col]);
        }

        String reason(String id) {
            return provenance
                    .path("scenes_left_out")
                    .valueStream()
                    .filter(each -> each.path("id").asString().equals(id))
                    .map(each -> each.path("reason").asString())
                    .findFirst()
                    .orElse("");
        }
    }

    /** Runs season-composite on the folder. */
    Made run() {
        return run(folder.toUri(), Sources.local());
    }

    Made run(java.net.URI catalogue, Sources sources) {
        double[] b = GRID.lonLatBounds();
        String job = "job-" + ++runs;
        SeasonRequest request =
                new SeasonRequest(job, "season-composite", inner(b), SEASON, null, 5, 100, 0, ResultFiles.COMPOSITES);
        Imagery imagery = new Imagery("test", Catalogues.open(Http.direct(), catalogue, List.of()), sources);
        List<String> notes = new java.util.ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void report(double fraction, String message) {}

            @Override
            public void note(String message) {
                notes.add(message);
            }
        };
        try (SeasonPipeline pipeline =
                new SeasonPipeline(store, new TileCache(16 << 20), SeasonPipeline.Options.once(2))) {
            pipeline.run(request, imagery, progress);
        }
        return new Made(
                pixels(job, ResultFiles.OBSERVATIONS),
                pixels(job, ResultFiles.NDVI_PEAK),
                json(store.get(ResultFiles.key(job, "summary.json"), 1 << 20)),
                json(store.get(ResultFiles.key(job, "provenance.json"), 1 << 20)),
                notes);
    }

    /** A polygon through the corners of the lattice. */
    private static Aoi inner(double[] b) {
        double[] corners = {0, 0, SIZE, 0, SIZE, SIZE, 0, SIZE, 0, 0};
        StringBuilder ring = new StringBuilder();
        var toDegrees = org.geocrop.grid.Crs.transform(32736, org.geocrop.grid.Crs.WGS84);
        for (int i = 0; i < corners.length; i += 2) {
            double[] lonLat = toDegrees.apply(
                    GRID.originX() + corners[i] * 10 + (corners[i] == 0 ? 1 : -1),
                    GRID.originY() - corners[i + 1] * 10 - (corners[i + 1] == 0 ? 1 : -1));
            ring.append(i == 0 ? "[" : ",[")
                    .append(lonLat[0])
                    .append(',')
                    .append(lonLat[1])
                    .append(']');
        }
        return Aoi.of(GeoJson.polygon(ForeignJson.of(json(("{\"type\":\"Polygon\",\"coordinates\":[[" + ring + "]]}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
    }

    private int[] pixels(String job, String raster) {
        try (Cog cog = Cog.open(store.open(ResultFiles.raster(job, raster)), new TileCache(1 << 20))) {
            if (cog.grid().width() != SIZE || cog.grid().height() != SIZE) {
                throw new AssertionError(cog.grid());
            }
            int[] samples = new int[SIZE * SIZE];
            cog.read(0, 0, cog.grid().window(), samples);
            return samples;
        }
    }

    static JsonNode json(byte[] utf8) {
        try {
            return Json.read(utf8);
        } catch (Json.MalformedException e) {
            throw new AssertionError(e);
        }
    }
}
