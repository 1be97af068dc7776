package org.geocrop.process.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.cog.CogProfile;
import org.geocrop.cog.CogWriter;
import org.geocrop.document.MapClass;
import org.geocrop.document.Transitions;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelAreas;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.parallel.InOrder;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Prepared;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.input.Rasters;
import org.geocrop.raster.NoData;
import org.geocrop.raster.SampleType;
import org.geocrop.store.ObjectStore;

/**
 * The process {@code compare}: what each class of one raster has become in another, on the lattice of the first; the
 * other is read nearest. The difference raster holds {@code before x 256 + after}, 0 where either has no data.
 */
public final class Compare implements GeoProcess {

    public static final String ID = "compare";
    private static final int BLOCK = 256;
    private static final int CLASSES = 256;

    private final ObjectStore store;
    private final Rasters rasters;
    private final long maxPixels;

    /** The process; rasters of at most {@code maxPixels} are compared. */
    public Compare(ObjectStore store, Rasters rasters, long maxPixels) {
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
                        "Compare",
                        "What each class of one map has become in another, or in a baseline: a matrix of hectares, gain"
                                + " and loss, and a raster of the differences.")
                .keywords("change", "transition matrix", "baseline", "Dynamic World")
                .need("before", "Before", "A raster of classes: " + Rasters.ABOUT, Rasters.schema())
                .need("after", "After", "A raster of classes: " + Rasters.ABOUT, Rasters.schema())
                .gives(
                        "transitions",
                        ProcessDescription.Output.json(
                                "Transitions", "Hectares of each pair of classes, gain and loss", Transitions.class))
                .gives(
                        ResultFiles.DIFFERENCE,
                        ProcessDescription.Output.cog(
                                "Difference",
                                "before x 256 + after; nodata 0, or what the file says where 0 is a class"))
                .example("before", "<job>")
                .example("after", "<job>")
                .build("1.0.0");
    }

    @Override
    public Prepared prepare(Execution execution) {
        Rasters.Named before = open(execution, "before");
        Rasters.Named after = open(execution, "after");
        PixelGrid grid = before.cog().grid();
        Rasters.requireSize("before", grid, maxPixels);
        return Prepared.map(() -> compare(execution, before, after, grid));
    }

    private void compare(Execution execution, Rasters.Named before, Rasters.Named after, PixelGrid grid) {
        PixelAreas areas = new PixelAreas(grid);
        double[] hectares = new double[CLASSES * CLASSES];
        Progress progress = execution.progress();
        progress.phase("comparing");
        try (ResultWriter writer = new ResultWriter(store, execution.jobId(), ID)) {
            int none = none(before, after);
            CogWriter difference = writer.raster(ResultFiles.DIFFERENCE, grid, profile(none));
            List<Window> blocks = grid.blocks(BLOCK);
            InOrder.work(blocks, block -> difference(before, after, block, none, difference), (i, pairs) -> {
                progress.report((double) i / blocks.size(), "Compared " + i + " of " + blocks.size() + " blocks");
                add(pairs, blocks.get(i), areas, hectares);
            });
            progress.phase("writing");
            progress.report(0.98, "Writing results");
            Map<String, ResultWriter.Document> documents = new LinkedHashMap<>();
            documents.put("transitions", ResultWriter.Document.json(transitions(before, after, hectares)));
            Aoi place = place(grid);
            writer.publish(
                    documents,
                    new ResultWriter.Place(
                            new Coverage(grid, place.bounds(), null, null, List.of()), place.geometry()));
        }
    }

    /** The pairs of a block, which are written, too. */
    private static int[] difference(
            Rasters.Named before, Rasters.Named after, Window block, int none, CogWriter difference) {
        int[] pairs = pairs(before, after, before.cog().grid(), block);
        int[] written = pairs.clone();
        for (int p = 0; p < written.length; p++) {
            written[p] = written[p] == NoData.NONE ? none : written[p];
        }
        difference.write(block, written);
        return pairs;
    }

    private static void add(int[] pairs, Window block, PixelAreas areas, double[] hectares) {
        for (int p = 0; p < pairs.length; p++) {
            if (pairs[p] != NoData.NONE) {
                hectares[pairs[p]] += areas.hectares(block.row() + p / block.width());
            }
        }
    }

    private Rasters.Named open(Execution execution, String input) {
        Rasters.Named raster = rasters.open(input, execution.inputs().text(input), execution.rights());
        if (raster.cog().type() != SampleType.U8) {
            throw new InvalidRequestException("inputs/" + input + ": rasters of classes have 8 bits without sign, not "
                    + raster.cog().type());
        }
        return raster;
    }

    /** before x 256 + after, {@link NoData#NONE} where one of them has no class. */
    public static int[] pairs(Rasters.Named before, Rasters.Named after, PixelGrid grid, Window block) {
        int[] from = before.classes(block);
        int[] to = after.classes(grid.cut(block));
        for (int i = 0; i < from.length; i++) {
            from[i] = before.isNone(from[i]) || after.isNone(to[i]) ? NoData.NONE : from[i] * CLASSES + to[i];
        }
        return from;
    }

    /** A value of the raster of differences that is no pair: that of two values which are no classes. */
    public static int none(Rasters.Named before, Rasters.Named after) {
        for (int value = 0; value < CLASSES; value++) {
            if (before.isNone(value) || after.isNone(value)) {
                return value * CLASSES + value;
            }
        }
        return CLASSES * CLASSES - 1;
    }

    private static CogProfile profile(int none) {
        CogProfile measured = CogProfile.measurements(SampleType.U16, List.of("before x 256 + after"), none);
        return new CogProfile(
                measured.type(),
                measured.bandNames(),
                measured.nodata(),
                CogProfile.Overviews.MODE,
                null,
                false,
                1,
                measured.compression(),
                measured.level(),
                measured.tileSize(),
                Map.of(),
                1);
    }

    private static Transitions transitions(Rasters.Named before, Rasters.Named after, double[] hectares) {
        Map<Integer, Double> had = new TreeMap<>();
        Map<Integer, Double> has = new TreeMap<>();
        double total = 0;
        double same = 0;
        List<Transitions.Transition> matrix = new ArrayList<>();
        for (int pair = 0; pair < hectares.length; pair++) {
            double area = hectares[pair];
            if (area > 0) {
                had.merge(pair / CLASSES, area, Double::sum);
                has.merge(pair % CLASSES, area, Double::sum);
                total += area;
                same += pair / CLASSES == pair % CLASSES ? area : 0;
                matrix.add(new Transitions.Transition(
                        before.describe(pair / CLASSES), after.describe(pair % CLASSES), round(area)));
            }
        }
        List<Transitions.ChangedClass> classes = new ArrayList<>();
        TreeSet<Integer> values = new TreeSet<>(had.keySet());
        values.addAll(has.keySet());
        for (int value : values) {
            double kept = hectares[value * CLASSES + value];
            double old = had.getOrDefault(value, 0.0);
            double now = has.getOrDefault(value, 0.0);
            MapClass about = had.containsKey(value) ? before.describe(value) : after.describe(value);
            classes.add(new Transitions.ChangedClass(
                    value, about.name(), about.color(), round(old), round(now), round(now - kept), round(old - kept)));
        }
        return new Transitions(before.reference(), after.reference(), round(total), round(same), matrix, classes);
    }

    private static Aoi place(PixelGrid grid) {
        double[] b = grid.lonLatBounds();
        return Aoi.bbox(b[0], b[1], b[2], b[3]);
    }

    private static double round(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
