package org.geocrop.process.accuracy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.geocrop.accuracy.SampleAllocation;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.document.Allocation;
import org.geocrop.document.MapClass;
import org.geocrop.document.PlannedPoints;
import org.geocrop.document.PointGeometry;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.json.Json;
import org.geocrop.parallel.InOrder;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Lane;
import org.geocrop.process.Prepared;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.input.ClassMap;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.Rasters;
import org.geocrop.process.input.Schemas;
import org.geocrop.raster.Cog;
import org.geocrop.store.ObjectStore;

/**
 * The process {@code plan-samples}: where the next campaign goes. {@code stratified} draws at random within each class,
 * as {@code assess-accuracy} needs it; {@code uncertain} prefers pixels of which the model is not sure, where a visit
 * teaches it most, and must not be used to assess it.
 */
public final class PlanSamples implements GeoProcess {

    public static final String ID = "plan-samples";
    private static final double EXPECTED = 0.8;
    private static final int MAX_SAMPLES = 5000;
    /** Pixels of a map that is read in a few seconds. */
    private static final long SMALL = 16_000_000;

    private final ObjectStore store;
    private final Rasters rasters;
    private final long maxPixels;

    /** The process; maps of at most {@code maxPixels} are sampled. */
    public PlanSamples(ObjectStore store, Rasters rasters, long maxPixels) {
        this.store = store;
        this.rasters = rasters;
        this.maxPixels = maxPixels;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProcessDescription description() {
        return ProcessDescription.builder(
                        ID,
                        "Plan samples",
                        "How many samples the next field campaign needs and where: at random within each class to assess"
                                + " the map, or where the model is least sure to train it.")
                .keywords("sampling design", "field campaign", "active learning")
                .need("map", "Map", "A raster of classes: " + Rasters.ABOUT, Rasters.schema())
                .may(
                        "method",
                        "Method",
                        "stratified: to assess; uncertain: to train (needs the map's confidence)",
                        Schemas.oneOf(List.of("stratified", "uncertain"), "stratified"))
                .may(
                        "standard_error",
                        "Target standard error",
                        "Of the overall accuracy, from which the number of samples follows",
                        Schemas.number(0.001, 0.2).otherwise(0.01))
                .may("samples", "Samples", "Their number, instead of standard_error", Schemas.whole(2, MAX_SAMPLES))
                .may(
                        "expected_accuracy",
                        "Expected user's accuracy",
                        "Of the classes, before anything is known",
                        Schemas.number(0.01, 0.99).otherwise(EXPECTED))
                .may(
                        "min_samples_per_class",
                        "Least samples of a class",
                        "",
                        Schemas.whole(2, 500).otherwise(50))
                .may(
                        "seed",
                        "Seed",
                        "Of the random numbers",
                        Schemas.whole(0, Integer.MAX_VALUE).otherwise(42))
                .gives(
                        "allocation",
                        ProcessDescription.Output.json("Allocation", "Samples of each class", Allocation.class))
                .gives(
                        "points",
                        ProcessDescription.Output.document(
                                "Points",
                                "Centres of pixels with what the map says there",
                                PlannedPoints.class,
                                List.of(ResultFiles.GEOJSON_TYPE, ResultFiles.GPX_TYPE)))
                .example("map", "<job>")
                .example("standard_error", 0.02)
                .build("1.0.0");
    }

    @Override
    public Prepared prepare(Execution execution) {
        Inputs inputs = new Inputs(execution);
        ClassMap map = ClassMap.open(rasters, execution, "map", maxPixels);
        boolean isUncertain = "uncertain".equals(inputs.text("method"));
        if (isUncertain && map.raster().confidence() == null) {
            throw new InvalidRequestException("inputs/method: uncertain needs a map with a confidence raster");
        }
        PixelGrid grid = map.grid();
        Lane lane = (long) grid.width() * grid.height() <= SMALL ? Lane.QUESTION : Lane.MAP;
        return Prepared.in(lane, () -> plan(execution, inputs, map, isUncertain));
    }

    /** A pixel that was drawn; the lowest keys are kept. */
    private record Drawn(double key, int col, int row, int value, int confidence) {}

    private void plan(Execution execution, Inputs inputs, ClassMap map, boolean isUncertain) {
        execution.progress().phase("measuring");
        TreeMap<Integer, Double> hectares = map.hectares(execution.progress());
        if (hectares.isEmpty()) {
            throw new InvalidRequestException("inputs/map: has no pixel with a class");
        }
        double all = hectares.values().stream().mapToDouble(Double::doubleValue).sum();
        List<Integer> values = List.copyOf(hectares.keySet());
        double[] weights = values.stream()
                .mapToDouble(value -> hectares.getOrDefault(value, 0.0) / all)
                .toArray();
        double[] expected = new double[weights.length];
        java.util.Arrays.fill(expected, inputs.number("expected_accuracy", EXPECTED));
        int total = Math.min(
                MAX_SAMPLES,
                inputs.integer(
                        "samples", SampleAllocation.total(weights, expected, inputs.number("standard_error", 0.01))));
        int[] wanted = SampleAllocation.allocate(weights, total, inputs.integer("min_samples_per_class", 50));
        execution.progress().phase("drawing");
        List<Drawn> drawn = draw(map, values, wanted, isUncertain, inputs.integer("seed", 42), execution.progress());
        Map<String, ResultWriter.Document> documents = new LinkedHashMap<>();
        documents.put("allocation", ResultWriter.Document.json(allocation(map, hectares, values, wanted, drawn)));
        String format = execution.format(description(), "points");
        documents.put(
                "points",
                new ResultWriter.Document(
                        format, format.equals(ResultFiles.GPX_TYPE) ? gpx(map, drawn) : geoJson(map, drawn)));
        try (ResultWriter writer = new ResultWriter(store, execution.jobId(), ID)) {
            writer.publish(documents, null);
        }
    }

    /**
     * Draws without replacement while the map is read once: each pixel gets a random key, the lowest of a class stay
     * (Efraimidis and Spirakis 2006, "Weighted random sampling with a reservoir": -ln(u) / weight).
     */
    private static List<Drawn> draw(
            ClassMap map, List<Integer> values, int[] wanted, boolean uncertain, long seed, Progress progress) {
        Reservoir all = new Reservoir(wanted);
        int[] places = places(values);
        List<Window> blocks = map.blocks();
        InOrder.work(blocks, block -> draw(map, block, places, wanted, uncertain, seed), (i, drawn) -> {
            progress.report(0.8 + 0.2 * i / blocks.size(), "Drew from " + i + " of " + blocks.size() + " blocks");
            drawn.forEach((place, each) -> all.offer(place, each));
        });
        List<Drawn> drawn = new ArrayList<>();
        all.forEach((place, each) -> drawn.add(each));
        return drawn;
    }

    /** What of a block might stay. */
    private static Reservoir draw(
            ClassMap map, Window block, int[] places, int[] wanted, boolean uncertain, long seed) {
        Random random = new Random(seed * 1_000_003 + block.row() * 31L + block.col());
        Reservoir reservoir = new Reservoir(wanted);
        Cog confidence = map.raster().confidence();
        int[] ids = map.values(block);
        int[] sure = new int[ids.length];
        if (confidence != null) {
            confidence.read(0, 0, block, sure);
        }
        for (int i = 0; i < ids.length; i++) {
            double u = 1 - random.nextDouble();
            int at = ids[i] < 0 ? -1 : places[ids[i]];
            double key = -Math.log(u) / (uncertain ? Math.max(1, 100 - sure[i]) : 1);
            if (at >= 0 && reservoir.wants(at, key)) {
                int col = block.col() + i % block.width();
                int row = block.row() + i / block.width();
                reservoir.offer(at, new Drawn(key, col, row, ids[i], confidence == null ? -1 : sure[i]));
            }
        }
        return reservoir;
    }

    /** Of each class as many pixels as are wanted, those with the lowest keys. */
    private static final class Reservoir {

        private final int[] wanted;
        private final List<PriorityQueue<Drawn>> kept = new ArrayList<>();

        Reservoir(int[] wanted) {
            this.wanted = wanted;
            for (int i = 0; i < wanted.length; i++) {
                kept.add(new PriorityQueue<>(
                        Comparator.comparingDouble(Drawn::key).reversed()));
            }
        }

        boolean wants(int place, double key) {
            Drawn most = kept.get(place).peek();
            return kept.get(place).size() < wanted[place] || (most != null && key < most.key);
        }

        void offer(int place, Drawn drawn) {
            if (wants(place, drawn.key)) {
                kept.get(place).add(drawn);
                if (kept.get(place).size() > wanted[place]) {
                    kept.get(place).poll();
                }
            }
        }

        /** Class by class, the lowest keys first. */
        void forEach(BiConsumer<Integer, Drawn> each) {
            for (int place = 0; place < kept.size(); place++) {
                int of = place;
                kept.get(place).stream()
                        .sorted(Comparator.comparingDouble(Drawn::key))
                        .forEach(drawn -> each.accept(of, drawn));
            }
        }
    }

    /** For each value of a byte its place in a list, -1 where it is not in it. */
    private static int[] places(List<Integer> values) {
        int[] places = new int[256];
        java.util.Arrays.fill(places, -1);
        for (int i = 0; i < values.size(); i++) {
            places[values.get(i)] = i;
        }
        return places;
    }

    private static Allocation allocation(
            ClassMap map, TreeMap<Integer, Double> hectares, List<Integer> values, int[] wanted, List<Drawn> drawn) {
        List<Allocation.AllocatedClass> classes = new ArrayList<>();
        for (int c = 0; c < values.size(); c++) {
            int value = values.get(c);
            MapClass about = map.describe(value);
            classes.add(new Allocation.AllocatedClass(
                    value,
                    about.name(),
                    about.color(),
                    hectares.getOrDefault(value, 0.0),
                    wanted[c],
                    drawn.stream().filter(one -> one.value == value).count()));
        }
        return new Allocation(map.raster().reference(), drawn.size(), classes);
    }

    private static double[] place(PixelGrid grid, Drawn drawn) {
        return Crs.transform(grid.epsg(), Crs.WGS84).apply(grid.centreX(drawn.col), grid.centreY(drawn.row));
    }

    private static byte[] geoJson(ClassMap map, List<Drawn> drawn) {
        List<PlannedPoints.Feature> features = new ArrayList<>();
        for (Drawn each : drawn) {
            double[] place = place(map.grid(), each);
            features.add(new PlannedPoints.Feature(
                    features.size() + 1,
                    PointGeometry.of(place[0], place[1]),
                    new PlannedPoints.Properties(
                            map.describe(each.value).name(), each.confidence >= 0 ? each.confidence : null)));
        }
        return Json.write(new PlannedPoints(features));
    }

    /** Waypoints without what the map says: people see what they expect. */
    private static byte[] gpx(ClassMap map, List<Drawn> drawn) {
        StringBuilder gpx = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
                .append("<gpx version=\"1.1\" creator=\"GeoCrop\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n");
        for (int i = 0; i < drawn.size(); i++) {
            double[] place = place(map.grid(), drawn.get(i));
            gpx.append(String.format(
                    Locale.ROOT, "<wpt lat=\"%.7f\" lon=\"%.7f\"><name>%d</name></wpt>%n", place[1], place[0], i + 1));
        }
        return gpx.append("</gpx>\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
