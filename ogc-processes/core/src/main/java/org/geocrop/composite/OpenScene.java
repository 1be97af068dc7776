package org.geocrop.composite;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.geocrop.error.RasterException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.mask.ClearMask;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.stac.Band;
import org.geocrop.stac.Scene;
import org.geocrop.store.Sources;
import org.jspecify.annotations.Nullable;

/** A scene whose COGs are open. Thread-safe. */
public final class OpenScene implements AutoCloseable {

    private final Scene scene;
    private final Map<Band, Cog> cogs;

    private OpenScene(Scene scene, Map<Band, Cog> cogs) {
        this.scene = scene;
        this.cogs = cogs;
    }

    /**
     * Opens the six COGs of a scene.
     *
     * @throws RasterException if one of them can't be read or is not where and what it should be
     */
    public static OpenScene open(Scene scene, Sources sources, TileCache cache) {
        Map<Band, Cog> cogs = new EnumMap<>(Band.class);
        OpenScene opened = new OpenScene(scene, cogs);
        try {
            for (Band band : Band.values()) {
                Scene.Asset asset = scene.assets().get(band);
                if (asset == null) {
                    throw new RasterException("The scene " + scene.id() + " lacks the bands " + scene.missingBands());
                }
                Cog cog = Cog.open(sources.open(asset.href()), cache);
                cogs.put(band, cog);
                opened.grid(cog);
            }
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    public Scene scene() {
        return scene;
    }

    /** The validator of each band's file when it was opened. */
    public Map<Band, String> etags() {
        Map<Band, String> etags = new EnumMap<>(Band.class);
        cogs.forEach((band, cog) -> etags.put(band, cog.etag()));
        return etags;
    }

    /**
     * Reads the clear pixels of the scene.
     *
     * @param target where pixels are wanted; 10 m bands on the same lattice are read as they are, others nearest
     * @return for each reflectance band the {@link Reflectance} codes of each target pixel, 0 where not clear; or null
     *     if the scene has no clear pixel there
     */
    public char @Nullable [][] read(PixelGrid target) {
        Map<PixelGrid, SourceIndex> indexes = new HashMap<>();
        int pixels = target.width() * target.height();
        int[] scl = new int[pixels];
        if (!gather(Band.SCL, target, indexes, scl) || !ClearMask.anyClear(scl)) {
            return null;
        }
        char[][] codes = new char[Band.REFLECTANCE.size()][pixels];
        int[] numbers = new int[pixels];
        for (int i = 0; i < codes.length; i++) {
            Band band = Band.REFLECTANCE.get(i);
            if (!gather(band, target, indexes, numbers)) {
                return null;
            }
            Scene.Asset asset = java.util.Objects.requireNonNull(scene.assets().get(band));
            Reflectance.encode(numbers, asset.scale(), asset.offset(), codes[i]);
        }
        ClearMask.apply(scl, codes);
        return codes;
    }

    /** Which target pixels the scene has, clear or not. */
    boolean[] coverage(PixelGrid target) {
        int[] scl = new int[target.width() * target.height()];
        boolean[] covered = new boolean[scl.length];
        if (gather(Band.SCL, target, new HashMap<>(), scl)) {
            for (int i = 0; i < scl.length; i++) {
                covered[i] = scl[i] != 0;
            }
        }
        return covered;
    }

    @Override
    public void close() {
        cogs.values().forEach(Cog::close);
    }

    private boolean gather(Band band, PixelGrid target, Map<PixelGrid, SourceIndex> indexes, int[] out) {
        Cog cog = java.util.Objects.requireNonNull(cogs.get(band));
        PixelGrid grid = grid(cog);
        SourceIndex index = indexes.containsKey(grid) ? indexes.get(grid) : SourceIndex.of(target, grid);
        if (index == null) {
            return false;
        }
        indexes.put(grid, index);
        int[] source = new int[index.window().size()];
        cog.read(0, 0, index.window(), source);
        index.gather(source, out);
        return true;
    }

    /** Bytes of the packed tiles, of all bands, that a read of these pixels needs. */
    public long packedBytes(PixelGrid target) {
        long bytes = 0;
        for (Cog cog : cogs.values()) {
            SourceIndex index = SourceIndex.of(target, grid(cog));
            bytes += index == null ? 0 : cog.packedBytes(index.window());
        }
        return bytes;
    }

    /** The lattice of the scene's 10 m pixels. */
    public PixelGrid grid() {
        return grid(java.util.Objects.requireNonNull(cogs.get(Band.B04)));
    }

    /** The COG's own lattice; its CRS from the item where the file names none. */
    private PixelGrid grid(Cog cog) {
        PixelGrid own = cog.grid();
        int epsg = own.epsg() != 0 ? own.epsg() : scene.epsg();
        if (epsg == 0) {
            throw new RasterException(cog.name() + " names no coordinate reference system, nor does its item");
        }
        return new PixelGrid(epsg, own.originX(), own.originY(), own.resX(), own.resY(), own.width(), own.height());
    }
}
