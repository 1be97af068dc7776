package org.geocrop.geoserver.reader;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;

/**
 * A raster of all results, and of one model where its values are that model's classes.
 *
 * @param raster such as {@code ndvi_peak}
 * @param model {@code name@version}; empty for rasters that mean the same whatever the model
 */
public record Mosaic(String raster, String model) implements Comparable<Mosaic> {

    /** What addresses of mosaics begin with. */
    public static final String SCHEME = "geocrop:";

    private static final Comparator<Mosaic> ORDER =
            Comparator.comparing(Mosaic::raster).thenComparing(Mosaic::model);

    /** The mosaic that shows a raster of a result. */
    public static Mosaic of(Result result, String raster) {
        String model = result.requireCoverage().model();
        return new Mosaic(raster, raster.equals(ResultFiles.CROP_TYPE) && model != null ? model : "");
    }

    /** Of all rasters that can be drawn, with a result that is an example. */
    public static TreeMap<Mosaic, Result> of(List<Result> results) {
        TreeMap<Mosaic, Result> mosaics = new TreeMap<>();
        for (Result result : results) {
            if (result.coverage() != null) {
                result.rasters().stream()
                        .filter(ResultFiles.DRAWN::contains)
                        .forEach(raster -> mosaics.putIfAbsent(of(result, raster), result));
            }
        }
        return mosaics;
    }

    /** The address, as a coverage store has it. */
    public String address() {
        return SCHEME + raster + (model.isEmpty() ? "" : "/" + model);
    }

    /** Reads an address; empty if it is not one. */
    public static Optional<Mosaic> parse(Object source) {
        String text = source.toString();
        if (!text.startsWith(SCHEME)) {
            return Optional.empty();
        }
        String[] parts = text.substring(SCHEME.length()).split("/", 2);
        return ResultFiles.DRAWN.contains(parts[0])
                ? Optional.of(new Mosaic(parts[0], parts.length == 2 ? parts[1] : ""))
                : Optional.empty();
    }

    /** The name of its layer: letters, digits, '-', '_' and '.'. */
    public String layer() {
        return raster + (model.isEmpty() ? "" : "_" + model.replaceAll("[^A-Za-z0-9_.-]", "_"));
    }

    public boolean shows(Result result) {
        Coverage coverage = result.coverage();
        return coverage != null
                && result.rasters().contains(raster)
                && (model.isEmpty() || model.equals(coverage.model()));
    }

    @Override
    public int compareTo(Mosaic other) {
        return ORDER.compare(this, other);
    }
}
