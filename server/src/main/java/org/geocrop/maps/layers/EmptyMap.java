package org.geocrop.maps.layers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.cog.CogWriter;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.pipeline.Profiles;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.store.MemorySource;

/**
 * What is shown of crops as long as there is no map of them: a raster of the whole world in which no pixel has a class. So
 * the layer of the newest maps is there from the first day, and clients may be set up before there is a map.
 */
final class EmptyMap {

    private static final PixelGrid WORLD = new PixelGrid(Crs.WGS84, -180, 90, 22.5, 22.5, 16, 8);
    private static final long CACHE_BYTES = 1 << 16;

    private EmptyMap() {}

    /** The raster, made when it is asked for first. */
    private static final class Raster {
        private static final Cog COG = write();

        private static Cog write() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (CogWriter writer = new CogWriter(WORLD, Profiles.of(ResultFiles.CROP_TYPE, List.of()))) {
                writer.write(WORLD.window(), new int[WORLD.width() * WORLD.height()]);
                writer.finish(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Cog.open(new MemorySource("empty.tif", bytes.toByteArray()), new TileCache(CACHE_BYTES));
        }
    }

    static Granule granule() {
        return Granule.of("empty", WORLD, WORLD.lonLatBounds(), null, List.of(), () -> Raster.COG, null, null);
    }
}
