package org.geocrop.process.input;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Results;
import org.geocrop.catalogue.Rights;
import org.geocrop.composite.SourceIndex;
import org.geocrop.document.MapClass;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.RasterException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.json.JsonSchema;
import org.geocrop.model.CropClass;
import org.geocrop.raster.Cog;
import org.geocrop.raster.NoData;
import org.geocrop.raster.TileCache;
import org.geocrop.store.ByteSource;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * Rasters that inputs name: {@code <job>} is a result's crop types, {@code <job>:<raster>} another of its rasters,
 * {@code dataset:<key>} and {@code baseline:<key>} GeoTIFFs in the buckets of data sets and of baselines.
 */
public final class Rasters {

    private final ObjectStore store;
    private final Results results;
    private final TileCache tiles;

    public Rasters(ObjectStore store, Results results, TileCache tiles) {
        this.store = store;
        this.results = results;
        this.tiles = tiles;
    }

    /**
     * An open raster.
     *
     * @param reference as it was given
     * @param cog its first band is meant; not to be closed
     * @param classes of its values, by value; empty if it has none that are known
     * @param scale what a value is to be multiplied with
     * @param confidence raster of the same result, or null
     */
    public record Named(
            String reference,
            Cog cog,
            Map<Integer, CropClass> classes,
            double scale,
            @Nullable Cog confidence) {

        /** Whether values are classes: they have names or colours. */
        public boolean isCategorical() {
            return !classes.isEmpty() || cog.palette() != null;
        }

        /** Classes of a window of its own pixels, {@link NoData#NONE} where there is no data. */
        public int[] classes(Window window) {
            int[] values = new int[window.size()];
            cog.data().read(0, 0, window, values, NoData.NONE);
            return values;
        }

        /** Classes of another lattice's pixels, the nearest; {@link NoData#NONE} also outside the raster. */
        public int[] classes(PixelGrid target) {
            int[] values = new int[target.width() * target.height()];
            SourceIndex index = SourceIndex.of(target, cog.grid());
            if (index == null) {
                Arrays.fill(values, NoData.NONE);
                return values;
            }
            // What lies outside comes as 0: let no class be 0 while values are moved.
            int[] source = classes(index.window());
            for (int i = 0; i < source.length; i++) {
                source[i] ^= NoData.NONE;
            }
            index.gather(source, values);
            for (int i = 0; i < values.length; i++) {
                values[i] ^= NoData.NONE;
            }
            return values;
        }

        /** Whether a value is no class: what the file says is no data, and 0 where it says nothing. */
        public boolean isNone(int value) {
            return value == NoData.NONE
                    || cog.data().is(value)
                    || value == 0 && !cog.data().isNamed();
        }

        /** The class of a value, with the file's colour where no name is known. */
        public MapClass describe(long value) {
            CropClass known = classes.get((int) value);
            if (known != null) {
                return new MapClass(value, known.name(), known.color());
            }
            int[] palette = cog.palette();
            String color = palette != null && value >= 0 && value < palette.length
                    ? String.format("#%06x", palette[(int) value])
                    : null;
            return new MapClass(value, "class " + value, color);
        }
    }

    public static JsonSchema schema() {
        return JsonSchema.text().maxLength(300).pattern("^[A-Za-z0-9][A-Za-z0-9_.:/@+=-]*$");
    }

    public static final String ABOUT = "<job>, <job>:<raster>, dataset:<key> or baseline:<key>";

    /**
     * Opens a raster.
     *
     * @throws InvalidRequestException if there is none of that name, or it can't be read, or does not say where it lies
     */
    public Named open(String input, String reference, Rights rights) {
        try {
            int colon = reference.indexOf(':');
            String scope = colon < 0 ? reference : reference.substring(0, colon);
            String rest = colon < 0 ? "" : reference.substring(colon + 1);
            Named named = switch (scope) {
                case "dataset" -> file(reference, rights.open(store, new ObjectKey(ObjectKey.DATASETS, rest)));
                case "baseline" -> file(reference, store.open(new ObjectKey(ObjectKey.BASELINES, rest)));
                default -> ofResult(reference, scope, colon < 0 ? ResultFiles.CROP_TYPE : rest, rights);
            };
            named.cog.placed();
            return named;
        } catch (NotFoundException | InvalidRequestException | RasterException e) {
            throw new InvalidRequestException("inputs/" + input + ": " + e.getMessage(), e);
        }
    }

    private Named file(String reference, ByteSource source) {
        return new Named(reference, Cog.open(source, tiles), Map.of(), 1, null);
    }

    private Named ofResult(String reference, String job, String raster, Rights rights) {
        Result result = results.require(job, rights);
        Coverage coverage = result.requireCoverage();
        Cog cog = results.raster(job, raster);
        Map<Integer, CropClass> classes = new LinkedHashMap<>();
        boolean crops = raster.equals(ResultFiles.CROP_TYPE);
        if (crops) {
            coverage.classes().forEach(c -> classes.put(c.id(), c));
        }
        boolean sure = crops && result.rasters().contains(ResultFiles.CONFIDENCE);
        return new Named(
                reference,
                cog,
                classes,
                raster.endsWith("_peak") ? ResultFiles.INDEX_SCALE : 1,
                sure ? results.raster(job, ResultFiles.CONFIDENCE) : null);
    }

    /**
     * Bounds what one job reads.
     *
     * @throws LimitExceededException if a raster has more pixels
     */
    public static void requireSize(String input, PixelGrid grid, long maxPixels) {
        if ((long) grid.width() * grid.height() > maxPixels) {
            throw new LimitExceededException(
                    "inputs/" + input + ": the raster has more than " + maxPixels + " pixels, the most for one job");
        }
    }
}
