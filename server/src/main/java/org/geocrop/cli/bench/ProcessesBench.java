package org.geocrop.cli.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Results;
import org.geocrop.catalogue.Rights;
import org.geocrop.cog.CogWriter;
import org.geocrop.geojson.Feature;
import org.geocrop.geojson.FeatureCollection;
import org.geocrop.geojson.Shape;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.grid.Window;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.model.CropClass;
import org.geocrop.net.Http;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.Profiles;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Prepared;
import org.geocrop.process.Processes;
import org.geocrop.process.accuracy.PlanSamples;
import org.geocrop.process.input.Rasters;
import org.geocrop.process.input.SeasonInputs;
import org.geocrop.process.map.Compare;
import org.geocrop.process.map.RefineMap;
import org.geocrop.process.map.ZonalStatistics;
import org.geocrop.process.season.ClassifyCrops;
import org.geocrop.process.season.ExtractFeatures;
import org.geocrop.raster.TileCache;
import org.geocrop.sample.SampleLandscape;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.FolderStore;
import org.geocrop.store.Sources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Processes on maps of any size, one in a process of its own: cores that they use, CPU seconds. */
@Command(name = "bench-processes", hidden = true, mixinStandardHelpOptions = true)
public final class ProcessesBench implements Callable<Integer> {

    private static final int YEAR = 2022;
    private static final int BLOCK = 1024;
    private static final int FIELD = 24;
    private static final int POINTS = 300;
    private static final long MOST = 1L << 40;
    private static final List<CropClass> CLASSES = List.of(
            new CropClass(1, "maize", "#f2d13c"),
            new CropClass(2, "soya", "#4caf50"),
            new CropClass(3, "tobacco", "#8c5a2b"),
            new CropClass(4, "fallow", "#b8ab8a"));

    @Option(names = "--store", required = true, description = "The folder of maps, which are made where missing")
    Path folder;

    @Option(names = "--scenes", required = true, description = "A sample landscape of that size, for extract-features")
    Path scenes;

    @Option(names = "--size", required = true, description = "Width and height of maps in pixels")
    int size;

