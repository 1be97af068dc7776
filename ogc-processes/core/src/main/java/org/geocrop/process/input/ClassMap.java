package org.geocrop.process.input;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.geocrop.document.MapClass;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.grid.PixelAreas;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.parallel.InOrder;
import org.geocrop.pipeline.Progress;
import org.geocrop.process.Execution;
import org.geocrop.raster.NoData;
import org.geocrop.raster.SampleType;

/** A raster of classes that an input names, with the area of each class; read block by block. */
public final class ClassMap {

    private static final int BLOCK = 512;
    private static final int VALUES = 256;

    private final Rasters.Named raster;
    private final String input;

    private ClassMap(Rasters.Named raster, String input) {
        this.raster = raster;
        this.input = input;
    }

    /**
     * Opens a map.
     *
     * @throws InvalidRequestException if it has no 8-bit classes
     * @throws LimitExceededException if it has more pixels than may be read
     */
    public static ClassMap open(Rasters rasters, Execution execution, String input, long maxPixels) {
        Rasters.Named raster = rasters.open(input, execution.inputs().text(input), execution.rights());
        if (raster.cog().type() != SampleType.U8 || !raster.isCategorical()) {
            throw new InvalidRequestException("inputs/" + input + ": is no raster of classes of 8 bits without sign");
        }
        Rasters.requireSize(input, raster.cog().grid(), maxPixels);
        return new ClassMap(raster, input);
    }

    public Rasters.Named raster() {
        return raster;
    }

    public PixelGrid grid() {
        return raster.cog().grid();
    }

    /** Whether a value is no class of the map. */
    public boolean isNone(int value) {
        return raster.isNone(value);
    }

    public List<Window> blocks() {
        return grid().blocks(BLOCK);
    }

    /** Classes of a window, {@link NoData#NONE} where there is no data. */
    public int[] values(Window block) {
        return raster.classes(block);
    }

    /** Hectares of each value that occurs, without nodata. */
    public TreeMap<Integer, Double> hectares(Progress progress) {
        PixelAreas areas = new PixelAreas(grid());
        double[] sum = new double[VALUES];
        List<Window> blocks = blocks();
        InOrder.work(blocks, this::values, (i, values) -> {
            progress.report(0.8 * i / blocks.size(), "Measured " + i + " of " + blocks.size() + " blocks");
            Window block = blocks.get(i);
            for (int p = 0; p < values.length; p++) {
                if (values[p] != NoData.NONE) {
                    sum[values[p]] += areas.hectares(block.row() + p / block.width());
                }
            }
        });
        TreeMap<Integer, Double> hectares = new TreeMap<>();
        for (int value = 0; value < VALUES; value++) {
            if (!isNone(value) && sum[value] > 0) {
                hectares.put(value, sum[value]);
            }
        }
        return hectares;
    }

    /** The value of a class by its name, or by the value itself; -1 where there is none. */
    public int valueOf(String label) {
        return raster.classes().values().stream()
                .filter(c -> c.name().equalsIgnoreCase(label.trim()))
                .mapToInt(org.geocrop.model.CropClass::id)
                .findFirst()
                .orElseGet(() -> label.matches("\\d{1,3}") ? Integer.parseInt(label) : -1);
    }

    public MapClass describe(int value) {
        return raster.describe(value);
    }

    /** Names of its classes, for messages. */
    public TreeSet<String> names() {
        TreeSet<String> names = new TreeSet<>();
        raster.classes().values().forEach(c -> names.add(c.name()));
        return names;
    }

    String input() {
        return input;
    }
}
