package org.geocrop.process.map;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Results;
import org.geocrop.cog.CogWriter;
import org.geocrop.document.RefinedProvenance;
import org.geocrop.document.RefinedSummary;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.error.NotFoundException;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.json.JsonSchema;
import org.geocrop.model.CropClass;
import org.geocrop.parallel.InOrder;
import org.geocrop.pipeline.Profiles;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Prepared;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.Rasters;
import org.geocrop.process.input.Schemas;
import org.geocrop.raster.Cog;
import org.geocrop.refine.BayesianSmoothing;
import org.geocrop.refine.MajorityFilter;
import org.geocrop.refine.PatchFilter;
import org.geocrop.refine.Refinement;
import org.geocrop.store.ObjectStore;

/**
 * The process {@code refine-map}: a map of fields from one of pixels. Probabilities are smoothed or a majority is taken,
 * small patches go, and what a mask calls no cropland becomes nodata. It makes a new map; the one that it was made of
 * stays as it is.
 */
public final class RefineMap implements GeoProcess {

    public static final String ID = "refine-map";

    private static final int BLOCK = 256;
    private static final int NO_CONFIDENCE = 255;

    private final ObjectStore store;
    private final Results results;
    private final Rasters rasters;
    private final long maxPixels;

    /** The process; maps of at most {@code maxPixels} are refined. */
    public RefineMap(ObjectStore store, Results results, Rasters rasters, long maxPixels) {
        this.store = store;
        this.results = results;
        this.rasters = rasters;
        this.maxPixels = maxPixels;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProcessDescription description() {
        JsonSchema values = Schemas.whole(0, 255);
        return ProcessDescription.builder(
                        ID,
                        "Refine map",
                        "A map of fields from one of pixels: smoothed probabilities or a majority, least patches, a mask of"
                                + " cropland. The map that it is made of stays as it is.")
                .keywords("post-processing", "smoothing", "minimum mapping unit", "cropland mask")
                .need("map", "Map", "The job of a crop-type map", Schemas.text())
                .may(
                        "method",
                        "Method",
                        "bayes smooths probabilities, which the map must have; majority takes the class that most pixels"
                                + " around have",
                        Schemas.oneOf(List.of("majority", "bayes", "none"), "majority"))
                .may("window", "Window", "Its width in pixels, odd: 3, 5 or 7 for majority", Schemas.whole(3, 31))
                .may(
                        "smoothness",
                        "Smoothness",
                        "Of bayes: the variance of log-odds within a field",
                        Schemas.number(0.01, 1000).otherwise(BayesianSmoothing.DEFAULT.smoothness()))
                .may(
                        "min_patch_pixels",
                        "Minimum mapping unit (pixels)",
                        "In pixels; smaller ones go to what is around",
                        Schemas.whole(2, 200))
                .may(
                        "mask",
                        "Mask",
                        "A raster of classes: " + Rasters.ABOUT + "; where it has none of mask_values there is no crop",
                        Rasters.schema())
                .many("mask_values", "Values of the mask that are cropland", "Default: all but 0", values, 255)
                .gives(ResultFiles.CROP_TYPE, ProcessDescription.Output.cog("Crop type", "Class ids; nodata 0"))
                .gives(
                        ResultFiles.CONFIDENCE,
                        ProcessDescription.Output.cog(
                                "Confidence", "Per cent, of bayes the smoothed one, else that of the map; nodata 255"))
                .gives(
                        "summary",
                        ProcessDescription.Output.json("Summary", "Hectares of each class", RefinedSummary.class))
                .gives(
                        "provenance",
                        ProcessDescription.Output.json(
                                "Provenance", "The map and the parameters", RefinedProvenance.class))
                .example("map", "<job>")
                .example("method", "majority")
                .example("window", 5)
                .build("1.0.0");
    }

    @Override
    public Prepared prepare(Execution execution) {
        RefineTask task = read(execution);
        return Prepared.map(() -> refine(execution, task));
    }

    private RefineTask read(Execution execution) {
        Inputs inputs = new Inputs(execution);
        String map = String.valueOf(inputs.text("map"));
        Result result = result(map, execution);
        Coverage coverage = result.requireCoverage();
        List<String> there = result.rasters();
        if (!there.contains(ResultFiles.CROP_TYPE)) {
            throw new InvalidRequestException("inputs/map: the result has no crop types");
        }
        PixelGrid grid = coverage.grid();
        if ((long) grid.width() * grid.height() > maxPixels) {
            throw new LimitExceededException(
                    "inputs/map: the map has more than " + maxPixels + " pixels, the most for one job");
        }
        String method = inputs.has("method") ? String.valueOf(inputs.text("method")) : "majority";
        boolean isBayes = method.equals("bayes");
        if (isBayes && !there.contains(ResultFiles.PROBABILITIES)) {
            throw new InvalidRequestException(
                    "inputs/method: bayes needs class probabilities: make the map with the input probabilities");
        }
        Rasters.Named mask = inputs.has("mask")
                ? rasters.open("mask", String.valueOf(inputs.text("mask")), execution.rights())
                : null;
        return new RefineTask(
                map,
                coverage,
                results.raster(map, ResultFiles.CROP_TYPE),
                there.contains(ResultFiles.CONFIDENCE) ? results.raster(map, ResultFiles.CONFIDENCE) : null,
                isBayes ? results.raster(map, ResultFiles.PROBABILITIES) : null,
                refinement(inputs, method),
                mask,
                cropland(inputs));
    }

    private Result result(String map, Execution execution) {
        try {
            return results.require(map, execution.rights());
        } catch (NotFoundException e) {
            throw new InvalidRequestException("inputs/map: " + e.getMessage(), e);
        }
    }

    private static Refinement refinement(Inputs inputs, String method) {
        try {
            return new Refinement(
                    method.equals("bayes")
                            ? new BayesianSmoothing(
                                    inputs.integer("window", BayesianSmoothing.DEFAULT.window()),
                                    inputs.number("smoothness", BayesianSmoothing.DEFAULT.smoothness()),
                                    BayesianSmoothing.DEFAULT.fraction())
                            : null,
                    method.equals("majority") ? new MajorityFilter(inputs.integer("window", 3)) : null,
                    inputs.has("min_patch_pixels") ? new PatchFilter(inputs.integer("min_patch_pixels", 2)) : null);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException("inputs/window: " + e.getMessage(), e);
        }
    }

    private static boolean[] cropland(Inputs inputs) {
        boolean[] cropland = new boolean[256];
        if (!inputs.has("mask_values")) {
            java.util.Arrays.fill(cropland, 1, 256, true);
        }
        inputs.value("mask_values").forEach(value -> cropland[value.whole(0)] = true);
        return cropland;
    }

    private void refine(Execution execution, RefineTask task) {
        PixelGrid grid = task.grid();
        long[] pixels = new long[256];
        execution.progress().phase("refining");
        try (ResultWriter writer = new ResultWriter(store, execution.jobId(), ID)) {
            List<CropClass> classes = task.coverage().classes();
            CogWriter ids = writer.raster(ResultFiles.CROP_TYPE, grid, Profiles.of(ResultFiles.CROP_TYPE, classes));
            CogWriter confidence =
                    writer.raster(ResultFiles.CONFIDENCE, grid, Profiles.of(ResultFiles.CONFIDENCE, classes));
            List<Window> blocks = grid.blocks(BLOCK);
            InOrder.work(blocks, block -> refine(task, block, ids, confidence), (i, counts) -> {
                execution
                        .progress()
                        .report(0.95 * i / blocks.size(), "Refined " + i + " of " + blocks.size() + " blocks");
                for (int value = 0; value < counts.length; value++) {
                    pixels[value] += counts[value];
                }
            });
            execution.progress().phase("writing");
            execution.progress().report(0.98, "Writing results");
            Map<String, ResultWriter.Document> documents = new LinkedHashMap<>();
            documents.put("summary", ResultWriter.Document.json(task.summary(pixels)));
            documents.put("provenance", ResultWriter.Document.json(task.provenance(execution.inputs())));
            double[] b = grid.lonLatBounds();
            writer.publish(
                    documents,
                    new ResultWriter.Place(
                            task.coverage(), Aoi.bbox(b[0], b[1], b[2], b[3]).geometry()));
        }
    }

    /** Writes a block, and counts the pixels of each value. */
    private static int[] refine(RefineTask task, Window block, CogWriter ids, CogWriter confidence) {
        Window part = block.expanded(task.refinement().margin())
                .intersection(task.grid().window());
        byte[] classes = bytes(task.ids(), 0, part);
        byte[] sure = task.confidence() == null ? filled(part.size()) : bytes(task.confidence(), 0, part);
        if (task.refinement().smoothing() != null && task.probabilities() != null) {
            smooth(task, task.refinement().smoothing(), task.probabilities(), part, classes, sure);
        }
        byte[] refined = Refinement.cut(task.refinement().classes(classes, part.width(), part.height()), part, block);
        byte[] confident = Refinement.cut(sure, part, block);
        gate(task, block, refined, confident);
        int[] pixels = new int[256];
        int[] values = new int[block.size()];
        int[] percent = new int[block.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = refined[i] & 0xff;
            percent[i] = values[i] == 0 ? NO_CONFIDENCE : confident[i] & 0xff;
            pixels[values[i]]++;
        }
        ids.write(block, values);
        confidence.write(block, percent);
        return pixels;
    }

    /** Replaces classes and confidences by those of the smoothed probabilities. */
    private static void smooth(
            RefineTask task, BayesianSmoothing smoothing, Cog probabilities, Window part, byte[] classes, byte[] sure) {
        List<CropClass> known = task.coverage().classes();
        int count = known.size();
        float[] p = new float[part.size() * count];
        boolean[] valid = new boolean[part.size()];
        for (int c = 0; c < count; c++) {
            byte[] band = bytes(probabilities, c, part);
            for (int i = 0; i < band.length; i++) {
                valid[i] = classes[i] != 0;
                p[i * count + c] = (band[i] & 0xff) / 100f;
            }
        }
        float[] smooth = smoothing.smooth(p, count, part.width(), part.height(), valid);
        for (int i = 0; i < classes.length; i++) {
            if (valid[i]) {
                int best = 0;
                for (int c = 1; c < count; c++) {
                    best = smooth[i * count + c] > smooth[i * count + best] ? c : best;
                }
                classes[i] = (byte) known.get(best).id();
                sure[i] = (byte) Math.round(100 * smooth[i * count + best]);
            }
        }
    }

    /** What is no cropland becomes nodata, and where the mask has no data; it is read nearest. */
    private static void gate(RefineTask task, Window block, byte[] ids, byte[] confidence) {
        if (task.mask() == null) {
            return;
        }
        int[] values = task.mask().classes(task.grid().cut(block));
        for (int i = 0; i < ids.length; i++) {
            if (values[i] < 0 || values[i] > 255 || !task.isCropland()[values[i]]) {
                ids[i] = 0;
                confidence[i] = (byte) NO_CONFIDENCE;
            }
        }
    }

    private static byte[] bytes(Cog cog, int band, Window window) {
        int[] values = new int[window.size()];
        cog.read(0, band, window, values);
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        java.util.Arrays.fill(bytes, (byte) NO_CONFIDENCE);
        return bytes;
    }
}