    @Option(names = "--process", description = "Its id; without it maps are made only")
    String process = "";

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        FolderStore store = new FolderStore(folder);
        TileCache tiles = TileCache.ofThisProcess();
        Results results = new Results(store, tiles);
        map(store, results, "before-" + size, 1);
        map(store, results, "after-" + size, 2);
        if (process.isEmpty()) {
            return 0;
        }
        int cores = Runtime.getRuntime().availableProcessors();
        try (SeasonPipeline pipeline = new SeasonPipeline(store, tiles, SeasonPipeline.Options.once(cores))) {
            Execution execution = new Execution(
                    process + "-" + size + "-" + ProcessHandle.current().pid(),
                    Instant.now(),
                    ForeignJson.of(inputs()),
                    Map.of(),
                    Rights.ALL,
                    Progress.NONE);
            GeoProcess measured =
                    processes(store, results, tiles, pipeline).find(process).orElseThrow();
            report(measured.prepare(execution));
        }
        return 0;
    }

    private void report(Prepared prepared) {
        long cpu = BenchCommand.processCpuNanos();
        long wall = System.nanoTime();
        try (Demand demand = new Demand()) {
            prepared.run();
            Map<String, Object> report = Json.members(
                    "cores_asked_for",
                    demand.cores(),
                    "seconds",
                    (System.nanoTime() - wall) / 1e9,
                    "cpu_seconds",
                    (BenchCommand.processCpuNanos() - cpu) / 1e9);
            spec.commandLine().getOut().println(new String(Json.write(report), StandardCharsets.UTF_8));
            spec.commandLine().getOut().flush();
        }
    }

    private Processes processes(FolderStore store, Results results, TileCache tiles, SeasonPipeline pipeline) {
        Imagery imagery =
                new Imagery("bench", Catalogues.open(Http.direct(), scenes.toUri(), List.of()), Sources.local());
        SeasonInputs season = new SeasonInputs(
                List.of(imagery), null, List.of(SeasonCalendar.ZIMBABWE_SUMMER), new SeasonInputs.Limits(1e6, 400));
        Rasters rasters = new Rasters(store, results, tiles);
        return new Processes(List.of(
                new RefineMap(store, results, rasters, MOST),
                new Compare(store, rasters, MOST),
                new ZonalStatistics(store, rasters, MOST),
                new PlanSamples(store, rasters, MOST),
                new ExtractFeatures(store, pipeline, season, Integer.MAX_VALUE)));
    }

    private Map<String, Object> inputs() {
        String before = "before-" + size;
        return switch (process) {
            case RefineMap.ID -> Map.of("map", before, "window", 5, "min_patch_pixels", 10);
            case Compare.ID -> Map.of("before", before, "after", "after-" + size);
            case ZonalStatistics.ID -> Map.of("raster", before, "zones", zones());
            case PlanSamples.ID -> Map.of("map", before, "samples", 2000);
            case ExtractFeatures.ID -> Map.of("year", YEAR, "locations", points());
            default -> throw new IllegalArgumentException(process);
        };
    }

    private PixelGrid grid() {
        return SampleLandscape.Options.season(size, YEAR).grid();
    }

    /** A hundred squares that cover the map. */
    private FeatureCollection zones() {
        double[] b = grid().lonLatBounds();
        List<Feature> features = new ArrayList<>();
        int across = 10;
        for (int i = 0; i < across * across; i++) {
            double west = b[0] + (b[2] - b[0]) * (i % across) / across;
            double south = b[1] + (b[3] - b[1]) * (i / across) / across;
            double east = west + (b[2] - b[0]) / across;
            double north = south + (b[3] - b[1]) / across;
            features.add(Feature.of(Shape.box(west, south, east, north), Map.of("name", "zone " + i)));
        }
        return new FeatureCollection(features);
    }

    private FeatureCollection points() {
        Random random = new Random(6);
        PixelGrid grid = grid();
        Crs.PointTransform toDegrees = Crs.transform(grid.epsg(), Crs.WGS84);
        List<Feature> features = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            double[] at = toDegrees.apply(grid.centreX(random.nextInt(size)), grid.centreY(random.nextInt(size)));
            features.add(Feature.of(Shape.point(at[0], at[1]), Map.of()));
        }
        return new FeatureCollection(features);
    }

    /** Fields of some classes, with stray pixels. */
    private void map(FolderStore store, Results results, String name, long seed) {
        if (results.find(name).isPresent()) {
            return;
        }
        PixelGrid grid = grid();
        double[] b = grid.lonLatBounds();
        try (ResultWriter writer = new ResultWriter(store, name, ClassifyCrops.ID)) {
            CogWriter ids = writer.raster(ResultFiles.CROP_TYPE, grid, Profiles.of(ResultFiles.CROP_TYPE, CLASSES));
            CogWriter sure = writer.raster(ResultFiles.CONFIDENCE, grid, Profiles.of(ResultFiles.CONFIDENCE, CLASSES));
            for (Window block : grid.blocks(BLOCK)) {
                Random random = new Random(seed * 31 + block.row() * 1_000_003L + block.col());
                int[] classes = new int[block.size()];
                int[] percent = new int[block.size()];
                for (int i = 0; i < classes.length; i++) {
                    int field = (block.col() + i % block.width()) / FIELD * 31
                            + (block.row() + i / block.width()) / FIELD * 17;
                    int of = random.nextInt(30) == 0 ? random.nextInt() : field * field + (int) seed * (field % 5);
                    classes[i] = 1 + Math.floorMod(of, CLASSES.size());
                    percent[i] = 40 + random.nextInt(60);
                }
                ids.write(block, classes);
                sure.write(block, percent);
            }
            Coverage coverage = new Coverage(grid, b, SeasonCalendar.ZIMBABWE_SUMMER.season(YEAR), "bench@1", CLASSES);
            writer.publish(
                    Map.of(),
                    new ResultWriter.Place(
                            coverage, Aoi.bbox(b[0], b[1], b[2], b[3]).geometry()));
        }
    }
}
