package org.geocrop.region.publish;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.cog.CogProfile;
import org.geocrop.cog.CogWriter;
import org.geocrop.composite.SourceIndex;
import org.geocrop.error.StoreException;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.raster.Cog;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;

/**
 * A raster of a whole region in degrees, coarse enough to draw a country at once: each pixel is the nearest of the fitting
 * overviews of the tiles.
 */
final class RegionOverview {

    /** Width or height. */
    private static final int MOST_PIXELS = 4096;

    private static final double FINEST_METRES = 80;
    private static final int BLOCK = 256;

    private final PixelGrid grid;

    /** A raster and its west, south, east, north in degrees. */
    private record Placed(Cog cog, double[] bounds) {

        boolean meets(PixelGrid target) {
            return bounds[0] < target.maxX()
                    && bounds[2] > target.originX()
                    && bounds[1] < target.originY()
                    && bounds[3] > target.minY();
        }
    }

    /** The lattice that covers a region. */
    RegionOverview(double[] bounds) {
        double width = bounds[2] - bounds[0];
        double height = bounds[3] - bounds[1];
        double finest = FINEST_METRES / Crs.METRES_PER_DEGREE;
        double size = Math.max(finest, Math.max(width, height) / MOST_PIXELS);
        this.grid = new PixelGrid(
                Crs.WGS84, bounds[0], bounds[3], size, size, (int) Math.max(1, Math.ceil(width / size)), (int)
                        Math.max(1, Math.ceil(height / size)));
    }

    PixelGrid grid() {
        return grid;
    }

    /** Writes the overview of a raster of all tiles. */
    void write(ObjectStore store, ObjectKey key, CogProfile profile, List<Cog> tiles) {
        int bands = profile.bandNames().size();
        int nodata = profile.nodata().orElse(0);
        List<Placed> placed = tiles.stream()
                .map(tile -> new Placed(tile, tile.grid().lonLatBounds()))
                .toList();
        try (CogWriter writer = new CogWriter(grid, profile);
                ObjectStore.Upload upload = store.create(key, ResultFiles.COG_TYPE)) {
            for (Window block : grid.blocks(BLOCK)) {
                PixelGrid target = grid.cut(block);
                int[] samples = new int[block.size() * bands];
                Arrays.fill(samples, nodata);
                placed.stream()
                        .filter(tile -> tile.meets(target))
                        .forEach(tile -> draw(tile.cog, target, bands, nodata, samples));
                writer.write(block, samples);
            }
            writer.finish(upload);
            upload.commit();
        } catch (IOException e) {
            throw new StoreException("The overview could not be written", e);
        }
    }

    private void draw(Cog tile, PixelGrid target, int bands, int nodata, int[] samples) {
        int level = level(tile);
        SourceIndex index = SourceIndex.of(target, tile.grid(level));
        if (index == null) {
            return;
        }
        int[] source = new int[index.window().size()];
        int[] gathered = new int[target.width() * target.height()];
        for (int band = 0; band < bands; band++) {
            tile.read(level, band, index.window(), source);
            // What lies outside comes as 0: let no data be 0 while values are moved.
            for (int i = 0; i < source.length; i++) {
                source[i] ^= nodata;
            }
            index.gather(source, gathered);
            for (int i = 0; i < gathered.length; i++) {
                if (gathered[i] != 0) {
                    samples[i * bands + band] = gathered[i] ^ nodata;
                }
            }
        }
    }

    /** The coarsest that is as fine as the overview. */
    private int level(Cog tile) {
        double metres = grid.resX() * Crs.METRES_PER_DEGREE * Math.cos(Math.toRadians(grid.originY()));
        int level = 0;
        while (level + 1 < tile.levels() && tile.grid(level + 1).resX() <= metres) {
            level++;
        }
        return level;
    }
}
